"""Search: what a page of History is asked for. It stands in the address, so that a view can be sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Final, Self, TypeVar

from lib.errors import InvalidChoice, InvalidInput
from lib.folding import fold
from lib.format import Format
from lib.problem import Code, Problem
from lib.provider import Provider
from lib.template import CATALOGUE, Template

T = TypeVar("T")

#: Characters. No caption is longer, and a database refuses patterns without end.
LONGEST: Final = 1000

#: No caption has more words.
_MOST_NEEDLES: Final = 40

_PHRASE: Final = re.compile(r'"([^"]*)"|([^\s"]+)')
_DAYS: Final = re.compile(r"([1-9]\d{0,2})d")
_YEAR: Final = re.compile(r"(2\d{3})")
_BATCH: Final = re.compile(r"[\w-]{1,64}", re.ASCII)
_MONTH: Final = re.compile(r"(2\d{3})-(0[1-9]|1[0-2])")


class State(StrEnum):
    """Where generations stand, as a person groups them. The value is the word in the address."""

    READY = "ready"
    MAKING = "making"
    ASKS = "asks"  # its owner is asked whether it arrived
    FAILED = "failed"  # also one whose file is damaged
    CANCELLED = "cancelled"


class Order(StrEnum):
    NEWEST = "newest"
    OLDEST = "oldest"
    WORDS = "words"  # by the caption, A to Z


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time by its word in the address: `today`, `7d`, `2026-04`, `2026`."""

    name: str
    since: datetime
    until: datetime | None = None  # exclusive

    @classmethod
    def parse(cls, name: str, now: datetime, zone: tzinfo = UTC) -> Self:
        """Read the word as somebody in `zone` means it. Raise InvalidChoice for any other word."""
        today = now.astimezone(zone).date()
        if name == "today":
            return cls(name, _midnight(today, zone))
        if days := _DAYS.fullmatch(name):
            return cls(name, _midnight(today - timedelta(days=int(days[1]) - 1), zone))
        if year := _YEAR.fullmatch(name):
            first = date(int(year[1]), 1, 1)
            return cls(name, _midnight(first, zone), _midnight(date(first.year + 1, 1, 1), zone))
        if month := _MONTH.fullmatch(name):
            first = date(int(month[1]), int(month[2]), 1)
            after = (first + timedelta(days=31)).replace(day=1)
            return cls(name, _midnight(first, zone), _midnight(after, zone))
        raise _refusal("when", name, ("today", "7d", "30d", "2026-04", "2026"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """`words` are as they were typed; the other fields are None where all are wanted."""

    words: str = ""
    starred: bool = False
    #: Only the viewer's own, where others' may be seen too.
    mine: bool = False
    template: Template | None = None
    provider: Provider | None = None
    format: Format | None = None
    state: State | None = None
    when: Span | None = None
    #: The id of the batch whose films are wanted.
    batch: str | None = None
    order: Order = Order.NEWEST
    #: Without the films of batches, of which there may be thousands. No address asks for that.
    single: bool = False

    @classmethod
    def parse(cls, query: Mapping[str, str], now: datetime, zone: tzinfo = UTC) -> Self:
        """Read an address's parameters. Raise InvalidInput for what History does not know.

        Parameters of other names are not ours to judge.
        """

        def read(name: str, parse: Callable[[str], T]) -> T | None:
            asked = query.get(name, "")
            return parse(asked) if asked else None

        return cls(
            words=_typed(query.get("q", "")),
            starred=bool(read("starred", _parse_starred)),
            mine=bool(read("whose", _parse_whose)),
            template=read("template", _parse_template),
            provider=read("provider", Provider.parse),
            format=read("format", Format.parse),
            state=read("state", _parse_state),
            when=read("when", lambda name: Span.parse(name, now, zone)),
            batch=read("batch", _parse_batch),
            order=read("sort", _parse_order) or Order.NEWEST,
        )

    @property
    def query(self) -> dict[str, str]:
        """The parameters of its address; what is as usual is left out."""
        said = {
            "q": self.words,
            "starred": "yes" if self.starred else "",
            "whose": "mine" if self.mine else "",
            "template": self.template.slug if self.template else "",
            "provider": self.provider or "",
            "format": self.format.name if self.format else "",
            "state": self.state or "",
            "when": self.when.name if self.when else "",
            "batch": self.batch or "",
            "sort": "" if self.order is Order.NEWEST else self.order,
        }
        return {name: str(value) for name, value in said.items() if value}

    @property
    def needles(self) -> tuple[str, ...]:
        """What caption or template must hold, each somewhere: words, and phrases in quotes; folded."""
        parts = (phrase or word for phrase, word in _PHRASE.findall(self.words))
        folded = dict.fromkeys(fold(each) for each in parts)
        return tuple(each for each in folded if each)[:_MOST_NEEDLES]

    @property
    def is_narrowed(self) -> bool:
        """True where it leaves anything out."""
        return self != replace(type(self)(), order=self.order)


#: Everything, newest first.
EVERYTHING: Final = Search()

#: The parameters that a search has in an address.
NAMES: Final = (
    "q", "starred", "whose", "template", "provider", "format", "state", "when", "batch", "sort",
)  # fmt: skip


def _typed(words: str) -> str:
    """Without what no database takes: half of a surrogate pair, and NUL."""
    return " ".join(words.encode(errors="ignore").decode().replace("\0", "").split())[:LONGEST]


def _parse_starred(word: str) -> bool:
    if word != "yes":
        raise _refusal("starred", word, ("yes",))
    return True


def _parse_whose(word: str) -> bool:
    if word != "mine":
        raise _refusal("whose", word, ("mine",))
    return True


def _parse_template(slug: str) -> Template:
    for template in CATALOGUE:
        if template.slug == slug:
            return template
    raise _refusal("template", slug, [each.slug for each in CATALOGUE])


def _parse_state(word: str) -> State:
    return _one_of(State, "state", word)


def _parse_batch(word: str) -> str:
    if not _BATCH.fullmatch(word):
        raise _refusal("batch", word, ("the id of a batch",))
    return word


def _parse_order(word: str) -> Order:
    return _one_of(Order, "sort", word)


_Word = TypeVar("_Word", bound=StrEnum)


def _one_of(words: type[_Word], field: str, word: str) -> _Word:
    try:
        return words(word)
    except ValueError:
        raise _refusal(field, word, list(words)) from None


def _refusal(field: str, received: str, known: object) -> InvalidInput:
    expected = " | ".join(map(str, known))  # type: ignore[call-overload]
    return InvalidChoice(
        Problem.of(Code.NOT_SEARCHABLE, field=field, received=received[:40]),
        field=field,
        expected=expected,
        received=repr(received),
    )


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
