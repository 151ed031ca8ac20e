"""Plan: every row as a request, or the reason why not; seen before anything is spent."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Self, TypeVar

import regex

from lib.batch.table import Table
from lib.batch.wording import Piece, Wording
from lib.caption import MAX_CHARACTERS, count, tidy
from lib.errors import InvalidCaption, InvalidInput
from lib.folding import fold
from lib.format import PORTRAIT, Format
from lib.palette import parse_palette_name
from lib.problem import Code, Problem
from lib.provider import Provider
from lib.request import VideoRequest
from lib.template import CATALOGUE, SHANGHAI_DRONE_SHOW, Template

#: What columns may be called that say something other than words.
_TEMPLATE: Final = ("template",)
_FORMAT: Final = ("format", "size")
_COLOURS: Final = ("colours", "colors", "colour", "color", "palette")
_FILE: Final = ("file name", "filename", "file")

_RATIOS: Final = {
    "9:16": PORTRAIT,
    "16:9": Format(1920, 1080),
    "4:5": Format(1080, 1350),
    "1:1": Format(1080, 1080),
}

T = TypeVar("T")


class RowState(StrEnum):
    MADE = "made"
    REFUSED = "refused"
    JOINED = "joined"  # the same film as an earlier row: made once


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """What a row means that does not say otherwise."""

    template: Template = SHANGHAI_DRONE_SHOW
    format: Format = PORTRAIT
    palette: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRow:
    """`number` counts rows from 1. `request` is None where the row is refused."""

    number: int
    pieces: tuple[Piece, ...]
    request: VideoRequest | None = None
    problem: Problem | None = None
    #: What its film shall be called; empty: as its caption reads.
    file_name: str = ""
    #: The earlier row whose film it shares.
    same_as: int | None = None

    @property
    def state(self) -> RowState:
        if self.request is None:
            return RowState.REFUSED
        return RowState.MADE if self.same_as is None else RowState.JOINED

    @property
    def words(self) -> str:
        """The caption as the row gives it, whether it can stand in the sky or not."""
        return "".join(piece.text for piece in self.pieces)

    def refused(self, problem: Problem) -> Self:
        return replace(self, request=None, problem=problem, same_as=None)


@dataclass(frozen=True, slots=True)
class Plan:
    rows: tuple[PlannedRow, ...]

    @classmethod
    def of(
        cls,
        table: Table,
        wording: Wording,
        provider: Provider,
        *,
        defaults: Defaults | None = None,
        joins: bool = True,
    ) -> Self:
        """`joins`: rows of the very same request become one film. Never raise for a bad row."""
        reader = _Reader.of(table, wording, provider, defaults or Defaults())
        rows = [reader.read(number, row) for number, row in enumerate(table.rows, 1)]
        return cls(_joined(rows) if joins else tuple(rows))

    @property
    def films(self) -> tuple[PlannedRow, ...]:
        """Return the rows of which a film is made."""
        return self._in(RowState.MADE)

    @property
    def refused(self) -> tuple[PlannedRow, ...]:
        return self._in(RowState.REFUSED)

    @property
    def joined(self) -> tuple[PlannedRow, ...]:
        return self._in(RowState.JOINED)

    def without(self, characters: Collection[str]) -> Self:
        """Return the same with the rows refused that hold one of these, which nobody can draw."""
        if not characters:
            return self
        rows = [_drawable(row, characters) for row in self.rows]
        return replace(self, rows=_joined(rows) if self.joined else tuple(rows))

    def _in(self, state: RowState) -> tuple[PlannedRow, ...]:
        return tuple(row for row in self.rows if row.state is state)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    wording: Wording
    names: Sequence[str]
    provider: Provider
    defaults: Defaults
    template: int | None
    format: int | None
    colours: int | None
    file: int | None

    @classmethod
    def of(cls, table: Table, wording: Wording, provider: Provider, defaults: Defaults) -> Self:
        """A column that stands in the caption says nothing else."""

        def place(names: Iterable[str]) -> int | None:
            found = (table.place(name) for name in names)
            return next((at for at in found if at is not None and at not in wording.columns), None)

        return cls(
            wording=wording,
            names=table.columns,
            provider=provider,
            defaults=defaults,
            template=place(_TEMPLATE),
            format=place(_FORMAT),
            colours=place(_COLOURS),
            file=next((at for name in _FILE if (at := table.place(name)) is not None), None),
        )

    def read(self, number: int, cells: Sequence[str]) -> PlannedRow:
        planned = PlannedRow(
            number=number,
            pieces=self.wording.filled(cells),
            file_name=cells[self.file] if self.file is not None else "",
        )
        empty = next((at for at in self.wording.columns if not cells[at]), None)
        if empty is not None:
            problem = Problem.of(Code.ROW_WITHOUT_VALUE, column=self.names[empty])
            return planned.refused(problem)
        try:
            return replace(planned, request=self._request(planned.words, cells))
        except _Refusal as refusal:
            return planned.refused(refusal.problem)

    def _request(self, words: str, cells: Sequence[str]) -> VideoRequest:
        template = self._chosen(cells, self.template, _template, Code.ROW_TEMPLATE)
        format_ = self._chosen(cells, self.format, _format, Code.ROW_FORMAT)
        palette = self._chosen(cells, self.colours, parse_palette_name, Code.ROW_COLOURS)
        try:
            return VideoRequest.parse(
                words,
                template=(template or self.defaults.template).name,
                format=(format_ or self.defaults.format).name,
                palette=palette or self.defaults.palette,
            ).fitted_to(self.provider)
        except InvalidCaption as error:
            raise _Refusal(_about_the_words(words)) from error
        except InvalidInput as error:  # this provider does not have that template or format
            raise _Refusal(error.problem) from error

    def _chosen(
        self, cells: Sequence[str], column: int | None, parse: Callable[[str], T], code: Code
    ) -> T | None:
        text = cells[column] if column is not None else ""
        if not text:
            return None
        try:
            return parse(text)
        except InvalidInput as error:
            raise _Refusal(Problem.of(code, value=text[:40])) from error


class _Refusal(Exception):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def _template(text: str) -> Template:
    """Take its name or its slug, in any case."""
    wanted = fold(text)
    found = (each for each in CATALOGUE if wanted in {fold(each.name), fold(each.slug)})
    return next(found, None) or Template.parse(text)


def _format(text: str) -> Format:
    """Take "1080x1080" as people write it: with ×, with spaces, or as a ratio."""
    plain = regex.sub(r"\s*[x×X*]\s*", "x", text.strip())
    return _RATIOS.get(plain) or Format.parse(plain)


def _about_the_words(words: str) -> Problem:
    length = count(tidy(words))
    if length > MAX_CHARACTERS:
        return Problem.of(Code.ROW_TOO_LONG, length=length, most=MAX_CHARACTERS)
    return Problem.of(Code.ROW_EMPTY)


def _drawable(row: PlannedRow, characters: Collection[str]) -> PlannedRow:
    if row.request is None:
        return row
    words = regex.findall(r"\X", row.request.caption.text)
    if found := [each for each in dict.fromkeys(words) if each in characters]:
        return row.refused(Problem.of(Code.ROW_UNDRAWABLE, characters=" ".join(found[:8])))
    return row


def _joined(rows: Iterable[PlannedRow]) -> tuple[PlannedRow, ...]:
    """Let rows of the very same request share the film of the first."""
    first = dict[VideoRequest, int]()
    return tuple(
        row
        if row.request is None
        else replace(row, same_as=_unless(row.number, first.setdefault(row.request, row.number)))
        for row in rows
    )


def _unless(number: int, first: int) -> int | None:
    return None if first == number else first
