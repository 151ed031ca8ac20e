"""Accounts, the sessions of people who are signed in, and an audit that only grows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DatabaseError

from lib.account import Claims
from lib.audit import Deed
from lib.database import address
from lib.generation import Generation
from lib.ledger import Ledger
from lib.person import Person
from lib.provider import Provider
from lib.request import VideoRequest

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
ANN, EVE = (
    Claims(person=Person.account("", name), name=name, email=f"{name}@example.com")
    for name in ("ann", "eve")
)
VISITOR = Person.visitor("somebody")


def film(ledger: Ledger, owner: Person, key: str) -> Generation:
    request = VideoRequest.parse("Hello")
    new = Generation.new(
        request, provider=Provider.BUILTIN, owner=owner, idempotency_key=key, now=NOW
    )
    return ledger.add(new)


def test_what_the_provider_says_last_counts(ledger: Ledger) -> None:
    ledger.sign_in(ANN, "one", NOW, LATER)
    renamed = Claims(person=ANN.person, name="Ann Li", email="ann@example.org", groups=("a",))
    ledger.sign_in(renamed, "two", NOW + timedelta(days=1), LATER)
    (account,) = ledger.accounts()
    assert (account.claims, account.created_at) == (renamed, NOW)
    assert {ledger.signed_in(each, NOW) for each in ("one", "two")} == {account}


def test_films_of_a_browser_become_somebodys_own_twins_and_all(ledger: Ledger) -> None:
    ledger.sign_in(ANN, "one", NOW, LATER)
    mine, twin = (film(ledger, owner, "same") for owner in (ANN.person, VISITOR))
    other = film(ledger, VISITOR, "other")
    assert ledger.take_over(VISITOR, ANN.person, NOW) == 2
    assert set(ledger.film_ids(ANN.person)) == {mine.id, twin.id, other.id}
    assert ledger.count_films(VISITOR) == 0
    assert ledger.take_over(VISITOR, ANN.person, NOW) == 0


def test_the_audit_can_be_added_to_and_nothing_else(
    ledger: Ledger, url: str | None, tmp_path: Path
) -> None:
    ledger.sign_in(ANN, "one", NOW, LATER)
    before = ledger.audit()
    engine = create_engine(address(url, tmp_path))
    for change in ("UPDATE audit SET actor = 'nobody'", "DELETE FROM audit"):
        with engine.connect() as connection, pytest.raises(DatabaseError, match="only grows"):
            connection.execute(text(change))
    engine.dispose()
    assert ledger.audit() == before


def test_the_audit_tells_who_did_what_to_whom(ledger: Ledger) -> None:
    ledger.sign_in(ANN, "one", NOW, LATER)
    ledger.sign_in(EVE, "two", NOW, LATER)
    ledger.switch(ANN.person, EVE.person, NOW, off=True)
    ledger.sign_out("two", NOW)
    ledger.delete_account(ANN.person, EVE.person, NOW, films=0)
    told = [(each.deed, each.actor, each.person) for each in ledger.audit()]
    assert told == [
        (Deed.DELETED, EVE.person, ANN.person),
        (Deed.SIGNED_OUT, EVE.person, None),
        (Deed.SWITCHED_OFF, EVE.person, ANN.person),
        (Deed.SIGNED_IN, EVE.person, None),
        (Deed.SIGNED_IN, ANN.person, None),
    ]
    assert len(ledger.audit(of=ANN.person)) == 3


def test_a_switch_that_changes_nothing_is_not_noted(ledger: Ledger) -> None:
    ledger.sign_in(ANN, "one", NOW, LATER)
    assert not ledger.switch(ANN.person, EVE.person, NOW, off=False)
    assert ledger.signed_in("one", NOW) is not None
    assert ledger.switch(ANN.person, EVE.person, NOW, off=True)
    assert not ledger.switch(ANN.person, EVE.person, NOW, off=True)
    assert [each.deed for each in ledger.audit()] == [Deed.SWITCHED_OFF, Deed.SIGNED_IN]


def test_who_is_here_is_noted_now_and_then(ledger: Ledger) -> None:
    ledger.sign_in(ANN, "one", NOW, LATER)
    for minutes, seen in ((1, 0), (6, 6), (7, 6), (12, 12)):
        account = ledger.account(ANN.person)
        assert account is not None
        ledger.saw(account, NOW + timedelta(minutes=minutes))
        found = ledger.account(ANN.person)
        assert found is not None
        assert found.seen_at == NOW + timedelta(minutes=seen)


def test_sessions_that_have_ended_leave_no_rows(ledger: Ledger) -> None:
    ledger.sign_in(ANN, "one", NOW, NOW + timedelta(days=1))
    ledger.sign_in(EVE, "two", NOW + timedelta(days=2), LATER)
    assert ledger.signed_in("one", NOW) is None
    assert ledger.session_of(EVE.person, NOW) == "two"
