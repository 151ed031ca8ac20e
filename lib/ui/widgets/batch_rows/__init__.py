"""The rows of a table, each with its caption and its still, which is drawn when it comes into sight.

Five thousand rows are no more work than twelve: only those in sight are in the page. A still comes from
the engine by an own route, and with it what the engine says of its legibility.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import streamlit as st

from lib.batch import PlannedRow, Table, Wording
from lib.caption import MAX_CHARACTERS
from lib.text import say

_HERE: Final = Path(__file__).parent
_KEY: Final = "batch_rows"

_mount: Final = st.components.v2.component(
    "skylit.batch_rows",
    html=(_HERE / "rows.html").read_text("utf-8"),
    css=(_HERE / "rows.css").read_text("utf-8"),
    js=(_HERE / "rows.js").read_text("utf-8"),
)


@dataclass(frozen=True, slots=True)
class Mended:
    """Other values for a row, by column; both count from 0."""

    row: int
    cells: Mapping[int, str]


def show_rows(
    rows: Sequence[PlannedRow], table: Table, wording: Wording, stills: Mapping[int, str]
) -> Mended | None:
    """Draw them in this order. `stills` are addresses, by the row's number. Return a change."""
    shown = _fixable(table, wording)
    result = _mount(
        key=_KEY,
        data={
            "columns": list(table.columns),
            "limit": MAX_CHARACTERS,
            "rows": [_told(row, table, shown, stills.get(row.number, "")) for row in rows],
        },
        on_mended_change=_note,
    )
    return _parsed(result.mended)


def _fixable(table: Table, wording: Wording) -> list[int]:
    """The columns of the caption, and those that choose something."""
    choosing = ("template", "format", "size", "colours", "colors", "palette", "file name", "file")
    places = (table.place(name) for name in choosing)
    return list(dict.fromkeys((*wording.columns, *(at for at in places if at is not None))))


def _told(row: PlannedRow, table: Table, shown: Sequence[int], still: str) -> dict[str, object]:
    cells = table.rows[row.number - 1]
    return {
        "n": row.number,
        "parts": [
            [piece.text, -1 if piece.column is None else piece.column] for piece in row.pieces
        ],
        "state": row.state.value,
        "why": _why(row),
        "scene": row.request is not None and row.request.caption.reads_like_a_scene,
        "still": still,
        "cells": [[column, cells[column]] for column in shown],
    }


def _why(row: PlannedRow) -> str:
    if row.problem is not None:
        return say(row.problem)
    return "" if row.same_as is None else f"Same film as row {row.same_as:,}: made once"


def _parsed(told: Any) -> Mended | None:  # noqa: ANN401  # a browser may send anything
    if not isinstance(told, Mapping) or not isinstance(told.get("row"), int):
        return None
    cells = told.get("cells")
    if not isinstance(cells, Mapping):
        return None
    texts = {
        int(column): text
        for column, text in cells.items()
        if str(column).isdecimal() and isinstance(text, str)
    }
    return Mended(told["row"] - 1, texts)


def _note() -> None:
    """The run that follows reads the value; Streamlit wants a callback to know its name."""
