"""What a person does and sees, by label and role."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, Self

from playwright.sync_api import Locator, Page, expect

#: Milliseconds. A render takes some seconds; on a busy machine many.
LONGEST: Final = 60_000

# Playwright's own five seconds are short for a machine that renders at the same time.
expect.set_options(timeout=LONGEST)


@dataclass
class Screen:
    page: Page
    url: str
    #: Every address that the page has asked for.
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self.asked.append(request.url))

    def open(self, path: str) -> Self:
        self.page.goto(self.url + path)
        return self.settled()

    def settled(self) -> Self:
        """Until the script has run to its end."""
        state = '[data-testid="stApp"][data-test-script-state="notRunning"]'
        self.page.wait_for_selector(state, timeout=LONGEST)
        return self

    @property
    def words(self) -> Locator:
        return self.page.get_by_label("Your words")

    @property
    def phone(self) -> Locator:
        return self.page.locator(".phone")

    @property
    def progress(self) -> Locator:
        return self.page.get_by_role("progressbar")

    @property
    def video(self) -> Locator:
        return self.page.locator(".phone video")

    def write(self, words: str) -> Self:
        """Type, and wait until the preview shows it."""
        self.words.fill(words)
        expect(self.phone.get_by_role("img")).to_have_attribute("alt", f"Preview: {words}")
        return self

    def ask(self, words: str) -> Self:
        """Ask for the video, whatever comes of it, and however soon."""
        self.write(words).words.press("Control+Enter")
        return self

    def make(self, words: str) -> Self:
        """Ask for the video, and see it begun, without waiting for it."""
        self.ask(words)
        expect(self.phone).to_have_attribute("data-state", "moving")
        return self

    def wait_for_video(self) -> Self:
        expect(self.phone).to_have_attribute("data-state", "ready")
        return self

    def go_to_history(self) -> Self:
        self.page.get_by_role("link", name="History").click()
        expect(self.page.get_by_role("heading", name="History")).to_be_visible()
        return self.settled()


def wait_until_it_plays(page: Page, video: Locator) -> None:
    """Two looks at its clock, the second later than the first."""
    element = video.element_handle()
    begun = "v => !v.paused && v.readyState >= 2 && v.currentTime > 0.2"
    page.wait_for_function(begun, arg=element, timeout=LONGEST)
    before = video.evaluate("v => v.currentTime")
    page.wait_for_function(f"v => v.currentTime > {before} + 0.3", arg=element, timeout=LONGEST)


def measured(video: Locator) -> dict[str, Any]:
    return dict(
        video.evaluate(
            """v => ({
                width: v.videoWidth, height: v.videoHeight, seconds: v.duration, muted: v.muted,
                soundBytes: v.webkitAudioDecodedByteCount, pictures: v.webkitDecodedFrameCount,
            })"""
        )
    )
