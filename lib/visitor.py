"""Who is at the door, where nobody signs in: a random id in a cookie of the browser.

The id is 128 bits of chance, so holding one proves as much as a session key does. It says nothing
about the person, and scripts in the page cannot read it (HttpOnly).
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import Final

from lib.signing import Signer

COOKIE: Final = "skylit_visitor"

_ID: Final = re.compile(r"[A-Za-z0-9_-]{22}")


def hashed_owner(visitor: str, signer: Signer) -> str:
    """Return the owner as the database keeps it: a keyed hash, from which nobody gets the id back.

    51 characters; the first release kept `visitor:` and the id itself, 30 characters.
    """
    return f"visitor:{signer.sign('visitor', visitor)}"


def new_id() -> str:
    """22 characters of A-Za-z0-9_-: 128 bits."""
    return secrets.token_urlsafe(16)


def owner_from(cookies: Mapping[str, str]) -> str | None:
    """The owner whom these cookies name; None if there is no id or it is not one of ours.

    The prefix keeps visitors apart from people who sign in: no cookie can spell another's account.
    """
    visitor = cookies.get(COOKIE, "")
    return f"visitor:{visitor}" if _ID.fullmatch(visitor) else None
