"""What can only be seen in a browser: layout, contrast, fonts, and to whom the page talks."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.screen import LONGEST, Screen

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

#: Text and what it stands on, the way WCAG 2.2 (1.4.3) measures it; half-transparent text is mixed.
CONTRAST = """(element, part) => {
  const parse = text => (text.match(/[\\d.]+/g) ?? []).map(Number)
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0)
  let ground = [0, 0, 0, 0]
  const above = e => e.parentElement ?? e.getRootNode().host
  for (let e = element; e && ground[3] !== undefined && ground[3] < 1; e = above(e))
    ground = parse(getComputedStyle(e).backgroundColor)
  const own = getComputedStyle(element, part)
  let ink = parse(own.color)
  let opacity = (ink[3] ?? 1) * (part ? Number(own.opacity) : 1)
  for (let e = element; e; e = above(e)) opacity *= Number(getComputedStyle(e).opacity)
  ink = ink.slice(0, 3).map((v, i) => v * opacity + ground[i] * (1 - opacity))
  const [a, b] = [light(ink), light(ground)].sort((x, y) => y - x)
  return (a + 0.05) / (b + 0.05)
}"""


def test_no_request_leaves_this_machine(screen: Screen) -> None:
    screen.write("Nobody listens").go_to_history()
    hosts = {urlsplit(url).hostname for url in screen.asked if not url.startswith(("blob", "data"))}
    assert hosts == {"127.0.0.1"}
    assert any("/fonts/outfit" in url for url in screen.asked)


def test_the_preview_follows_the_typing(screen: Screen) -> None:
    screen.words.press_sequentially("新年快乐", delay=30)
    picture = screen.phone.get_by_role("img")
    expect(picture).to_have_attribute("alt", "Preview: 新年快乐")
    loaded = "e => e.complete && e.naturalWidth === 304"
    screen.page.wait_for_function(loaded, arg=picture.element_handle(), timeout=LONGEST)
    expect(screen.page.get_by_text("4 / 80")).to_be_visible()
    expect(screen.page.locator(".verdict")).to_contain_text("drones")


def test_a_family_counts_as_one_character(screen: Screen) -> None:
    screen.words.fill("👨‍👩‍👧‍👦")
    expect(screen.page.get_by_text("1 / 80")).to_be_visible()
    screen.words.fill("x" * 81)
    expect(screen.page.locator(".verdict")).to_contain_text("Take out 1.")


def test_an_idea_takes_the_place_of_what_was_typed(screen: Screen) -> None:
    screen.write("Something else")
    screen.page.get_by_role("button", name="Grand opening").click()
    expect(screen.words).to_have_value("Grand opening")
    expect(screen.words).to_be_focused()
    picture = screen.phone.get_by_role("img")
    expect(picture).to_have_attribute("alt", "Preview: Grand opening")
    screen.write("Grand opening tonight")


def test_what_was_typed_survives_a_reload(screen: Screen) -> None:
    screen.write("Half a thought")
    screen.page.reload()
    expect(screen.words).to_have_value("Half a thought")
    picture = screen.phone.get_by_role("img")
    expect(picture).to_have_attribute("alt", "Preview: Half a thought")


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_every_text_can_be_read(
    browser: Browser, app_url: str, scheme: Literal["dark", "light"]
) -> None:
    context = browser.new_context(color_scheme=scheme)
    screen = Screen(context.new_page(), app_url).open("/").write("Easy to read")
    texts = (".st-key-primary_make p", ".st-key-primary_make kbd", ".terms", ".verdict span",
             "#count", "h1", ".st-key-template p", ".st-key-palette p")  # fmt: skip
    for selector in texts:
        for text in screen.page.locator(selector).all():
            assert text.evaluate(CONTRAST) >= 4.5, (scheme, selector)
    for path, field in (("/", "textarea"), ("/history", "input")):
        placeholder = screen.open(path).page.locator(field).first
        assert placeholder.evaluate(CONTRAST, "::placeholder") >= 4.5, (scheme, field)
    context.close()


def test_on_a_phone_the_preview_stays_in_sight(browser: Browser, app_url: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True)
    screen = Screen(context.new_page(), app_url).open("/").write("In my pocket")
    for locator in (screen.phone, screen.words):
        expect(locator).to_be_in_viewport(ratio=1)
    screen.page.get_by_role("button", name="Make the video").scroll_into_view_if_needed()
    expect(screen.phone).to_be_in_viewport(ratio=0.9)
    assert screen.page.evaluate("document.documentElement.scrollWidth") <= 390
    templates = screen.page.get_by_role("radiogroup", name="Template").get_by_role("radio")
    assert len({box["y"] for each in templates.all() if (box := each.bounding_box())}) == 1
    screen.page.get_by_role("button", name="Make the video").click()
    expect(screen.progress).to_be_in_viewport()
    context.close()


def test_on_a_phone_both_pages_are_one_tap_away(browser: Browser, app_url: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    screen = Screen(context.new_page(), app_url).open("/")
    for name in ("History", "Create"):
        link = screen.page.get_by_role("link", name=name)
        expect(link).to_have_count(1)
        expect(link).to_be_in_viewport(ratio=1)
        link.tap()
        heading = "Write it in the sky" if name == "Create" else name
        expect(screen.page.get_by_role("heading", name=heading)).to_be_visible()
    context.close()


def test_on_a_phone_all_that_can_be_done_with_a_video_stands_in_one_row(
    browser: Browser, app_url: str
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    screen = Screen(context.new_page(), app_url).open("/").make("Never mind")
    screen.page.get_by_role("button", name="Cancel").click()
    expect(screen.phone).to_have_attribute("data-state", "notice")
    screen.go_to_history()
    names = ("Make again", "Delete")
    boxes = [screen.page.get_by_role("button", name=name).bounding_box() for name in names]
    assert all(boxes)
    middles = [box["y"] + box["height"] / 2 for box in boxes if box]
    assert max(middles) - min(middles) < 2
    assert all(box["width"] >= 24 and box["height"] >= 24 for box in boxes if box)
    context.close()
