"""A ready video whose file is lost is no broken player: it says so, and how to get it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from streamlit.testing.v1 import AppTest

from lib.generation import Generation, Reason, Status
from lib.person import Viewer
from lib.studio import Studio
from tests.pages.screen import act, markup
from tests.web.furnished import failed, moved, ready

Open = Callable[..., AppTest]

SENTENCE = (
    "The file of this video is missing from the archive. Check again: the very same video is made "
    "once more, free."
)


def lost(studio: Studio, viewer: Viewer) -> Generation:
    made = ready(studio, viewer, "Lost words")
    return moved(studio, made, made.damaged(Reason.FILE_MISSING, datetime.now(UTC)))


def test_on_the_stage_it_says_so_and_one_click_fetches_it_again(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    gone = lost(studio, viewer)
    at = open_page(g=gone.id)
    assert 'data-state="notice"' in markup(at)
    assert SENTENCE in markup(at)
    assert "<video" not in markup(at)
    at.button(key="recheck").click().run()
    assert studio.get(viewer, gone.id).status is Status.GENERATING


def test_in_the_history_it_says_so_and_can_be_tried_again(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    gone = lost(studio, viewer)
    at = open_page("history.py")
    assert SENTENCE in markup(at)
    assert "<video" not in markup(at)
    act(at, "retry", gone)
    again, _ = studio.history(viewer).generations
    assert (again.caption, again.retry_of) == (gone.caption, gone.id)


def test_a_later_try_leads_to_the_first_as_long_as_that_is_there(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    first = failed(studio, viewer, "Once more")
    again = studio.retry(viewer, first.id, "again")
    at = open_page(g=again.id)
    at.button(key="first_try").click().run()
    assert at.query_params["g"] == first.id
    studio.delete(viewer, first.id)
    assert "first_try" not in {button.key for button in open_page(g=again.id).button}
