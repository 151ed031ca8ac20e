"""Whoever may says yes or no on a page, and whoever asked reads it on theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from streamlit.runtime.context import ContextProxy

from lib.batch import Plan, Wording
from lib.bootstrap import found_by_pages
from lib.person import Viewer
from lib.provider import Provider
from lib.studio import BatchOrder, Studio
from tests.pages.opening import Open
from tests.pages.screen import markup, progress_words
from tests.viewers import BOB
from tests.web.furnished import queued


@pytest.fixture
def asking(studio: Studio) -> Iterator[Studio]:
    """A studio where every paid video needs a yes."""
    found = replace(studio, settings=replace(studio.settings, approval_over=0.0))
    with found_by_pages(found):
        yield found


@pytest.fixture
def approver(asking: Studio, viewer: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    name = asking.approvers.cookie_name(secure=False)
    token = asking.approvers.token(asking.clock() + timedelta(hours=1))
    monkeypatch.setattr(ContextProxy, "cookies", {**ContextProxy.cookies, name: token})  # type: ignore[dict-item]


@pytest.mark.usefixtures("approver")
def test_a_no_with_a_word_is_read_by_whoever_asked(asking: Studio, open_page: Open) -> None:
    asked = queued(asking, BOB, "Hers, please", Provider.AIMLAPI)
    at = open_page("approvals.py")
    assert "Hers, please" in markup(at)
    at.text_input(key=f"word_{asked.id}").set_value("Too dear")
    at.button(key=f"no_{asked.id}").click().run()
    assert not at.exception
    assert "Hers, please" not in markup(at)
    problem = asking.get(BOB, asked.id).problem
    assert problem is not None
    assert problem.params["word"] == "Too dear"


@pytest.mark.usefixtures("approver")
def test_a_yes_sends_it_on(asking: Studio, open_page: Open) -> None:
    asked = queued(asking, BOB, "Go on", Provider.AIMLAPI)
    at = open_page("approvals.py")
    at.button(key=f"yes_{asked.id}").click().run()
    assert not asking.get(BOB, asked.id).waits_for_approval


def test_whoever_asks_reads_that_somebody_has_to_say_yes(
    asking: Studio, viewer: Viewer, open_page: Open
) -> None:
    asked = queued(asking, viewer, "Please", Provider.AIMLAPI)
    assert "say yes to it first" in progress_words(open_page(g=asked.id))
    assert "Waits for a yes" in markup(open_page("history.py"))


@pytest.mark.usefixtures("approver")
def test_a_batch_gets_one_answer(asking: Studio, open_page: Open) -> None:
    table = asking.read_table(b"name\nAnn\nBo\n")
    words = Wording.parse("Hi {name}", table)
    plan = Plan.of(table, words, Provider.AIMLAPI)
    order = BatchOrder(plan=plan, provider=Provider.AIMLAPI, name="shops", wording=words.text)
    batch = asking.start_batch(BOB, order, idempotency_key="one")
    at = open_page("approvals.py")
    assert "2 films" in markup(at)
    at.button(key=f"yes_{batch.id}").click().run()
    assert not at.exception
    assert "Hi {name}" not in markup(at)
    assert not any(film.generation.waits_for_approval for film in asking.batch_films(BOB, batch.id))
