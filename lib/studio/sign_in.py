"""Signing in: who a session belongs to, and what their browser made before."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta

from lib.account import Account, Claims
from lib.errors import StorageError
from lib.person import Role, Viewer
from lib.sign_in import parsed
from lib.studio.parts import Parts


class SigningIn(Parts):
    def session_in(self, cookies: Mapping[str, str]) -> str | None:
        """Return the id of the session that these cookies name. It may have ended."""
        claims = self._claims_in(cookies)
        return _session_id(claims) if claims else None

    def arrive(self, cookies: Mapping[str, str]) -> None:
        """Write down that somebody has signed in, to whom the provider's answer gave these cookies."""
        claims = self._claims_in(cookies)
        told = parsed(claims) if claims else {}
        if claims and "sub" in told:
            found = Claims.of_token(told, self.settings.groups_claim)
            self._sign_in(found, _session_id(claims))

    def arrive_by_proxy(self, claims: Claims) -> str:
        """Return the session of somebody whom a trusted proxy names, begun now if there is none."""
        known = self.ledger.session_of(claims.person, self.clock())
        return known or self._sign_in(claims, secrets.token_urlsafe())

    def signed_in(self, session_id: str) -> Viewer | None:
        """Return whose session it is; None once it has ended, or for somebody who is switched off."""
        account = self.ledger.signed_in(session_id, self.clock())
        if account is None or account.switched_off_at is not None:
            return None
        with suppress(StorageError):  # a disk that is full keeps nobody out
            self.ledger.saw(account, self.clock())
        return self.viewer_of(account)

    def is_switched_off(self, session_id: str) -> bool:
        """Return whether somebody has signed in who may not come in."""
        account = self.ledger.signed_in(session_id, self.clock())
        return account is not None and account.switched_off_at is not None

    def sign_out(self, session_id: str) -> None:
        """End the session, for every copy of its cookie."""
        self.ledger.sign_out(session_id, self.clock())

    def account(self, viewer: Viewer) -> Account | None:
        """Return the viewer's own account; None for somebody who did not sign in."""
        has_one = viewer.person is not None and viewer.person.has_account
        return self.ledger.account(viewer.person) if viewer.person and has_one else None

    def viewer_of(self, account: Account) -> Viewer:
        """Return this account as somebody who looks, with the role that it has now."""
        role = self.settings.roles.of(account.claims)
        sees_all = self.settings.shared_history or role is Role.ADMIN
        return Viewer(account.person, role, sees_all=sees_all)

    # ── what their browser made before ────────────────────────────────────────────────────────

    def made_before_sign_in(self, viewer: Viewer, cookies: Mapping[str, str]) -> int:
        """Return how many films of this browser nobody has claimed; 0 for who was asked already."""
        account, visitor = self.account(viewer), self.visitors.person_from(cookies)
        if account is None or account.settled_at is not None or visitor is None:
            return 0
        return self.ledger.count_films(visitor)

    def take_over(self, viewer: Viewer, cookies: Mapping[str, str]) -> int:
        """Make this browser's films the viewer's own. Return how many."""
        account, visitor = self.account(viewer), self.visitors.person_from(cookies)
        if account is None or visitor is None:
            return 0
        return self.ledger.take_over(visitor, account.person, self.clock())

    def leave_behind(self, viewer: Viewer) -> None:
        """Leave them with the browser, and do not ask again."""
        if account := self.account(viewer):
            self.ledger.settle(account.person, self.clock())

    # ── inside ────────────────────────────────────────────────────────────────────────────────

    def _claims_in(self, cookies: Mapping[str, str]) -> str | None:
        sign_in, longest = self.settings.sign_in, timedelta(days=self.settings.sign_in_days)
        return sign_in.claims_in(cookies, longest.total_seconds()) if sign_in else None

    def _sign_in(self, claims: Claims, session_id: str) -> str:
        now = self.clock()
        ends_at = now + timedelta(days=self.settings.sign_in_days)
        self.ledger.sign_in(claims, session_id, now, ends_at)
        return session_id


def _session_id(claims: str) -> str:
    """Return the same for each copy of a cookie. No two sign-ins share one: claims hold a nonce."""
    return hashlib.sha256(claims.encode()).hexdigest()
