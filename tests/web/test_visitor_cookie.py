from __future__ import annotations

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from lib.visitor import COOKIE, owner_from
from lib.web.middleware.visitor import VisitorCookie


def page(request: Request) -> Response:
    if request.headers.get("if-none-match"):
        return Response(None, 304)
    return HTMLResponse("<p>page</p>", headers={"etag": '"page"', "cache-control": "public"})


def data(_request: Request) -> Response:
    return JSONResponse({})


def client(base_url: str = "http://testserver") -> TestClient:
    routes = [Route("/", page), Route("/data", data)]
    app = Starlette(routes=routes, middleware=[Middleware(VisitorCookie)])
    return TestClient(app, base_url, headers={"accept": "text/html,*/*"})


def test_the_first_page_brings_an_id_that_scripts_cannot_read() -> None:
    cookie = client().get("/").headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    for wanted in ("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="):
        assert wanted in cookie
    assert "Secure" not in cookie  # plain http: a browser would throw it away


def test_behind_https_the_id_travels_by_https_alone() -> None:
    assert "Secure" in client("https://testserver").get("/").headers["set-cookie"]


def test_every_browser_gets_another_id() -> None:
    ids = {client().get("/").cookies[COOKIE] for _ in range(20)}
    assert len(ids) == 20
    assert all(owner_from({COOKIE: one}) == f"visitor:{one}" for one in ids)


def test_an_id_stays_as_it_is() -> None:
    browser = client()
    browser.get("/")
    assert "set-cookie" not in browser.get("/").headers


def test_a_malformed_id_is_replaced() -> None:
    browser = client()
    assert "set-cookie" in browser.get("/", headers={"cookie": f"{COOKIE}=<script>"}).headers


def test_no_cache_that_serves_many_keeps_a_page_with_an_id() -> None:
    """It could give that id, and with it all videos, to whoever comes next."""
    browser = client()
    assert browser.get("/").headers["cache-control"] == "private, no-cache"
    assert browser.get("/").headers["cache-control"] == "public"


def test_only_pages_bring_an_id() -> None:
    assert "set-cookie" not in client().get("/data").headers


def test_a_browser_that_kept_the_page_but_lost_the_id_gets_both() -> None:
    answer = client().get("/", headers={"if-none-match": '"page"'})
    assert answer.status_code == 200
    assert "set-cookie" in answer.headers


def test_a_browser_with_an_id_may_keep_the_page() -> None:
    browser = client()
    browser.get("/")
    assert browser.get("/", headers={"if-none-match": '"page"'}).status_code == 304
