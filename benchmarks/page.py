"""How long a person waits: for the page, and from the click to a playing video.

    python -m benchmarks.page [--runs 5]

Starts the app on a free port with an empty data folder; prints milliseconds, and the medians last.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from playwright.sync_api import Browser, sync_playwright

from tests.browser import chromium
from tests.browser.screen import LONGEST, Screen
from tests.web.served import free_port, started, wait_until_up

#: As Chrome's developer tools throttle by that name (and Lighthouse's "slow 4G"): bytes a second, ms.
FAST_3G: Final = {
    "offline": False,
    "latency": 562.5,
    "downloadThroughput": 180_000,
    "uploadThroughput": 84_375,
}


def interactive(browser: Browser, url: str) -> float:
    """Milliseconds from GET / to a field that can be typed into, in a browser that knows nothing."""
    context = browser.new_context()
    page = context.new_page()
    begun = time.perf_counter()
    screen = Screen(page, url)
    page.goto(url, wait_until="commit")
    screen.words.fill("Hello")
    took = 1000 * (time.perf_counter() - begun)
    context.close()
    return took


@dataclass
class FirstLoad:
    """What a browser that knows nothing asks for until one can type, on a phone's line."""

    seconds: float = 0.0
    requests: int = 0
    bytes: float = 0.0  # as they come over the line, compressed

    @classmethod
    def of(cls, browser: Browser, url: str) -> Self:
        context, found = browser.new_context(), cls()
        page = context.new_page()
        line = context.new_cdp_session(page)
        line.on("Network.loadingFinished", found.add)
        line.send("Network.enable")
        line.send("Network.emulateNetworkConditions", FAST_3G)
        begun = time.perf_counter()
        screen = Screen(page, url)
        page.goto(url, wait_until="commit", timeout=LONGEST)
        screen.words.fill("Hello", timeout=LONGEST)
        found.seconds = time.perf_counter() - begun
        page.wait_for_load_state("networkidle", timeout=LONGEST)
        context.close()
        return found

    def add(self, event: dict[str, Any]) -> None:
        self.requests += 1
        self.bytes += event["encodedDataLength"]

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s, {self.requests} requests, {self.bytes / 1e6:.2f} MB"


def previewed(screen: Screen, words: str) -> float:
    """Milliseconds from the last keystroke to the preview on the screen."""
    begun = time.perf_counter()
    screen.write(words)
    screen.page.wait_for_function("() => document.querySelector('.phone img').naturalWidth > 0")
    return 1000 * (time.perf_counter() - begun)


def played(screen: Screen, words: str) -> float:
    """Milliseconds from the click to the moment in which the video begins to play."""
    screen.write(words)
    begun = time.perf_counter()
    screen.page.get_by_role("button", name="Make the video").click()
    screen.wait_for_video()
    begins = "v => !v.paused && v.readyState >= 3 && v.currentTime > 0"
    screen.page.wait_for_function(begins, arg=screen.video.element_handle(), timeout=LONGEST)
    return 1000 * (time.perf_counter() - begun)


def report(name: str, times: list[float]) -> None:
    listed = " ".join(f"{each:6.0f}" for each in times)
    print(f"{name:<28} {listed}   median {statistics.median(times):6.0f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path, port = chromium.find(), free_port()
        browser = playwright.chromium.launch(executable_path=path, args=chromium.arguments())
        with started(Path(folder), port) as process:
            wait_until_up(port, process)
            url = f"http://127.0.0.1:{port}"
            report("page, cold server", [interactive(browser, url)])
            report("page, warm server", [interactive(browser, url) for _ in range(runs)])
            for _ in range(min(runs, 3)):
                print(f"{'page, Fast 3G':<28} {FirstLoad.of(browser, url)}")
            screen = Screen(browser.new_page(), url).open("/")
            screen.write("Warm")
            report("words to preview", [previewed(screen, f"Number {n}") for n in range(runs)])
            report("first click to playing", [played(screen, "The first")])
            report("click to playing", [played(screen, f"Video {n}") for n in range(runs)])
        browser.close()


if __name__ == "__main__":
    main()
