"""Create, once something was asked for: it fails, is cancelled, or its answer is lost."""

from __future__ import annotations

from lib.generation import Reason, Status
from lib.person import Viewer
from lib.problem import Problem
from lib.provider import Provider
from lib.studio import Studio
from tests.pages.opening import Open
from tests.pages.screen import markup, press_make, type_words
from tests.web.furnished import (
    failed,
    generating,
    left_to_its_owner,
    moved,
    queued,
    unconfirmed,
)


def test_a_failure_says_why_and_keeps_the_words(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    gone = failed(studio, viewer, "Kept words", "The disk is full. Make room, then try again.")
    at = open_page(g=gone.id)
    assert "The disk is full. Make room, then try again." in markup(at)
    assert "Kept words" in markup(at)
    at.button(key="retry").click().run()
    again = studio.history(viewer).generations[0]
    assert (again.caption.text, again.retry_of) == ("Kept words", gone.id)
    assert at.query_params["g"] == again.id


def test_the_same_words_can_be_tried_again_after_a_failure(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    at = press_make(type_words(open_page(), "Stubborn"))
    (first,) = studio.history(viewer).generations
    moved(studio, first, first.failed(Reason.NOT_MADE, Problem.told("No."), first.created_at))
    at.run()
    press_make(at)
    assert studio.history(viewer).total == 2


def test_cancel_while_it_waits_costs_nothing_and_says_so(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    waiting = queued(studio, viewer, "Never mind", Provider.AIMLAPI)
    at = open_page(g=waiting.id)
    assert "Cancelling now costs nothing." in markup(at)
    at.button(key="cancel").click().run()
    assert studio.get(viewer, waiting.id).status is Status.CANCELLED
    assert "nothing was charged" in markup(at)


def test_cancel_while_it_is_made_tells_the_truth_about_its_cost(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    making = generating(studio, viewer, "Too late", Provider.AIMLAPI)
    at = open_page(g=making.id)
    assert "may still make it, and charge for it" in markup(at)
    at.button(key="cancel").click().run()
    assert "may still make it and charge for it" in markup(at)
    at.button(key="recheck").click().run()
    assert studio.get(viewer, making.id).status is Status.GENERATING


def test_an_unconfirmed_one_is_settled_by_its_id(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    lost = left_to_its_owner(studio, viewer, "Lost answer")
    at = open_page(g=lost.id)
    assert "Did it arrive?" in markup(at)
    at.toggle(key="has_id").set_value(True).run()
    at.text_input(key="task_id").set_value(" abcdefghijklmnopqrstu ")
    at.button(key="arrived").click().run()
    found = studio.get(viewer, lost.id)
    assert (found.status, found.task_id) == (Status.GENERATING, "abcdefghijklmnopqrstu")


def test_an_id_that_is_none_is_refused_with_a_sentence(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    lost = left_to_its_owner(studio, viewer, "Lost answer")
    at = open_page(g=lost.id)
    assert not at.text_input
    at.toggle(key="has_id").set_value(True).run()
    for given, said in (
        ("", "Put its id into the field first"),
        ("<b>", "does not look like an id"),
    ):
        at.text_input(key="task_id").set_value(given)
        at.button(key="arrived").click().run()
        assert said in markup(at)
        assert not at.toast  # which would lie over the question
    assert studio.get(viewer, lost.id).status is Status.UNCONFIRMED


def test_an_unconfirmed_one_is_sent_again_only_by_its_owner(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    lost = left_to_its_owner(studio, viewer, "Lost answer")
    at = open_page(g=lost.id)
    assert at.button(key="send_again").label == "Make again · may be paid twice"
    at.button(key="send_again").click().run()
    assert studio.get(viewer, lost.id).status is Status.QUEUED


def test_a_lost_answer_is_looked_for_before_anybody_is_asked(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    lost = unconfirmed(studio, viewer, "Somewhere")
    at = open_page(g=lost.id)
    assert "Looking for it…" in markup(at)
    assert not {button.key for button in at.button} & {"send_again", "look_again", "arrived"}
    moved(studio, lost, lost.left_to_its_owner(Problem.told("Not found."), lost.created_at))
    at.run()
    assert "Did it arrive?" in markup(at)
    at.button(key="look_again").click().run()
    assert studio.get(viewer, lost.id).is_looked_for
    assert "Looking for it…" in markup(at)
