"""Many films at once: seen before anything is made, begun with one press, watched and taken away."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.batch import Batch
from lib.person import Viewer
from lib.studio import Studio
from tests.pages.screen import markup, press_make, type_words
from tests.web.furnished import finish

TABLE = b"name,city\nAnn,Brest\nBo,\n" + b"x" * 90 + b",Nice\nAnn,Lyon\n"

Opened = Callable[..., AppTest]


def component(at: AppTest, name: str) -> dict[str, Any]:
    (shown,) = (
        each.proto
        for each in at.get("bidi_component")
        if each.proto.component_name == f"skylit.{name}"
    )
    found: dict[str, Any] = json.loads(shown.json)
    return found


def planned(studio: Studio, viewer: Viewer, open_page: Opened, file: bytes = TABLE) -> AppTest:
    draft = studio.keep_table(viewer, "shops.csv", studio.read_table(file))
    return open_page("batch.py", t=draft.id)


def begun(studio: Studio, viewer: Viewer, open_page: Opened) -> tuple[AppTest, Batch]:
    at = planned(studio, viewer, open_page)
    at.button(key="primary_batch").click().run()
    assert not at.exception
    (batch,) = studio.batches(viewer)
    return at, batch


def test_the_page_begins_with_a_place_for_a_table(open_page: Opened) -> None:
    at = open_page("batch.py")
    assert component(at, "table_input")["megabytes"] == 10
    assert "A film for each row" in markup(at)


def test_every_row_is_seen_and_what_needs_somebody_comes_first(
    studio: Studio, viewer: Viewer, open_page: Opened
) -> None:
    at = planned(studio, viewer, open_page)
    rows = component(at, "batch_rows")["rows"]
    assert [(row["n"], row["state"]) for row in rows] == [
        (3, "refused"), (4, "joined"), (1, "made"), (2, "made"),
    ]  # fmt: skip
    assert rows[0]["why"] == "Too long: 90 characters, 80 at most."
    assert rows[1]["why"] == "Same film as row 1: made once"
    assert "words=Ann" in rows[2]["still"]
    assert "<b>2 films</b>, " in markup(at)
    assert "1 refused" in markup(at)
    assert at.button(key="primary_batch").label == "Make 2 films"


def test_the_caption_follows_what_is_typed(
    studio: Studio, viewer: Viewer, open_page: Opened
) -> None:
    at = planned(studio, viewer, open_page)
    at.text_input(key="batch_wording").set_value("Hi {city}").run()
    rows = component(at, "batch_rows")["rows"]
    assert rows[0]["why"] == "No value in “city”."
    at.text_input(key="batch_wording").set_value("Hi {nobody}").run()
    assert "There is no column" in at.error[0].value.replace("\\", "")


def test_duplicates_are_made_where_somebody_wants_them(
    studio: Studio, viewer: Viewer, open_page: Opened
) -> None:
    at = planned(studio, viewer, open_page)
    at.toggle(key="batch_keeps").set_value(True).run()
    assert at.button(key="primary_batch").label == "Make 3 films"


def test_one_press_begins_one_batch_and_shows_its_wall(
    studio: Studio, viewer: Viewer, open_page: Opened
) -> None:
    at, batch = begun(studio, viewer, open_page)
    shown = component(at, "wall")
    assert [frame[0] for frame in shown["frames"]] == ["Ann", "Bo"]
    assert (shown["first"]["states"], shown["aside"]) == ("ww", "1 refused")
    assert batch.name == "shops.csv"


def test_a_batch_is_paused_resumed_and_cancelled(
    studio: Studio, viewer: Viewer, open_page: Opened
) -> None:
    at, batch = begun(studio, viewer, open_page)
    at.button(key="batch_pause").click().run()
    assert studio.batch(viewer, batch.id).is_paused
    at.button(key="batch_resume").click().run()
    assert not studio.batch(viewer, batch.id).is_paused
    at.button(key="batch_cancel").click().run()
    assert studio.standing(viewer, batch.id).cancelled == 2
    assert not [each for each in at.button if each.key == "batch_pause"]


def test_rows_are_added_to_a_batch(studio: Studio, viewer: Viewer, open_page: Opened) -> None:
    at, batch = begun(studio, viewer, open_page)
    at.button(key="batch_add").click().run()
    assert component(at, "table_input")
    more = studio.keep_table(viewer, "more.csv", studio.read_table(b"name\nAnn\nDi\n"))
    at = open_page("batch.py", add=batch.id, t=more.id)
    at.button(key="primary_batch").click().run()
    assert [frame[0] for frame in component(at, "wall")["frames"]] == ["Ann", "Bo", "Di"]
    assert len(studio.batches(viewer)) == 1


def test_a_row_that_describes_a_picture_says_so(
    studio: Studio, viewer: Viewer, open_page: Opened
) -> None:
    at = planned(studio, viewer, open_page, b"name\nA dog is running on the beach\nAnn\n")
    assert [row["scene"] for row in component(at, "batch_rows")["rows"]] == [True, False]


def test_at_its_end_it_can_be_taken_away_and_only_what_failed_is_tried_again(
    studio: Studio, viewer: Viewer, open_page: Opened
) -> None:
    _, batch = begun(studio, viewer, open_page)
    first, second = (film.generation for film in studio.batch_films(viewer, batch.id))
    finish(studio, first)
    finish(studio, second, fails=True)
    at = open_page("batch.py", b=batch.id)
    assert f"/batches/{batch.id}/films.zip" in markup(at)
    assert f"/history?batch={batch.id}" in markup(at)
    at.button(key="batch_retry").click().run()
    assert studio.standing(viewer, batch.id).waiting == 1


def test_what_is_not_there_leads_to_the_beginning(open_page: Opened) -> None:
    for query in ({"b": "nothing"}, {"t": "nothing"}):
        at = open_page("batch.py", **query)
        assert component(at, "table_input")
        assert at.info


def test_earlier_batches_are_found_again(studio: Studio, viewer: Viewer, open_page: Opened) -> None:
    _, batch = begun(studio, viewer, open_page)
    at = open_page("batch.py")
    at.button(key="earlier_0").click().run()
    assert at.query_params["b"] in (batch.id, [batch.id])


def test_history_shows_the_films_of_one_batch(
    studio: Studio, viewer: Viewer, open_page: Opened
) -> None:
    _, batch = begun(studio, viewer, open_page)
    at = open_page("history.py", batch=batch.id)
    assert "2 found" in markup(at)
    at.button(key="chip_batch").click().run()
    assert "batch" not in at.query_params


def test_several_lines_are_one_film_or_one_each(
    studio: Studio, viewer: Viewer, open_page: Opened
) -> None:
    at = type_words(open_page(), "Ann\nBo\nCy")
    assert at.button(key="primary_make").label == "Make the video"
    at.session_state["lines_as_films"] = True
    at.run()
    assert at.button(key="primary_make").label == "Make 3 films"
    press_make(at)
    press_make(at)
    (batch,) = studio.batches(viewer)
    assert studio.standing(viewer, batch.id).total == 3
    assert [frame[0] for frame in component(at, "wall")["frames"]] == ["Ann", "Bo", "Cy"]


def test_lines_that_are_too_long_for_one_film_are_taken_for_several(open_page: Opened) -> None:
    at = type_words(open_page(), "\n".join(["A line of words for the sky"] * 2 + ["x" * 60]))
    assert at.button(key="primary_make").label == "Make 2 films"


def test_more_films_than_an_address_or_a_link_holds_are_presented_and_said(
    studio: Studio, viewer: Viewer, open_page: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, batch = begun(studio, viewer, open_page)
    for film in studio.batch_films(viewer, batch.id):
        finish(studio, film.generation)
    monkeypatch.setattr("lib.ui.addresses.MOST", 1)
    monkeypatch.setattr("lib.ui.panels.batch_running.MOST_SHARED", 1)
    shown = markup(open_page("batch.py", b=batch.id))
    assert f"/stage?batch={batch.id}" in shown
    assert "A link holds 1 films: the first of these 2." in shown
