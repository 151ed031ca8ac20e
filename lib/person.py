"""Person: who owns a video. Viewer: who is looking. `may` decides what a viewer may see and do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, Self, assert_never


@dataclass(frozen=True, slots=True)
class Person:
    """`id` is what the database knows; its prefix keeps accounts, visitors and sessions apart."""

    id: str

    @classmethod
    def account(cls, subject: str) -> Self:
        """Return the person who signed in, by the subject that the identity provider gave."""
        return cls(f"account:{subject}")

    @classmethod
    def visitor(cls, visitor_id: str) -> Self:
        """Return the person of a browser, by what its cookie proves."""
        return cls(f"visitor:{visitor_id}")

    @classmethod
    def session(cls, session_id: str) -> Self:
        """Return the person of one session, in a browser that keeps no cookies."""
        return cls(f"session:{session_id}")

    @property
    def has_cookie(self) -> bool:
        """True where the browser's own cookie proves who asks, so no link has to be signed."""
        return self.id.startswith("visitor:")


class Role(StrEnum):
    """What somebody is here for. Today everybody is a maker."""

    VIEWER = "viewer"  # looks
    MAKER = "maker"  # makes videos, and changes those of their own


class Action(StrEnum):
    SEE = "see"  # the video, its words and all that is known of it
    MAKE = "make"  # a new video; a new try of one's own
    CHANGE = "change"  # cancel, check again, settle, delete


@dataclass(frozen=True, slots=True)
class Viewer:
    """`person` is None for somebody who holds no cookie; `sees_all` where history is shared."""

    person: Person | None
    role: Role = Role.MAKER
    sees_all: bool = False


class Owned(Protocol):
    @property
    def owner(self) -> Person: ...


def may(viewer: Viewer, action: Action, thing: Owned | None = None) -> bool:
    """Return whether the viewer may do this; `thing` is None for what is not there yet."""
    owns = viewer.person is not None and (thing is None or thing.owner == viewer.person)
    match action:
        case Action.SEE:
            return owns or viewer.sees_all
        case Action.MAKE | Action.CHANGE:
            return owns and viewer.role is not Role.VIEWER
        case _:
            assert_never(action)
