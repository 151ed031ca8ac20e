from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.person import Viewer
from lib.studio import Studio
from lib.urls import Urls
from lib.visitor import new_id
from lib.web.middleware import middleware
from lib.web.routes import routes
from tests.web.furnished import cookies, furnished, viewer_of
from tests.web.sharing import CHANGES


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    """Without an engine, which films that are made already do not need."""
    with furnished(tmp_path, engine=False) as opened:
        yield opened


@pytest.fixture
def visitor() -> str:
    return new_id()


@pytest.fixture
def viewer(studio: Studio, visitor: str) -> Viewer:
    return viewer_of(studio, visitor)


@pytest.fixture
def client(studio: Studio, visitor: str) -> Iterator[TestClient]:
    """Our own routes and middleware, as the app mounts them, for one visitor."""
    app = Starlette(routes=routes(Urls()), middleware=middleware(Urls()))
    with TestClient(app, cookies=cookies(studio, visitor)) as client:
        yield client


@pytest.fixture
def stranger(studio: Studio) -> Iterator[TestClient]:
    app = Starlette(routes=routes(Urls()), middleware=middleware(Urls()))
    with TestClient(app, cookies=cookies(studio, new_id())) as client:
        yield client


@pytest.fixture
def anybody(studio: Studio) -> Iterator[TestClient]:
    """A browser that has never been here."""
    app = Starlette(routes=routes(Urls()), middleware=middleware(Urls()))
    with TestClient(app, headers={"user-agent": "A browser"}) as client:
        yield client


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """Undo what a test has changed for routes."""
    with CHANGES:
        yield
