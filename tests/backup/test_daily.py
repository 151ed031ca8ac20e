"""Every day has a checked copy of the database; the last seven are kept, and each can be restored."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lib.backup import restore
from lib.backup.daily import KEPT, keep_daily_copy
from lib.errors import StorageError
from lib.ledger import COPIES, Ledger
from lib.settings import Settings
from tests.viewers import ANN
from tests.workbench import close, studio_in

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def copies(data: Path) -> list[str]:
    return sorted(each.name for each in (data / COPIES).iterdir())


def test_seven_days_are_kept_one_copy_a_day(tmp_path: Path) -> None:
    ledger = Ledger.open(None, tmp_path)
    for day in range(9):
        for _ in range(2):
            keep_daily_copy(ledger, tmp_path, NOW + day * DAY)
    assert copies(tmp_path) == [f"2026-11-{day}" for day in range(24, 31)]
    assert len(copies(tmp_path)) == KEPT
    ledger.close()


def test_a_daily_copy_restores_and_leaves_the_films_as_they_are(tmp_path: Path) -> None:
    data = tmp_path / "data"
    bench = studio_in(data, lambda: None)
    kept = bench.ask("Kept")
    film = data / "archive" / "film.mp4"
    film.write_bytes(b"film")
    keep_daily_copy(bench.context.ledger, data, NOW)
    bench.ask("Later")
    close(bench)
    restored = restore(Settings(data_dir=data), data / COPIES / "2026-11-22", NOW, force=True)
    again = studio_in(data, lambda: None)
    assert (restored.held_back, again.studio.history(ANN).total) == (1, 1)
    assert again.context.ledger.get(kept.id) is not None
    assert film.read_bytes() == b"film"
    close(again)


def test_a_database_that_lost_rows_says_so_at_start_and_where_the_last_copy_is(
    tmp_path: Path,
) -> None:
    """Each page is whole, and one of them is empty: its rows are gone."""
    bench = studio_in(tmp_path, lambda: None)
    for number in range(100):
        bench.ask(f"number {number}")
    keep_daily_copy(bench.context.ledger, tmp_path, NOW)
    close(bench)
    _empty_a_page_of_rows(tmp_path / "skylit.db")
    with pytest.raises(StorageError, match=r"some of it is lost.*copies/2026-11-22 FORCE=1"):
        Ledger.open(None, tmp_path)


def _empty_a_page_of_rows(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    content, size = bytearray(file.read_bytes()), 4096
    for start in range(size, len(content), size):
        page = content[start : start + size]
        if page[0] == 13 and b"Shanghai Drone Show" in page:  # a leaf of the table's own tree
            # No free block, no cell, all of it free (sqlite.org/fileformat2.html, 1.6).
            content[start + 1 : start + 8] = bytes(4) + size.to_bytes(2) + bytes(1)
            break
    file.write_bytes(content)
