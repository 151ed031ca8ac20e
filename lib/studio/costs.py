"""Costs: what a paid film costs before it is made, and what was spent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from lib.charge import Charge, dollars, month_of
from lib.generation import Generation
from lib.person import Person, Viewer
from lib.provider import Provider
from lib.studio.csv_file import CsvFile
from lib.studio.parts import Parts
from lib.template import Template

_COLUMNS: Final = (
    "asked (UTC)", "film", "words", "template", "provider", "person", "batch", "credits", "dollars", "known",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Costs:
    """The paid requests of one month that the viewer may see, the latest first."""

    month: str  # UTC, 2026-11
    charges: tuple[Charge, ...]
    #: The films that are still there, by id.
    films: dict[str, Generation]
    #: Names of its batches, by id.
    batches: dict[str, str]
    #: Credits that everybody has spent in this month.
    of_all: float

    @cached_property
    def total(self) -> float:
        """Credits."""
        return sum(each.amount for each in self.charges)

    @cached_property
    def open(self) -> float:
        """Credits of the total that the provider has not told yet."""
        return sum(each.amount for each in self.charges if not each.is_certain)

    @cached_property
    def paid(self) -> tuple[Charge, ...]:
        """Those that cost something, or may."""
        return tuple(each for each in self.charges if not each.is_free)

    @cached_property
    def by_day(self) -> dict[int, float]:
        """Credits by day of the month (UTC), for days on which something was paid."""
        days = Counter[int]()
        for each in self.paid:
            days[each.asked_at.day] += each.amount  # type: ignore[assignment]  # credits, not counts
        return dict(sorted(days.items()))

    @cached_property
    def by_person(self) -> list[tuple[Person, float]]:
        """Credits by person, the largest first."""
        people = Counter[Person]()
        for each in self.paid:
            people[each.owner] += each.amount  # type: ignore[assignment]  # credits, not counts
        return people.most_common()  # type: ignore[return-value]

    @cached_property
    def by_batch(self) -> list[tuple[str, float]]:
        """Credits by batch, the latest first; films of no batch are left out."""
        batches: dict[str, float] = {}
        for each in self.paid:
            if each.batch_id is not None:
                batches[each.batch_id] = batches.get(each.batch_id, 0.0) + each.amount
        return list(batches.items())

    def as_csv(self) -> bytes:
        """Return every request as a row, for spreadsheets."""
        table = CsvFile(_COLUMNS)
        for each in self.charges:
            table.add(self._row(each))
        return table.content()

    def _row(self, charge: Charge) -> tuple[str, ...]:
        film = self.films.get(charge.generation_id)
        return (
            f"{charge.asked_at:%Y-%m-%d %H:%M:%S}",
            charge.generation_id,
            film.caption.on_one_line if film else "",
            charge.template,
            charge.provider.label,
            charge.owner.id,
            charge.batch_id or "",
            f"{charge.amount:.0f}",
            f"{dollars(charge.amount):.4f}",
            "yes" if charge.is_certain else "no",
        )


class LimitOf(StrEnum):
    """Whose money it is that may be spent."""

    MONTH = "month"  # everybody's, in this month (UTC)
    PERSON = "person"  # the viewer's own, in this month
    BATCH = "batch"
    ACCOUNT = "account"  # what is left at the provider


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What some films would cost, and what may still be spent. In credits."""

    provider: Provider
    #: None: not known yet, or free.
    cost: float | None
    #: What is left of the limit that is reached first; None: there is no limit.
    left: float | None = None
    left_of: LimitOf | None = None
    #: True where somebody has to say yes first.
    needs_approval: bool = False

    @property
    def is_too_much(self) -> bool:
        return self.left is not None and (self.cost or 0.0) > self.left


class Costing(Parts):
    def left_to_spend(
        self, viewer: Viewer, provider: Provider, *, spent_on_batch: float | None = None
    ) -> tuple[float, LimitOf] | None:
        """Return the credits that are left of the limit that is reached first, and which that is.

        `spent_on_batch`: what the batch of these films has cost so far; None: they are no batch.
        """
        limits, month = self.limits, month_of(self.clock())
        spent = self.ledger.spent
        found = {LimitOf.ACCOUNT: self.ledger.balance(provider)}
        if limits.per_month is not None:
            found[LimitOf.MONTH] = limits.per_month - spent(month)
        if limits.per_person is not None and viewer.person is not None:
            found[LimitOf.PERSON] = limits.per_person - spent(month, owner=viewer.person)
        if limits.per_batch is not None and spent_on_batch is not None:
            found[LimitOf.BATCH] = limits.per_batch - spent_on_batch
        left = [(max(value, 0.0), of) for of, value in found.items() if value is not None]
        return min(left, default=None)

    def price(self, template: Template, provider: Provider) -> float | None:
        """Return the credits that such a video typically takes; None: not known yet, or it is free."""
        return self.ledger.price(template, provider) if provider.charges else None

    def months_with_costs(self, viewer: Viewer) -> tuple[str, ...]:
        """Return this month and all earlier ones of which there is something to tell, latest first."""
        found = {month_of(self.clock()), *self.ledger.months_with_charges(viewer)}
        return tuple(sorted(found, reverse=True))

    def costs(self, viewer: Viewer, month: str) -> Costs:
        """Return what was spent in the month (UTC, 2026-11), as far as the viewer may see it."""
        charges = self.ledger.charges(viewer, month)
        return Costs(
            month=month,
            charges=tuple(charges),
            films=self.ledger.shown_among({each.generation_id for each in charges}),
            batches=self.ledger.names_of_batches(
                {each.batch_id for each in charges if each.batch_id}
            ),
            of_all=self.ledger.spent(month),
        )
