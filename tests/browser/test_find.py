"""History, as somebody finds a film again: filters, selection, a film on its own, two side by side."""

from __future__ import annotations

import re
import zipfile
from statistics import median

import pytest
from playwright.sync_api import Locator, Page, expect

from lib.request import VideoRequest
from tests.browser.screen import LONGEST, Screen, wait_until_it_plays
from tests.browser.shelf import Shelf

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

#: Seconds that two films may be apart before anybody sees it.
IN_STEP = 0.15


def films(page: Page) -> Locator:
    return page.locator(".film[data-caption]")


def shows(page: Page, *captions: str) -> None:
    """Exactly these are shown, in this order."""
    expect(films(page)).to_have_count(len(captions))
    for place, words in enumerate(captions):
        expect(films(page).nth(place)).to_have_attribute("data-caption", words)


def choose(page: Page, chip: str, option: str) -> None:
    page.locator(f".st-key-chip_{chip} button").click()
    page.get_by_role("option", name=option, exact=True).or_(
        page.get_by_role("menuitem", name=option, exact=True)
    ).click()


def test_what_one_looks_for_stands_in_the_address_and_back_undoes_it(
    page: Page, app_url: str, shelf: Shelf
) -> None:
    shelf.ready("Spring sale")
    shelf.ready("Neon spring", request=VideoRequest.parse("Neon spring", template="Neon Alley"))
    shelf.ready("Grand opening")
    screen = Screen(page, app_url).open("/history")
    shows(page, "Grand opening", "Neon spring", "Spring sale")
    choose(page, "template", "Neon Alley")
    shows(page, "Neon spring")
    expect(page).to_have_url(re.compile(r"template=neon-alley"))
    page.reload()
    shows(page, "Neon spring")
    expect(page.locator(".st-key-chip_template")).to_contain_text("Neon Alley")
    page.go_back()
    shows(page, "Grand opening", "Neon spring", "Spring sale")
    page.go_forward()
    shows(page, "Neon spring")
    page.locator(".st-key-chip_all button").click()
    choose(page, "sort", "A to Z")
    shows(page, "Grand opening", "Neon spring", "Spring sale")
    films(page).nth(2).get_by_role("button", name="Star: Spring sale").click()
    page.locator(".st-key-chip_starred button").click()
    shows(page, "Spring sale")
    star = page.get_by_role("button", name="Star: Spring sale")
    expect(star).to_have_attribute("aria-pressed", "true")
    screen.open("/history?state=odd&q=spring")
    expect(page.get_by_text("History has no state")).to_be_visible()


def test_a_film_on_its_own_says_all_and_leads_to_its_neighbours_and_back(
    page: Page, app_url: str, shelf: Shelf
) -> None:
    shelf.ready("First")
    second = shelf.ready("Second")
    shelf.ready("Third")
    screen = Screen(page, app_url).open("/history?q=ir&sort=oldest")
    shows(page, "First", "Third")
    screen.open("/history")
    page.get_by_role("button", name="Details Second").click()
    expect(page.get_by_role("heading", name="Second")).to_be_visible()
    for said in ("2 of 3", "How it was made", "Asked", "Saved", "608 × 1080", "SHA-256"):
        expect(page.get_by_text(said).first).to_be_visible()
    page.get_by_role("button", name="Play: Second").click()
    wait_until_it_plays(page, page.locator(".film video"))
    page.keyboard.press("Escape")
    page.get_by_role("heading", name="Second").click()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", name="First")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Second")).to_be_visible()
    assert f"film={second.id}" in page.url
    page.go_back()
    shows(page, "Third", "Second", "First")
    screen.open(f"/history?film={second.id}")
    page.get_by_role("button", name="Use again").click()
    expect(screen.words).to_have_value("Second")


def select(page: Page, *captions: str) -> None:
    for words in captions:
        tick = page.get_by_role("button", name=f"Select: {words}")
        tick.click()
        expect(tick).to_have_attribute("aria-pressed", "true")


