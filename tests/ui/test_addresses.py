"""Addresses open what a page shows to whoever looks at it, and nothing to others."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.person import Person, Viewer
from lib.ui import addresses
from lib.urls import Urls
from lib.web.routes import routes
from tests.web.furnished import furnished, ready


def test_whoever_has_no_cookie_gets_a_link_that_opens_the_stage(tmp_path: Path) -> None:
    person = Person.session("without-cookies")
    viewer = Viewer(person)
    with furnished(tmp_path, engine=False) as studio:
        films = [ready(studio, viewer, words) for words in ("Spring one", "Spring two")]
        address = addresses.stage(studio, viewer, *films, words="spring")
        assert parse_qs(urlsplit(address).query)["g"] == [each.id for each in films]
        assert person.id.partition(":")[2] not in address
        browser = TestClient(Starlette(routes=routes(Urls())))
        assert browser.get(address).status_code == 200
        assert browser.get(address.partition("&token=")[0]).status_code == 404
