"""Audit: what was done about people and their films. Entries are added, and never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from lib.person import Person


class Deed(StrEnum):
    """The value is the word in the database; it never changes."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SWITCHED_OFF = "switched_off"
    SWITCHED_ON = "switched_on"
    TOOK_OVER_FILMS = "took_over_films"  # films
    EXPORTED = "exported"  # films
    DELETED = "deleted"  # films
    DELETED_FILM = "deleted_film"  # film: somebody else's


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    at: datetime
    actor: Person
    deed: Deed
    #: Whom it was done to, where that is somebody else.
    person: Person | None = None
    #: Numbers and ids; never a word of a film.
    facts: Mapping[str, str | int] = field(default_factory=dict)
