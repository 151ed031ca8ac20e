"""Visitors: people who do not sign in. A signed cookie in the browser holds a random id.

The id has 128 random bits, and the cookie carries our signature, so nobody can forge one. The
database holds a keyed hash of the id and never the id: whoever steals the database cannot open
anybody's history with it. Scripts in the page cannot read the cookie (HttpOnly).

    cookie    __Host-skylit_visitor_<key>=<id>.<signature>    over https
              skylit_visitor_<key>=<id>.<signature>           over plain http
    Person    visitor:<keyed hash of the id>                  what rows hold

<key> names the signing key. Browsers send one host's cookies to all of its ports: without <key>, two
Skylits on one host would overwrite each other's cookie.

The signature covers the name. A cookie made for plain http therefore never becomes one that came by
https alone: `__Host-` makes browsers refuse it from anywhere else.

The first release set `skylit_visitor=<id>`, unsigned, and its rows held the id itself.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lib.person import Person
from lib.signing import Signer

#: The cookie of the first release.
UNSIGNED_COOKIE: Final = "skylit_visitor"

_ID: Final = re.compile(r"[A-Za-z0-9_-]{22}")


def new_id() -> str:
    """Return 22 characters of A-Za-z0-9_-: 128 bits."""
    return secrets.token_urlsafe(16)


def unsigned_id_from(cookies: Mapping[str, str]) -> str | None:
    """Return the id in the first release's cookie. It proves nothing by itself."""
    return _as_id(cookies.get(UNSIGNED_COOKIE, ""))


@dataclass(frozen=True, slots=True)
class Visitors:
    """Makes and reads cookies. Needs nothing but the key."""

    signer: Signer

    def cookie_name(self, *, secure: bool) -> str:
        prefix = "__Host-" if secure else ""
        return f"{prefix}{UNSIGNED_COOKIE}_{self.signer.sign('cookie name', '')[:8]}"

    def cookie(self, visitor_id: str, *, secure: bool) -> tuple[str, str]:
        """Return name and value; `secure` is for browsers that came by https."""
        name = self.cookie_name(secure=secure)
        return name, f"{visitor_id}.{self._signature(name, visitor_id)}"

    def person(self, visitor_id: str) -> Person:
        """Return the person as rows hold them: 51 characters, from which nobody gets the id back."""
        return Person.visitor(self.signer.sign("visitor", visitor_id))

    def person_from(self, cookies: Mapping[str, str]) -> Person | None:
        """Return the person whom these cookies prove; None if none of them is ours."""
        visitor_id = self.id_from(cookies)
        return self.person(visitor_id) if visitor_id else None

    def id_from(self, cookies: Mapping[str, str], *, secure: bool | None = None) -> str | None:
        """Return the id of a cookie that we signed, by default of either kind.

        A cookie that is for https alone counts before one that may have come by plain http.
        """
        kinds = (True, False) if secure is None else (secure,)
        found = (self._verified(self.cookie_name(secure=kind), cookies) for kind in kinds)
        return next((each for each in found if each), None)

    def _verified(self, name: str, cookies: Mapping[str, str]) -> str | None:
        visitor_id, _, signature = cookies.get(name, "").partition(".")
        known = self.signer.verify("visitor cookie", f"{name}={visitor_id}", signature)
        return _as_id(visitor_id) if known else None

    def _signature(self, name: str, visitor_id: str) -> str:
        return self.signer.sign("visitor cookie", f"{name}={visitor_id}")


def _as_id(text: str) -> str | None:
    return text if _ID.fullmatch(text) else None
