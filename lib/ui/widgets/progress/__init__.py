"""Progress of films: it moves in the browser, and asks for a run of the page only when one is needed.

A fragment that ticks costs a script run, a thread and nine messages for each look of each watcher.
This asks an own route (lib/web/routes/progress.py), which costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

import streamlit as st

from lib.generation import Status
from lib.studio import Progress

_HERE: Final = Path(__file__).parent

_mount: Final = st.components.v2.component(
    "skylit.progress",
    html=(_HERE / "progress.html").read_text("utf-8"),
    css=(_HERE / "progress.css").read_text("utf-8"),
    js=(_HERE / "progress.js").read_text("utf-8"),
)

#: For each film, by id, the statuses in which the page looks the same.
SameIn = Mapping[str, Collection[Status]]


def show_progress(films: SameIn, *, address: str, label: str, first: Progress) -> None:
    """Draw bar and words for the one film, and watch it. Call outside of any fragment."""
    _watch("progress_bar", films, address, label, first)


def watch(films: SameIn, *, address: str) -> None:
    """Show nothing; run the page again when one of these films has moved on."""
    _watch("watcher", films, address, "", None)


def _watch(key: str, films: SameIn, address: str, label: str, first: Progress | None) -> None:
    _mount(
        key=key,
        data={
            "films": {each: sorted(statuses) for each, statuses in films.items()},
            "address": address,
            "label": label,
            "first": first and _told(first),
        },
        on_moved_change=_note,
    )


def _told(progress: Progress) -> dict[str, str | float]:
    return {
        "fraction": progress.fraction,
        "sentence": progress.sentence,
        "left": progress.time_left,
    }


def _note() -> None:
    """Do nothing: the next run draws the page, but Streamlit wants a callback for each name."""
