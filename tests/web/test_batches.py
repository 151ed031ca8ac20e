"""A table comes in by an own route, and a batch is told of and taken away by others: to its owner alone."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from starlette.testclient import TestClient

from lib.batch import MOST_BYTES, Plan, Wording
from lib.person import Person, Viewer
from lib.provider import Provider
from lib.studio import BatchOrder, Studio
from tests.web.furnished import finish

TABLE = b"name,city\nAnn,Brest\nBo,Nice\n"


def begun(studio: Studio, viewer: Viewer, key: str) -> str:
    table = studio.read_table(TABLE)
    words = Wording.parse("Hi {name}", table)
    plan = Plan.of(table, words, Provider.BUILTIN)
    order = BatchOrder(plan=plan, provider=Provider.BUILTIN, name="shops.csv", wording=words.text)
    return studio.start_batch(viewer, order, idempotency_key=key).id


def test_a_table_comes_in_and_is_kept(studio: Studio, viewer: Viewer, client: TestClient) -> None:
    answer = client.post("/batches/tables?name=shops.csv", content=TABLE)
    assert answer.status_code == 200, answer.text
    kept = studio.kept_table(viewer, answer.json()["table"])
    assert (kept.name, kept.table.columns) == ("shops.csv", ("name", "city"))
    bare = client.post("/batches/tables?header=no", content=TABLE).json()["table"]
    assert len(studio.kept_table(viewer, bare).table.rows) == 3


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"name\n\xff\xfe\x00", 400, "no table"),
        (b'name\n"open', 400, "row 2"),
        (b"PK\x03\x04 and no more", 400, "cannot be opened"),
        (bytes(MOST_BYTES + 1), 413, "10 MB"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(
    client: TestClient, content: bytes, status: int, words: str
) -> None:
    answer = client.post("/batches/tables?name=x", content=content)
    assert answer.status_code == status
    assert words in answer.json()["sentence"]


def test_a_batch_says_how_far_it_is(studio: Studio, viewer: Viewer, client: TestClient) -> None:
    batch = begun(studio, viewer, "progress")
    told = client.get(f"/batches/{batch}/progress").json()
    assert (told["states"], told["total"], told["over"]) == ("ww", 2, False)
    first, second = (film.generation for film in studio.batch_films(viewer, batch))
    finish(studio, first)
    finish(studio, second, fails=True)
    told = client.get(f"/batches/{batch}/progress").json()
    assert (told["states"], told["ready"], told["failed"], told["over"]) == ("rf", 1, 1, True)


def test_films_and_results_are_taken_away(
    studio: Studio, viewer: Viewer, client: TestClient
) -> None:
    batch = begun(studio, viewer, "taken")
    first, _ = (film.generation for film in studio.batch_films(viewer, batch))
    finish(studio, first)
    answer = client.get(f"/batches/{batch}/films.zip")
    assert "shops.zip" in answer.headers["content-disposition"]
    assert zipfile.ZipFile(io.BytesIO(answer.content)).namelist() == ["Hi Ann.mp4", "results.csv"]
    table = client.get(f"/batches/{batch}/results.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["state"] for row in rows] == ["ready", "queued"]
    assert rows[0]["link"].endswith(f"/history?film={first.id}")


@pytest.mark.parametrize("what", ["progress", "films.zip", "results.csv"])
def test_nobody_else_sees_a_batch(studio: Studio, client: TestClient, what: str) -> None:
    somebody = Viewer(Person("somebody else"))
    batch = begun(studio, somebody, "theirs")
    assert client.get(f"/batches/{batch}/{what}").status_code == 404
    assert client.get(f"/batches/nothing/{what}").status_code == 404


def test_a_stranger_brings_no_table(client: TestClient) -> None:
    client.cookies.clear()
    assert client.post("/batches/tables", content=TABLE).status_code == 403
