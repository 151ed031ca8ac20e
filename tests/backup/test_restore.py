"""make restore: never over a running Skylit, never over what is there, nothing paid twice."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from lib.backup import restore, take
from lib.backup.contents import write_sums
from lib.bootstrap import open_studio
from lib.errors import NotNow, StorageError
from lib.generation import Generation, Reason, Status
from lib.ledger import Ledger
from lib.problem import Problem
from lib.provider import Provider
from lib.rendition import FILM, Rendition
from lib.settings import Settings
from tests.backup.making import NOW
from tests.database.raw import raw
from tests.films import film
from tests.hostile_api import HostileApi
from tests.small_disk import small_disk
from tests.viewers import ANN
from tests.workbench import Workbench, bytes_of, close, ready, studio_in, tracking

SECOND = timedelta(seconds=1)


def exported(bench: Workbench, made: Generation) -> str:
    """Something that was made from the film, and is kept with it. Return its key."""
    key = Rendition("gif", "gif", "image/gif").key(made.id)
    bench.studio.archive.store(key, b"GIF89a")
    return key


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
