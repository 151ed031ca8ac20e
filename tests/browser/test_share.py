"""What leaves Skylit really plays: a public link for somebody without a cookie, a page from disk."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from lib.generation import Generation
from lib.provider import Provider
from tests.browser.screen import LONGEST, Screen, measured, wait_until_it_plays
from tests.browser.shelf import Shelf

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

SHORT = 3.0  # seconds


def open_menu(page: Page) -> Locator:
    page.get_by_role("button", name="Download").first.click()
    menu = page.get_by_role("menu")
    expect(menu.get_by_role("menuitem", name="GIF")).to_be_visible()
    return menu


def share(screen: Screen, film: Generation) -> str:
    """Make a link in the panel, and return it."""
    screen.open(f"/?g={film.id}")
    screen.page.get_by_role("button", name="Share").click()
    dialog = screen.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Make a link").click()
    copy = dialog.get_by_role("button", name="Copy link")
    expect(copy).to_be_visible()
    return copy.get_attribute("data-copy") or ""


def test_a_link_is_made_watched_by_somebody_without_a_cookie_and_stopped(
    page: Page, browser: Browser, app_url: str, shelf: Shelf
) -> None:
    screen = Screen(page, app_url)
    link = share(screen, shelf.ready("Grand opening"))
    dialog = page.get_by_role("dialog")
    assert re.fullmatch(re.escape(app_url) + r"/s/[\w-]{22}", link)
    expect(dialog.get_by_text("Anyone with the link can watch · until")).to_be_visible()
    expect(dialog.get_by_text("in this network only")).to_be_visible()
    code = dialog.get_by_role("img", name="QR code of the link")
    expect(code).to_have_js_property("complete", value=True)
    assert code.evaluate("i => i.naturalWidth") > 0

    context = browser.new_context()
    other = context.new_page()
    other.goto(link)
    expect(other.get_by_role("heading", name="Grand opening")).to_be_visible()
    other.get_by_role("button", name="Play").click()
    wait_until_it_plays(other, other.locator("video"))
    assert measured(other.locator("video"))["soundBytes"] > 0
    with other.expect_download() as saving:
        other.get_by_role("link", name="Download").click()
    assert saving.value.suggested_filename == "Grand opening.mp4"
    assert context.cookies() == []

    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Share").click()
    expect(dialog.get_by_text("Opened once")).to_be_visible()
    dialog.get_by_text("No end").click()
    expect(dialog.get_by_text("Anyone with the link can watch · no end")).to_be_visible()
    dialog.get_by_role("button", name="Stop sharing").click()
    expect(dialog.get_by_text("The link has ended")).to_be_visible()
    gone = other.goto(link)
    assert gone is not None
    assert gone.status == 410
    expect(other.get_by_role("heading", name="This link has ended")).to_be_visible()
    dialog.get_by_role("button", name="Undo").click()
    expect(dialog.get_by_role("button", name="Copy link")).to_be_visible()
    back = other.goto(link)
    assert back is not None
    assert back.status == 200
    context.close()


@contextmanager
def another_site(pages: dict[str, str]) -> Iterator[str]:
    """A server of somebody else's, with these pages by path: another port is another origin."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(pages.get(self.path, "").encode())

        def log_message(self, *_: object) -> None:
            """It tells nobody."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def test_the_film_plays_in_a_foreign_frame_and_the_page_itself_does_not(
    browser: Browser, app_url: str, shelf: Shelf
) -> None:
    film = shelf.ready("Embedded")
    link = f"{app_url}/s/{shelf.studio.token(shelf.studio.share(shelf.viewer, [film.id]))}"
    framed = {
        "/embed": f'<iframe src="{link}/embed"></iframe>',
        "/page": f'<iframe src="{link}"></iframe>',
    }
    context = browser.new_context()
    with another_site(framed) as site:
        stranger = context.new_page()
        stranger.goto(f"{site}/embed")
        video = stranger.frame_locator("iframe").locator("video")
        video.evaluate("v => { v.muted = true; v.play() }")
        frame = next(each for each in stranger.frames if each.url == f"{link}/embed")
        frame.wait_for_function(
            "() => document.querySelector('video').currentTime > 0.3", timeout=LONGEST
        )
        refused: list[str] = []
        stranger.on("console", lambda message: refused.append(message.text))
        stranger.goto(f"{site}/page")
        expect(stranger.frame_locator("iframe").locator("video")).to_have_count(0)
        assert any("frame-ancestors" in each for each in refused)
    assert context.cookies() == []
    context.close()


def test_a_page_from_the_menu_plays_from_disk_with_no_server(
    page: Page, browser: Browser, app_url: str, shelf: Shelf, tmp_path: Path
) -> None:
    film = shelf.ready("Take me along", seconds=SHORT)
    Screen(page, app_url).open(f"/?g={film.id}")
    menu = open_menu(page)
    with page.expect_download(timeout=LONGEST) as saving:
        menu.get_by_role("menuitem", name="Page with the film inside").click()
    saved = tmp_path / saving.value.suggested_filename
    assert saved.name == f"{film.created_at.date()}-take-me-along-page.html"
    saving.value.save_as(saved)
    expect(menu.get_by_role("menuitem", name="Page with the film inside")).to_have_attribute(
        "data-state", "ready"
    )
    context = browser.new_context(offline=True)
    alone = context.new_page()
    alone.goto(saved.as_uri())
    video = alone.get_by_label("Take me along")
    video.evaluate("v => { v.play() }")
    wait_until_it_plays(alone, video)
    assert measured(video)["soundBytes"] > 0
    context.close()


def test_the_menu_is_walked_by_keys_and_lets_a_file_be_cancelled(
    page: Page, app_url: str, shelf: Shelf
) -> None:
    film = shelf.ready("Too long", seconds=60.0, provider=Provider.AIMLAPI)
    Screen(page, app_url).open(f"/?g={film.id}")
    menu = open_menu(page)
    expect(menu.get_by_role("menuitem", name=re.compile("^MP4"))).to_be_focused()
    wide = menu.locator('[data-key="1920x1080"]')
    page.keyboard.press("End")
    for _ in range(20):
        if wide.evaluate("e => e === document.activeElement"):
            break
        page.keyboard.press("ArrowUp")
    expect(wide).to_be_focused()
    page.keyboard.press("Enter")
    expect(wide).to_have_attribute("data-state", "making")
    expect(wide).to_be_focused()
    page.keyboard.press("Enter")
    expect(wide).to_have_attribute("data-state", "fitted")
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(page.get_by_role("button", name="Download").first).to_be_focused()


def test_on_a_wide_screen_the_stage_makes_the_film_fill_it_and_plays_that_from_then_on(
    page: Page, app_url: str, shelf: Shelf
) -> None:
    film = shelf.ready("For the room", seconds=SHORT, provider=Provider.AIMLAPI)
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{app_url}/stage?g={film.id}")
    front = page.locator("video[data-front]")
    wait_until_it_plays(page, front)
    page.mouse.move(200, 200)
    page.get_by_role("button", name="Fill the screen").click()
    page.wait_for_function(
        "() => document.querySelector('video[data-front]').videoWidth === 1920", timeout=LONGEST
    )
    wait_until_it_plays(page, front)
    expect(page.locator("#wide")).to_be_hidden()
    page.reload()
    wait_until_it_plays(page, front)
    assert measured(front)["width"] == 1920
