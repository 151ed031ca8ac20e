"""The stage: films full screen, one after another, by keys, and without a network."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from lib.generation import Generation
from tests.browser.screen import LONGEST, Screen, wait_until_it_plays
from tests.browser.shelf import Shelf

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

SHORT = 1.5  # seconds: a film that is soon over

#: A browser that lets nothing be heard before somebody has pressed a key or clicked.
SILENT_AT_FIRST = """
  let touched = false
  addEventListener("keydown", () => (touched = true), true)
  const play = HTMLMediaElement.prototype.play
  HTMLMediaElement.prototype.play = function () {
    if (touched || this.muted) return play.call(this)
    return Promise.reject(new DOMException("Interact with the page first.", "NotAllowedError"))
  }
"""


def address_of(*films: Generation) -> str:
    return "/stage?" + "&".join(f"g={each.id}" for each in films)


def present(page: Page, app_url: str, *films: Generation) -> Locator:
    """Open the stage. Return the video in front, which really plays."""
    page.goto(app_url + address_of(*films))
    wait_until_it_plays(page, front(page))
    return front(page)


def front(page: Page) -> Locator:
    return page.locator("video[data-front]")


def is_at(page: Page, place: int, films: tuple[Generation, ...]) -> None:
    """This film is announced, stands in front and plays."""
    expect(page.locator("#position")).to_have_text(f"· {place + 1} of {len(films)}")
    expect(page.locator("#name")).to_have_text(films[place].caption.text)
    expect(front(page)).to_have_count(1)
    wait_until_it_plays(page, front(page))


def next_is_here(page: Page) -> None:
    """The film that comes next waits behind, decoded to its first frame."""
    page.wait_for_function(
        "() => document.querySelector('video:not([data-front])').readyState >= 2", timeout=LONGEST
    )


def switches(page: Page, count: int) -> list[float]:
    """Milliseconds from one film's end to the next one's first frame, at least that many times."""
    measured = "performance.getEntriesByName('switch').map(each => each.duration)"
    page.wait_for_function(f"() => {measured}.length >= {count}", timeout=LONGEST)
    return list(page.evaluate(measured))


def test_two_films_really_play_in_turn_and_again(page: Page, app_url: str, shelf: Shelf) -> None:
    films = tuple(shelf.ready(words, seconds=SHORT) for words in ("First", "Second"))
    page.add_init_script("""
      window.played = []
      addEventListener("ended", event => window.played.push(event.target.currentTime), true)
    """)
    present(page, app_url, *films)
    said = page.evaluate("""() => new Promise(done => {
      const name = document.getElementById("name"), said = [name.textContent]
      new MutationObserver(() => {
        if (name.textContent !== said.at(-1)) said.push(name.textContent)
        if (said.length === 4) done(said)
      }).observe(name, { childList: true })
    })""")
    assert set(said) == {"First", "Second"}
    assert all(one != other for one, other in pairwise(said))
    assert all(at == pytest.approx(SHORT, abs=0.1) for at in page.evaluate("window.played"))
    first, *natural = switches(page, 4)
    shown = ", ".join(f"{each:.0f}" for each in natural)
    print(f"first film after {first:.0f} ms, then a switch takes {shown} ms")  # noqa: T201


def test_keys_and_a_clicker_lead_through_the_films(page: Page, app_url: str, shelf: Shelf) -> None:
    films = tuple(shelf.ready(words) for words in ("One", "Two", "Three"))
    present(page, app_url, *films)
    for key, place in (
        ("ArrowRight", 1), ("PageDown", 2), ("ArrowRight", 0), ("PageUp", 2), ("ArrowLeft", 1),
        ("Home", 0), ("End", 2), ("2", 1), ("1", 0), ("3", 2),
    ):  # fmt: skip
        page.keyboard.press(key)
        is_at(page, place, films)
    page.keyboard.press("9")  # there are three
    is_at(page, 2, films)


def test_on_a_phone_a_swipe_leads_on_and_the_screen_stays_awake(
    browser: Browser, app_url: str, shelf: Shelf
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    shelf.show_to(context, app_url)
    page = context.new_page()
    page.add_init_script("""
      window.awake = []
      WakeLock.prototype.request = async what => void window.awake.push(what)
    """)
    films = tuple(shelf.ready(words) for words in ("One", "Two"))
    present(page, app_url, *films)
    finger = context.new_cdp_session(page)
    for begins, ends, place in ((300, 80, 1), (80, 300, 0)):
        for kind, at in (("touchStart", [begins]), ("touchMove", [ends]), ("touchEnd", [])):
            points = [{"x": x, "y": 400} for x in at]
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        is_at(page, place, films)
    assert page.evaluate("window.awake") == ["screen"]
    context.close()


def test_space_stops_the_film_and_m_its_sound(page: Page, app_url: str, shelf: Shelf) -> None:
    video = present(page, app_url, shelf.ready("Once and again"))
    for paused in (True, False):
        page.keyboard.press("Space")
        expect(video).to_have_js_property("paused", paused)
    at_first = video.evaluate("v => v.muted")  # some browsers allow no sound before a key
    for muted in (not at_first, at_first):
        page.keyboard.press("m")
        expect(video).to_have_js_property("muted", muted)
        pressed = str(not muted).lower()
        expect(page.get_by_role("button", name="Sound")).to_have_attribute("aria-pressed", pressed)


def test_one_film_alone_begins_again(page: Page, app_url: str, shelf: Shelf) -> None:
    video = present(page, app_url, shelf.ready("Round and round", seconds=SHORT))
    before = video.evaluate("v => v.currentTime")
    page.wait_for_function(
        "([v, before]) => v.currentTime < before", arg=[video.element_handle(), before],
        timeout=LONGEST,
    )  # fmt: skip
    wait_until_it_plays(page, video)
    for name in ("Next film", "Previous film"):
        expect(page.get_by_role("button", name=name)).to_be_hidden()


def test_a_network_that_goes_away_stops_no_film(page: Page, app_url: str, shelf: Shelf) -> None:
    films = tuple(shelf.ready(words, seconds=SHORT) for words in ("Here", "There"))
    present(page, app_url, *films)
    next_is_here(page)
    page.context.set_offline(True)
    expect(page.get_by_role("status")).to_contain_text("The network is away")
    so_far = len(switches(page, 1))
    switches(page, so_far + 3)
    wait_until_it_plays(page, front(page))
    page.context.set_offline(False)


def test_a_film_that_is_gone_does_not_stop_the_others(
    page: Page, app_url: str, shelf: Shelf
) -> None:
    films = tuple(shelf.ready(words) for words in ("Stays", "Goes", "Stays too"))
    page.route(f"**/clips/{films[1].id}.mp4", lambda route: route.fulfill(status=404))
    present(page, app_url, *films)
    page.keyboard.press("ArrowRight")
    is_at(page, 2, films)
    expect(page.get_by_role("status")).to_contain_text("skipped")


def test_where_the_browser_wants_a_press_first_one_key_turns_the_sound_on(
    page: Page, app_url: str, shelf: Shelf
) -> None:
    page.add_init_script(SILENT_AT_FIRST)
    video = present(page, app_url, shelf.ready("Listen"))
    expect(video).to_have_js_property("muted", True)
    expect(page.get_by_role("status")).to_contain_text("Press M")
    page.keyboard.press("m")
    expect(video).to_have_js_property("muted", False)
    expect(page.get_by_role("status")).to_be_empty()
    wait_until_it_plays(page, video)


def test_controls_and_pointer_go_when_nobody_moves(page: Page, app_url: str, shelf: Shelf) -> None:
    present(page, app_url, shelf.ready("Nothing but the film"))
    controls = page.locator("#foot")
    expect(controls).to_have_css("opacity", "0")
    expect(page.locator("#surface")).to_have_css("cursor", "none")
    page.mouse.move(200, 200)
    expect(controls).to_have_css("opacity", "1")


def test_p_presents_the_film_and_escape_comes_back_to_it(
    page: Page, app_url: str, shelf: Shelf
) -> None:
    made = shelf.ready("Big screen")
    screen = Screen(page, app_url).open(f"/?g={made.id}")
    screen.words.press("End")
    screen.words.press_sequentially(" p")  # a letter, not a command
    expect(screen.words).to_have_value(re.compile(" p$"))
    screen.open(f"/?g={made.id}")
    expect(page.get_by_role("link", name="Present")).to_be_visible()
    page.locator("h1").click()
    page.keyboard.press("p")
    page.wait_for_url(re.compile(re.escape(address_of(made)) + "$"), timeout=LONGEST)
    wait_until_it_plays(page, front(page))
    page.keyboard.press("Escape")
    expect(screen.phone).to_have_attribute("data-state", "ready")
    assert page.url.endswith(f"/?g={made.id}")


def test_history_presents_one_film_or_all_that_a_search_finds(
    page: Page, app_url: str, shelf: Shelf
) -> None:
    for words in ("Spring sale", "Grand opening", "Spring menu"):
        shelf.ready(words)
    screen = Screen(page, app_url).open("/history")
    expect(page.get_by_role("link", name="Present these")).to_have_count(0)
    page.get_by_role("link", name="Present: Grand opening").click()
    expect(page.locator("#name")).to_have_text("Grand opening")
    wait_until_it_plays(page, front(page))
    screen.open("/history?q=spring")
    page.get_by_role("link", name="Present these").click()
    expect(page.locator("#place")).to_have_text("spring · 1 of 2")
    wait_until_it_plays(page, front(page))
    page.keyboard.press("Escape")
    expect(page.get_by_label("Search your words")).to_have_value("spring")


def test_whoever_came_by_the_address_alone_leaves_to_history(
    page: Page, app_url: str, shelf: Shelf
) -> None:
    present(page, app_url, shelf.ready("From a bookmark"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="History")).to_be_visible()


def seen(page: Page) -> dict[str, Any]:
    """The rectangle of the picture that is in front, and whether the glow is there."""
    return dict(
        page.evaluate("""() => {
      const video = document.querySelector("video[data-front]"), box = video.getBoundingClientRect()
      return { height: box.height, wide: innerWidth, tall: innerHeight,
               glows: document.getElementById("glow").checkVisibility() }
    }""")
    )


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (390, 844), (640, 400)])
def test_a_tall_film_has_the_whole_height_and_its_own_glow_beside_it(
    page: Page, app_url: str, shelf: Shelf, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    present(page, app_url, shelf.ready("Tall"))
    found = seen(page)
    assert found["height"] == height
    assert found["glows"] == (width / height > 9 / 16)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.mouse.move(width / 2, height / 2)
    for name in ("Play or pause", "Sound"):
        expect(page.get_by_role("button", name=name).last).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("link", name="Esc")).to_be_in_viewport(ratio=1)
