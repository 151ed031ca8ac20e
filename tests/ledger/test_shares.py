"""A public link opens its films and nothing else, until it ends; who looked is nobody's business."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lib.ledger import Ledger
from lib.person import Person
from lib.share import TOKEN_LENGTH, Share, ShareState, hash_of, token_of
from lib.signing import Signer

NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
MONTH = timedelta(days=30)
SIGNER = Signer(b"k" * 32)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(None, tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def share(ledger: Ledger) -> Share:
    made = Share.new(
        owner=Person("a"), generation_ids=("two", "one"), now=NOW, expires_at=NOW + MONTH
    )
    ledger.add_share(made, hash_of(token_of(made.id, SIGNER)))
    return made


def test_a_token_finds_its_share_with_its_films_in_order(ledger: Ledger, share: Share) -> None:
    assert ledger.share_of_token(hash_of(token_of(share.id, SIGNER))) == share


@pytest.mark.parametrize("token", ["", "x" * TOKEN_LENGTH, "\ud800", "' OR 1=1 --"])
def test_any_other_token_finds_nothing(ledger: Ledger, share: Share, token: str) -> None:
    assert ledger.share_of_token(hash_of(token)) is None


def test_the_database_holds_no_token(ledger: Ledger, share: Share, tmp_path: Path) -> None:
    ledger.close()
    token = token_of(share.id, SIGNER).encode()
    assert all(token not in file.read_bytes() for file in tmp_path.glob("skylit.db*"))


def test_a_token_cannot_be_made_without_the_secret(share: Share) -> None:
    assert token_of(share.id, SIGNER) != token_of(share.id, Signer(b"x" * 32))
    assert len(token_of(share.id, SIGNER)) == TOKEN_LENGTH


def test_a_share_ends_when_its_time_is_over_or_its_owner_stops_it(
    ledger: Ledger, share: Share
) -> None:
    assert share.state(NOW) is ShareState.LIVE
    assert share.state(NOW + MONTH) is ShareState.EXPIRED
    ledger.change_share(share.stopped(NOW))
    stopped = ledger.share(share.id)
    assert stopped is not None
    assert stopped.state(NOW) is ShareState.STOPPED
    ledger.change_share(stopped.resumed().until(None))
    assert ledger.share(share.id) == share.until(None)


def test_views_are_counted_by_day_and_nothing_else_is_kept(ledger: Ledger, share: Share) -> None:
    for day in ("2026-11-30", "2026-12-01", "2026-11-30"):
        ledger.count_view(share.id, day)
    assert ledger.views(share.id) == {"2026-11-30": 2, "2026-12-01": 1}
    assert ledger.views("another") == {}


def test_a_film_knows_its_shares(ledger: Ledger, share: Share) -> None:
    later = Share.new(owner=Person("a"), generation_ids=("one",), now=NOW + MONTH, expires_at=None)
    ledger.add_share(later, hash_of(token_of(later.id, SIGNER)))
    assert ledger.shares_with("one") == [later, share]
    assert ledger.shares_with("two") == [share]
    assert ledger.shares_with("three") == []
