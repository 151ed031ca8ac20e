"""Wording: a caption with columns in braces, such as "Welcome, {name}!"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Self

import regex

from lib.batch.table import Table
from lib.errors import BadTable
from lib.problem import Code, Problem

#: `{{` and `}}` stand for a brace; a brace without its partner stands for itself.
_PART: Final = regex.compile(r"(?P<brace>\{\{|\}\})|\{(?P<column>[^{}\r\n]+)\}")

#: Columns that hold the whole caption, where nobody says otherwise.
_WHOLE: Final = ("caption", "text", "words")


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a caption; `column` is where the row gave it."""

    text: str
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """`pieces` are what stands in every caption, and places for what a row gives."""

    text: str
    pieces: tuple[Piece, ...]

    @classmethod
    def parse(cls, text: str, table: Table) -> Self:
        """Raise BadTable for a column that the table does not have."""
        return cls(text, tuple(_pieces(text, table)))

    @classmethod
    def usual(cls, table: Table) -> Self:
        """Return the caption as it stands in the column of that name, else in the first column."""
        places = (table.place(name) for name in _WHOLE)
        column = next((at for at in places if at is not None), 0)
        return cls.parse(f"{{{table.columns[column]}}}", table)

    @property
    def columns(self) -> tuple[int, ...]:
        """Return the columns that it takes something from, each once."""
        return tuple(dict.fromkeys(each.column for each in self.pieces if each.column is not None))

    def filled(self, row: Sequence[str]) -> tuple[Piece, ...]:
        """Return the caption of this row. Braces that the row gives are only braces."""
        return tuple(
            each if each.column is None else Piece(row[each.column], each.column)
            for each in self.pieces
        )


def _pieces(text: str, table: Table) -> Iterator[Piece]:
    end = 0
    for found in _PART.finditer(text):
        if found.start() > end:
            yield Piece(text[end : found.start()])
        end = found.end()
        yield Piece(found["brace"][0]) if found["brace"] else _column(found["column"], table)
    if end < len(text):
        yield Piece(text[end:])


def _column(name: str, table: Table) -> Piece:
    place = table.place(name)
    if place is None:
        known = ", ".join(table.columns[:12])
        raise BadTable(Problem.of(Code.NO_SUCH_COLUMN, column=name.strip(), columns=known))
    return Piece("", place)
