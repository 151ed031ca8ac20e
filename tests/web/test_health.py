from __future__ import annotations

from starlette.testclient import TestClient


def test_a_process_that_answers_says_so_and_nothing_below_it_is_the_front_page(
    client: TestClient,
) -> None:
    assert client.get("/healthz").text == "ok"
    assert client.get("/healthz/deeper").status_code == 404
