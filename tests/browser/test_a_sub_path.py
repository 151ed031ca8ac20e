"""The whole way of a person under a sub-path, behind a proxy that lets only that path through."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Response, expect

from tests.browser.narrow_proxy import narrow_proxy
from tests.browser.screen import Screen, wait_until_it_plays
from tests.browser.test_the_guard import complaints
from tests.web.served import free_port, started, wait_until_up

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

BASE = "/studio/sky"

#: What the front end asks for to find out below which path it is, and what browsers ask for unasked.
PROBED = re.compile(r"/_stcore/(health|host-config)$|/favicon\.ico$")


def test_the_whole_way_of_a_person_leads_through_a_sub_path(
    browser: Browser, tmp_path: Path
) -> None:
    port, context = free_port(), browser.new_context()
    served = started(tmp_path, port, STREAMLIT_SERVER_BASE_URL_PATH=BASE.strip("/"))
    with served as process, narrow_proxy(BASE, port) as proxy:
        wait_until_up(port, process, base=BASE)
        page, failed = context.new_page(), list[str]()
        found = complaints(page)

        def note(answer: Response) -> None:
            if answer.status >= 400 and not PROBED.search(answer.url):
                failed.append(answer.url)

        page.on("response", note)
        screen = Screen(page, f"http://127.0.0.1:{proxy.port}{BASE}").open("/")
        make_and_play(screen)
        find_it_again(screen)
        present_it(screen)
        assert {cookie["path"] for cookie in context.cookies()} <= {"/", BASE, f"{BASE}/"}
        context.close()  # before the server ends, which a page would report
    asked = [url for url in screen.asked if not PROBED.search(url)]
    outside = [url for url in asked if not is_below(url, proxy.port)]
    refused = [path for path in proxy.refused if not PROBED.search(path)]
    broken = [each for each in found if not each.startswith("Failed to load resource")]
    assert (broken, failed, outside, refused) == ([], [], [], [])
    for part in ("/fonts/", "/samples/", "/previews", "/progress", ".webp", ".mp4", "/static/js/"):
        assert any(part in url for url in screen.asked), part


def make_and_play(screen: Screen) -> None:
    screen.make("Behind the door").wait_for_video()
    wait_until_it_plays(screen.page, screen.video)
    with screen.page.expect_download() as download:
        screen.page.get_by_role("button", name="Download").click()
        screen.page.get_by_role("menuitem", name=re.compile("^MP4")).click()
    assert download.value.suggested_filename == "Behind the door.mp4"
    screen.page.get_by_role("radio", name="Neon Alley").hover()
    screen.page.reload()
    expect(screen.settled().words).to_have_value("Behind the door")
    expect(screen.phone).to_have_attribute("data-state", "ready")


def find_it_again(screen: Screen) -> None:
    screen.go_to_history()
    film = screen.page.get_by_role("article", name="Behind the door")
    film.get_by_role("button", name="Play").click()
    wait_until_it_plays(screen.page, film.locator("video"))
    screen.page.reload()  # a deep link
    expect(film).to_be_visible()


def present_it(screen: Screen) -> None:
    screen.page.get_by_role("link", name="Present: Behind the door").click()
    expect(screen.page).to_have_url(re.compile(f"{BASE}/stage"))
    wait_until_it_plays(screen.page, screen.page.locator("video[data-front]"))
    screen.page.keyboard.press("Escape")
    expect(screen.page).to_have_url(re.compile(f"{BASE}/history"))


def is_below(url: str, port: int) -> bool:
    if url.startswith(("blob:", "data:")):
        return True
    parts = urlsplit(url)
    return parts.port == port and (parts.path == BASE or parts.path.startswith(f"{BASE}/"))
