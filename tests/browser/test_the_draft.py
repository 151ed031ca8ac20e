"""What somebody is writing is never lost, and never in the way."""

from __future__ import annotations

import re
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from tests.browser.draft import set_up_draft, shows_draft
from tests.browser.screen import Screen
from tests.browser.shelf import Shelf

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


def test_a_reload_and_a_new_tab_show_the_whole_draft_at_once(screen: Screen) -> None:
    set_up_draft(screen)
    screen.page.get_by_role("radio", name="1:1").focus()
    screen.page.keyboard.press("Space")
    shows_square(screen)
    screen.page.reload()
    second = Screen(screen.page.context.new_page(), screen.url).open("/")
    for each in (screen.settled(), second):
        shows_draft(each)
        shows_square(each)


def shows_square(screen: Screen) -> None:
    expect(screen.page.get_by_role("radio", name="1:1", checked=True)).to_have_count(1)
    expect(screen.phone.get_by_role("img")).to_have_attribute("src", re.compile("1080x1080"))
    box = screen.phone.bounding_box()
    assert box is not None
    assert box["width"] == pytest.approx(box["height"], abs=1)


def test_enter_begins_a_new_line_in_the_field_and_in_the_sky(screen: Screen) -> None:
    screen.words.press_sequentially("Hello")
    screen.words.press("Enter")
    screen.words.press_sequentially("Shanghai")
    expect(screen.words).to_have_value("Hello\nShanghai")
    expect(screen.page.get_by_text("14 / 80")).to_be_visible()
    expect(screen.page.locator(".verdict")).to_contain_text("2 lines")
    expect(screen.phone).to_have_attribute("data-state", "preview")  # nothing is made by Enter


def test_what_is_wrong_with_the_words_belongs_to_the_field(screen: Screen) -> None:
    screen.write("Fine")
    expect(screen.words).to_have_attribute("aria-invalid", "false")
    screen.words.fill("x" * 81)
    expect(screen.words).to_have_attribute("aria-invalid", "true")
    expect(screen.words).to_have_accessible_description(
        "81 / 80 That is 81 characters; the sky holds 80. Take out 1."
    )


def test_an_idea_can_be_undone(screen: Screen) -> None:
    screen.write("My own words")
    screen.page.get_by_role("button", name="Grand opening").click()
    expect(screen.words).to_have_value("Grand opening")
    screen.page.get_by_role("button", name="Undo").click()
    expect(screen.words).to_have_value("My own words")
    expect(screen.page.get_by_role("button", name="Undo")).to_have_count(0)


@pytest.mark.parametrize("state", ["ready", "moving"])
def test_a_change_after_a_film_shows_its_preview(
    page: Page, app_url: str, shelf: Shelf, state: str
) -> None:
    made = getattr(shelf, state)("Change me")
    screen = Screen(page, app_url).open("/").write("Change me")
    for change in (
        page.get_by_role("radio", name="Lantern Festival").click,
        page.get_by_role("radio", name="Gold").click,
        partial(screen.words.press_sequentially, "!"),
    ):
        screen.open(f"/?g={made.id}")
        expect(screen.phone).to_have_attribute("data-state", state)
        change()
        expect(screen.phone).to_have_attribute("data-state", "preview")


def test_a_film_that_is_there_is_played_and_a_new_take_is_offered(
    page: Page, app_url: str, shelf: Shelf
) -> None:
    made = shelf.ready("Once more")
    screen = Screen(page, app_url).open("/").write("Once more")
    page.get_by_role("button", name="Make the video").click()
    expect(page.get_by_text("You made this")).to_be_visible()
    expect(screen.video).to_have_js_property("paused", value=False)
    assert shelf.studio.history(shelf.viewer).total == 1
    page.get_by_role("button", name="Make a new take").click()
    expect(screen.phone).to_have_attribute("data-state", "moving")
    take, first = shelf.studio.history(shelf.viewer).generations
    assert first.id == made.id
    assert take.request.seed is not None


def test_a_brand_colour_is_typed_or_read_from_a_logo_and_kept(screen: Screen) -> None:
    screen.write("In our colour")
    screen.page.get_by_role("radio", name="Brand").click()
    typed = screen.page.get_by_label("Brand colour, as #RRGGBB")
    typed.fill("#0a1a3f")
    picture = screen.phone.get_by_role("img")
    expect(picture).to_have_attribute("src", re.compile("0a1a3f"))
    expect(screen.page.get_by_text("Dark on a night sky")).to_be_visible()
    logo = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><rect width="90" height="90"'
        ' fill="#fff"/><circle cx="45" cy="45" r="30" fill="#e60023"/></svg>'
    )
    said = len(screen.asked)
    screen.page.locator("input[type=file]").set_input_files(
        {"name": "logo.svg", "mimeType": "image/svg+xml", "buffer": logo.encode()}
    )
    expect(typed).to_have_value("#e60023")
    expect(picture).to_have_attribute("src", re.compile("e60023"))
    assert not [url for url in screen.asked[said:] if "upload" in url]
    screen.page.reload()
    expect(screen.settled().page.get_by_label("Brand colour, as #RRGGBB")).to_have_value("#e60023")
