"""CsvFile: a CSV in UTF-8, with the byte order mark by which spreadsheets recognise it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Final

#: A spreadsheet takes a cell that begins so for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


class CsvFile:
    """Whatever people typed stays text: no cell becomes a formula."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._text = io.StringIO()
        self.add(columns)

    def add(self, cells: Sequence[str]) -> None:
        csv.writer(self._text).writerow([_harmless(cell) for cell in cells])

    def content(self) -> bytes:
        return self._text.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
