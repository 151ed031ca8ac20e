"""What a person sees, from the first word to the video and back to it tomorrow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lib.generation import Status
from lib.problem import Problem
from tests.browser.draft import set_up_draft, shows_draft
from tests.browser.screen import Screen, measured, wait_until_it_plays
from tests.browser.shelf import Shelf
from tests.browser.slow_line import SlowLine
from tests.hostile_api import (
    KEY,
    HostileApi,
    accepts,
    completes,
    documented,
    drops,
    hostile_api,
    pending,
)
from tests.web.furnished import furnished
from tests.web.served import free_port, started, wait_until_up

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


def test_words_become_a_video_that_really_plays(screen: Screen) -> None:
    screen.make("Grand opening")
    expect(screen.progress).to_be_visible()
    screen.wait_for_video()
    wait_until_it_plays(screen.page, screen.video)
    seen = measured(screen.video)
    assert (seen["width"], seen["height"]) == (608, 1080)
    assert 10 < seen["seconds"] < 13
    assert seen["pictures"] > 0
    assert seen["soundBytes"] > 0
    assert not seen["muted"]
    with screen.page.expect_download() as download:
        screen.page.get_by_role("button", name="Download").click()
        screen.page.get_by_role("menuitem", name=re.compile("^MP4")).click()
    assert download.value.suggested_filename == "Grand opening.mp4"
    assert Path(download.value.path()).read_bytes()[4:8] == b"ftyp"


def test_a_reload_and_a_second_tab_in_mid_generation_show_the_same_progress(
    screen: Screen,
) -> None:
    screen.make("Still there")
    address = screen.page.url
    second = Screen(screen.page.context.new_page(), screen.url).open("/")
    screen.page.reload()
    screen.settled()
    for each in (screen, second):
        expect(each.phone).to_have_attribute("data-state", "moving")
        expect(each.progress).to_be_visible()
        assert each.page.url == address
    for each in (screen, second):
        each.wait_for_video()
    assert screen.video.get_attribute("src") == second.video.get_attribute("src")
    expect(screen.words).to_have_value("Still there")


def hurry(page: Page) -> None:
    """Let what moves by itself move twenty times as fast."""
    session = page.context.new_cdp_session(page)
    session.send("Animation.enable")
    session.send("Animation.setPlaybackRate", {"playbackRate": 20})


def test_history_replays_and_deletes(screen: Screen, shelf: Shelf) -> None:
    shelf.ready("Seen again")
    screen.asked.clear()
    screen.open("/history")
    film = screen.page.get_by_role("article")
    expect(film).to_contain_text("Seen again")
    assert not [url for url in screen.asked if ".mp4" in url]  # posters only, until one is played
    film.get_by_role("button", name="Play: Seen again").click()
    video = film.locator("video")
    wait_until_it_plays(screen.page, video)
    expect(film.locator(".over")).not_to_be_visible()  # nothing lies over the controls
    address = screen.url + str(video.get_attribute("src"))
    assert screen.page.request.get(address).status == 200

    screen.page.get_by_role("button", name="Delete").click()
    expect(screen.page.get_by_text("Your sky is empty")).to_be_visible()
    assert screen.page.request.get(address).status == 404
    screen.page.get_by_role("button", name="Undo").click()
    expect(film).to_contain_text("Seen again")
    assert screen.page.request.get(address).status == 200
    hurry(screen.page)
    screen.page.get_by_role("button", name="Delete").click()
    expect(screen.page.get_by_text("Your sky is empty")).to_be_visible()
    expect(screen.page.get_by_role("button", name="Undo")).to_be_hidden()  # by itself, in 10 s
    assert screen.page.request.get(address).status == 404


def test_hasty_people_get_what_they_asked_for_and_once(screen: Screen) -> None:
    screen.words.fill("Once only")
    screen.page.get_by_role("button", name="Make the video").dblclick()
    screen.wait_for_video()
    first = screen.video.get_attribute("src")
    screen.words.fill("And at once")
    screen.words.press("Control+Enter")
    expect(screen.phone).to_have_attribute("data-state", "moving")
    screen.wait_for_video()
    assert screen.video.get_attribute("src") != first
    expect(screen.words).to_have_value("And at once")
    screen.go_to_history()
    expect(screen.page.get_by_role("article")).to_have_count(2)


def test_a_restart_of_the_server_in_mid_generation_loses_nothing(
    browser: Browser, tmp_path: Path
) -> None:
    port = free_port()
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    with started(tmp_path, port) as process:
        wait_until_up(port, process)
        screen = Screen(context.new_page(), f"http://127.0.0.1:{port}").open("/")
        set_up_draft(screen).words.press("Control+Enter")
        expect(screen.phone).to_have_attribute("data-state", "moving")
        address = screen.page.url
        process.kill()
        process.wait()
    with started(tmp_path, port) as process:
        wait_until_up(port, process)
        screen.wait_for_video()
        assert screen.page.url == address
        expect(screen.words).to_have_value("Whole draft")
        shows_draft(Screen(context.new_page(), screen.url).open("/"))
    context.close()


def test_words_that_come_back_after_a_reload_do_not_bring_back_a_page_that_was_left(
    page: Page, app_url: str
) -> None:
    """The navigation is there, and clicked, before the field is: a slow line, or a quick person."""
    screen = Screen(page, app_url).open("/").write("Not lost")
    line = SlowLine(page, last=b"material/movie")  # the navigation is here, the field is not yet
    page.reload()
    page.get_by_role("link", name="History").wait_for()
    fields = line.wait_for(b"caption_field")
    before = len(line.said)
    page.get_by_role("link", name="History").click()
    line.release(fields)
    expect(screen.words).to_have_value("Not lost")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    assert len(line.said) == before + 1  # for the history, and nothing from the field
    line.open()
    expect(page.get_by_role("heading", name="History")).to_be_visible()
    screen.settled()
    page.get_by_role("link", name="Create").click()
    expect(screen.words).to_have_value("Not lost")
    expect(screen.phone.get_by_role("img")).to_have_attribute("alt", "Preview: Not lost")


@dataclass(frozen=True)
class Paying:
    """An app with a key, and the video API that it pays."""

    url: str
    data: Path
    api: HostileApi

    @contextmanager
    def opened(self, browser: Browser) -> Iterator[Screen]:
        """The page where that API is chosen, for somebody new."""
        with closing(browser.new_context()) as context:
            screen = Screen(context.new_page(), self.url).open("/")
            screen.page.get_by_role("radio", name="AI/ML API").click()
            yield screen


@pytest.fixture(scope="module")
def paying(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paying]:
    folder, port = tmp_path_factory.mktemp("paying"), free_port()
    with hostile_api() as api:
        paid = {"AIMLAPI_API_KEY": KEY, "AIMLAPI_BASE_URL": api.url, "POLL_SECONDS": "1"}
        with started(folder, port, **paid) as process:
            wait_until_up(port, process)
            yield Paying(f"http://127.0.0.1:{port}", folder / "data", api)


def test_what_cancelling_costs_is_said_as_it_is_now(browser: Browser, paying: Paying) -> None:
    with paying.opened(browser) as screen:
        api, before = paying.api, len(paying.api.posts)
        api.submit = [documented(429, "Slow down", retry_after="2"), accepts]
        api.check = [pending("generating")]
        screen.make("Changed my mind")
        expect(screen.page.get_by_text("Cancelling now costs nothing.")).to_be_visible()
        charged = screen.page.get_by_text("may still make it, and charge for it")
        expect(charged).to_be_in_viewport(ratio=1)  # money: nobody has to scroll for it
        expect(screen.page.get_by_text("costs nothing")).to_have_count(0)
        screen.page.get_by_role("button", name="Cancel").click()
        expect(screen.phone).to_contain_text("may still make it and charge for it")
        assert len(api.posts) == before + 2


def find_nothing(data: Path) -> None:
    """End the search in the API's log, which takes minutes, as the tracker does in the end."""
    with furnished(data, engine=False) as studio:
        is_over = False
        while not is_over:
            (lost,) = studio.ledger.in_status(Status.UNCONFIRMED)
            over = lost.left_to_its_owner(Problem.told("It was not found."), lost.updated_at)
            is_over = studio.ledger.swap(lost, over)


