"""Restoring beside a bucket and beside a database server."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lib.archive import Archive
from lib.backup import restore, take
from lib.backup.__main__ import main
from lib.errors import StorageError
from lib.generation import Generation, Status
from lib.ledger import Ledger
from lib.rendition import FILM, POSTER, Rendition
from lib.settings import Settings
from lib.tracker import problems
from tests.backup.making import NOW
from tests.films import film
from tests.ledger.postgres import postgres
from tests.workbench import Workbench, bytes_of, close, ready, studio_in


def test_an_archive_that_is_a_bucket_gets_its_films_back(
    bench: Workbench, data: Path, tmp_path: Path
) -> None:
    (tmp_path / "bucket").mkdir()
    url = f"file://{tmp_path / 'bucket'}"
    remote = Settings(data_dir=data, archive_url=url)
    made = ready(bench)
    for key in (FILM.key(made.id), POSTER.key(made.id)):
        path = bench.studio.archive.path(key)
        assert path is not None
        Archive.open_url(url, data).store(key, path)
    export = Rendition("gif", "gif", "image/gif").key(made.id)
    Archive.open_url(url, data).store(export, b"GIF89a")
    shutil.rmtree(data / "archive")
    assert take(remote, tmp_path / "b").damaged == ()
    close(bench)
    for key in (FILM.key(made.id), export):
        (tmp_path / "bucket" / key).unlink()
    restore(remote, tmp_path / "b", NOW, force=True)
    assert (tmp_path / "bucket" / FILM.key(made.id)).read_bytes() == film()
    assert (tmp_path / "bucket" / export).read_bytes() == b"GIF89a"


def test_with_postgres_the_archive_is_copied_and_pg_dump_is_named(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with postgres() as url:
        bench = studio_in(data, lambda: None, ledger=Ledger.open(url, data))
        made, waiting = ready(bench), bench.ask("Waits")
        monkeypatch.setenv("DATABASE_URL", url)
        monkeypatch.setenv("DATA_DIR", str(data))
        assert main(["take", "--to", str(tmp_path / "b")]) == 0
        assert "pg_dump" in capsys.readouterr().out
        assert (tmp_path / "b" / "archive" / FILM.key(made.id)).read_bytes() == film()
        shutil.rmtree(data / "archive")
        assert main(["restore", str(tmp_path / "b")]) == 0
        assert bytes_of(bench.studio, made) == film()
        assert bench.see(waiting).status is Status.UNCONFIRMED
        close(bench)
    with pytest.raises(StorageError, match="do not fit"):
        restore(Settings(data_dir=data), tmp_path / "b", NOW, force=True)


def test_over_postgres_nobody_tracks_until_the_last_paid_caption_is_held_back(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody tries at every single one, and one of them is cancelled in between."""
    swap, wins = Ledger.swap, list[bool]()
    with postgres() as url:
        bench = studio_in(data, lambda: None, ledger=Ledger.open(url, data))
        waiting = [bench.ask(f"number {number}") for number in range(5)]
        settings = Settings(data_dir=data, database_url=url)
        take(settings, tmp_path / "b")
        shutil.rmtree(data / "archive")
        starting = bench.context.ledger.election(silence=0.0)

        def watched(ledger: Ledger, old: Generation, new: Generation) -> bool:
            wins.append(starting.win())
            if len(wins) == 1:
                cancelled = old.cancelled(problems.CANCELLED_IN_TIME, NOW)
                assert swap(ledger, old, cancelled)
            return swap(ledger, old, new)

        monkeypatch.setattr(Ledger, "swap", watched)
        restored = restore(settings, tmp_path / "b", NOW)
        monkeypatch.undo()
        found = [bench.see(each).status for each in waiting]
        assert (wins, restored.held_back) == ([False] * 5, 4)
        assert sorted(found) == [Status.CANCELLED] + [Status.UNCONFIRMED] * 4
        assert starting.win()
        starting.resign()
        close(bench)
