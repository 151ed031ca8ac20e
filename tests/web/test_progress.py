"""Whoever watches asks one route, which asks the ledger once for all of them."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from lib.errors import StorageError
from lib.generation import Generation
from lib.ledger import Ledger
from lib.person import Viewer
from lib.problem import Problem
from lib.studio import Studio
from lib.studio.links import LinkTo
from tests.web.furnished import generating, queued, ready


def seen(client: TestClient, *ids: str, token: str = "") -> dict[str, dict[str, object]]:
    answer = client.get("/progress", params={"ids": ",".join(ids), "token": token})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    return dict(answer.json())


def test_what_is_under_way_is_told_and_what_is_over_is_missing(
    studio: Studio, client: TestClient, viewer: Viewer
) -> None:
    waiting, making, done = (
        queued(studio, viewer),
        generating(studio, viewer),
        ready(studio, viewer),
    )
    found = seen(client, waiting.id, making.id, done.id, "nonsense", "")
    assert {each: told["status"] for each, told in found.items()} == {
        waiting.id: "queued",
        making.id: "generating",
    }
    assert found[waiting.id]["sentence"]
    assert 0 <= float(str(found[waiting.id]["fraction"])) < float(str(found[making.id]["fraction"]))


def test_a_stranger_learns_nothing_and_a_signature_of_the_page_suffices(
    studio: Studio, stranger: TestClient, viewer: Viewer
) -> None:
    making = generating(studio, viewer)
    token = studio.sign_link(LinkTo.PROGRESS, [making.id], datetime.now(UTC) + timedelta(hours=1))
    assert seen(stranger, making.id) == {}
    assert seen(stranger, making.id, token=token).keys() == {making.id}
    other = generating(studio, viewer)
    assert seen(stranger, making.id, other.id, token=token) == {}
    assert seen(stranger, making.id, token="1.x") == {}


def test_without_a_cookie_and_a_signature_nobody_is_answered(
    studio: Studio, stranger: TestClient, viewer: Viewer
) -> None:
    making = generating(studio, viewer)
    stranger.cookies.clear()
    for token in ("", "1.x"):
        answer = stranger.get("/progress", params={"ids": making.id, "token": token})
        assert (answer.status_code, making.id in answer.text) == (403, False)


def test_where_history_is_shared_everybody_may_watch(
    studio: Studio, stranger: TestClient, viewer: Viewer
) -> None:
    making = generating(studio, viewer)
    object.__setattr__(studio, "settings", replace(studio.settings, shared_history=True))
    assert seen(stranger, making.id).keys() == {making.id}


def test_a_hundred_watchers_are_one_query(
    studio: Studio, client: TestClient, viewer: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    waits, real = threading.Event(), Ledger.under_way

    def counted(ledger: Ledger) -> Sequence[Generation]:
        asked.append(1)
        waits.wait(60)
        return real(ledger)

    monkeypatch.setattr(Ledger, "under_way", counted)
    making = generating(studio, viewer)
    with ThreadPoolExecutor(20) as watchers:
        answers = [watchers.submit(seen, client, making.id) for _ in range(100)]
        waits.set()
        assert all(each.result().keys() == {making.id} for each in answers)
    assert len(asked) < 20  # one each half second, however long the hundred take


def test_a_database_that_is_away_is_waited_for_and_no_watcher_is_told_why(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_ledger: Ledger) -> Sequence[Generation]:
        raise StorageError(Problem.told("The database is away."))

    monkeypatch.setattr(Ledger, "under_way", away)
    answer = client.get("/progress?ids=x")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert "database" not in answer.text
