"""make backup: everything that must survive, checked, while the app runs."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from lib.archive import Archive
from lib.backup import take
from lib.backup.contents import SUMS
from lib.errors import NotNow, SettingsError, StorageError
from lib.generation import Status
from lib.ledger import Ledger
from lib.rendition import FILM, POSTER
from lib.settings import PROJECT, Settings
from tests.films import film
from tests.hostile_api import HostileApi
from tests.small_disk import small_disk
from tests.viewers import ANN
from tests.workbench import Workbench, bytes_of, close, eventually, ready, studio_in, tracking

# ── taking ────────────────────────────────────────────────────────────────────────────────────


def test_a_backup_holds_database_films_posters_and_secret_and_proves_it(
    bench: Workbench, settings: Settings, data: Path, tmp_path: Path
) -> None:
    (data / "secret").write_bytes(b"k" * 32)
    made = ready(bench)
    taken = take(settings, tmp_path / "b")
    assert (taken.films, taken.has_database, taken.damaged) == (1, True, ())
    assert {str(file.relative_to(tmp_path / "b")) for file in (tmp_path / "b").rglob("*.*")} == {
        "skylit.db", f"archive/{FILM.key(made.id)}", f"archive/{POSTER.key(made.id)}",
    }  # fmt: skip
    assert (tmp_path / "b" / "secret").read_bytes() == b"k" * 32
    checked = subprocess.run(["sha256sum", "--check", SUMS], cwd=tmp_path / "b", check=False,
                             capture_output=True, text=True)  # fmt: skip
    assert (checked.returncode, checked.stdout.count(": OK")) == (0, 4)
    assert (tmp_path / "b").stat().st_mode & 0o077 == 0


def test_a_backup_taken_while_the_app_runs_has_the_film_of_everything_it_calls_ready(
    hostile_server: HostileApi, data: Path, settings: Settings, tmp_path: Path
) -> None:
    hostile_server.reset()
    stop = threading.Event()
    with tracking(studio_in(data, hostile_server.url)) as bench:

        def ask_and_delete() -> None:
            while not stop.is_set():
                bench.settled(bench.ask())
                bench.studio.delete(ANN, bench.settled(bench.ask()).id)

        asking = threading.Thread(target=ask_and_delete)
        asking.start()
        try:
            eventually(lambda: bench.studio.history(ANN).total > 2)
            for number in range(4):
                taken = take(settings, tmp_path / f"b{number}")
                assert taken.damaged == ()
                with_rows = sqlite3.connect(tmp_path / f"b{number}" / "skylit.db")
                ids = with_rows.execute("SELECT id FROM generations WHERE status = 'ready'")
                kept = {FILM.key(each) for (each,) in ids}
                with_rows.close()
                films = {file.name for file in (tmp_path / f"b{number}").rglob("*.mp4")}
                assert films == kept
                assert len(films) == taken.films > 0
        finally:
            stop.set()
            asking.join()


def test_what_becomes_ready_while_it_is_copied_is_wholly_in_the_backup_or_not_at_all(
    bench: Workbench, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = ready(bench)
    fetch = Archive.fetch

    def then_another(archive: Archive, key: str, target: Path) -> bool:
        monkeypatch.setattr(Archive, "fetch", fetch)
        ready(bench, "In the middle of it")
        return fetch(archive, key, target)

    monkeypatch.setattr(Archive, "fetch", then_another)
    assert take(settings, tmp_path / "b").films == 1
    copied = Ledger.open(None, tmp_path / "b")
    assert list(copied.in_status(Status.READY)) == [made]
    copied.close()


def test_what_is_deleted_while_it_is_copied_is_not_in_the_backup(
    bench: Workbench, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, gone = ready(bench, "Stays"), ready(bench, "A very secret caption")
    copied = Ledger.copy_to

    def then_delete(ledger: Ledger, file: Path) -> bool:
        done = copied(ledger, file)
        bench.studio.delete(ANN, gone.id)
        return done

    monkeypatch.setattr(Ledger, "copy_to", then_delete)
    taken = take(settings, tmp_path / "b")
    assert (taken.films, taken.damaged) == (1, ())
    everything = b"".join(file.read_bytes() for file in (tmp_path / "b").rglob("*.*"))
    assert b"very secret" not in everything
    assert (tmp_path / "b" / "archive" / FILM.key(kept.id)).exists()


def test_a_backup_tells_which_files_the_archive_lost_and_keeps_all_others(
    bench: Workbench, settings: Settings, tmp_path: Path
) -> None:
    lost, altered, _ = ready(bench), ready(bench), ready(bench)
    bench.studio.archive.delete(FILM.key(lost.id))
    path = bench.studio.archive.path(FILM.key(altered.id))
    assert path is not None
    path.write_bytes(film()[:-1])
    taken = take(settings, tmp_path / "b")
    assert set(taken.damaged) == {FILM.key(lost.id), FILM.key(altered.id)}
    assert taken.films == 3


def test_nothing_is_written_over_an_earlier_backup(
    bench: Workbench, settings: Settings, tmp_path: Path
) -> None:
    ready(bench)
    take(settings, tmp_path / "b")
    before = (tmp_path / "b" / SUMS).read_bytes()
    with pytest.raises(NotNow, match="there already"):
        take(settings, tmp_path / "b")
    assert (tmp_path / "b" / SUMS).read_bytes() == before


def test_where_there_is_no_data_there_is_nothing_to_back_up(
    settings: Settings, tmp_path: Path
) -> None:
    with pytest.raises(NotNow, match="nothing to back up"):
        take(settings, tmp_path / "b")
    assert not (tmp_path / "b").exists()


def test_a_disk_that_is_too_small_leaves_no_half_backup(
    bench: Workbench, settings: Settings, tmp_path: Path
) -> None:
    ready(bench)
    with small_disk(tmp_path / "small", kilobytes=40) as small:
        with pytest.raises(StorageError, match=r"[Dd]isk"):
            take(settings, small / "b")
        assert list(small.iterdir()) == []
    assert take(settings, tmp_path / "b").films == 1


# ── restoring ─────────────────────────────────────────────────────────────────────────────────


def test_what_a_killed_backup_left_behind_goes_with_the_next_one(
    bench: Workbench, settings: Settings, tmp_path: Path
) -> None:
    """As the real one leaves it: killed while it copies the first film."""
    ready(bench)
    (folder := tmp_path / "backups").mkdir()
    killed = subprocess.run([sys.executable, "-c", KILLED, str(settings.data_dir),
                             str(folder / "first")], cwd=PROJECT, check=False)  # fmt: skip
    assert killed.returncode == -signal.SIGKILL
    (left,) = folder.iterdir()
    assert (left / "skylit.db").exists()
    take(settings, folder / "second")
    assert left.exists()  # for all that anybody knows, it is still being made
    yesterday = left.stat().st_mtime - 25 * 3600
    for each in (*left.iterdir(), left):
        os.utime(each, (yesterday, yesterday))
    take(settings, folder / "third")
    assert {each.name for each in folder.iterdir()} == {"second", "third"}


KILLED = """
import os, signal, sys
from pathlib import Path
from unittest.mock import patch
from lib.archive import Archive
from lib.backup import take
from lib.settings import Settings
with patch.object(Archive, "fetch", lambda *_: os.kill(os.getpid(), signal.SIGKILL)):
    take(Settings(data_dir=Path(sys.argv[1])), Path(sys.argv[2]))