def test_a_lost_answer_is_settled_by_its_owner_on_either_page(
    browser: Browser, paying: Paying
) -> None:
    with paying.opened(browser) as screen:
        api, before = paying.api, len(paying.api.posts)
        api.submit, api.check = [drops, accepts], [pending("queued"), completes]
        screen.ask("Where is it")
        expect(screen.phone).to_contain_text("Looking for it…")
        second = Screen(screen.page.context.new_page(), screen.url).open("/")
        expect(second.phone).to_contain_text("Looking for it…")
        find_nothing(paying.data)
        for tab in (screen, second):
            expect(tab.phone).to_contain_text("Did it arrive?")
        screen.page.get_by_text("I have its id").click()
        arrived = screen.page.get_by_role("button", name="Get it by its id")
        arrived.click()
        expect(screen.page.get_by_role("alert")).to_contain_text("Put its id into the field first")
        # The pointer is on it now: the night behind must not come through to its dark words.
        expect(arrived).to_have_css("background-color", re.compile(r"rgb\("))
        screen.go_to_history()
        screen.page.get_by_role("button", name="Answer").click()
        dialog = screen.page.get_by_role("dialog")
        expect(dialog).to_contain_text("Where is it")
        assert len(api.posts) == before + 1
        dialog.get_by_role("button", name="Make again · may be paid twice").click()
        film = screen.page.get_by_role("article", name="Where is it").locator(".film")
        expect(film).to_have_attribute("data-status", "ready")
        assert len(api.posts) == before + 2
