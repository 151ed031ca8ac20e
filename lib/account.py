"""Account: somebody who signed in, as the identity provider describes them, and their role here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from lib.person import Person, Role

#: Characters of a name, an address or a group that are kept: a row must not grow without end.
_MOST: Final = 320
#: Groups of one person that are kept.
_MOST_GROUPS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What an identity provider says of somebody."""

    person: Person
    name: str
    email: str
    #: The values of the claim that settings name, such as groups or roles.
    groups: tuple[str, ...] = ()

    @classmethod
    def of_token(cls, told: Mapping[str, object], groups_claim: str | None) -> Self:
        """Read the claims of an ID token (OIDC Core, 5.1). Raise KeyError if it names nobody.

        An address that the provider itself calls unverified is dropped: anybody may have typed it.
        """
        subject, issuer = str(told["sub"]), str(told.get("iss") or told["provider"])
        email = "" if told.get("email_verified") is False else _text(told.get("email"))
        name = _text(told.get("name")) or _text(told.get("preferred_username")) or email
        return cls(
            person=Person.account(issuer, subject),
            name=name or "Somebody",
            email=email,
            groups=_groups(told.get(groups_claim)) if groups_claim else (),
        )

    @classmethod
    def of_header(cls, name: str, groups: str) -> Self:
        """Read what an authenticating proxy says: a name or an address, and groups with commas."""
        name = _text(name)
        return cls(
            person=Person.account("proxy", name),
            name=name,
            email=name if "@" in name else "",
            groups=_groups([each for each in groups.split(",") if each.strip()]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """`seen_at` is exact to some minutes."""

    claims: Claims
    created_at: datetime
    seen_at: datetime
    #: Since when they may not come in any more.
    switched_off_at: datetime | None = None
    #: When they said whether films of this browser are theirs; None: nobody has asked yet.
    settled_at: datetime | None = None

    @property
    def person(self) -> Person:
        return self.claims.person


@dataclass(frozen=True, slots=True)
class Roles:
    """Who has which role: lists of addresses and groups. The highest that fits counts."""

    lists: Mapping[Role, frozenset[str]]
    otherwise: Role = Role.MAKER

    def of(self, claims: Claims) -> Role:
        """A group that is called as a role gives that role."""
        known = {claims.email.lower(), *(group.lower() for group in claims.groups)} - {""}
        for role in reversed(Role):
            if known & {role.value, *self.lists.get(role, ())}:
                return role
        return self.otherwise


def _text(value: object) -> str:
    return " ".join(value.split())[:_MOST] if isinstance(value, str) else ""


def _groups(value: object) -> tuple[str, ...]:
    """A claim may be one value or a list of them."""
    values = value if isinstance(value, list) else [value]
    return tuple(text for each in values[:_MOST_GROUPS] if (text := _text(each)))
