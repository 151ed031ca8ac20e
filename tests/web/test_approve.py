"""A link for approvers becomes a cookie that scripts cannot read; any other link is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from lib.studio import Studio


def test_a_link_becomes_a_cookie_and_leads_to_the_page(studio: Studio, client: TestClient) -> None:
    token = studio.approvers.token(studio.clock() + timedelta(days=1))
    answer = client.get("/approve", params={"token": token}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "./approvals")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("token", ["", "x", "9" * 400, "1.x", "٣.x"])
def test_any_other_token_is_refused_and_sets_nothing(client: TestClient, token: str) -> None:
    answer = client.get("/approve", params={"token": token}, follow_redirects=False)
    assert answer.status_code == 403
    assert "skylit_approver" not in answer.headers.get("set-cookie", "")


def test_a_link_whose_time_is_over_is_refused(studio: Studio, client: TestClient) -> None:
    token = studio.approvers.token(studio.clock() - timedelta(seconds=1))
    assert client.get("/approve", params={"token": token}).status_code == 403
