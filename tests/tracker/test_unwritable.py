"""A disk, bucket or database that takes nothing costs time, but no video."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.archive import Archive
from lib.bootstrap import open_studio
from lib.errors import SettingsError, StorageError
from lib.generation import Status
from lib.ledger import Ledger
from lib.rendition import FILM, POSTER
from lib.search import EVERYTHING
from lib.settings import Settings
from tests.bucket import Bucket, bucket, environment
from tests.hostile_api import (
    HostileApi,
    completes,
    pending,
)
from tests.small_disk import read_only, small_disk
from tests.tracker.troubles import arrives, waits_for
from tests.viewers import ALL_SEEING
from tests.workbench import eventually, studio_in, tracking

# ── a disk that may not be written ────────────────────────────────────────────────────────────


def test_an_archive_that_turns_read_only_costs_time_but_no_video(
    api: HostileApi, tmp_path: Path
) -> None:
    with (
        small_disk(tmp_path / "archive") as small,
        tracking(studio_in(tmp_path, api.url)) as bench,
    ):
        read_only(small)
        asked = bench.ask()
        waits_for(bench, asked, "The archive is read-only")
        read_only(small, yes=False)
        arrives(bench, asked, api)


def test_a_download_folder_that_turns_read_only_costs_time_but_no_video(
    api: HostileApi, tmp_path: Path
) -> None:
    with (
        small_disk(tmp_path / "scratch") as small,
        tracking(studio_in(tmp_path, api.url)) as bench,
    ):
        read_only(small)
        asked = bench.ask()
        waits_for(bench, asked, "cannot be written to the disk (Read-only file system)")
        read_only(small, yes=False)
        arrives(bench, asked, api)


def test_a_read_only_data_folder_stops_the_start_with_a_sentence_and_harms_nothing(
    tmp_path: Path,
) -> None:
    with small_disk(tmp_path / "data") as small:
        Ledger.open(None, small).close()
        before = (small / "skylit.db").read_bytes()
        read_only(small)
        opening = open_studio(Settings(data_dir=small))
        with pytest.raises(SettingsError, match=r"cannot be written.*DATA_DIR"), opening:
            pass
        with pytest.raises(StorageError, match=r"rights|may not be written|may write"):
            Ledger.open(None, small)
        read_only(small, yes=False)
        ledger = Ledger.open(None, small)
        assert ledger.count(ALL_SEEING, EVERYTHING) == 0
        ledger.close()
        assert (small / "skylit.db").read_bytes() == before


@pytest.fixture
def films(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    with bucket() as served:
        for name, value in environment(served).items():
            monkeypatch.setenv(name, value)
        yield served


# ── a bucket ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("refusal", "told"),
    [
        ((507, "XMinioStorageFull"), "The archive is full"),
        ((403, "QuotaExceeded"), "The archive is full"),
        ((403, "AccessDenied"), "rights and credentials"),
        ((503, "SlowDown"), "does not answer as it should"),
    ],
)
def test_a_bucket_that_takes_nothing_costs_time_but_no_video(
    api: HostileApi, films: Bucket, tmp_path: Path, refusal: tuple[int, str], told: str
) -> None:
    shelf = Archive.open_url("s3://films/skylit", tmp_path)
    films.refusal = refusal
    with tracking(studio_in(tmp_path, api.url, archive=shelf)) as bench:
        asked = bench.ask()
        waits_for(bench, asked, told)
        assert films.objects == {}
        films.refusal = None
        arrives(bench, asked, api)
    assert set(films.objects) == {f"skylit/{FILM.key(asked.id)}", f"skylit/{POSTER.key(asked.id)}"}


# ── a database that somebody holds ────────────────────────────────────────────────────────────


def test_a_database_that_is_held_for_long_costs_time_but_no_video(
    api: HostileApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lib.database.connection.PATIENCE", 0.02)
    with tracking(studio_in(tmp_path, api.url)) as bench:
        api.check = [pending("generating")]
        asked = bench.ask()
        eventually(lambda: bench.see(asked).api_status == "generating")
        holder = sqlite3.connect(tmp_path / "skylit.db", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        api.check = [completes]
        with pytest.raises(StorageError, match="busy"):
            bench.ask()
        looked = len(api.requests)
        eventually(lambda: len(api.requests) > looked)  # the tracker tries, and cannot write
        assert bench.see(asked).status is Status.GENERATING
        holder.execute("ROLLBACK")
        holder.close()
        arrives(bench, asked, api)
