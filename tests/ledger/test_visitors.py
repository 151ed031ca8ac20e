"""A stolen database opens nobody's history, and nobody loses what they have."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from lib.ledger import Ledger
from lib.signing import Signer
from lib.visitor import hashed_owner
from tests.database.first_release import put_into

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ANN = "AnnAnnAnnAnnAnnAnnAnnA"
SIGNER = Signer(b"k" * 32)


def hashed(visitor: str) -> str:
    return hashed_owner(visitor, SIGNER)


def test_no_id_of_a_cookie_is_left_in_the_file_and_every_history_is_kept(tmp_path: Path) -> None:
    put_into(tmp_path)
    ledger = Ledger.open(None, tmp_path)
    before = ledger.count(f"visitor:{ANN}", "")
    assert ledger.hash_visitors(hashed) == 2
    assert (ledger.count(f"visitor:{ANN}", ""), ledger.count(hashed(ANN), "")) == (0, before)
    assert ledger.hash_visitors(hashed) == 0
    ledger.close()
    assert ANN.encode() not in (tmp_path / "skylit.db").read_bytes()


def test_without_the_key_the_hash_of_an_id_is_another() -> None:
    assert hashed(ANN) != hashed_owner(ANN, Signer(b"x" * 32))


def test_what_the_first_release_still_writes_is_converted_as_well(tmp_path: Path) -> None:
    put_into(tmp_path)
    ledger = Ledger.open(None, tmp_path)
    ledger.hash_visitors(hashed)
    with ledger._engine.begin() as connection:  # the same draft, by a process of that release
        connection.exec_driver_sql(
            "INSERT INTO generations (id, owner, draft, caption, folded, template, provider, status,"
            f" created_at, updated_at, attempts) SELECT 'again', 'visitor:{ANN}', draft, caption,"
            " folded, template, provider, status, created_at, updated_at, attempts"
            " FROM generations WHERE id = 'queued'"
        )
    before = ledger.count(hashed(ANN), "")
    assert ledger.hash_visitors(hashed) == 1
    assert ledger.count(hashed(ANN), "") == before + 1
    ledger.close()


def test_an_old_cookie_is_exchanged_once_and_a_planted_one_never(tmp_path: Path) -> None:
    put_into(tmp_path)
    ledger = Ledger.open(None, tmp_path)
    ledger.hash_visitors(hashed)
    assert not ledger.exchange(hashed("of-nobody-at-all------"), NOW)
    assert ledger.exchange(hashed(ANN), NOW)
    assert ledger.exchange(hashed(ANN), NOW + 9 * MINUTE)  # a second tab, or a lost answer
    assert not ledger.exchange(hashed(ANN), NOW + 11 * MINUTE)
    ledger.close()
