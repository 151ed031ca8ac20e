"""Two processes of the app behind nginx, as deploy/ has them: https, WebSockets, sticky or not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, expect

from tests.browser.screen import Screen, wait_until_it_plays
from tests.nginx import nginx
from tests.web.served import free_port, started, wait_until_up

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def apps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int]]:
    """The ports of two that share a database and an archive."""
    folder = tmp_path_factory.mktemp("two")
    data, logs = str(folder / "data"), (folder / "one", folder / "other")
    one, other = free_port(), free_port()
    told = {"DATA_DIR": data, "TRUSTED_PROXIES": "127.0.0.1"}
    for log in logs:
        log.mkdir()
    with started(logs[0], one, **told) as first:
        wait_until_up(one, first)
        with started(logs[1], other, **told) as second:
            wait_until_up(other, second)
            yield one, other


def test_a_film_is_made_and_seen_whichever_process_answers(
    browser: Browser, apps: tuple[int, int], tmp_path: Path
) -> None:
    with (
        nginx(tmp_path, apps, sticky=False) as address,
        browser.new_context(ignore_https_errors=True) as context,
    ):
        page = context.new_page()
        screen = Screen(page, address).open("/")
        screen.ask("In turn").wait_for_video()
        wait_until_it_plays(page, screen.video)
        for _ in range(3):
            page.reload()
            expect(screen.settled().phone).to_have_attribute("data-state", "ready")
        names = {cookie["name"] for cookie in context.cookies()}
        assert any(name.startswith("__Host-") for name in names)  # https is believed


def test_whoever_keeps_their_process_sees_the_words_in_the_sky(
    browser: Browser, apps: tuple[int, int], tmp_path: Path
) -> None:
    with (
        nginx(tmp_path, apps) as address,
        browser.new_context(ignore_https_errors=True) as context,
    ):
        screen = Screen(context.new_page(), address).open("/")
        screen.write("Always the same one")


def test_what_is_for_the_inside_alone_stays_inside(apps: tuple[int, int], tmp_path: Path) -> None:
    with nginx(tmp_path, apps) as address:
        certificate = str(tmp_path / "skylit.crt")
        answers = [
            requests.get(f"{address}{path}", timeout=30, verify=certificate).status_code
            for path in ("/metrics", "/healthz")
        ]
    assert answers == [403, 200]
