"""Share: a public link to one or more films, for people without an account.

The link holds a token of 132 bits that follows from the share's id and Skylit's secret key. The
database keeps only the token's hash: whoever steals it can open no link, and the owner can still be
shown theirs.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, Self

from lib.person import Person
from lib.signing import Signer

#: How a token's purpose is named to the signer.
_PURPOSE: Final = "share"

#: Characters of a token: 22 of 64 kinds are 132 bits.
TOKEN_LENGTH: Final = 22


class ShareState(StrEnum):
    LIVE = "live"
    STOPPED = "stopped"  # its owner stopped sharing
    EXPIRED = "expired"  # its time is over


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Change has a name: each method returns a new value, which the ledger writes."""

    id: str
    owner: Person
    #: In the order in which they are shown.
    generation_ids: tuple[str, ...]
    created_at: datetime
    #: None: it has no end.
    expires_at: datetime | None
    stopped_at: datetime | None = None
    may_download: bool = True
    #: Whether search engines may list it.
    is_indexed: bool = False

    @classmethod
    def new(
        cls,
        *,
        owner: Person,
        generation_ids: tuple[str, ...],
        now: datetime,
        expires_at: datetime | None,
    ) -> Self:
        return cls(
            id=secrets.token_urlsafe(12),
            owner=owner,
            generation_ids=generation_ids,
            created_at=now,
            expires_at=expires_at,
        )

    def state(self, now: datetime) -> ShareState:
        if self.stopped_at is not None:
            return ShareState.STOPPED
        if self.expires_at is not None and now >= self.expires_at:
            return ShareState.EXPIRED
        return ShareState.LIVE

    def stopped(self, now: datetime) -> Self:
        return replace(self, stopped_at=now)

    def resumed(self) -> Self:
        """Undo `stopped`: the same link works again."""
        return replace(self, stopped_at=None)

    def until(self, expires_at: datetime | None) -> Self:
        return replace(self, expires_at=expires_at)


def token_of(share_id: str, signer: Signer) -> str:
    """Return the token in a share's link: 22 characters that are safe in a URL."""
    return signer.sign(_PURPOSE, share_id)[:TOKEN_LENGTH]


def hash_of(token: str) -> str:
    """Return what the database keeps of a token: SHA-256, hexadecimal."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
