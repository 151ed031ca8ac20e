"""A stolen database opens nobody's history, and nobody loses what they have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect

from lib.database.schema import metadata
from lib.ledger import Ledger
from lib.person import Person, Viewer
from lib.search import EVERYTHING
from lib.signing import Signer
from lib.visitor import Visitors
from tests.database.first_release import put_into
from tests.database.raw import raw

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ANN = "AnnAnnAnnAnnAnnAnnAnnA"
BOB = "BobBobBobBobBobBobBobB"
hashed = Visitors(Signer(b"k" * 32)).person


@pytest.fixture
def first(url: str | None, tmp_path: Path) -> Iterator[Ledger]:
    """What the first release wrote, in either kind of database."""
    put_into(tmp_path, url)
    ledger = Ledger.open(url, tmp_path)
    yield ledger
    ledger.close()


def videos_of(ledger: Ledger, person: Person) -> int:
    return ledger.count(Viewer(person), EVERYTHING)


@dataclass(frozen=True)
class Rows:
    """The tables, past the ledger."""

    url: str | None
    folder: Path

    def __contains__(self, words: str) -> bool:
        """Look through every column of every row of every table."""
        with raw(self.url, self.folder) as connection:
            names = inspect(connection).get_table_names()
            rows = [connection.exec_driver_sql(f"SELECT * FROM {name}").all() for name in names]
        assert set(metadata.tables) <= set(names)
        return words in repr(rows)

    def delete_videos(self) -> None:
        with raw(self.url, self.folder) as connection:
            connection.exec_driver_sql("DELETE FROM generations")

    def write_again(self) -> None:
        """Write the same draft once more, as a process of the first release."""
        with raw(self.url, self.folder) as connection:
            connection.exec_driver_sql(
                "INSERT INTO generations (id, owner, draft, caption, folded, template, provider,"
                " status, created_at, updated_at, attempts)"
                f" SELECT 'again', 'visitor:{ANN}', draft, caption, folded, template, provider,"
                " status, created_at, updated_at, attempts FROM generations WHERE id = 'queued'"
            )


@pytest.fixture
def rows(url: str | None, tmp_path: Path) -> Rows:
    return Rows(url, tmp_path)


def test_no_id_of_a_cookie_is_in_any_column_and_every_history_is_kept(
    first: Ledger, rows: Rows
) -> None:
    before = videos_of(first, Person.visitor(ANN))
    assert before > 0
    assert ANN in rows
    assert first.hash_visitors(hashed) == 2
    assert (videos_of(first, Person.visitor(ANN)), videos_of(first, hashed(ANN))) == (0, before)
    assert not [each for each in (ANN, BOB) if each in rows]
    assert first.hash_visitors(hashed) == 0


def test_no_id_of_a_cookie_is_left_in_the_file(tmp_path: Path) -> None:
    put_into(tmp_path)
    ledger = Ledger.open(None, tmp_path)
    ledger.hash_visitors(hashed)
    ledger.close()
    assert ANN.encode() not in (tmp_path / "skylit.db").read_bytes()


def test_who_deleted_all_of_their_videos_is_hashed_as_well(first: Ledger, rows: Rows) -> None:
    rows.delete_videos()
    first.hash_visitors(hashed)
    assert ANN not in rows


def test_without_the_key_the_hash_of_an_id_is_another() -> None:
    assert hashed(ANN) != Visitors(Signer(b"x" * 32)).person(ANN)


def test_what_the_first_release_still_writes_is_converted_as_well(
    first: Ledger, rows: Rows
) -> None:
    first.hash_visitors(hashed)
    rows.write_again()
    before = videos_of(first, hashed(ANN))
    assert first.hash_visitors(hashed) == 1
    assert videos_of(first, hashed(ANN)) == before + 1


def test_what_was_read_before_the_hashing_does_not_undo_it(first: Ledger, rows: Rows) -> None:
    old = first.get("queued")
    assert old is not None
    first.hash_visitors(hashed)
    assert first.swap(old, old.submitting(NOW))
    assert ANN not in rows


def test_an_old_cookie_is_exchanged_once_and_a_planted_one_never(first: Ledger) -> None:
    first.hash_visitors(hashed)
    planted = "of-nobody-at-all------"
    assert not first.exchange(planted, hashed(planted), NOW)
    assert first.exchange(ANN, hashed(ANN), NOW)
    assert first.exchange(ANN, hashed(ANN), NOW + 9 * MINUTE)  # a second tab, or a lost answer
    assert not first.exchange(ANN, hashed(ANN), NOW + 11 * MINUTE)


def test_what_is_still_plain_at_the_exchange_is_converted_first(first: Ledger) -> None:
    before = videos_of(first, Person.visitor(ANN))
    assert first.exchange(ANN, hashed(ANN), NOW)
    assert videos_of(first, hashed(ANN)) == before


def test_an_older_release_that_goes_on_writing_opens_no_second_exchange(
    first: Ledger, rows: Rows
) -> None:
    assert first.exchange(ANN, hashed(ANN), NOW)
    rows.write_again()
    assert not first.exchange(ANN, hashed(ANN), NOW + 11 * MINUTE)
    assert ANN not in rows
