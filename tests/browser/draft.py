"""A draft with every setting, and how one sees that all of it is there."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.screen import Screen


def set_up_draft(screen: Screen) -> Screen:
    screen.page.get_by_role("radio", name="Neon Alley").click()
    screen.page.get_by_role("radio", name="Jade").click()
    expect(chosen(screen.page, "Jade")).to_have_count(1)
    return screen.write("Whole draft")


def chosen(page: Page, name: str) -> Locator:
    return page.get_by_role("radio", name=name, checked=True)


def shows_draft(screen: Screen) -> None:
    expect(screen.words).to_have_value("Whole draft")
    for name in ("Neon Alley", "Jade"):
        expect(chosen(screen.page, name)).to_have_count(1)
    picture = screen.phone.get_by_role("img")
    expect(picture).to_have_attribute("alt", "Preview: Whole draft")
    expect(picture).to_have_attribute("src", re.compile(r"(?=.*Neon\+Alley)(?=.*jade)"))
