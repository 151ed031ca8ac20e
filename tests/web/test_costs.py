"""The table of costs goes to whom it belongs, and every cell of it is text."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.charge import month_of
from lib.generation import Generation
from lib.person import Person, Viewer
from lib.provider import Provider
from lib.request import VideoRequest
from lib.studio import Studio
from lib.studio.links import LinkTo
from lib.urls import Urls
from lib.web.routes import routes
from tests.viewers import BOB
from tests.web.furnished import moved


def spend(studio: Studio, viewer: Viewer, words: str) -> str:
    """Spend $0.53 on a film. Return the month in which it counts."""
    assert viewer.person
    asked = studio.ledger.add(_wish(studio, viewer.person, words))
    sent = asked.submitting(asked.created_at)
    soon = timedelta(0)
    making = sent.submitted(f"task {asked.id}", asked.created_at, poll=soon, deadline=soon)
    moved(studio, asked, sent, making, making.completed(1_050_000.0, asked.created_at))
    return month_of(asked.created_at)


def _wish(studio: Studio, person: Person, words: str) -> Generation:
    return Generation.new(
        VideoRequest.parse(words),
        provider=Provider.AIMLAPI,
        owner=person,
        idempotency_key=words,
        now=studio.clock(),
    )


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_each_person_gets_their_own_requests_as_text(
    studio: Studio, viewer: Viewer, client: TestClient
) -> None:
    month = spend(studio, viewer, "=SUM(A1)")
    spend(studio, BOB, "Hers")
    answer = client.get(f"/costs.csv?month={month}")
    assert answer.headers["content-type"].startswith("text/csv")
    assert f"skylit-costs-{month}.csv" in answer.headers["content-disposition"]
    (row,) = rows(answer.content)
    assert row["words"] == "'=SUM(A1)"
    assert (row["credits"], row["dollars"], row["known"]) == ("1050000", "0.5250", "yes")


def test_strangers_get_nothing(studio: Studio) -> None:
    month = month_of(studio.clock())
    with TestClient(Starlette(routes=routes(Urls()))) as nobody:
        assert nobody.get(f"/costs.csv?month={month}").status_code == 404


def test_who_has_no_cookie_proves_who_asks_by_a_link_that_opens_nobody_elses(
    studio: Studio, stranger: TestClient
) -> None:
    ann = Person.session("ann")
    month = spend(studio, studio.viewer(ann), "Mine")
    token = studio.sign_link(LinkTo.COSTS, [ann.id], studio.clock() + timedelta(hours=1))
    query = {"month": month, "as": ann.id, "token": token}
    assert [row["words"] for row in rows(stranger.get("/costs.csv", params=query).content)] == [
        "Mine"
    ]
    query["as"] = Person.session("bob").id
    assert rows(stranger.get("/costs.csv", params=query).content) == []


@pytest.mark.parametrize("month", ["", "2026", "2026-13", "x" * 500, "٢026-11", "2026-1"])
def test_what_is_no_month_is_refused(client: TestClient, month: str) -> None:
    assert client.get("/costs.csv", params={"month": month}).status_code == 400
