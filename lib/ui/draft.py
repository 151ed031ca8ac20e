"""The draft: what is being written now, and the key that makes it one generation only.

Two clicks send the same key, and the database lets it in once. The key changes when the draft does,
or when somebody asks for another one of the same.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import streamlit as st

from lib.caption import Caption
from lib.generation import Generation
from lib.provider import Provider
from lib.ui.palettes import AUTO, SWATCHES


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    words: str
    template: str
    provider: Provider
    palette: str | None

    @property
    def key(self) -> str:
        """The idempotency key: the same as long as nothing was changed."""
        if st.session_state.get("draft") != self:
            st.session_state["draft"] = self
            new_key()
        return str(st.session_state["draft_key"])

    def is_same_as(self, generation: Generation) -> bool:
        """Whether that one was asked for with these very words and settings."""
        return (
            Caption.parse(self.words) == generation.caption
            and self.template == generation.template
            and self.provider is generation.provider
            and self.palette == generation.palette
        )


def new_key() -> None:
    """From here on the same words make another video."""
    st.session_state["draft_key"] = secrets.token_urlsafe(16)


def words() -> str:
    return str(st.session_state.get("words", ""))


def revision() -> str:
    """Changes whenever we, not the person, put words into the field; empty until then.

    By chance, not counted: a browser keeps one for longer than a server that restarts.
    """
    return str(st.session_state.get("revision", ""))


def keep_words(text: str) -> None:
    st.session_state["words"] = text


def put_words(text: str) -> None:
    """Fill the field with these words, whatever stood in it."""
    st.session_state["words"] = text
    st.session_state["revision"] = secrets.token_urlsafe(6)


def use_again(generation: Generation) -> None:
    """Write with the words and settings of an earlier one."""
    put_words(generation.caption.text)
    st.session_state["template"] = generation.template
    st.session_state["provider"] = generation.provider
    st.session_state["palette"] = generation.palette if generation.palette in SWATCHES else AUTO
    new_key()
