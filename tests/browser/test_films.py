"""Films as things of this browser: they play alone, are shared as files, and are found again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.screen import Screen, wait_until_it_plays
from tests.browser.shelf import Shelf

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

#: A phone's share sheet, which no headless browser has: it notes what it is given.
SHARE_SHEET = """
  window.shared = []
  navigator.canShare = what => Boolean(what.files)
  navigator.share = async what => {
    for (const file of what.files)
      window.shared.push({ name: file.name, type: file.type, size: file.size, title: what.title })
  }
"""


def test_a_film_in_one_tab_stops_that_of_another(page: Page, app_url: str, shelf: Shelf) -> None:
    screen = Screen(page, app_url).open("/?g=" + shelf.ready("One at a time").id)
    screen.video.evaluate("v => { v.play() }")
    wait_until_it_plays(page, screen.video)
    second = Screen(page.context.new_page(), app_url).open("/history")
    second.page.get_by_role("button", name="Play: One at a time").click()
    wait_until_it_plays(second.page, second.page.locator(".film video"))
    expect(screen.video).to_have_js_property("paused", value=True)


def test_every_poster_says_that_it_plays_without_a_mouse(
    page: Page, app_url: str, shelf: Shelf
) -> None:
    shelf.ready("Press me")
    screen = Screen(page, app_url).open("/history")
    play = screen.page.get_by_role("button", name="Play: Press me")
    assert float(play.evaluate("e => getComputedStyle(e, '::before').opacity")) > 0.7


def test_share_hands_the_film_itself_to_the_phone(page: Page, app_url: str, shelf: Shelf) -> None:
    page.add_init_script(SHARE_SHEET)
    screen = Screen(page, app_url).open("/?g=" + shelf.ready("Send it on").id)
    screen.page.get_by_role("button", name="Share").click()
    screen.page.get_by_role("dialog").get_by_role("button", name="Send the file").click()
    screen.page.wait_for_function("() => window.shared.length === 1")
    (shared,) = screen.page.evaluate("window.shared")
    assert (shared["name"], shared["type"]) == ("Send it on.mp4", "video/mp4")
    assert shared["title"] == "Send it on"
    assert shared["size"] > 10_000


def test_share_is_not_offered_where_the_browser_has_no_such_thing(
    page: Page, app_url: str, shelf: Shelf
) -> None:
    screen = Screen(page, app_url).open("/?g=" + shelf.ready("Nobody to share with").id)
    screen.page.get_by_role("button", name="Share", exact=True).click()
    expect(screen.page.get_by_role("button", name="Make a link")).to_be_visible()
    expect(screen.page.locator("[data-share]")).to_be_hidden()


def test_a_colleagues_link_says_where_it_opens(
    browser: Browser, app_url: str, shelf: Shelf
) -> None:
    link = "/?g=" + shelf.ready("Mine alone").id
    context = browser.new_context()
    other = Screen(context.new_page(), app_url).open(link)
    expect(other.page.get_by_text("opens only in the browser that made the video")).to_be_visible()
    expect(other.page.get_by_text("Mine alone")).to_have_count(0)
    context.close()


def test_a_lost_connection_is_said_in_our_words_and_goes_when_it_is_back(
    page: Page, app_url: str
) -> None:
    lost = False
    sockets: list[object] = []

    def connect(route: object) -> None:
        if lost:
            route.close()  # type: ignore[attr-defined]  # a WebSocketRoute
            return
        sockets.append(route)
        route.connect_to_server()  # type: ignore[attr-defined]

    page.route_web_socket("**/_stcore/stream", connect)
    screen = Screen(page, app_url).open("/").write("Safe and sound")
    page.route("**/_stcore/health", lambda route: route.abort() if lost else route.continue_())
    page.route("**/_stcore/host-config", lambda route: route.abort() if lost else route.continue_())
    lost = True
    sockets[-1].close()  # type: ignore[attr-defined]
    said = page.get_by_text("The connection is gone. Your words are safe")
    expect(said).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    lost = False
    expect(said).to_be_hidden()
    expect(screen.words).to_have_value("Safe and sound")


def test_back_from_the_second_page_of_history_goes_to_the_first(
    page: Page, app_url: str, shelf: Shelf
) -> None:
    for number in range(13):
        shelf.ready(f"Film number {number}")
    screen = Screen(page, app_url).open("/history")
    newest = page.get_by_role("article", name="Film number 12")
    expect(newest).to_be_visible()
    page.get_by_role("button", name="Page 2").click()
    expect(page.get_by_role("article", name="Film number 0")).to_be_visible()
    page.go_back()
    expect(newest).to_be_visible()
    expect(page.get_by_role("heading", name="History")).to_be_visible()
    page.go_forward()
    expect(page.get_by_role("article", name="Film number 0")).to_be_visible()
    page.reload()
    screen.settled()
    expect(page.get_by_role("article", name="Film number 0")).to_be_visible()


@pytest.mark.parametrize(("width", "columns"), [(390, 2), (1280, 6), (1920, 6)])
def test_history_shows_up_to_six_posters_in_a_row_and_says_how_many_there_are(
    page: Page, app_url: str, shelf: Shelf, width: int, columns: int
) -> None:
    for number in range(7):
        shelf.ready(f"Film number {number}")
    page.set_viewport_size({"width": width, "height": 900})
    Screen(page, app_url).open("/history")
    expect(page.get_by_text("7 videos")).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(7)
    boxes = [each.bounding_box() for each in page.get_by_role("article").all()]
    assert len({box["x"] for box in boxes if box}) == columns


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_all_that_can_be_done_with_a_film_stands_in_one_row(
    page: Page, app_url: str, shelf: Shelf, width: int
) -> None:
    for number in range(6):
        shelf.ready(f"Film number {number}")
    page.set_viewport_size({"width": width, "height": 900})
    Screen(page, app_url).open("/history")
    film = page.get_by_role("article", name="Film number 5")
    for name in ("Use again", "Share", "Download", "Delete"):
        expect(film.get_by_role("button", name=name)).to_be_visible()
    boxes = film.locator(".card-actions").evaluate(  # at one time: the page may still settle
        "row => [...row.children].map(each => each.getBoundingClientRect().toJSON())"
    )
    assert len(boxes) == 4
    middles = [box["y"] + box["height"] / 2 for box in boxes]
    assert max(middles) - min(middles) < 2
    assert all(box["width"] >= 24 and box["height"] >= 24 for box in boxes)


def test_a_search_that_finds_nothing_is_cleared_with_one_press(
    page: Page, app_url: str, shelf: Shelf
) -> None:
    shelf.ready("Grand opening")
    Screen(page, app_url).open("/history?q=nothing+like+it")
    expect(page.get_by_text("0 found")).to_be_visible()
    page.get_by_role("button", name="Show everything").click()
    expect(page.get_by_role("article", name="Grand opening")).to_be_visible()
    expect(page.get_by_label("Search your words")).to_have_value("")
