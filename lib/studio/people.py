"""People: what admins see of accounts and do about them. Everything that is done is noted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from lib.account import Account
from lib.audit import AuditEntry, Deed
from lib.charge import CREDITS_A_DOLLAR, month_of
from lib.errors import NotNow
from lib.generation import Generation
from lib.person import Action, Person, Role, Viewer, may
from lib.problem import Code
from lib.studio.bundle import Bundle
from lib.studio.decide import Decide
from lib.studio.zip_stream import Entry, zipped

#: Films that are read at a time.
_STRETCH = 500

#: Entries of one person's audit in their export.
_ALL = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody on the page of people. `dollars` are this month's (UTC)."""

    account: Account
    role: Role
    films: int
    dollars: float


class People(Decide, Bundle):
    def members(self, viewer: Viewer) -> list[Member]:
        """Return everybody who has ever signed in, by name. Raise NotNow for who may not know."""
        _manager(viewer)
        films = self.ledger.films_of_all()
        spent = self.ledger.spent_by_all(month_of(self.clock()))
        return [
            Member(
                account=each,
                role=self.settings.roles.of(each.claims),
                films=films.get(each.person, 0),
                dollars=spent.get(each.person, 0.0) / CREDITS_A_DOLLAR,
            )
            for each in self.ledger.accounts()
        ]

    def names(self, viewer: Viewer) -> dict[Person, str]:
        """Return what everybody is called, for who may see everybody's films."""
        if not viewer.sees_all:
            return {}
        return {each.person: each.claims.name for each in self.ledger.accounts()}

    def switch_off(self, viewer: Viewer, person: Person) -> None:
        """Let them in no more, from this moment on. Raise NotNow for oneself."""
        manager = _manager(viewer)
        if person == manager:
            raise NotNow(Code.NOT_ONESELF)
        self.ledger.switch(person, manager, self.clock(), off=True)

    def switch_on(self, viewer: Viewer, person: Person) -> None:
        self.ledger.switch(person, _manager(viewer), self.clock(), off=False)

    def audit(
        self, viewer: Viewer, *, of: Person | None = None, most: int = 100
    ) -> list[AuditEntry]:
        """Return the latest entries first."""
        _manager(viewer)
        return self.ledger.audit(of=of, limit=most)

    def export_person(self, viewer: Viewer, person: Person) -> Iterator[bytes]:
        """Yield a ZIP of all that is kept of somebody: account, films with their words, audit.

        Raise NotNow at once; StorageError where the archive breaks off within a film.
        """
        manager, ids = _manager(viewer), self.ledger.film_ids(person)
        self.ledger.add_to_audit(
            AuditEntry(
                at=self.clock(), actor=manager, deed=Deed.EXPORTED, person=person,
                facts={"films": len(ids)},
            )
        )  # fmt: skip
        return zipped(self._all_of(viewer, person, ids))

    def delete_person(self, viewer: Viewer, person: Person) -> int:
        """Delete all films, links, batches and the account of somebody. Return how many films.

        The account goes last: what was interrupted is done by doing it again. What they spent stays,
        under a name that says nothing. Raise NotNow for oneself.
        """
        manager = _manager(viewer)
        if person == manager:
            raise NotNow(Code.NOT_ONESELF)
        self.ledger.switch(person, manager, self.clock(), off=True)
        ids = self.ledger.film_ids(person)
        for generation_id in ids:
            self.remove(generation_id)
        self.ledger.delete_account(person, manager, self.clock(), len(ids))
        return len(ids)

    # ── inside ────────────────────────────────────────────────────────────────────────────────

    def _all_of(self, viewer: Viewer, person: Person, ids: list[str]) -> Iterator[Entry]:
        films = list(self._films_of(ids))
        yield from self._entries(viewer, films)
        known = {
            "account.json": _facts(self.ledger.account(person)),
            "audit.json": [_told(each) for each in self.ledger.audit(of=person, limit=_ALL)],
        }
        for name, value in known.items():
            content = json.dumps(value, ensure_ascii=False, indent=1).encode()
            yield Entry(name, self.clock(), len(content), [content])

    def _films_of(self, ids: list[str]) -> Iterator[Generation]:
        for start in range(0, len(ids), _STRETCH):
            stretch = ids[start : start + _STRETCH]
            found = self.ledger.shown_among(stretch)
            yield from (found[each] for each in stretch if each in found)


def _manager(viewer: Viewer) -> Person:
    if viewer.person is None or not may(viewer, Action.MANAGE):
        raise NotNow(Code.ADMINS_ONLY)
    return viewer.person


def _facts(account: Account | None) -> dict[str, object]:
    if account is None:
        return {}
    return {
        "id": account.person.id,
        "name": account.claims.name,
        "email": account.claims.email,
        "groups": list(account.claims.groups),
        "first seen": account.created_at.isoformat(),
        "last seen": account.seen_at.isoformat(),
    }


def _told(entry: AuditEntry) -> dict[str, object]:
    return {
        "at": entry.at.isoformat(),
        "by": entry.actor.id,
        "deed": entry.deed.value,
        "to": entry.person.id if entry.person else None,
        **entry.facts,
    }