def test_a_selection_is_packed_compared_starred_shared_and_deleted(
    page: Page, app_url: str, shelf: Shelf
) -> None:
    for words in ("One", "Two", "Three", "Four"):
        shelf.ready(words)
    Screen(page, app_url).open("/history")
    bar = page.get_by_role("toolbar", name="Selected films")
    expect(bar).to_be_hidden()
    select(page, "Four")
    expect(bar).to_contain_text("1 selected")
    page.get_by_role("button", name="Select: Two").click(modifiers=["Shift"])
    expect(bar).to_contain_text("3 selected")
    with page.expect_download(timeout=LONGEST) as saved:
        bar.get_by_role("button", name="ZIP").click()
    with zipfile.ZipFile(saved.value.path()) as packed:
        assert packed.testzip() is None
        assert len(packed.namelist()) == 4
    bar.get_by_role("button", name="Star").click()
    expect(page.locator(".star[aria-pressed='true']")).to_have_count(3)
    bar.get_by_role("button", name="All 4").click()
    expect(bar).to_contain_text("4 selected")
    page.keyboard.press("Escape")
    expect(bar).to_be_hidden()
    select(page, "One", "Three")
    bar.get_by_role("button", name="Compare").click()
    page.wait_for_url(re.compile("/compare"), timeout=LONGEST)
    stay_in_step(page)
    page.keyboard.press("Escape")
    shows(page, "Four", "Three", "Two", "One")
    select(page, "Four", "Two")
    bar.get_by_role("button", name="Present").click()
    expect(page.locator("#position")).to_have_text("· 1 of 2")
    page.keyboard.press("Escape")
    shows(page, "Four", "Three", "Two", "One")
    select(page, "Four", "Two")
    bar.get_by_role("button", name="Share").click()
    dialog = page.get_by_role("dialog", name="Share 2 films")
    dialog.get_by_role("button", name="Make a link").click()
    link = dialog.get_by_role("button", name="Copy link").get_attribute("data-copy")
    shared = page.request.get(str(link))
    assert re.findall(r"<h1[^>]*>(\w+)<", shared.text()) == ["Four", "Two"]
    dialog.get_by_role("button", name="Close").click()
    bar.get_by_role("button", name="Delete").click()
    shows(page, "Three", "One")
    expect(bar).to_be_hidden()
    page.get_by_role("button", name="Undo").click()
    shows(page, "Four", "Three", "Two", "One")


def stay_in_step(page: Page) -> None:
    """Both play and are soon together; they stay so in many looks, and one of them is heard."""
    both = page.locator("video")
    expect(both).to_have_count(2)
    for place in range(2):
        wait_until_it_plays(page, both.nth(place))
    page.wait_for_function("""() => {
      const [one, two] = document.querySelectorAll("video")
      return Math.abs(one.currentTime - two.currentTime) < 0.03
    }""")
    lags = page.evaluate("""async () => {
      const [one, two] = document.querySelectorAll("video"), lags = []
      for (let look = 0; look < 20; look++) {
        await new Promise(done => setTimeout(done, 100))
        lags.push(Math.abs(one.currentTime - two.currentTime))
      }
      return lags
    }""")
    print(f"two films are at most {1000 * max(lags):.0f} ms apart")  # noqa: T201
    assert median(lags) < IN_STEP, "a busy machine may stop one of them, but not for long"
    assert [both.nth(place).evaluate("v => v.muted") for place in range(2)] == [False, True]
    page.keyboard.press("2")
    expect(both.nth(0)).to_have_js_property("muted", True)
    expect(both.nth(1)).to_have_js_property("muted", False)
    page.keyboard.press("Space")
    expect(both.nth(0)).to_have_js_property("paused", True)
    page.keyboard.press("Home")
    expect(both.nth(1)).to_have_js_property("currentTime", 0)
