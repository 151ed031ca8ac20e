"""Nobody sees what is another's, and no words whatever become more than words on any page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from lib.errors import GenerationNotFound, InvalidCaption
from lib.person import Viewer
from lib.studio import Studio
from lib.visitor import new_id
from tests.pages.screen import act, markup, press_make, type_words
from tests.web.furnished import cookies, failed, generating, queued, ready, unconfirmed, viewer_of

Open = Callable[..., AppTest]

#: Pieces that mean something to HTML, Markdown, Streamlit, spreadsheets, shells or readers' eyes.
_PIECES = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</p></div>", '"', "'", "&lt;", "&#60;",
    "<!--", "-->", "]]>", "`", "**b**", "[a](javascript:alert(1))", "![i](https://elsewhere.example/x)",
    ":red[x]", ":material/delete:", "$x^2$", "=1+1", "@SUM(A1)", "-2+3", "{{7*7}}", "%0d%0a", "\\", "#",
    "\u200f", "\u2060", "上海", "👩‍👩‍👧‍👦", "Z͑͋", "a", " ",
)  # fmt: skip
WORDS = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=5).map(
    lambda found: "a" + "".join(found)
)

_OURS = re.compile(r"/(clips|previews|samples|stage)[/?].*|data:image/svg\+xml,.*")


@dataclass
class Seen(HTMLParser):
    """What a browser makes of it."""

    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"article", "div", "p", "b", "i", "span", "strong", "bdi", "h2", "a", "img",
                       "video", "button"}, tag  # fmt: skip
        for name, value in attrs:
            assert not name.startswith("on"), name
            if name in {"src", "href", "poster"}:
                assert _OURS.fullmatch(value or ""), value

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(at: AppTest) -> str:
    """The words of our own markup."""
    seen = Seen()
    seen.feed(markup(at))
    return "".join(seen.words)


def shown(label: str) -> str:
    """A label as Streamlit's Markdown shows it."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", label).replace("\u2060", "")


@settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(words=WORDS, problem=WORDS)
def test_whatever_words_and_errors_say_they_stay_words(
    studio: Studio, viewer: Viewer, open_page: Open, words: str, problem: str
) -> None:
    try:
        made = [ready(studio, viewer, words), failed(studio, viewer, words, problem)]
    except InvalidCaption:
        return
    caption = made[0].caption.text
    history, create = open_page("history.py"), open_page(g=made[1].id)
    assert read(history).count(caption) >= 2
    assert problem.strip() in read(history)
    assert problem.strip() in read(create)
    assert f"Show {caption}" in read(create)
    for each in made:
        studio.delete(viewer, each.id)


@settings(
    max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(words=WORDS)
def test_what_is_searched_for_and_asked_for_by_address_stays_words(
    studio: Studio, open_page: Open, words: str
) -> None:
    assert words.strip() in read(open_page("history.py", q=words)).replace("\xa0", " ")
    stray = open_page(g=words)
    assert not stray.exception
    read(stray)


def test_a_stranger_who_knows_an_id_gets_nothing_and_can_do_nothing(
    studio: Studio, viewer: Viewer, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [
        make(studio, viewer, "Only for Ann")
        for make in (queued, generating, ready, failed, unconfirmed)
    ]
    visitor = new_id()
    stranger = viewer_of(studio, visitor)
    monkeypatch.setattr(ContextProxy, "cookies", cookies(studio, visitor))
    for each in made:
        at = open_page(g=each.id)
        assert "Only for Ann" not in read(at)
        assert "g" not in at.query_params
        _can_do_nothing(studio, stranger, each.id)
        for name in ("details", "again", "open", "answer", "recheck", "retry", "share", "delete"):
            assert "Only for Ann" not in read(act(open_page("history.py"), name, each))
        assert "Only for Ann" not in read(act(open_page(), "show", each))
    assert "Only for Ann" not in read(open_page("history.py"))
    assert "Nothing found" in read(open_page("history.py", q="Only for Ann"))
    assert studio.history(stranger).total == 0
    assert studio.in_progress(stranger) == []
    assert [studio.get(viewer, each.id) for each in made] == made


def _can_do_nothing(studio: Studio, stranger: Viewer, generation_id: str) -> None:
    for act_on in (
        studio.get, studio.cancel, studio.recheck, studio.delete,
        lambda viewer, one: studio.retry(viewer, one, "draft"),
        lambda viewer, one: studio.resolve(viewer, one, send_again=True),
    ):  # fmt: skip
        with pytest.raises(GenerationNotFound):
            act_on(stranger, generation_id)


def test_ids_are_128_bits_of_chance(studio: Studio, viewer: Viewer) -> None:
    ids = {queued(studio, viewer).id for _ in range(50)}
    assert len(ids) == 50
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", each) for each in ids)
    for place in range(21):  # no place that tells the next from the last
        assert len({each[place] for each in ids}) > 15


def test_haste_is_met_with_a_sentence_and_the_words_are_kept(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    at = type_words(open_page(), "Once more")
    limit = studio.settings.submits_per_minute
    object.__setattr__(studio.settings, "submits_per_minute", 1)
    try:
        queued(studio, viewer, "The first")
        at = press_make(at)
    finally:
        object.__setattr__(studio.settings, "submits_per_minute", limit)
    assert "more than 1 videos within a minute" in shown(at.error[0].value)
    assert at.session_state["words"] == "Once more"
    assert studio.history(viewer).total == 1
