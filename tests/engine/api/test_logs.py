"""The log of all requests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.engine.api.answers import assert_envelope
from tests.engine.serving import GENERATIONS, Served, serving


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Four generations, an hour apart; the second failed."""
    with serving(tmp_path_factory.mktemp("logged")) as engine:
        for number, words in enumerate(("first", "fail", "third", "fourth")):
            reply = engine.call(
                "POST",
                GENERATIONS,
                json={"model": "magic/text-to-video", "prompt": words},
                headers={"X-Client-Request-Id": f"order-{number}"},
            )
            engine.finished(reply.json()["id"])
            engine.clock.advance(hours=1)
        yield engine


def found(engine: Served, **query: Any) -> list[str]:
    reply = engine.call("GET", "/v2/logs", params=query)
    assert reply.status_code == 200, reply.text
    return [str(entry["client_request_id"]) for entry in reply.json()["data"]]


class TestLogs:
    def test_a_submit_is_found_by_its_clients_id(self, logged: Served) -> None:
        newest = logged.call("GET", "/v2/logs").json()["data"][0]
        assert newest["client_request_id"] == "order-3"
        assert logged.check(newest["inference_id"])["status"] == "completed"
        assert newest["model"] == "magic/text-to-video"
        assert newest["cost"] == {"usd": 0, "credits": 0}
        assert datetime.fromisoformat(newest["created"]) == logged.clock() - timedelta(hours=1)

    def test_one_that_is_still_waiting_is_found_too(self, own_engine: Served) -> None:
        task_id = own_engine.accepted("wait")
        [entry] = own_engine.call("GET", "/v2/logs").json()["data"]
        assert (entry["inference_id"], entry["status"]) == (task_id, "succeeded")

    def test_the_newest_come_first(self, logged: Served) -> None:
        assert found(logged) == ["order-3", "order-2", "order-1", "order-0"]

    def test_pages_have_a_size_and_a_start(self, logged: Served) -> None:
        reply = logged.call("GET", "/v2/logs", params={"limit": 2, "offset": 1}).json()
        assert [entry["client_request_id"] for entry in reply["data"]] == ["order-2", "order-1"]
        assert reply["pagination"] == {"limit": 2, "offset": 1, "total": 4, "has_more": True}
        assert found(logged, offset=4) == []

    def test_they_can_be_chosen_by_status_model_and_time(self, logged: Served) -> None:
        now = logged.clock()
        assert found(logged, status="failed") == ["order-1"]
        assert found(logged, model="other") == []
        assert len(found(logged, model=["other", "magic/text-to-video"])) == 4
        assert found(logged, period="90m") == ["order-3"]
        assert found(logged, start=(now - timedelta(hours=3)).isoformat()) == [
            "order-3", "order-2", "order-1",
        ]  # fmt: skip
        assert found(
            logged,
            start=(now - timedelta(hours=4)).isoformat(),
            end=(now - timedelta(hours=2)).replace(tzinfo=None).isoformat() + "Z",
        ) == ["order-1", "order-0"]

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ({"limit": "0"}, "limit"),
            ({"limit": "101"}, "limit"),
            ({"limit": "ten"}, "limit"),
            ({"limit": "١"}, "limit"),
            ({"offset": "-1"}, "offset"),
            ({"offset": "9" * 50}, "offset"),
            ({"status": "dancing"}, "status"),
            ({"start": "yesterday"}, "start"),
            ({"end": "2026-13-01"}, "end"),
            ({"start": "2026-01-01", "end": "2026-06-01"}, "start"),
            ({"start": "2026-06-01", "end": "2026-05-01"}, "start"),
            ({"end": "0001-01-01T00:00:00Z"}, "end"),
            ({"period": "long"}, "period"),
            ({"period": "93d"}, "period"),
            ({"period": "999999d"}, "period"),
        ],
    )
    def test_a_question_that_makes_no_sense_is_refused(
        self, logged: Served, query: dict[str, str], field: str
    ) -> None:
        error = assert_envelope(logged.call("GET", "/v2/logs", params=query), 400)
        assert error["errors"][0]["field"] == field
        assert error["message"].startswith("Query validation error!")
