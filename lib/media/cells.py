"""`python -m lib.media.cells SECONDS BYTES FILE`: print a spreadsheet's cells, or what is wrong with it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Final

from python_calamine import CalamineError, CalamineSheet, PasswordError, load_workbook

from lib.batch import MOST_ROWS
from lib.media.confined import Limits, run
from lib.problem import Code, Problem

_Value = int | float | str | bool | time | date | datetime | timedelta

#: Enough for Table.of to say that there are too many; the same for columns.
_MOST_READ: Final = MOST_ROWS + 2
_MOST_COLUMNS: Final = 201

#: Characters of one cell.
_LONGEST: Final = 2_000


def main(arguments: Sequence[str]) -> int:
    """Print a list of lists, or a problem."""
    seconds, memory, file = arguments
    Limits(int(seconds), int(memory)).hold()
    return run(lambda: _told(file))


def _told(file: str) -> str:
    try:
        book = load_workbook(file)
        sheets = (_rows(book.get_sheet_by_name(name)) for name in book.sheet_names)
        return json.dumps(next((rows for rows in sheets if rows), []))
    except PasswordError:
        return Problem.of(Code.TABLE_LOCKED).as_json()
    except CalamineError as error:
        return Problem.of(Code.TABLE_DAMAGED, why=str(error).splitlines()[0][:120]).as_json()


def _rows(sheet: CalamineSheet) -> list[list[str]]:
    """Rows that hold something."""
    rows = (list(map(_text, row[:_MOST_COLUMNS])) for row in _every(sheet))
    return list(islice((row for row in rows if any(row)), _MOST_READ))


def _every(sheet: CalamineSheet) -> Iterator[Sequence[_Value]]:
    if sheet.height:  # an empty sheet has no rows to go through
        yield from sheet.iter_rows()


def _text(value: _Value) -> str:
    """The value as a reader of the sheet would say it; of a formula, what it came to."""
    match value:
        case bool():
            return str(value).upper()
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case float():
            return f"{value:.12g}"
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(sep=" ", timespec="minutes")
        case _:
            return str(value).strip()[:_LONGEST]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
