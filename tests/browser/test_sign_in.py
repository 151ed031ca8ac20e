"""People sign in at a real provider; what one makes, the next never sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from tests.browser.screen import Screen, wait_until_it_plays
from tests.web.oidc import ANN, BOB, provider, secrets_file
from tests.web.served import free_port, started, wait_until_up

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@dataclass(frozen=True)
class Team:
    url: str

    def status(self, path: str, cookies: dict[str, str]) -> int:
        """How a program that holds these cookies is answered."""
        return requests.get(f"{self.url}{path}", cookies=cookies, timeout=60).status_code


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with provider(tmp_path, ANN, BOB) as idp:
        secrets = str(secrets_file(tmp_path, url, idp))
        with started(tmp_path, port, STREAMLIT_SECRETS_FILES=secrets) as process:
            wait_until_up(port, process)
            yield Team(url)


def sign_in(screen: Screen, name: str) -> None:
    page = screen.page
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name=name, exact=True).first.click()
    expect(page.locator(".st-key-account")).to_be_visible()
    screen.settled()


def sign_out(page: Page) -> None:
    page.locator(".st-key-account button").click()
    page.get_by_role("menuitem", name="Sign out").or_(page.get_by_text("Sign out")).first.click()
    page.get_by_role("button", name="End session").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_one_signs_in_makes_a_film_and_signs_out_and_the_next_sees_nothing_of_it(
    browser: Browser, team: Team
) -> None:
    context = browser.new_context()
    page = context.new_page()
    screen = Screen(page, team.url).open("/")
    expect(page.get_by_label("Your words")).to_have_count(0)
    assert team.status("/previews?words=Hello", {}) == 401

    sign_in(screen, "ann")
    screen.make("Only for Ann").wait_for_video()
    wait_until_it_plays(page, screen.video)
    film = str(screen.video.get_attribute("src") or screen.video.evaluate("v => v.currentSrc"))
    path = re.sub(r"^https?://[^/]+", "", film)
    assert "token" not in path
    copied = {cookie["name"]: cookie["value"] for cookie in context.cookies()}
    assert [team.status(path, each) for each in (copied, {})] == [200, 401]

    other = Screen(context.new_page(), team.url).open("/history")
    expect(other.page.get_by_role("article", name="Only for Ann")).to_be_visible()
    sign_out(page)
    assert team.status(path, copied) == 401
    other.page.get_by_role("button", name="Starred").click()  # a page that was open all the time
    expect(other.page.get_by_role("button", name="Sign in")).to_be_visible()
    expect(other.page.get_by_text("Only for Ann")).to_have_count(0)

    sign_in(screen, "bob")
    screen.go_to_history()
    expect(page.get_by_text("Your sky is empty")).to_be_visible()
    expect(page.get_by_text("Only for Ann")).to_have_count(0)
    now = {cookie["name"]: cookie["value"] for cookie in context.cookies()}
    assert team.status(path, now) == 404
    context.close()
