"""The draft: what is being written now, and the key that makes it one generation only.

Two clicks send the same key, and the database lets it in once. The key changes when the draft does,
or when somebody asks for another one of the same.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import streamlit as st

from lib.generation import Generation
from lib.provider import Provider
from lib.request import VideoRequest
from lib.template import Template
from lib.ui.palettes import AUTO, SWATCHES


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    words: str
    template: Template
    provider: Provider
    palette: str | None

    @property
    def key(self) -> str:
        """The idempotency key: the same as long as nothing was changed."""
        if st.session_state.get("draft") != self:
            st.session_state["draft"] = self
            new_key()
        return str(st.session_state["draft_key"])

    @property
    def request(self) -> VideoRequest:
        """What it asks for. Raise InvalidInput while the words cannot stand in any sky."""
        return VideoRequest.parse(self.words, template=self.template.name, palette=self.palette)

    def is_same_as(self, generation: Generation) -> bool:
        """Whether that one was asked for with these very words and settings."""
        return self.provider is generation.provider and self.request == generation.request


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
    st.session_state["template"] = generation.request.template.name
    st.session_state["provider"] = generation.provider
    palette = generation.request.palette
    st.session_state["palette"] = palette if palette in SWATCHES else AUTO
    new_key()
