"""A backup is whole or is not there; restoring it loses nothing and pays for nothing twice."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lib.archive import Archive
from lib.backup import restore, take
from lib.backup.__main__ import main
from lib.backup.contents import SUMS, write_sums
from lib.bootstrap import open_studio
from lib.errors import NotNow, SettingsError, StorageError
from lib.generation import Generation, Reason, Status
from lib.ledger import Ledger
from lib.problem import Problem
from lib.provider import Provider
from lib.rendition import FILM, POSTER, Rendition
from lib.settings import PROJECT, Settings
from lib.tracker import problems
from tests.database.raw import raw
from tests.films import film
from tests.hostile_api import HostileApi
from tests.ledger.postgres import postgres
from tests.small_disk import small_disk
from tests.viewers import ANN
from tests.workbench import Workbench, bytes_of, close, eventually, ready, studio_in, tracking

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def settings(data: Path) -> Settings:
    return Settings(data_dir=data)


@pytest.fixture
def bench(data: Path) -> Iterator[Workbench]:
    """No tracker runs, so that everything stays where a test has put it."""
    made = studio_in(data, lambda: None)
    yield made
    close(made)


def exported(bench: Workbench, made: Generation) -> str:
    """Something that was made from the film, and is kept with it. Return its key."""
    key = Rendition("gif", "gif", "image/gif").key(made.id)
    bench.studio.archive.store(key, b"GIF89a")
    return key


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


def test_everything_is_back_after_the_data_folder_was_lost(
    bench: Workbench, settings: Settings, data: Path, tmp_path: Path
) -> None:
    (data / "secret").write_bytes(b"k" * 32)
    made, failed = ready(bench, "Grüße"), bench.ask("Failed")
    submit = failed.submitting(NOW)
    assert bench.studio.ledger.swap(failed, submit)
    assert bench.studio.ledger.swap(
        submit, submit.failed(Reason.NOT_MADE, Problem.told("No."), NOW)
    )
    before = bench.studio.history(ANN).generations
    export = exported(bench, made)
    take(settings, tmp_path / "b")
    close(bench)
    shutil.rmtree(data)

    restored = restore(settings, tmp_path / "b", NOW)
    assert (restored.aside, restored.held_back) == ((), 0)
    again = studio_in(data, lambda: None)
    assert again.studio.history(ANN).generations == before
    assert bytes_of(again.studio, made) == film()
    assert b"".join(again.studio.archive.open(export, 0, 6)) == b"GIF89a"
    assert (data / "secret").read_bytes() == b"k" * 32
    close(again)


def test_a_caption_that_waits_in_a_backup_is_never_paid_for_twice(
    hostile_server: HostileApi, data: Path, settings: Settings, tmp_path: Path
) -> None:
    """Backed up while it waited, sent afterwards; then the disk dies."""
    hostile_server.reset()
    bench = studio_in(data, hostile_server.url)
    waiting, free = bench.ask(), bench.ask(provider=Provider.BUILTIN)
    take(settings, tmp_path / "b")
    with tracking(bench):
        assert bench.settled(waiting).status is Status.READY
        assert bench.settled(free).status is Status.READY
    assert len(hostile_server.posts) == 2
    shutil.rmtree(data)

    assert restore(settings, tmp_path / "b", NOW).held_back == 1
    with tracking(studio_in(data, hostile_server.url)) as again:
        found = again.settled(waiting)
        assert (found.status, found.due_at) == (Status.UNCONFIRMED, None)
        assert again.settled(free).status is Status.READY
    assert len(hostile_server.posts) == 3  # the free one only


def test_data_that_is_there_is_not_written_over_unless_told_and_is_then_kept_aside(
    bench: Workbench, settings: Settings, data: Path, tmp_path: Path
) -> None:
    made = ready(bench)
    take(settings, tmp_path / "b")
    later = ready(bench, "Later")
    close(bench)
    with pytest.raises(NotNow, match="FORCE=1"):
        restore(settings, tmp_path / "b", NOW)

    restored = restore(settings, tmp_path / "b", NOW, force=True)
    again = studio_in(data, lambda: None)
    assert [each.id for each in again.studio.history(ANN).generations] == [made.id]
    assert bytes_of(again.studio, made) == film()
    close(again)
    old_archive, old_database = restored.aside
    assert (old_archive / FILM.key(later.id)).read_bytes() == film()
    old = Ledger.open(f"sqlite:///{old_database}", tmp_path)
    assert old.get(later.id) == later
    old.close()


@pytest.mark.parametrize("harm", ["all of it", "its header", "one page in its middle", "its end"])
def test_a_damaged_database_stops_the_start_untouched_and_its_backup_takes_its_place(
    bench: Workbench, settings: Settings, data: Path, tmp_path: Path, harm: str
) -> None:
    made = ready(bench)
    for number in range(200):
        bench.ask(f"number {number}")
    take(settings, tmp_path / "b")
    close(bench)
    broken = damaged((data / "skylit.db").read_bytes(), harm)
    (data / "skylit.db").write_bytes(broken)
    starting = open_studio(settings)
    with pytest.raises(StorageError, match=r"make restore BACKUP=.* FORCE=1"), starting:
        pass
    assert (data / "skylit.db").read_bytes() == broken
    restored = restore(settings, tmp_path / "b", NOW, force=True)
    assert broken in {file.read_bytes() for file in restored.aside if file.is_file()}
    again = studio_in(data, lambda: None)
    assert again.studio.history(ANN).total == 201
    assert bytes_of(again.studio, made) == film()
    close(again)


def damaged(content: bytes, harm: str) -> bytes:
    page, middle = 4096, len(content) // 4096 // 2 * 4096
    match harm:
        case "all of it":
            return os.urandom(len(content))
        case "its header":
            return os.urandom(64) + content[64:]
        case "one page in its middle":
            return content[:middle] + os.urandom(page) + content[middle + page :]
        case _:
            return content[: -3 * page]


def test_nothing_is_restored_under_a_running_app_even_by_force(
    bench: Workbench, settings: Settings, data: Path, tmp_path: Path
) -> None:
    made = ready(bench)
    take(settings, tmp_path / "b")
    bench.tracker.run_pass()
    with pytest.raises(NotNow, match="running"):
        restore(settings, tmp_path / "b", NOW, force=True)
    assert bytes_of(bench.studio, made) == film()
    bench.tracker.stop()
    restore(settings, tmp_path / "b", NOW, force=True)


@pytest.mark.parametrize("harm", ["alter", "remove"])
def test_a_damaged_backup_is_refused_before_anything_is_touched(
    bench: Workbench, settings: Settings, data: Path, tmp_path: Path, harm: str
) -> None:
    made = ready(bench)
    take(settings, tmp_path / "b")
    file = tmp_path / "b" / "archive" / FILM.key(made.id)
    if harm == "alter":
        file.write_bytes(film()[:-1] + b"!")
    else:
        file.unlink()
    close(bench)
    before = {file.name: file.read_bytes() for file in data.iterdir() if file.is_file()}
    with pytest.raises(StorageError, match=r"damaged.*Nothing was changed"):
        restore(settings, tmp_path / "b", NOW, force=True)
    assert {file.name: file.read_bytes() for file in data.iterdir() if file.is_file()} == before


def test_a_backup_of_another_version_is_refused_before_anything_is_touched(
    bench: Workbench, settings: Settings, data: Path, tmp_path: Path
) -> None:
    made = ready(bench)
    with raw(None, data) as connection:
        connection.exec_driver_sql("UPDATE schema_version SET version = 7")
    copy = tmp_path / "b"
    (copy / "archive").mkdir(parents=True)
    assert bench.studio.ledger.copy_to(copy / "skylit.db")
    write_sums(copy)
    with raw(None, data) as connection:
        connection.exec_driver_sql("UPDATE schema_version SET version = 1")
    with pytest.raises(StorageError, match=r"needs a newer Skylit.*number 7"):
        restore(settings, copy, NOW, force=True)
    assert bytes_of(bench.studio, made) == film()
    assert not list(data.glob("*before*"))


def test_a_folder_that_is_no_backup_is_refused(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no backup"):
        restore(settings, tmp_path, NOW)


def test_a_restore_that_finds_the_disk_full_leaves_what_was_there(
    bench: Workbench, settings: Settings, tmp_path: Path
) -> None:
    ready(bench)
    take(settings, tmp_path / "b")
    room = (tmp_path / "b" / "skylit.db").stat().st_size // 1024 + 8  # the films do not fit
    with small_disk(tmp_path / "small", kilobytes=room) as small:
        tight = Settings(data_dir=small)
        with pytest.raises(StorageError, match=r"[Dd]isk"):
            restore(tight, tmp_path / "b", NOW)
        assert not (small / "skylit.db").exists()
        assert not (small / "archive").exists()


def test_a_restore_that_was_cut_off_can_be_repeated_and_loses_nothing(
    bench: Workbench,
    settings: Settings,
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Killed when the films are in place and the old database is about to go aside."""
    made = ready(bench)
    take(settings, tmp_path / "b")
    later = ready(bench, "Later")
    close(bench)
    rename = Path.rename

    def until_the_database(self: Path, target: Path) -> Path:
        if self.name == "skylit.db":
            raise KeyboardInterrupt
        return rename(self, target)

    with monkeypatch.context() as cut_off:
        cut_off.setattr(Path, "rename", until_the_database)
        with pytest.raises(KeyboardInterrupt):
            restore(settings, tmp_path / "b", NOW, force=True)
    still = Ledger.open(None, data)
    assert still.get(later.id) == later
    still.close()

    restore(settings, tmp_path / "b", NOW + SECOND, force=True)
    again = studio_in(data, lambda: None)
    assert [each.id for each in again.studio.history(ANN).generations] == [made.id]
    assert bytes_of(again.studio, made) == film()
    close(again)
    assert list(data.glob(f"archive.before-*/{FILM.key(later.id)}"))
    assert not list(data.glob(".*restoring*"))


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


# ── as commands ───────────────────────────────────────────────────────────────────────────────


def run(*arguments: str, data: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATA_DIR": str(data)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "lib.backup", *arguments]
    return subprocess.run(
        command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False, timeout=60
    )  # fmt: skip


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
