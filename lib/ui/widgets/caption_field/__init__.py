"""The field for the words: big, counted as people count, heard while it is typed in.

Streamlit's own text area speaks only when it is left, and then a preview could not follow the
typing; its one-line input does speak, but 80 characters of this size do not fit on one line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st

_HERE: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the field."""

    words: str
    by_hand: bool  # False for words that we put there, or that a reload found again


_mount: Final = st.components.v2.component(
    "skylit.caption_field",
    html=(_HERE / "field.html").read_text("utf-8"),
    css=(_HERE / "field.css").read_text("utf-8"),
    js=(_HERE / "field.js").read_text("utf-8"),
)


def caption_field(
    label: str,
    *,
    key: str,
    words: str,
    revision: str,
    placeholder: str,
    limit: int,
    cookie: Mapping[str, object],
    submit: Callable[[], None],
) -> Typed:
    """Draw the field. `words` fill it on the first run and whenever `revision` is a new one.

    Without a revision we have put nothing there, and what the browser still has stays.
    `submit` is called before the run in which these are the words that Ctrl+Enter was pressed with.
    `cookie` says where the browser keeps the draft: its `name`, its `path`, and the `settings` that
    are kept beside the words.
    """
    result = _mount(
        key=key,
        data={
            "label": label,
            "words": words,
            "revision": revision,
            "placeholder": placeholder,
            "limit": limit,
            "cookie": dict(cookie),
        },
        on_words_change=_note,
        on_submitted_change=submit,
    )
    if result.submitted is not None:
        return Typed(str(result.submitted), by_hand=True)
    if result.words is None or result.words["revision"] != revision:  # typed before we filled it
        return Typed(words, by_hand=False)
    return Typed(str(result.words["text"]), by_hand=bool(result.words["by_hand"]))


def _note() -> None:
    """Do nothing: the next run reads the value, but Streamlit wants a callback for each name."""
