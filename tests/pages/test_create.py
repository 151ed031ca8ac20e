"""Create: words are judged, and a press writes one generation down."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from streamlit.runtime.context import ContextProxy

from lib.format import FORMATS, PORTRAIT, Format
from lib.generation import Reason, Status
from lib.person import Viewer
from lib.problem import Problem
from lib.provider import Provider
from lib.studio import Studio
from lib.studio.links import LinkTo, preview_thing
from lib.visitor import new_id
from tests.pages.opening import Open
from tests.pages.screen import act, markup, press_make, progress_words, type_words
from tests.viewers import BOB, NOBODY
from tests.web.furnished import (
    cookies,
    furnished,
    generating,
    moved,
    queued,
    ready,
    viewer_of,
)


def test_the_page_opens_with_an_example_and_says_what_it_costs(open_page: Open) -> None:
    at = open_page()
    assert 'data-state="preview"' in markup(at)
    assert "Example" in markup(at)
    assert "Built-in engine · free" in markup(at)
    assert "Type up to 80 characters" in markup(at)


def test_who_has_no_cookie_gets_signed_previews(
    studio: Studio, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "token=" not in markup(open_page())
    monkeypatch.setattr(ContextProxy, "cookies", {})
    links = re.findall(
        r'src="/previews\?([^"]*)"', markup(type_words(open_page(), "Grand opening"))
    )
    assert links
    for link in links:
        query = dict(parse_qsl(unescape(link)))
        token = query.pop("token")
        things = [preview_thing(query.items())]
        assert studio.linked(NOBODY, LinkTo.PREVIEW, things, token).linked


def test_words_are_judged_before_anything_is_made(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    at = type_words(open_page(), "Grand opening")
    assert "1 line" in markup(at)
    assert "1,300 drones" in markup(at)
    assert "/previews?words=Grand+opening" in markup(at)
    assert studio.history(viewer).total == 0


def test_a_press_writes_one_generation_down_and_shows_it(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    at = press_make(type_words(open_page(), "  Grand   opening "))
    (made,) = studio.history(viewer).generations
    assert made.caption.text == "Grand opening"
    assert made.status is Status.QUEUED
    assert at.query_params["g"] == made.id
    assert 'data-state="moving"' in markup(at)
    assert progress_words(at).startswith("Waiting in line")


def test_two_fast_presses_make_one_generation(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    at = press_make(press_make(type_words(open_page(), "Once only")))
    assert studio.history(viewer).total == 1
    assert 'data-state="moving"' in markup(at)


def test_a_press_is_kept_when_its_run_is_interrupted(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    """The press waits in the session: the run that begins next makes the video, and only that one."""
    at = type_words(open_page(), "Not lost")
    at.session_state["make_asked"] = True
    at.run()
    at.run()
    (made,) = studio.history(viewer).generations
    assert made.caption.text == "Not lost"


def test_a_press_after_a_reload_does_not_pay_twice(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    making = generating(studio, viewer, "Still here")
    at = press_make(type_words(open_page(), "Still   here"))
    assert studio.history(viewer).total == 1
    assert at.query_params["g"] == making.id
    press_make(type_words(at, "Something else"))
    assert studio.history(viewer).total == 2


def test_make_another_makes_another_of_the_same(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    at = press_make(type_words(open_page(), "Twice"))
    at.button(key="another").click().run()
    assert 'data-state="preview"' in markup(at)
    press_make(at)
    assert studio.history(viewer).total == 2


def test_other_colours_are_another_video(studio: Studio, viewer: Viewer, open_page: Open) -> None:
    at = press_make(type_words(open_page(), "Colourful"))
    at.session_state["palette"] = "neon"
    press_make(at)
    assert {each.request.palette for each in studio.history(viewer).generations} == {None, "neon"}


@pytest.mark.parametrize("wanted", FORMATS, ids=str)
def test_preview_verdict_and_video_are_of_the_chosen_format(
    studio: Studio, viewer: Viewer, open_page: Open, wanted: Format
) -> None:
    at = type_words(open_page(), "Any shape")
    at.session_state["format"] = wanted.name
    at.run()
    named = f"format={wanted.name}" in markup(at)
    assert named == (wanted != PORTRAIT)
    assert any(f"--ratio:{wanted.width / wanted.height:.4f}" in part.value for part in at.html)
    assert ("on a screen" in markup(at)) == (wanted.width > wanted.height)
    press_make(at)
    (made,) = studio.history(viewer).generations
    assert made.request.format == wanted


def test_who_makes_one_format_only_is_not_asked_for_another(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    at = type_words(open_page(), "Wide")
    at.session_state["format"] = "1920x1080"
    at.session_state["provider"] = Provider.AIMLAPI
    at.run()
    assert "format" not in {each.key for each in at.button_group}
    assert "1920x1080" not in markup(at)
    press_make(at)
    (made,) = studio.history(viewer).generations
    assert made.request.format == PORTRAIT


def test_a_reload_shows_what_is_under_way(studio: Studio, viewer: Viewer, open_page: Open) -> None:
    making = generating(studio, viewer, "Still here")
    at = open_page()
    assert at.query_params["g"] == making.id
    assert "Writing your caption in the sky" in progress_words(at)


def test_a_bookmark_shows_its_video(studio: Studio, viewer: Viewer, open_page: Open) -> None:
    made = ready(studio, viewer, "Bookmarked")
    ready(studio, viewer, "Newer")
    shown = markup(open_page(g=made.id))
    assert f'src="/clips/{made.id}.mp4' in shown
    assert f'poster="/clips/{made.id}.webp' in shown
    assert "<video controls playsinline" in shown
    assert " autoplay" not in shown  # nobody has waited for it here


def test_a_video_starts_by_itself_for_whoever_waited(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    at = press_make(type_words(open_page(), "Awaited"))
    (waiting,) = studio.history(viewer).generations
    submit = moved(studio, waiting, waiting.submitting(waiting.created_at))
    moved(studio, submit, submit.failed(Reason.NOT_MADE, Problem.told("x"), waiting.created_at))
    done = ready(studio, viewer, "Awaited")
    at.session_state["followed"] = done.id
    at.query_params["g"] = done.id
    at.run()
    assert " autoplay" in markup(at)


def test_somebody_elses_video_is_not_shown(studio: Studio, open_page: Open) -> None:
    theirs = ready(studio, BOB, "Secret plans")
    at = open_page(g=theirs.id)
    assert "Secret plans" not in markup(at)
    assert theirs.id not in markup(at)
    assert "not here" in at.toast[0].value
    assert "g" not in at.query_params


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "Type up to 80 characters"),
        (" \u3000 ", "Type up to 80 characters"),
        ("x" * 81, "That is 81 characters; the sky holds 80. Take out 1."),
        ("skull ☠", "The drones cannot draw"),
    ],
)
def test_words_that_cannot_be_made_are_answered_with_a_sentence(
    studio: Studio, viewer: Viewer, open_page: Open, words: str, sentence: str
) -> None:
    at = press_make(type_words(open_page(), words))
    assert sentence in markup(at)
    assert 'data-tone="poor"' in markup(at)
    assert studio.history(viewer).total == 0
    assert at.session_state["words"] == words


def test_a_scene_is_warned_about_and_made_all_the_same(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    at = type_words(open_page(), "A cat walking on the moon")
    assert "This describes a picture" in markup(at)
    assert " drones · This describes" in markup(at)  # what the words look like is told all the same
    press_make(at)
    assert studio.history(viewer).total == 1


def test_html_in_a_caption_is_shown_as_typed(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    words = '<img src=x onerror="alert(1)"> & **you**'
    at = press_make(type_words(open_page(), words))
    assert "<img src=x" not in markup(at)
    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; **you**" in markup(at)


def test_what_costs_money_says_so_on_its_button(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    making = generating(studio, viewer, "Dear one", Provider.AIMLAPI)
    gone = moved(studio, making, making.timed_out(Problem.told("Late."), making.created_at))
    at = open_page(g=gone.id)
    assert at.button(key="retry").label == "Make again · paid"
    assert at.button(key="recheck").label == "Look again · free"
    at.button(key="free").click().run()
    free, _ = studio.history(viewer).generations
    assert (free.caption, free.provider) == (gone.caption, Provider.BUILTIN)


def test_the_paid_provider_says_so_before_it_is_used(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    at = type_words(open_page(), "Paid")
    at.session_state["provider"] = Provider.AIMLAPI
    at.run()
    assert "AI/ML API · price not known yet" in markup(at)
    assert "Draft" in markup(at)  # the picture is the built-in engine's, the film will not be
    press_make(at)
    (made,) = studio.history(viewer).generations
    assert (made.provider, made.request.palette) == (Provider.AIMLAPI, None)


def test_auto_shows_the_colours_that_follow_from_the_words(open_page: Open) -> None:
    at = type_words(open_page(), "新年快乐")
    found = [part.value for part in at.html if "--auto:" in part.value]
    assert len(found) == 1
    assert "--auto:linear-gradient" in found[0]


def test_who_comes_first_is_said_before_the_click(studio: Studio, open_page: Open) -> None:
    waiting = studio.in_line(Provider.BUILTIN)
    queued(studio, BOB, "First come")
    assert f" · {waiting + 1} before you" in markup(open_page())


def test_recent_videos_open_in_the_phone(studio: Studio, viewer: Viewer, open_page: Open) -> None:
    made = ready(studio, viewer, "Seen before")
    at = open_page()
    assert f"/clips/{made.id}.webp" in markup(at)
    act(at, "show", made)
    assert f'src="/clips/{made.id}.mp4' in markup(at)


def test_no_page_shows_a_key(studio: Studio, open_page: Open) -> None:
    assert "a-key-that-no-page-may-show" not in str(open_page())


def test_without_an_engine_the_page_waits_for_it_and_takes_the_words_all_the_same(
    open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = new_id()
    with furnished(tmp_path, engine=False) as starting:
        monkeypatch.setattr(ContextProxy, "cookies", cookies(starting, visitor))
        at = type_words(open_page(), "Early bird")
        assert '<div class="phone" data-state="preview"></div>' in markup(at)
        assert "The preview comes in a moment." in markup(at)
        press_make(at)
        assert starting.history(viewer_of(starting, visitor)).total == 1
