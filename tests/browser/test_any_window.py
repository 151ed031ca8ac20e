"""Every control can be seen and reached, however small the window is."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.screen import Screen

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

LOW = [(640, 400), (844, 390), (667, 375), (375, 400)]
UPRIGHT = [(390, 844), (768, 1024), (1280, 800)]


def named(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


#: What has the focus, wherever it is mounted: its name, and whether a pointer in its middle would hit it.
FOCUSED = """() => {
  let element = document.activeElement
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
  if (!element || element === document.body || element.matches("[data-testid=stMain]")) return null
  const box = element.getBoundingClientRect()
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2]
  let hit = document.elementFromPoint(x, y)
  while (hit?.shadowRoot?.elementFromPoint(x, y)) hit = hit.shadowRoot.elementFromPoint(x, y)
  return {
    name: (element.labels?.[0]?.innerText ?? element.ariaLabel ?? element.innerText).slice(-40),
    first: element.dataset.walked === "",
    seen: Boolean(hit) && (element === hit || element.contains(hit) || hit.contains(element))
      && box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth,
    mark: (element.dataset.walked = ""),
  }
}"""


def walked(page: Page) -> list[dict[str, Any]]:
    """Press Tab until the focus comes round; every control that had it, in order."""
    controls: list[dict[str, Any]] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        page.evaluate("() => new Promise(requestAnimationFrame)")
        focused = page.evaluate(FOCUSED)
        if focused and focused["first"]:
            break
        if focused:  # between the last control and the first, none has it
            controls.append(focused)
    return controls


@pytest.mark.parametrize("size", [*LOW, *UPRIGHT], ids=named)
def test_each_control_that_has_the_focus_is_in_sight_and_the_preview_covers_none(
    browser: Browser, app_url: str, size: tuple[int, int]
) -> None:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    screen = Screen(context.new_page(), app_url).open("/").write("Small window")
    controls = walked(screen.page)
    names = " ".join(each["name"] for each in controls)
    for name in (
        "Create",
        "History",
        "words",
        "Grand opening",
        "Shanghai Drone Show",
        "Auto",
        "Make",
        "9:16",
    ):
        assert name in names
    assert [each["name"] for each in controls if not each["seen"]] == []
    for control in (screen.words, screen.page.get_by_role("radio", name="Jade")):
        control.scroll_into_view_if_needed()
        control.focus()
        assert screen.page.evaluate(FOCUSED)["seen"]
        expect(control).to_be_in_viewport(ratio=1)
    assert screen.page.evaluate("document.documentElement.scrollWidth") <= size[0]
    context.close()


def test_on_a_phone_the_button_that_makes_is_always_under_the_thumb(
    browser: Browser, app_url: str
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    screen = Screen(context.new_page(), app_url).open("/").write("In reach")
    make = screen.page.get_by_role("button", name="Make the video")
    expect(make).to_be_in_viewport(ratio=1)
    screen.page.get_by_role("radio", name="Jade").scroll_into_view_if_needed()
    expect(make).to_be_in_viewport(ratio=1)
    make.tap()
    expect(screen.phone).to_have_attribute("data-state", "moving")
    context.close()