"""


def run(*arguments: str, data: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATA_DIR": str(data)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "lib.backup", *arguments]
    return subprocess.run(
        command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False, timeout=60
    )  # fmt: skip


# ── as commands ───────────────────────────────────────────────────────────────────────────────


def test_the_commands_say_in_sentences_what_they_did(
    bench: Workbench, data: Path, tmp_path: Path
) -> None:
    ready(bench)
    taken = run("take", "--to", str(tmp_path / "b"), data=data)
    assert (taken.returncode, taken.stderr) == (0, "")
    assert "1 videos are in" in taken.stdout
    close(bench)
    refused = run("restore", str(tmp_path / "b"), data=data)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "FORCE=1" in refused.stderr
    assert "Traceback" not in refused.stderr
    restored = run("restore", str(tmp_path / "b"), "--force", data=data)
    assert (restored.returncode, restored.stderr) == (0, "")
    assert "Start Skylit" in restored.stdout


def test_make_backup_and_make_restore_do_it(bench: Workbench, data: Path, tmp_path: Path) -> None:
    made = ready(bench)

    def make(*arguments: str) -> subprocess.CompletedProcess[str]:
        # What it runs on is installed: this test runs on it.
        command = ["make", "--assume-old=.venv/.run", f"BIN={Path(sys.executable).parent}"]
        environment = {**os.environ, "DATA_DIR": str(data)}
        return subprocess.run(
            [*command, *arguments], cwd=PROJECT, env=environment, check=False, timeout=60,
            capture_output=True, text=True,
        )  # fmt: skip

    backup = f"BACKUP={tmp_path / 'b'}"
    assert make("backup", backup).returncode == 0
    close(bench)
    assert "Say which" in make("restore").stdout
    assert "FORCE=1" in make("restore", backup).stderr
    (data / "skylit.db").write_bytes(b"no database")
    assert make("restore", backup, "FORCE=1").returncode == 0
    again = studio_in(data, lambda: None)
    assert bytes_of(again.studio, made) == film()
    close(again)


def test_a_setting_that_is_wrong_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        take(Settings(data_dir=tmp_path, database_url="nonsense"), tmp_path / "b")
