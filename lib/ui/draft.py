"""The draft: what is being written now, and the key that makes it one generation only.

Two clicks send the same key, and the database lets it in once. The key changes when the draft does,
or when somebody asks for a new take of the same. The browser keeps the draft in a cookie, which a
reload, a new tab and a restarted server read before they draw anything.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import unquote

import streamlit as st

from lib.errors import InvalidInput
from lib.format import FORMATS, PORTRAIT, Format
from lib.generation import Generation
from lib.palette import parse_palette_name
from lib.provider import Provider
from lib.request import SEEDS, VideoRequest
from lib.template import CATALOGUE, Template
from lib.ui.palettes import AUTO, BRAND, SWATCHES

#: Written by the caption field's script, read here.
COOKIE: Final = "skylit_draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is being written. `seed` is set for a new take of a film that exists."""

    words: str
    template: Template
    provider: Provider
    palette: str | None
    format: Format = PORTRAIT
    seed: int | None = None

    @property
    def key(self) -> str:
        """Return the idempotency key, which stays the same until something is changed."""
        if st.session_state.get("draft") != self:
            st.session_state["draft"] = self
            new_key()
        return str(st.session_state["draft_key"])

    @property
    def request(self) -> VideoRequest:
        """Return the request. Raise InvalidInput while the words cannot stand in any sky."""
        return VideoRequest.parse(
            self.words,
            template=self.template.name,
            format=self.format.name,
            palette=self.palette,
            seed=self.seed,
        )

    def is_same_as(self, generation: Generation) -> bool:
        """Return whether that film was asked for with these words and settings, in any take."""
        made = replace(generation.request, seed=None)
        return self.provider is generation.provider and replace(self.request, seed=None) == made


def restore() -> None:
    """Begin a session with the draft that this browser kept."""
    if "words" in st.session_state:
        return
    kept = read_kept(st.context.cookies.get(COOKIE, ""))
    st.session_state["words"] = kept.get("words", "")
    for name in ("template", "format", "palette", "brand"):
        if name in kept:
            st.session_state[name] = kept[name]
    if "provider" in kept:
        st.session_state["provider"] = Provider(kept["provider"])


def read_kept(cookie: str) -> Mapping[str, str]:
    """Read our cookie. Leave out whatever in it is not ours. Never raise."""
    try:
        found = json.loads(unquote(cookie))
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    texts = {name: value for name, value in found.items() if isinstance(value, str)}
    return {
        name: texts[name]
        for name, is_ours in _KEPT.items()
        if name in texts and is_ours(texts[name])
    }


def _can_be_written(words: str) -> bool:
    """False for half of a surrogate pair, which no file and no database takes."""
    return not any("\ud800" <= each <= "\udfff" for each in words)


def _is_brand(value: str) -> bool:
    try:
        return value.startswith("#") and parse_palette_name(value) == value
    except InvalidInput:
        return False


_KEPT: Final[Mapping[str, Callable[[str], bool]]] = {
    "words": _can_be_written,
    "template": lambda value: value in {each.name for each in CATALOGUE},
    "format": lambda value: value in {each.name for each in FORMATS},
    "provider": lambda value: value in set(Provider),
    "palette": lambda value: value in SWATCHES,
    "brand": _is_brand,
}


def settings() -> dict[str, str]:
    """Return everything of the draft except its words, for the cookie."""
    names = ("template", "format", "provider", "palette", "brand")
    return {name: str(st.session_state[name]) for name in names if st.session_state.get(name)}


def new_key() -> None:
    """Take another key: from now on the same words make another video."""
    st.session_state["draft_key"] = secrets.token_urlsafe(16)


def new_take() -> None:
    """Ask for the same once more, as a film of its own."""
    st.session_state["seed"] = secrets.randbelow(SEEDS)
    new_key()


def seed() -> int | None:
    found = st.session_state.get("seed")
    return found if isinstance(found, int) else None


def forget_take() -> None:
    """Forget the new take: what is asked for now is another film."""
    st.session_state.pop("seed", None)


def words() -> str:
    return str(st.session_state.get("words", ""))


def revision() -> str:
    """Return a mark that changes when we, not the person, put words into the field; empty until then.

    It is random, because a browser remembers it for longer than a server runs.
    """
    return str(st.session_state.get("revision", ""))


def keep_words(text: str) -> None:
    if text != words():
        forget_take()
    st.session_state["words"] = text


def put_words(text: str) -> None:
    """Fill the field with these words. What stood there can be brought back with `undo`."""
    before = words()
    st.session_state["words_before"] = before if before.strip() and before != text else None
    st.session_state["put"] = text
    _fill(text)


def can_undo() -> bool:
    """Return True while the field holds words of ours in place of words that somebody typed."""
    return bool(st.session_state.get("words_before")) and words() == st.session_state.get("put")


def undo() -> None:
    _fill(str(st.session_state.pop("words_before")))


def use_again(generation: Generation, *, with_seed: bool = False) -> None:
    """Take over the words and settings of an earlier film; `with_seed` makes the very same film."""
    put_words(generation.caption.text)
    if with_seed and generation.request.seed is not None:
        st.session_state["seed"] = generation.request.seed
    st.session_state["template"] = generation.request.template.name
    st.session_state["format"] = generation.request.format.name
    st.session_state["provider"] = generation.provider
    choose_palette(generation.request.palette)


def choose_palette(palette: str | None) -> None:
    """`palette` is a name, a brand colour, or None for the template's own choice."""
    if palette and palette.startswith("#"):
        st.session_state["brand"] = palette
        palette = BRAND
    st.session_state["palette"] = palette if palette in SWATCHES else AUTO


def _fill(text: str) -> None:
    forget_take()
    st.session_state["words"] = text
    st.session_state["revision"] = secrets.token_urlsafe(6)
    new_key()
