from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from lib.generation import Status
from lib.person import Viewer
from lib.problem import Problem
from lib.provider import Provider
from lib.request import VideoRequest
from lib.studio import Studio
from tests.pages.screen import act, markup
from tests.viewers import BOB
from tests.web.furnished import failed, generating, left_to_its_owner, moved, queued, ready

Open = Callable[..., AppTest]


def test_an_empty_history_invites(open_page: Open) -> None:
    at = open_page("history.py")
    assert "Your sky is empty" in markup(at)
    assert at.button(key="primary_first").label == "Make the first one"


def test_every_video_plays_where_it_stands_and_asks_for_nothing_before(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    made = ready(studio, viewer, "Grand opening")
    shown = markup(open_page("history.py"))
    assert 'preload="none"' in shown
    assert f'poster="/clips/{made.id}.webp' in shown
    assert f'src="/clips/{made.id}.mp4' in shown
    assert 'aria-label="Play: Grand opening"' in shown
    for fact in ("just now", "11 s", "free", "Shanghai Drone Show", "Built-in engine"):
        assert fact in shown


def test_the_newest_comes_first_twelve_a_page(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    for number in range(13):
        ready(studio, viewer, f"Video number {number}")
    first = open_page("history.py")
    assert markup(first).count('class="film"') == 12
    assert markup(first).index("number 12<") < markup(first).index("number 1<")
    assert "number 0<" not in markup(first)
    second = markup(open_page("history.py", page="2"))
    assert second.count('class="film"') == 1
    assert "number 0<" in second


@pytest.mark.parametrize("asked", ["0", "-1", "99", "x", "٣", "1e9", "9" * 40])
def test_a_page_that_is_not_there_is_no_error(
    studio: Studio, viewer: Viewer, open_page: Open, asked: str
) -> None:
    ready(studio, viewer, "Only one")
    assert "Only one" in markup(open_page("history.py", page=asked))


def test_words_find_their_videos(studio: Studio, viewer: Viewer, open_page: Open) -> None:
    ready(studio, viewer, "Grand opening")
    ready(studio, viewer, "Thank you, team")
    at = open_page("history.py")
    at.text_input(key="q").set_value("thank").run()
    assert "Thank you, team" in markup(at)
    assert "Grand opening" not in markup(at)
    at.text_input(key="q").set_value("<b>nothing</b>").run()
    assert "Nothing found" in markup(at)
    assert "&lt;b&gt;nothing&lt;/b&gt;" in markup(at)


def test_a_film_and_a_search_have_a_link_to_the_stage(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    made = ready(studio, viewer, "Grand opening & more")
    failed(studio, viewer, "Bad luck")
    shown = markup(open_page("history.py"))
    assert shown.count("/stage?") == 1
    assert f'href="/stage?g={made.id}"' in shown
    assert 'href="/stage?q=opening+%26+more"' in markup(open_page("history.py", q="opening & more"))
    assert "Present these" not in markup(open_page("history.py", q="luck"))


def test_a_search_stands_in_the_address(studio: Studio, viewer: Viewer, open_page: Open) -> None:
    ready(studio, viewer, "Grand opening")
    ready(studio, viewer, "Thank you, team")
    shown = markup(open_page("history.py", q="GRAND"))
    assert "Grand opening" in shown
    assert "Thank you" not in shown


def test_others_see_nothing_of_it(studio: Studio, open_page: Open) -> None:
    theirs = ready(studio, BOB, "Secret plans")
    shown = markup(open_page("history.py"))
    assert theirs.id not in shown
    assert "Secret plans" not in shown


def test_every_state_has_its_picture(studio: Studio, viewer: Viewer, open_page: Open) -> None:
    failed(studio, viewer, "Bad luck", "The engine stopped. Try again.")
    generating(studio, viewer, "On its way")
    left_to_its_owner(studio, viewer, "Who knows")
    shown = markup(open_page("history.py"))
    for said in ("Did not work", "The engine stopped. Try again.", "Being made", "Did it arrive?"):
        assert said in shown


def test_markup_in_a_caption_or_a_problem_is_shown_as_typed(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    failed(studio, viewer, "<script>alert(1)</script>", '<iframe src="x">')
    ready(studio, viewer, '" onload="alert(1)')
    shown = markup(open_page("history.py"))
    assert "&lt;script&gt;alert(1)" in shown
    assert "<iframe" not in shown
    assert '" onload="' not in shown


def test_what_is_deleted_can_be_had_back(studio: Studio, viewer: Viewer, open_page: Open) -> None:
    made = ready(studio, viewer, "Precious")
    at = open_page("history.py")
    act(at, "delete", made)
    assert "Precious" not in markup(at)
    assert '<p data-voice="deleted">Deleted</p>' in markup(at)
    at = open_page("history.py")  # a reload, or another tab
    at.button(key="undo_deleting").click().run()
    assert "Precious" in markup(at)
    assert "undo_deleting" not in {each.key for each in at.button}
    assert studio.get(viewer, made.id) == made


def test_nobody_else_is_offered_to_undo_it(studio: Studio, viewer: Viewer, open_page: Open) -> None:
    theirs = ready(studio, BOB, "Secret plans")
    studio.delete_soon(BOB, theirs.id)
    assert "undo_deleting" not in {each.key for each in open_page("history.py").button}
    assert studio.deleted_just_now(viewer) is None


def test_use_again_brings_words_and_settings_back(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    made = ready(studio, viewer, "Once more")
    at = act(open_page("history.py"), "again", made)
    assert at.session_state["words"] == "Once more"
    assert "/previews?words=Once+more" in markup(at)


def test_a_failed_one_is_tried_again_from_here(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    gone = failed(studio, viewer, "Second chance")
    at = open_page("history.py")
    act(at, "retry", gone)
    again = studio.history(viewer).generations[0]
    assert (again.status, again.retry_of) == (Status.QUEUED, gone.id)
    assert 'data-state="moving"' in markup(at)


def test_the_owner_of_an_unconfirmed_one_is_asked_here_too(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    lost = left_to_its_owner(studio, viewer, "Lost answer")
    at = act(open_page("history.py"), "answer", lost)
    for said in ("Lost answer", "Asked for just now", "It was not found."):
        assert said in markup(at)
    assert at.button(key="look_again").label == "Look again · free"
    assert at.button(key="send_again").label == "Make again · may be paid twice"


def test_what_was_given_up_is_looked_for_again_from_here(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    late = generating(studio, viewer, "Late")
    moved(studio, late, late.timed_out(Problem.told("It did not finish in time."), late.created_at))
    at = open_page("history.py")
    act(at, "recheck", late)
    assert studio.get(viewer, late.id).status is Status.GENERATING


def test_a_template_finds_its_films(studio: Studio, viewer: Viewer, open_page: Open) -> None:
    ready(studio, viewer, "Grand opening")
    shown = markup(open_page("history.py", q="drone show"))
    assert "Grand opening" in shown
    assert "1 found" in shown
    assert "Grand opening" not in markup(open_page("history.py", q="neon alley"))


def test_filters_stand_in_the_address_and_are_shown_as_chosen(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    ready(studio, viewer, "Grand opening")
    failed(studio, viewer, "Bad luck")
    at = open_page("history.py", state="failed")
    assert "Bad luck" in markup(at)
    assert "Grand opening" not in markup(at)
    assert "1 found" in markup(at)
    at.button(key="chip_all").click().run()
    assert "2 videos" in markup(at)
    assert "state" not in at.query_params
    at.button(key="chip_starred").click().run()
    assert at.query_params["starred"] == "yes"
    assert "No video of yours matches these filters." in markup(at)


@pytest.mark.parametrize("query", [{"state": "<b>odd"}, {"when": "1999"}, {"sort": "price"}])
def test_an_address_that_history_does_not_know_is_refused_kindly(
    studio: Studio, viewer: Viewer, open_page: Open, query: dict[str, str]
) -> None:
    ready(studio, viewer, "Grand opening")
    at = open_page("history.py", **query)
    assert "Everything is shown instead" in at.info[0].value
    assert "Grand opening" in markup(at)


def test_a_film_on_its_own_tells_all_and_can_be_used_again(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    made = ready(studio, viewer, "<i>Once</i> more")
    at = open_page("history.py", film=made.id)
    shown = markup(at)
    for said in (
        "&lt;i&gt;Once&lt;/i&gt; more", "1 of 1", "Asked", "Sent", "to Built-in engine", "Accepted",
        "Saved", "Shanghai Drone Show", "Tall, 608 × 1080", "free", "Film, MP4", "Poster, WEBP",
        made.client_request_id, f'data-copy="{"5" * 64}"',
    ):  # fmt: skip
        assert said in shown, said
    assert "<i>Once" not in shown
    at.button(key="star_film").click().run()
    assert studio.get(viewer, made.id).starred_at is not None
    at.button(key="use_again").click().run()
    assert at.session_state["words"] == "<i>Once</i> more"


def test_what_was_sent_more_than_once_is_told_once(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    waiting, pause = queued(studio, viewer, "Patience"), timedelta(seconds=1)
    now = waiting.created_at
    sent = waiting.submitting(now + pause)
    back = sent.not_sent(Problem.told("The engine is starting."), now + pause, pause)
    moved(studio, waiting, sent, back, back.submitting(now + 2 * pause))
    shown = markup(open_page("history.py", film=waiting.id))
    assert [shown.count(f"<b>{title}</b>") for title in ("Asked", "Asked again", "Sent")] == [
        1,
        0,
        1,
    ]
    assert "to Built-in engine, at try 2" in shown


def test_use_again_brings_every_setting_back(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    request = VideoRequest.parse(
        "All of it", template="Neon Alley", format="1920x1080", palette="jade", seed=7
    )
    made = studio.create(viewer, request, provider=Provider.BUILTIN, idempotency_key="all of it")
    studio.cancel(viewer, made.id)  # what is under way would be shown in place of its preview
    at = open_page("history.py", film=made.id)
    at.button(key="use_again").click().run()
    asked = dict(parse_qsl(unescape(re.findall(r'src="/previews\?([^"]*)"', markup(at))[0])))
    assert (
        VideoRequest.parse(
            asked["words"],
            template=asked["template"],
            format=asked["format"],
            palette=asked["palette"],
            seed=int(asked["seed"]),
        )
        == request
    )


def test_a_film_that_failed_says_why_where_it_stopped(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    bad = failed(studio, viewer, "Bad luck", "The engine stopped. Try again.")
    shown = markup(open_page("history.py", film=bad.id))
    assert "Did not work" in shown
    assert "The engine stopped. Try again." in shown


@pytest.mark.parametrize("asked", ["nothing", "<b>", "\0"])
def test_a_film_that_is_not_there_is_a_sentence(open_page: Open, asked: str) -> None:
    at = open_page("history.py", film=asked)
    assert "Not here" in markup(at)
    at.button(key="back").click().run()
    assert "Your sky is empty" in markup(at)
