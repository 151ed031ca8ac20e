"""Table: columns and rows, all of it text. A formula is text, too: nothing here computes it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Self

from lib.errors import BadTable
from lib.folding import fold
from lib.person import Person
from lib.problem import Code, Problem

MOST_ROWS: Final = 5_000
MOST_BYTES: Final = 10_000_000
MOST_COLUMNS: Final = 200

#: Characters of one cell that are kept. No caption and no file name is longer.
_LONGEST_CELL: Final = 2_000


@dataclass(frozen=True, slots=True)
class Table:
    """Each row has a cell for each column. Columns have names of which no two are alike."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, cells: Iterable[Sequence[str]], *, has_header: bool = True) -> Self:
        """Read the first row as the columns' names. Blank rows are left out, short ones filled up.

        Raise BadTable where nothing is left, or more than a table may have.
        """
        filled = [row for each in cells if any(row := tuple(map(_tidy, each)))]
        header, rows = (filled[0], filled[1:]) if has_header and filled else ((), filled)
        if not rows:
            raise BadTable(Problem.of(Code.TABLE_EMPTY))
        if len(rows) > MOST_ROWS:
            raise BadTable(Problem.of(Code.TABLE_TOO_LONG, rows=len(rows), most=MOST_ROWS))
        width = max(map(len, [header, *rows]))
        if width > MOST_COLUMNS:
            raise BadTable(Problem.of(Code.TABLE_TOO_WIDE, columns=width, most=MOST_COLUMNS))
        return cls(_named(_filled(header, width)), tuple(_filled(row, width) for row in rows))

    def place(self, name: str) -> int | None:
        """Return where the column of this name stands, however it is cased and spaced."""
        wanted = fold(name)
        return next((at for at, each in enumerate(self.columns) if fold(each) == wanted), None)

    def with_cell(self, row: int, column: int, text: str) -> Self:
        """Return the same with another text in this cell; both count from 0."""
        cells = list(self.rows[row])
        cells[column] = _tidy(text)
        return replace(self, rows=(*self.rows[:row], tuple(cells), *self.rows[row + 1 :]))


@dataclass(frozen=True, slots=True, kw_only=True)
class TableDraft:
    """A table that somebody is about to make films of. It outlives a reload and a restart."""

    id: str
    owner: Person
    #: Its file's name; empty for what was pasted.
    name: str
    table: Table

    @classmethod
    def new(cls, owner: Person, name: str, table: Table) -> Self:
        return cls(id=secrets.token_urlsafe(16), owner=owner, name=name, table=table)


def _tidy(cell: str) -> str:
    """Without NUL and halves of surrogate pairs, which no database takes."""
    return cell[:_LONGEST_CELL].replace("\0", "").encode(errors="ignore").decode().strip()


def _filled(row: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (*row, *("" for _ in range(width - len(row))))


def _named(header: Sequence[str]) -> tuple[str, ...]:
    """A column without a name gets its number; the second of two alike gets one, too."""
    names = dict[str, str]()
    for number, cell in enumerate(header, 1):
        name = " ".join(cell.replace("{", "").replace("}", "").split()) or f"Column {number}"
        while fold(name) in names:
            name = f"{name} {number}"
        names[fold(name)] = name
    return tuple(names.values())
