"""Person: who owns a video. Viewer: who is looking. `may` decides what a viewer may see and do.

Pages, routes and use cases take a Viewer and ask `may`. A Person is only an identity, as in a row.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, Self, assert_never


@dataclass(frozen=True, slots=True)
class Person:
    """`id` is what the database knows; its prefix keeps accounts, visitors and sessions apart."""

    id: str

    @classmethod
    def account(cls, issuer: str, subject: str) -> Self:
        """Return the person who signed in. `subject` is unique within `issuer` alone (OIDC Core, 2).

        Rows hold a hash: once the account is deleted, what is left of somebody names nobody.
        """
        digest = hashlib.sha256(json.dumps([issuer, subject]).encode()).digest()
        return cls(f"account:{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}")

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
        return self.id.startswith(("visitor:", "account:"))

    @property
    def has_account(self) -> bool:
        """True for somebody who signed in."""
        return self.id.startswith("account:")


class Role(StrEnum):
    """What somebody is here for, each more than the one before. Who does not sign in is a maker."""

    VIEWER = "viewer"  # looks
    MAKER = "maker"  # makes videos, and changes those of their own
    APPROVER = "approver"  # decides about what others ask for
    ADMIN = "admin"  # changes everything, and decides who may come in

    def includes(self, other: Role) -> bool:
        """Return whether somebody of this role may do all that the other may."""
        roles = list(Role)
        return roles.index(self) >= roles.index(other)


class Action(StrEnum):
    SEE = "see"  # the video, its words and all that is known of it
    PREVIEW = "preview"  # a still of words that are no video yet: it costs the engine some work
    MAKE = "make"  # a new video; a new try of one's own
    APPROVE = "approve"  # say yes or no to a paid video, and pay without being asked
    CHANGE = "change"  # cancel, check again, settle, delete
    MANAGE = "manage"  # people: who they are, whether they may come in, all that is theirs


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who looks at a page or follows a link."""

    #: None for somebody who holds no cookie and is not signed in.
    person: Person | None
    role: Role = Role.MAKER
    #: True where history is shared, and for admins.
    sees_all: bool = False
    #: What a signed link opens for whoever holds it: the ids of films, or one preview.
    linked: frozenset[str] = frozenset()

    @property
    def has_cookie(self) -> bool:
        """True where the browser's own cookie proves who asks, so no link has to be signed."""
        return self.person is not None and self.person.has_cookie

    @property
    def is_stranger(self) -> bool:
        """True for somebody for whom there is nothing here: no person, no link, no shared history."""
        return self.person is None and not self.sees_all and not self.linked


class Owned(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def owner(self) -> Person: ...


def may(viewer: Viewer, action: Action, thing: Owned | None = None) -> bool:
    """Return whether the viewer may do this; `thing` is None for what is not there yet."""
    owns = viewer.person is not None and (thing is None or thing.owner == viewer.person)
    is_admin = viewer.person is not None and viewer.role is Role.ADMIN
    match action:
        case Action.SEE:
            return owns or viewer.sees_all or (thing is not None and thing.id in viewer.linked)
        case Action.PREVIEW:
            return owns or bool(viewer.linked)
        case Action.MAKE:
            return owns and viewer.role.includes(Role.MAKER)
        case Action.APPROVE:
            return viewer.role.includes(Role.APPROVER)
        case Action.CHANGE:
            return is_admin or (owns and viewer.role.includes(Role.MAKER))
        case Action.MANAGE:
            return is_admin
        case _:
            assert_never(action)
