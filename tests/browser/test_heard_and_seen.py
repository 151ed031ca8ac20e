"""What is said to those who do not see the page, and shown to those who use no mouse."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from lib.generation import Status
from tests.browser.screen import Screen
from tests.browser.shelf import Shelf
from tests.browser.test_the_look import CONTRAST

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


def voice(page: Page) -> Locator:
    return page.locator("#voice")


def test_one_lasting_region_says_what_is_refused_being_made_and_ready(
    page: Page, app_url: str, shelf: Shelf
) -> None:
    making = shelf.moving("Heard by all")
    screen = Screen(page, app_url).open("/?g=" + making.id)
    region = voice(screen.page)
    expect(region).to_have_attribute("aria-live", "polite")
    lasting = region.element_handle()
    expect(region).to_contain_text("Writing “Heard by all” in the sky…")
    made = shelf.ready("Heard of")
    page.get_by_role("button", name="Make another").click()
    page.get_by_role("button", name="Show Heard of").click()
    expect(region).to_contain_text(f"Your video “{made.caption}” is ready.")
    screen.words.fill("x" * 81)
    expect(region).to_contain_text("Take out 1.")
    assert lasting.evaluate("e => e.isConnected")


def test_the_title_of_the_tab_tells_where_one_is_and_how_it_goes(
    page: Page, app_url: str, shelf: Shelf
) -> None:
    screen = Screen(page, app_url).open("/")
    expect(page).to_have_title("Create · Skylit")
    for made, title in (
        (shelf.moving("On its way"), "Writing… · Skylit"),
        (shelf.ready("Done"), "Ready · Skylit"),
        (shelf.put("Bad luck", status=Status.FAILED, due_at=None), "Did not work · Skylit"),
    ):
        screen.open(f"/?g={made.id}")
        expect(page).to_have_title(title)
    screen.go_to_history()
    expect(page).to_have_title("History · Skylit")


def test_in_history_each_button_names_its_film_and_stands_in_its_article(
    page: Page, app_url: str, shelf: Shelf
) -> None:
    for words in ("First of two", "Second of two"):
        shelf.ready(words)
    screen = Screen(page, app_url).open("/history")
    film = screen.page.get_by_role("article", name="First of two")
    for name in ("Play: First of two", "Use again First of two", "Delete First of two"):
        expect(film.get_by_role("button", name=name)).to_have_count(1)
    expect(film.get_by_role("button", name="Download First of two")).to_have_count(1)
    names = screen.page.get_by_role("article").get_by_role("button").all_inner_texts()
    assert len([each for each in names if each]) == len({each for each in names if each})


def test_the_focus_stays_on_the_page_when_its_button_goes(
    page: Page, app_url: str, shelf: Shelf
) -> None:
    screen = Screen(page, app_url).open("/?g=" + shelf.moving("Focus stays").id)
    cancel = screen.page.get_by_role("button", name="Cancel")
    cancel.focus()
    screen.page.keyboard.press("Enter")
    expect(screen.phone).to_have_attribute("data-state", "notice")
    has_focus = "() => document.activeElement !== document.body"
    screen.page.wait_for_function(has_focus)
    screen.go_to_history()
    delete = screen.page.get_by_role("button", name="Delete")
    delete.focus()
    screen.page.keyboard.press("Enter")
    expect(screen.page.get_by_text("Your sky is empty")).to_be_visible()
    screen.page.wait_for_function(has_focus)


def test_a_dialog_is_closed_by_a_button_that_a_finger_hits(
    page: Page, app_url: str, shelf: Shelf
) -> None:
    shelf.put("Lost on its way", status=Status.UNCONFIRMED, due_at=None)
    Screen(page, app_url).open("/history")
    page.get_by_role("button", name="Answer").click()
    close = page.get_by_role("dialog").get_by_role("button", name="Close")
    expect(close).to_be_visible()
    box = close.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 24


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_every_control_shows_its_focus_at_three_to_one(
    browser: Browser, app_url: str, scheme: str
) -> None:
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]  # one of two literals
    screen = Screen(context.new_page(), app_url).open("/")
    ring = CONTRAST.replace("parse(own.color)", "parse(own.outlineColor)")
    for role, name in (("link", "Create"), ("link", "History"), ("button", "Grand opening"),
                       ("radio", "Gold"), ("button", "Make the video")):  # fmt: skip
        control = screen.page.get_by_role(role, name=name)  # type: ignore[arg-type]  # known roles
        screen.page.keyboard.press("Tab")  # the browser shows the focus to those who use keys
        control.focus()
        expect(control).to_have_css("outline-style", "solid")
        outside = control.evaluate_handle("e => e.parentElement")
        colour = control.evaluate("e => getComputedStyle(e).outlineColor")
        outside.evaluate("(e, colour) => { e.style.outlineColor = colour }", colour)
        assert outside.evaluate(ring) >= 3, (scheme, name)
    context.close()


def test_forced_colours_still_show_what_is_chosen(browser: Browser, app_url: str) -> None:
    context = browser.new_context(forced_colors="active")
    screen = Screen(context.new_page(), app_url).open("/")
    for name, shown in (("Shanghai Drone Show", "solid"), ("Neon Alley", "none")):
        choice = screen.page.get_by_role("radio", name=name)
        expect(choice).to_have_css("outline-style", shown)
    context.close()


def test_samples_move_only_under_the_pointer_or_the_focus(screen: Screen) -> None:
    with screen.page.expect_request(re.compile(r"/samples/neon-alley\.webp\?still")):
        screen.page.reload()
    screen.settled()
    assert not [url for url in screen.asked if url.endswith("/neon-alley.webp")]
    with screen.page.expect_request(re.compile(r"/samples/neon-alley\.webp$")):
        screen.page.get_by_role("radio", name="Neon Alley").hover()


def test_refused_words_dim_the_last_preview_and_one_press_mends_them(screen: Screen) -> None:
    screen.write("It fits")
    screen.words.fill("It fits " + "x" * 80)
    expect(screen.phone).to_have_attribute("data-fits", "last")
    expect(screen.phone).to_contain_text("The last that fits")
    screen.page.get_by_role("button", name="Cut to 80").click()
    expect(screen.words).to_have_value("It fits " + "x" * 72)
    expect(screen.phone).to_have_attribute("data-fits", "now")
    screen.words.fill("Good \ue000 luck \U0001fae9")  # private use, and an emoji of the year
    expect(screen.page.locator(".verdict")).to_contain_text("face with bags under eyes")
    screen.page.get_by_role("button", name="Remove them").click()
    expect(screen.words).to_have_value("Good luck")
    expect(screen.phone).to_have_attribute("data-fits", "now")
