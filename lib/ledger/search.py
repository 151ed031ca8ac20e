"""Search: what of the history a page shows, in which order, and how much there is of it.

A word of three characters or more is looked up in an index of trigrams, which finds parts of words in
every script. Where that index would give too many, and for shorter words, the words themselves are
read, in an index that holds all that a search asks for: no row is touched that is not shown. Which
of the two is quicker is measured by `benchmarks/history.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    false,
    func,
    or_,
    select,
    tuple_,
)

from lib.database.tables import generations
from lib.database.word_index import are_few, has_word_index, ids_with
from lib.folding import fold
from lib.generation import Generation, Status
from lib.ledger.deletions import IS_SHOWN
from lib.ledger.store import Store
from lib.person import Viewer
from lib.search import Order, Search, State
from lib.template import CATALOGUE

#: Of more than these, reading all words of one owner is quicker than fetching each row by its number.
MANY: Final = 1000

_TRIGRAM: Final = 3  # characters

_g: Final = generations.c


def _unindexed(column: ColumnElement[Any]) -> ColumnElement[str]:
    """Keep the planner from an index on this column, which would lead it to read every row.

    It takes the index that holds all that a search asks for instead.
    """
    return column.concat("")


_status: Final = _unindexed(_g.status)

_OF_STATE: Final[dict[State, ColumnElement[bool]]] = {
    State.READY: (_status == Status.READY.value) & _g.reason.is_(None),
    State.MAKING: _status.in_([each.value for each in Status if each.is_moving]),
    State.ASKS: _status == Status.UNCONFIRMED.value,
    State.FAILED: (_status == Status.FAILED.value)
    | ((_status == Status.READY.value) & _g.reason.is_not(None)),
    State.CANCELLED: _status == Status.CANCELLED.value,
}

#: What a page is sorted by, and whether it descends. The id makes each place one film's.
_KEYS: Final[dict[Order, tuple[tuple[ColumnElement[Any], ...], bool]]] = {
    Order.NEWEST: ((_g.created_at, _g.id), True),
    Order.OLDEST: ((_g.created_at, _g.id), False),
    Order.WORDS: ((_g.folded, _g.id), False),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a film stands in what was found: `number` counts from 1; its neighbours' ids."""

    number: int
    before: str | None
    after: str | None


class Searches(Store):
    def count(self, viewer: Viewer, search: Search) -> int:
        """Return how many of the viewer's history match."""
        with self._read() as connection:
            return _count(connection, _matches(connection, viewer, search))

    def page(
        self, viewer: Viewer, search: Search, *, offset: int, limit: int, total: int
    ) -> Sequence[Generation]:
        """Return a stretch of the `total` that match, in the order that was asked for.

        The ids are found first, in an index alone: skipping 99,000 rows reads none of them. From the
        middle on they are counted from the end, so that no page is slower than the middle one.
        """
        limit = min(limit, total - offset)
        from_end = total - offset - limit
        if from_end < offset:
            ids = self._ids(viewer, search, offset=from_end, limit=limit, back=True)[::-1]
        else:
            ids = self._ids(viewer, search, offset=offset, limit=limit)
        found = {each.id: each for each in self._all(select(generations).where(_g.id.in_(ids)))}
        return [found[each] for each in ids if each in found]

    def ids(self, viewer: Viewer, search: Search, *, limit: int) -> list[str]:
        """Return the ids of the first that match, in order."""
        return self._ids(viewer, search, offset=0, limit=limit)

    def _ids(
        self, viewer: Viewer, search: Search, *, offset: int, limit: int, back: bool = False
    ) -> list[str]:
        with self._read() as connection:
            matches = _matches(connection, viewer, search)
            query = _sorted(select(_g.id).where(*matches), search.order, back=back)
            return list(connection.scalars(query.offset(offset).limit(limit)))

    def place(self, viewer: Viewer, search: Search, generation: Generation) -> Place:
        """Return where the film stands among what matches, which it need not do itself."""
        keys, descends = _KEYS[search.order]
        here = tuple_(*_values(generation, search.order))
        later, earlier = tuple_(*keys) > here, tuple_(*keys) < here
        after, before = (earlier, later) if descends else (later, earlier)
        with self._read() as connection:
            matches = _matches(connection, viewer, search)

            def nearest(side: ColumnElement[bool], *, back: bool) -> str | None:
                query = select(_g.id).where(*matches, side).limit(1)
                found: str | None = connection.scalar(_sorted(query, search.order, back=back))
                return found

            return Place(
                number=_count(connection, (*matches, before)) + 1,
                before=nearest(before, back=True),
                after=nearest(after, back=False),
            )


