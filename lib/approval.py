"""Approval: what waits for a yes or no, and the decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lib.batch import Batch
from lib.charge import dollars
from lib.generation import Generation


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One paid film, or all films of a batch that wait: they get one answer."""

    #: The film; of a batch the first one that waits.
    film: Generation
    batch: Batch | None = None
    films: int = 1
    #: Credits that they are expected to take together.
    credits: float

    @property
    def id(self) -> str:
        """Return the id of the batch, or of the film."""
        return self.film.id if self.batch is None else self.batch.id

    @property
    def words(self) -> str:
        """Return the caption; of a batch that with its columns in braces."""
        return self.film.caption.text if self.batch is None else self.batch.wording

    @property
    def dollars(self) -> float:
        return dollars(self.credits)

    @property
    def asked_at(self) -> datetime:
        return self.film.created_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """`word` may be empty."""

    says_yes: bool
    word: str = ""

    def to(self, film: Generation, now: datetime) -> Generation:
        """Return the film as it stands after this decision. Raise NotNow for one that does not wait."""
        return film.approved(self.word, now) if self.says_yes else film.declined(self.word, now)
