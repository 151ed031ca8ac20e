"""The database is opened, and what is wrong with it is a sentence; nothing in it is harmed."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lib.database.connection import connect
from lib.errors import SettingsError, StorageError
from lib.ledger import Ledger
from lib.search import EVERYTHING
from lib.settings import PROJECT
from tests.database.raw import raw, with_pragma
from tests.ledger.asking import asked
from tests.viewers import ANN

OPENS = """
import sys
from pathlib import Path
from lib.ledger import Ledger
Ledger.open(sys.argv[1] or None, Path(sys.argv[2]))
"""


def test_it_is_all_there_after_a_close_and_an_open(tmp_path: Path) -> None:
    ledger = Ledger.open(None, tmp_path)
    generation = ledger.add(asked())
    ledger.close()
    again = Ledger.open(None, tmp_path)
    assert again.get(generation.id) == generation
    again.close()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            "UPDATE schema_version SET version = 7, usable_from = '3.1'",
            r"newer Skylit, 3\.1 or later \(its tables are number 7, this Skylit knows 1\)",
        ),
        ("INSERT INTO schema_version (version) VALUES (2)", r"number 2"),
        ("ALTER TABLE generations DROP COLUMN problem", r"generations lacks problem"),
    ],
)
def test_a_database_of_another_version_is_a_sentence_and_stays_as_it_is(
    sqlite: Ledger, tmp_path: Path, change: str, told: str
) -> None:
    kept = asked("Kept")
    sqlite.add(kept)
    with raw(None, tmp_path) as connection:
        connection.exec_driver_sql(change)
        connection.exec_driver_sql("DROP TABLE asked")  # what it lacks is not put into it
    sqlite.close()
    before = (tmp_path / "skylit.db").read_bytes()
    with pytest.raises(StorageError, match=f"{told}.*Nothing was changed"):
        Ledger.open(None, tmp_path)
    assert (tmp_path / "skylit.db").read_bytes() == before


def test_postgres_is_asked_for_its_version_as_well(postgres_url: str, tmp_path: Path) -> None:
    Ledger.open(postgres_url, tmp_path).close()
    engine = connect(postgres_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE schema_version SET version = 7")
    try:
        with pytest.raises(StorageError, match="number 7"):
            Ledger.open(postgres_url, tmp_path)
    finally:
        with engine.begin() as connection:
            connection.exec_driver_sql("UPDATE schema_version SET version = 1")
        engine.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_several_processes_may_make_the_tables_at_once(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    url = ""
    if kind == "postgres":
        url = request.getfixturevalue("postgres_url")
        engine = connect(url)
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        engine.dispose()
    started = [
        subprocess.Popen([sys.executable, "-c", OPENS, url, str(tmp_path)], cwd=PROJECT)
        for _ in range(3)
    ]
    assert [process.wait(60) for process in started] == [0, 0, 0]


def test_readers_and_writers_do_not_lock_each_other_out(ledger: Ledger) -> None:
    def write(number: int) -> None:
        ledger.add(asked(f"number {number}"))

    def read(_: int) -> int:
        return len(ledger.page(ANN, EVERYTHING, offset=0, limit=12, total=12))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(60)))
        jobs = [pool.submit(write, n) for n in range(40)] + [
            pool.submit(read, n) for n in range(200)
        ]
        for job in jobs:
            job.result()
    assert ledger.count(ANN, EVERYTHING) == 100


def test_a_file_that_is_no_database_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "skylit.db").write_bytes(b"This is no database, but it is long enough." * 200)
    with pytest.raises(StorageError, match=r"no database.*backup"):
        Ledger.open(None, tmp_path)


@pytest.mark.parametrize("another_in_its_place", [False, True])
def test_a_file_that_is_taken_away_is_a_sentence_until_it_is_back(
    sqlite: Ledger,
    tmp_path: Path,
    another_in_its_place: bool,  # noqa: FBT001  # a column of the table above
) -> None:
    kept, file = asked("Kept"), tmp_path / "skylit.db"
    sqlite.add(kept)
    aside = file.rename(tmp_path / "aside")
    if another_in_its_place:
        shutil.copy(aside, file)
    with pytest.raises(StorageError, match=r"moved away or replaced.*Put it back"):
        sqlite.add(asked("Lost"))
    with pytest.raises(StorageError, match=r"moved away or replaced.*Put it back"):
        sqlite.get(kept.id)
    assert file.exists() is another_in_its_place
    aside.rename(file)
    assert sqlite.get(kept.id) == kept
    sqlite.add(asked("Again"))
    assert sqlite.count(ANN, EVERYTHING) == 2


def test_a_file_that_is_damaged_while_it_is_in_use_is_a_sentence(
    sqlite: Ledger, tmp_path: Path
) -> None:
    for number in range(200):
        sqlite.add(asked(f"number {number}"))
    sqlite.close()  # the pool, and with it what it still holds in memory
    file = tmp_path / "skylit.db"
    with file.open("r+b") as opened:
        opened.seek(4096)
        opened.write(os.urandom(file.stat().st_size - 4096))
    with pytest.raises(StorageError, match=r"damaged.*make restore"):
        sqlite.page(ANN, EVERYTHING, offset=0, limit=12, total=12)


def test_a_damaged_file_is_a_sentence(tmp_path: Path) -> None:
    ledger = Ledger.open(None, tmp_path)
    for number in range(300):
        ledger.add(asked(f"number {number}"))
    ledger.close()
    file = tmp_path / "skylit.db"
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    content = bytearray(file.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    file.write_bytes(content)
    with pytest.raises(StorageError, match="damaged"):
        Ledger.open(None, tmp_path).page(ANN, EVERYTHING, offset=0, limit=50, total=50)


def _fill(ledger: Ledger) -> None:
    for _ in range(500):
        ledger.add(asked("x" * 80))


def test_a_full_disk_loses_nothing_and_is_a_sentence(tmp_path: Path) -> None:
    """SQLite itself says FULL when it may have no more pages."""
    Ledger.open(None, tmp_path).close()
    with raw(None, tmp_path) as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    with with_pragma(f"max_page_count = {pages}"):
        ledger = Ledger.open(None, tmp_path)
        kept = ledger.add(asked())
    with pytest.raises(StorageError, match="disk is full"):
        _fill(ledger)
    assert ledger.get(kept.id) == kept
    ledger.close()


def test_a_database_that_somebody_else_holds_is_a_sentence(
    sqlite: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lib.database.connection.PATIENCE", 0.05)
    impatient = Ledger.open(None, tmp_path)
    other = sqlite3.connect(tmp_path / "skylit.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match="busy"):
        impatient.add(asked())
    other.execute("ROLLBACK")
    other.close()
    impatient.add(asked())
    impatient.close()


@pytest.mark.parametrize("url", ["nonsense", "postgres://x", "oracle9://x", "sqlite+x:///y"])
def test_an_address_that_is_none_is_refused_without_showing_it(url: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        Ledger.open(url, tmp_path)


def test_parameters_are_in_no_error(ledger: Ledger, url: str | None, tmp_path: Path) -> None:
    with raw(url, tmp_path) as connection:
        connection.exec_driver_sql("ALTER TABLE generations RENAME TO elsewhere")
    with pytest.raises(StorageError) as caught:
        ledger.add(asked("a secret caption"))
    assert "secret" not in f"{caught.value} {caught.value.__cause__}"
    with raw(url, tmp_path) as connection:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO generations")