def _count(connection: Connection, matches: Sequence[ColumnElement[bool]]) -> int:
    return connection.scalar(select(func.count()).select_from(generations).where(*matches)) or 0


def _sorted(query: Select[Any], order: Order, *, back: bool = False) -> Select[Any]:
    keys, descends = _KEYS[order]
    return query.order_by(*(key.desc() if descends is not back else key.asc() for key in keys))


def _values(generation: Generation, order: Order) -> tuple[object, str]:
    words = fold(generation.caption.text)
    return (words if order is Order.WORDS else generation.created_at, generation.id)


def _matches(
    connection: Connection, viewer: Viewer, search: Search
) -> tuple[ColumnElement[bool], ...]:
    needles = [_Needle.of(each) for each in search.needles]
    indexed = [each.words for each in needles if each.is_indexed]
    if is_rare := _are_rare(connection, indexed):
        needles = [each for each in needles if not each.is_indexed]
    return (
        *([_g.id.in_(ids_with(indexed))] if is_rare else []),
        *_history_of(viewer, _unindexed(_g.owner) if is_rare else _g.owner, mine=search.mine),
        IS_SHOWN,
        *_narrowed(search),
        *(each.stands_in_caption_or_template for each in needles),
    )


def _history_of(
    viewer: Viewer, owner: ColumnElement[str], *, mine: bool
) -> Iterator[ColumnElement[bool]]:
    """Ask the database what `may(viewer, SEE)` decides, but for links: what one opens is no history."""
    if mine or not viewer.sees_all:
        yield false() if viewer.person is None else owner == viewer.person.id


def _narrowed(search: Search) -> Iterator[ColumnElement[bool]]:
    if search.starred:
        yield _g.starred_at.is_not(None)
    if search.template:
        yield _unindexed(_g.template) == search.template.name
    if search.provider:
        yield _unindexed(_g.provider) == search.provider.value
    if search.format:
        yield _g.format == search.format.name
    if search.state:
        yield _OF_STATE[search.state]
    if search.single:
        yield _unindexed(_g.batch_id).is_(None)
    if search.batch:
        yield _g.batch_id == search.batch
    if search.when:
        yield _g.created_at >= search.when.since
    if search.when and search.when.until:
        yield _g.created_at < search.when.until


@dataclass(frozen=True, slots=True)
class _Needle:
    """One word or phrase of a search, folded, and the templates whose names hold it."""

    words: str
    templates: tuple[str, ...]

    @classmethod
    def of(cls, words: str) -> Self:
        return cls(words, tuple(each.name for each in CATALOGUE if words in fold(each.name)))

    @property
    def is_indexed(self) -> bool:
        """True where the index of trigrams finds all that it stands in: it knows captions alone."""
        return len(self.words) >= _TRIGRAM and not self.templates

    @property
    def stands_in_caption_or_template(self) -> ColumnElement[bool]:
        # autoescape: a % or _ that somebody looks for is that very character, not a wildcard.
        in_caption = _g.folded.contains(self.words, autoescape=True)
        return or_(in_caption, _g.template.in_(self.templates)) if self.templates else in_caption


def _are_rare(connection: Connection, needles: Sequence[str]) -> bool:
    """Return whether the index of trigrams is the quicker way."""
    return bool(needles and has_word_index(connection) and are_few(connection, needles, MANY))
