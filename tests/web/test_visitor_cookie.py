"""The cookie that names an anonymous browser: signed, unreadable, and nobody loses what they have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from lib.clock import utc_now
from lib.errors import StorageError
from lib.ledger import Ledger
from lib.person import Person, Viewer
from lib.problem import Problem
from lib.studio import Studio
from lib.urls import Urls
from lib.visitor import UNSIGNED_COOKIE, new_id
from lib.web.middleware.visitor import VisitorCookie
from lib.web.viewing import viewer_of
from tests.database.first_release import put_into
from tests.web.furnished import cookies, furnished

ANN = "AnnAnnAnnAnnAnnAnnAnnA"
HTTPS = "https://testserver"


def page(request: Request) -> Response:
    if request.headers.get("if-none-match"):
        return Response(None, 304)
    return HTMLResponse("<p>page</p>", headers={"etag": '"page"', "cache-control": "public"})


def data(_request: Request) -> Response:
    return JSONResponse({})


def _id_of(viewer: Viewer) -> str:
    return viewer.person.id if viewer.person else "nobody"


@dataclass(frozen=True)
class Door:
    studio: Studio

    def browser(self, url: str = "http://testserver", **cookies: str) -> TestClient:
        """A browser that comes to a Skylit that consists of a page, and says who it is."""

        def who(request: Request) -> Response:
            return PlainTextResponse(_id_of(viewer_of(request, self.studio)))

        routes = [Route("/", page), Route("/data", data), Route("/who", who)]
        app = Starlette(routes=routes, middleware=[Middleware(VisitorCookie, urls=Urls())])
        return TestClient(app, url, headers={"accept": "text/html,*/*"}, cookies=cookies)


@pytest.fixture
def door(studio: Studio) -> Door:
    return Door(studio)


@pytest.fixture
def old_door(tmp_path: Path) -> Iterator[Door]:
    """On the data folder of the first release."""
    put_into(tmp_path)
    with furnished(tmp_path, engine=False) as studio:
        yield Door(studio)


def test_the_first_page_brings_a_cookie_that_scripts_cannot_read(door: Door) -> None:
    cookie = door.browser().get("/").headers["set-cookie"]
    assert cookie.startswith(f"{door.studio.visitors.cookie_name(secure=False)}=")
    for wanted in ("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="):
        assert wanted in cookie
    assert "Secure" not in cookie  # plain http: a browser would throw it away


def test_behind_https_no_other_page_can_set_the_cookie(door: Door) -> None:
    cookie = door.browser(HTTPS).get("/").headers["set-cookie"]
    assert cookie.startswith("__Host-")
    assert {"Secure", "Path=/", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "domain=" not in cookie.lower()


def test_every_browser_is_another_visitor_and_stays_the_same(door: Door) -> None:
    browsers = [door.browser() for _ in range(20)]
    for browser in browsers:
        browser.get("/")
    seen = [browser.get("/who").text for browser in browsers]
    assert len(set(seen)) == 20
    assert all(each.startswith("visitor:") for each in seen)
    assert "set-cookie" not in browsers[0].get("/").headers
    assert browsers[0].get("/who").text == seen[0]


@pytest.mark.parametrize("url", ["http://testserver", HTTPS])
@pytest.mark.parametrize("value", ["<script>", ANN, f"{ANN}.", f"{ANN}.{'A' * 43}", "." * 66, ""])
def test_a_planted_cookie_is_refused_and_replaced(door: Door, url: str, value: str) -> None:
    secure = url == HTTPS
    name = door.studio.visitors.cookie_name(secure=secure)
    browser = door.browser()
    planted = {"cookie": f"{name}={value}; {UNSIGNED_COOKIE}={ANN}"}
    assert browser.get("/who", headers=planted).text == "nobody"
    assert f"{name}=" in door.browser(url).get("/", headers=planted).headers["set-cookie"]


def test_who_comes_by_https_for_the_first_time_keeps_what_http_had(door: Door) -> None:
    visitor = new_id()
    browser = door.browser(HTTPS, **cookies(door.studio, visitor))
    assert browser.get("/").headers["set-cookie"].startswith("__Host-")
    assert browser.get("/who").text == door.studio.visitors.person(visitor).id
    assert "set-cookie" not in browser.get("/").headers


def test_a_data_folder_of_the_first_release_keeps_its_history_for_its_browser(
    old_door: Door,
) -> None:
    studio = old_door.studio
    before = studio.history(Viewer(Person.visitor(ANN))).total
    browser = old_door.browser(**{UNSIGNED_COOKIE: ANN})
    assert browser.get("/who").text == "nobody"  # an unsigned one opens nothing
    browser.get("/")
    found = studio.history(Viewer(Person(browser.get("/who").text)))
    assert found.total == before > 0
    assert studio.history(Viewer(Person.visitor(ANN))).total == 0


def test_an_old_cookie_is_exchanged_once_and_its_second_use_brings_a_new_visitor(
    old_door: Door,
) -> None:
    studio = old_door.studio
    old_door.browser(**{UNSIGNED_COOKIE: ANN}).get("/")
    object.__setattr__(studio, "clock", lambda: utc_now() + timedelta(minutes=11))
    thief = old_door.browser(**{UNSIGNED_COOKIE: ANN})
    thief.get("/")
    assert thief.get("/who").text.startswith("visitor:")
    assert studio.history(Viewer(Person(thief.get("/who").text))).total == 0


def test_an_exchange_whose_answer_was_lost_and_the_tabs_beside_it_lose_nothing(
    old_door: Door,
) -> None:
    tabs = [old_door.browser(**{UNSIGNED_COOKIE: ANN}) for _ in range(3)]
    for tab in tabs:
        tab.get("/")
    assert len({tab.get("/who").text for tab in tabs}) == 1


def test_an_old_cookie_without_a_history_is_worth_nothing(old_door: Door) -> None:
    planted = new_id()
    browser = old_door.browser(**{UNSIGNED_COOKIE: planted})
    browser.get("/")
    assert browser.get("/who").text != old_door.studio.visitors.person(planted).id


def test_what_is_no_page_uses_up_no_exchange(old_door: Door) -> None:
    assert "set-cookie" not in old_door.browser(**{UNSIGNED_COOKIE: ANN}).get("/data").headers
    object.__setattr__(old_door.studio, "clock", lambda: utc_now() + timedelta(minutes=11))
    browser = old_door.browser(**{UNSIGNED_COOKIE: ANN})
    browser.get("/")
    assert browser.get("/who").text == old_door.studio.visitors.person(ANN).id


def test_while_the_database_is_away_no_new_cookie_takes_the_place_of_an_old_one(
    old_door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> bool:
        raise StorageError(Problem.told("The database is away."))

    monkeypatch.setattr(Ledger, "exchange", away)
    answer = old_door.browser(**{UNSIGNED_COOKIE: ANN}).get("/")
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers


def test_no_cache_that_serves_many_keeps_a_page_with_an_id(door: Door) -> None:
    """It could give that id, and with it all videos, to whoever comes next."""
    browser = door.browser()
    assert browser.get("/").headers["cache-control"] == "private, no-cache"
    assert browser.get("/").headers["cache-control"] == "public"


def test_only_pages_bring_an_id(door: Door) -> None:
    assert "set-cookie" not in door.browser().get("/data").headers


def test_a_browser_that_kept_the_page_but_lost_the_id_gets_both(door: Door) -> None:
    answer = door.browser().get("/", headers={"if-none-match": '"page"'})
    assert answer.status_code == 200
    assert "set-cookie" in answer.headers


def test_a_browser_with_an_id_may_keep_the_page(door: Door) -> None:
    browser = door.browser()
    browser.get("/")
    assert browser.get("/", headers={"if-none-match": '"page"'}).status_code == 304
