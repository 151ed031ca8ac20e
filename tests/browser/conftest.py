"""A real Chromium against the real app with its real engine."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import BrowserContext, Page

from tests.browser import chromium
from tests.browser.screen import Screen
from tests.browser.shelf import Shelf, shelf_beside
from tests.web.furnished import cookies
from tests.web.served import LONGEST, free_port, started, wait_until_up


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """No machine that runs the whole suite skips these tests: `make browser` gets a browser."""
    found = chromium.find()
    if found is None:
        pytest.fail("There is no Chromium here: run `make browser`.")
    return {"executable_path": str(found), "args": chromium.arguments()}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """A desk: 1280 x 800, dark. Tests that look at another screen say so."""
    return {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"}


@dataclass(frozen=True)
class App:
    url: str
    data: Path


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """One server for all tests of this process; every test is a visitor of its own."""
    folder, port = tmp_path_factory.mktemp("app"), free_port()
    with started(folder, port) as process:
        wait_until_up(port, process)
        url = f"http://127.0.0.1:{port}"
        with shelf_beside(folder / "data") as somebody:
            wait_until_it_draws(url, cookies(somebody.studio, somebody.visitor))
        yield App(url, folder / "data")


def wait_until_it_draws(url: str, visitor: dict[str, str]) -> None:
    """Until the engine is there: before, pictures are answered with 503, which a browser reports."""
    deadline = time.monotonic() + LONGEST
    asked = f"{url}/previews?words=Hello"
    while (answer := requests.get(asked, cookies=visitor, timeout=LONGEST)).status_code != 200:
        assert answer.status_code == 503, f"{asked} is answered with {answer.status_code}."
        assert time.monotonic() < deadline, "The engine did not start."
        time.sleep(0.1)


@pytest.fixture
def app_url(app: App) -> str:
    return app.url


@pytest.fixture
def screen(page: Page, app_url: str) -> Screen:
    return Screen(page, app_url).open("/")


@pytest.fixture
def shelf(app: App, context: BrowserContext) -> Iterator[Shelf]:
    """What the visitor of this test's own browser has already."""
    with shelf_beside(app.data) as opened:
        opened.show_to(context, app.url)
        yield opened
