"""A batch begins once, goes on by itself, and is taken away with a table of what came of each row."""

from __future__ import annotations

import csv
import io
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.batch import Plan, Wording
from lib.errors import BatchNotFound, NotNow
from lib.generation import Status
from lib.person import Person, Viewer
from lib.provider import Provider
from lib.studio import BatchOrder, Studio
from tests.viewers import ANN
from tests.web.furnished import FILM, finish, furnished

BOB = Viewer(Person("bob"))
TABLE = b"name,file name\nAnn,first\nBo,first\nCy,\n=1+1,../../etc/passwd\n"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with furnished(tmp_path_factory.mktemp("batches")) as opened:
        yield opened


def order(studio: Studio, file: bytes = TABLE, wording: str = "Hi {name}") -> BatchOrder:
    table = studio.read_table(file)
    words = Wording.parse(wording, table)
    plan = studio.drawable(Plan.of(table, words, Provider.BUILTIN))
    return BatchOrder(plan=plan, provider=Provider.BUILTIN, name="shops.csv", wording=words.text)


def begun(studio: Studio, key: str, file: bytes = TABLE, viewer: Viewer = ANN) -> str:
    return studio.start_batch(viewer, order(studio, file), idempotency_key=key).id


def link(_: object) -> str:
    return "https://sky.example/film"


def test_the_same_press_is_the_same_batch(studio: Studio) -> None:
    assert begun(studio, "twice") == begun(studio, "twice")


def test_nothing_is_begun_where_every_row_is_refused(studio: Studio) -> None:
    with pytest.raises(NotNow, match="No row"):
        begun(studio, "none", b"name,city\n,Brest\n")


def test_rows_that_nobody_can_draw_are_found_before_anything_is_made(studio: Studio) -> None:
    plan = order(studio, "name\nAnn\n\U00013000\n".encode()).plan
    assert [row.request is not None for row in plan.rows] == [True, False]


def test_a_batch_is_its_owners(studio: Studio) -> None:
    batch = begun(studio, "mine")
    for use in (studio.pause_batch, studio.cancel_rest, studio.retry_failed, studio.standing):
        with pytest.raises(BatchNotFound):
            use(BOB, batch)
    assert studio.batches(BOB) == []


def test_the_rest_is_cancelled_and_what_is_made_stays(studio: Studio) -> None:
    batch = begun(studio, "rest")
    finish(studio, studio.batch_films(ANN, batch)[0].generation)
    assert studio.cancel_rest(ANN, batch) == 3
    standing = studio.standing(ANN, batch)
    assert (standing.ready, standing.cancelled, standing.is_over) == (1, 3, True)
    assert studio.retry_failed(ANN, batch) == 0  # nothing has failed


def test_only_what_failed_is_tried_again_and_once(studio: Studio) -> None:
    batch = begun(studio, "again")
    films = [film.generation for film in studio.batch_films(ANN, batch)]
    finish(studio, films[0])
    finish(studio, films[1], fails=True)
    assert studio.retry_failed(ANN, batch) == 1
    assert studio.retry_failed(ANN, batch) == 0
    fresh = [film.generation for film in studio.batch_films(ANN, batch)]
    assert (fresh[1].status, fresh[1].retry_of) == (Status.QUEUED, films[1].id)
    assert [each.id for each in fresh[2:]] == [each.id for each in films[2:]]


def test_rows_are_added_behind_and_what_is_there_is_not_made_twice(studio: Studio) -> None:
    batch = begun(studio, "more")
    more = order(studio, TABLE + b"Di,\n").plan
    studio.add_rows(ANN, batch, more)
    studio.add_rows(ANN, batch, more)
    captions = [str(film.generation.caption) for film in studio.batch_films(ANN, batch)]
    assert captions == ["Hi Ann", "Hi Bo", "Hi Cy", "Hi =1+1", "Hi Di"]


def test_two_who_add_rows_at_once_both_get_them(studio: Studio) -> None:
    batch = begun(studio, "both")
    plans = [order(studio, f"name\nNew {each}\n".encode()).plan for each in range(4)]
    threads = [threading.Thread(target=studio.add_rows, args=(ANN, batch, each)) for each in plans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    captions = {str(film.generation.caption) for film in studio.batch_films(ANN, batch)}
    assert captions >= {f"Hi New {each}" for each in range(4)}


def test_the_zip_is_named_by_the_table_and_says_what_came_of_each_row(studio: Studio) -> None:
    batch = begun(studio, "zip")
    films = [film.generation for film in studio.batch_films(ANN, batch)]
    for each in films[:2]:
        finish(studio, each)
    finish(studio, films[2], fails=True)
    content = b"".join(studio.batch_zip(ANN, batch, link))
    found = zipfile.ZipFile(io.BytesIO(content))
    assert found.testzip() is None
    assert found.namelist() == ["first.mp4", "first 2.mp4", "results.csv"]
    assert found.read("first.mp4") == FILM
    rows = list(csv.DictReader(io.StringIO(found.read("results.csv").decode("utf-8-sig"))))
    assert [row["state"] for row in rows] == ["ready", "ready", "failed", "queued"]
    assert [row["file"] for row in rows] == ["first.mp4", "first 2.mp4", "", ""]
    assert rows[2]["note"]
    assert (rows[0]["cost"], rows[0]["link"]) == ("free", "https://sky.example/film")


def test_names_from_a_table_leave_no_folder(studio: Studio, tmp_path: Path) -> None:
    batch = begun(studio, "names")
    for film in studio.batch_films(ANN, batch):
        finish(studio, film.generation)
    content = b"".join(studio.batch_zip(ANN, batch, link))
    zipfile.ZipFile(io.BytesIO(content)).extractall(tmp_path)
    assert {each.name for each in tmp_path.iterdir()} >= {"first.mp4", "Hi Cy.mp4"}
    assert all(each.parent == tmp_path and each.is_file() for each in tmp_path.rglob("*"))


def test_a_value_is_mended_in_the_table_and_found_again(studio: Studio) -> None:
    draft = studio.keep_table(ANN, "shops.csv", studio.read_table(b"name,city\nAnn,\n"))
    studio.mend_table(ANN, draft.id, 0, {1: "Brest", 99: "nowhere"})
    assert studio.kept_table(ANN, draft.id).table.rows == (("Ann", "Brest"),)
    with pytest.raises(BatchNotFound):
        studio.kept_table(BOB, draft.id)
