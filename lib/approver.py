"""Approvers: whoever holds a signed link may say yes or no to paid videos, until the link ends.

    link      /approve?token=<seconds since 1970>.<signature>
    cookie    __Host-skylit_approver_<key>=<token>    over https, else without __Host-

Opening the link puts its token into a cookie that scripts cannot read. <key> names the signing key, as
it does for visitors: browsers send one host's cookies to all of its ports.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lib.signing import Signer

_PURPOSE: Final = "approver"


@dataclass(frozen=True, slots=True)
class Approvers:
    """Makes and reads tokens. Needs nothing but the key."""

    signer: Signer

    def token(self, expires: datetime) -> str:
        """Return the token of a link that holds until then."""
        return self.signer.sign_until(_PURPOSE, "", expires)

    def knows(self, token: str, now: datetime) -> bool:
        return bool(token) and self.signer.verify_until(_PURPOSE, "", token, now)

    def cookie_name(self, *, secure: bool) -> str:
        prefix = "__Host-" if secure else ""
        return f"{prefix}skylit_approver_{self.signer.sign('cookie name', '')[:8]}"

    def is_among(self, cookies: Mapping[str, str], now: datetime) -> bool:
        """Return whether one of these cookies proves an approver."""
        names = (self.cookie_name(secure=kind) for kind in (True, False))
        return any(self.knows(cookies.get(name, ""), now) for name in names)
