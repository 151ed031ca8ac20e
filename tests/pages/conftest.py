from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from lib.person import Viewer
from lib.settings import PROJECT
from lib.studio import Studio
from lib.visitor import new_id
from tests.web.furnished import cookies, furnished, viewer_of


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """One for all tests of a file, each of which has a viewer of its own."""
    with furnished(tmp_path_factory.mktemp("studio"), paid=True) as opened:
        yield opened


@pytest.fixture
def viewer(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> Viewer:
    """A visitor of this test alone. AppTest has no browser, so it has no cookies to send."""
    visitor = new_id()
    monkeypatch.setattr(ContextProxy, "cookies", cookies(studio, visitor))
    return viewer_of(studio, visitor)


@pytest.fixture
def open_page(studio: Studio, viewer: Viewer) -> Callable[..., AppTest]:
    """A page as this viewer sees it: `open_page("history.py", q="words")`."""

    def opened(page: str = "create.py", /, **query: str) -> AppTest:
        at = AppTest.from_file(str(PROJECT / "pages" / "_shell.py"), default_timeout=20)
        if page != "create.py":
            at.run()
            at.switch_page(page)
        for name, value in query.items():
            at.query_params[name] = value
        at.run()
        assert not at.exception
        return at

    return opened
