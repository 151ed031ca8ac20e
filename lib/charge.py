"""Charge: what one paid request costs. It outlives its film and holds no word of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from lib.person import Person
from lib.provider import Provider

#: As the AI/ML API sells them (docs.aimlapi.com).
CREDITS_A_DOLLAR: Final = 2_000_000

#: Credits that a film is taken to cost before any was paid for here: what the vendor's documentation
#: shows for this model's sibling, image-to-video.
BEFORE_ANY_FILM: Final = 1_050_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """One paid request. A film that was sent twice has two."""

    generation_id: str
    owner: Person
    provider: Provider
    template: str
    asked_at: datetime
    batch_id: str | None = None
    #: Credits that such a film took lately when it was asked for.
    expected: float
    #: Credits that the provider says it took; None while it has not said so.
    credits: float | None = None
    #: True where it surely was not charged: it was never sent, was refused, or came to nothing.
    is_free: bool = False

    @property
    def amount(self) -> float:
        """Credits that count: none for what is free, the expected ones until the provider says more."""
        if self.is_free:
            return 0.0
        return self.expected if self.credits is None else self.credits

    @property
    def is_certain(self) -> bool:
        """False while the provider may still charge it."""
        return self.is_free or self.credits is not None


def dollars(credits_: float) -> float:
    return credits_ / CREDITS_A_DOLLAR


def month_of(moment: datetime) -> str:
    """Return the month in which it counts, in UTC, such as "2026-11"."""
    return f"{moment.astimezone(UTC):%Y-%m}"
