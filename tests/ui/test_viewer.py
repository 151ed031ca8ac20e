from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from lib.studio import Studio
from lib.visitor import UNSIGNED_COOKIE, new_id
from tests.web.furnished import cookies, furnished


@pytest.fixture(autouse=True)
def studio(tmp_path: Path) -> Iterator[Studio]:
    with furnished(tmp_path, engine=False) as opened:
        yield opened


def script() -> None:
    import streamlit as st

    from lib.ui.viewer import current_viewer

    st.text(current_viewer().person.id)  # type: ignore[union-attr]


def viewer_seen(monkeypatch: pytest.MonkeyPatch, cookies: Mapping[str, str]) -> AppTest:
    monkeypatch.setattr(ContextProxy, "cookies", cookies)
    return AppTest.from_function(script).run()


def test_the_cookie_says_who_it_is(monkeypatch: pytest.MonkeyPatch, studio: Studio) -> None:
    visitor = new_id()
    seen = viewer_seen(monkeypatch, cookies(studio, visitor)).text[0].value
    assert seen == studio.visitors.person(visitor).id


@pytest.mark.parametrize("cookie", ["account:42", "../x", "session:of-another", "A" * 22])
def test_no_cookie_can_spell_another_person(
    monkeypatch: pytest.MonkeyPatch, studio: Studio, cookie: str
) -> None:
    names = (UNSIGNED_COOKIE, *(studio.visitors.cookie_name(secure=each) for each in (True, False)))
    seen = viewer_seen(monkeypatch, dict.fromkeys(names, cookie)).text[0].value
    assert seen.startswith("session:")
    assert cookie not in seen


def test_a_browser_without_cookies_stays_the_same_for_its_session(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at = viewer_seen(monkeypatch, {})
    first = at.text[0].value
    assert at.run().text[0].value == first
    assert viewer_seen(monkeypatch, {}).text[0].value != first


@pytest.mark.parametrize(
    ("address", "known"),
    [
        ("203.0.113.5", "203.0.113.5"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::9", "2001:db8:1:2::"),
        (None, "None"),
        ("testclient", "None"),
    ],
)
def test_a_house_is_one_address_however_many_it_may_choose_from(
    monkeypatch: pytest.MonkeyPatch, address: str | None, known: str
) -> None:
    def script() -> None:
        import streamlit as st

        from lib.ui.viewer import current_address

        st.text(str(current_address()))

    monkeypatch.setattr(ContextProxy, "ip_address", address)
    assert AppTest.from_function(script).run().text[0].value == known
