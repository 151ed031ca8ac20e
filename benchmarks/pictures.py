"""The README's pictures, from the real thing: python -m benchmarks.pictures

Starts the app on a free port with an empty data folder, makes a few videos in a real browser, and
writes docs/create.png, docs/history.png and docs/show.gif anew.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import av
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from lib.engine.render import render
from lib.engine.request import RenderRequest
from lib.settings import PROJECT
from tests.browser import chromium
from tests.browser.screen import Screen
from tests.web.served import free_port, started, wait_until_up

DOCS: Final = PROJECT / "docs"
CAPTIONS: Final = (
    "Thank you, team",
    "新年快乐 上海",
    "مرحبا شنغهاي",
    "Welcome to the AI Summit 2026 🚀",
)
FILM: Final = "开业大吉 Grand Opening"

_EVERY: Final = 3  # frames of the film for one of the GIF: ten a second
_WIDTH: Final = 216  # pixels
_COLOURS: Final = 96


def photograph(browser: Browser, url: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="dark")
    screen = Screen(context.new_page(), url).open("/")
    for words in CAPTIONS:
        screen.make(words).wait_for_video()
        if words != CAPTIONS[-1]:
            screen.page.get_by_role("button", name="Make another").click()
            screen.settled()
    # the moment that stands for the film, without the player's controls over it
    screen.video.evaluate("v => { v.pause(); v.currentTime = 7.6; v.controls = false }")
    screen.page.wait_for_function("() => document.querySelector('.phone video').readyState > 1")
    screen.page.screenshot(path=DOCS / "create.png")
    screen.go_to_history()
    screen.page.wait_for_load_state("networkidle")
    screen.page.screenshot(path=DOCS / "history.png")
    context.close()


def gif(film: Path, path: Path) -> None:
    first, *others = _thumbnails(film)
    palette = others[len(others) * 2 // 3].quantize(_COLOURS)
    frames = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in others]
    first.quantize(palette=palette).save(
        path, save_all=True, append_images=frames, duration=100, loop=0, optimize=True
    )


def _thumbnails(film: Path) -> Iterator[Image.Image]:
    with av.open(film) as container:
        for number, frame in enumerate(container.decode(video=0)):
            if number % _EVERY == 0:
                size = (_WIDTH, round(_WIDTH * frame.height / frame.width))
                picture: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]  # PyAV's gap
                yield picture.resize(size, Image.Resampling.LANCZOS)


def main() -> None:
    DOCS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder, port = Path(scratch), free_port()
        film = folder / "film.mp4"
        render(RenderRequest.parse(FILM, palette="gold", seed=5), film)
        gif(film, DOCS / "show.gif")
        with started(folder, port) as process, sync_playwright() as playwright:
            wait_until_up(port, process)
            browser = playwright.chromium.launch(
                executable_path=chromium.find(), args=chromium.arguments()
            )
            photograph(browser, f"http://127.0.0.1:{port}")
            browser.close()


if __name__ == "__main__":
    main()
