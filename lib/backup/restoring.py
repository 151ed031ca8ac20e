"""Restoring: a backup becomes what Skylit starts with. What was there is kept aside.

What waited when a backup was taken may have been sent since. To send it again may be charged again. So
every paid caption that waits in a backup comes back as unconfirmed: Skylit asks the API's log for it,
and after that its owner.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from lib import files
from lib.archive import Archive
from lib.backup.contents import (
    ARCHIVE,
    DATABASE,
    SECRET,
    copy,
    disk_errors,
    refuse_damage,
)
from lib.errors import NotNow, StorageError
from lib.files import make_private, private_files
from lib.generation import Status
from lib.ledger import FileLocks, Ledger, Lock, database_file, lock_file
from lib.problem import Code, Problem
from lib.settings import Settings

_MAYBE_SENT: Final = Problem.of(Code.FROM_A_BACKUP)

#: SQLite keeps its latest writes in files beside the database.
_BESIDE: Final = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    #: Where the old data is now.
    aside: tuple[Path, ...]
    #: Paid captions that will be looked up instead of sent.
    held_back: int


def restore(settings: Settings, backup: Path, now: datetime, *, force: bool = False) -> Restored:
    """Put the backup where Skylit looks for its data, checked before and kept as it is.

    `force`: also where there is data already, which is then moved aside, never deleted.
    Raise NotNow if Skylit runs or there is data, StorageError for a backup that is not whole or a
    disk that fails. Whatever it raises, it can be repeated.
    """
    backup = backup.resolve()
    with private_files(), disk_errors(Code.BACKUP_UNRESTORABLE):
        refuse_damage(backup)
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        file = database_file(settings.database_url, settings.data_dir)
        _refuse_other_kind(file, backup)
        if file is None:
            return _beside_a_server(settings, backup, now, force=force)
        with _nobody_tracks(FileLocks(lock_file(settings.data_dir))):
            return _over_files(settings, backup, file, now, force=force)


def _over_files(
    settings: Settings, backup: Path, database: Path, now: datetime, *, force: bool
) -> Restored:
    """The database goes last: until then the old one stands, so an interrupted restore can be repeated."""
    places = _places(settings, backup)
    there = [*_existing(places), *_parts_of(database)]
    _refuse_to_overwrite(there, force=force)
    staged = _staged(database)
    _clear(staged)
    copy(backup / DATABASE, staged)
    with closing(Ledger.open_file(staged, settings.data_dir)) as ledger:
        held_back = _hold_back(ledger, now)
    files.sync(staged)
    aside = _put(settings, backup, places, now)
    aside += [_move_aside(part, now) for part in _parts_of(database)]
    staged.rename(database)
    files.sync(database.parent)
    return Restored(aside=tuple(aside), held_back=held_back)


def _beside_a_server(settings: Settings, backup: Path, now: datetime, *, force: bool) -> Restored:
    """The database's own tools have restored it; make its waiting captions safe to start with."""
    with ExitStack() as stack:
        ledger = Ledger.open(settings.database_url, settings.data_dir)
        stack.callback(ledger.close)
        stack.enter_context(_nobody_tracks(ledger.lock()))
        places = _places(settings, backup)
        _refuse_to_overwrite(_existing(places), force=force)
        aside = _put(settings, backup, places, now)
        return Restored(aside=tuple(aside), held_back=_hold_back(ledger, now))


def _places(settings: Settings, backup: Path) -> dict[Path, Path]:
    """Where each part of the backup goes on this machine, without the database."""
    data = settings.data_dir
    has_films = (backup / ARCHIVE).exists()  # a daily copy has none
    places = {backup / ARCHIVE: data / ARCHIVE} if has_films and not settings.archive_url else {}
    if (backup / SECRET).exists():
        places[backup / SECRET] = data / SECRET
    return places


def _put(settings: Settings, backup: Path, places: dict[Path, Path], now: datetime) -> list[Path]:
    """Copy all of it first, then move; return where the old ones are."""
    for source, target in places.items():
        _clear(_staged(target))
        copy(source, _staged(target))
    aside = [_move_aside(target, now) for target in _existing(places)]
    for target in places.values():
        make_private(_staged(target))
        _staged(target).rename(target)
    files.sync(settings.data_dir)
    if (
        settings.archive_url and (backup / ARCHIVE).exists()
    ):  # object storage has no aside; a video never changes under its key
        archive = Archive.open_url(settings.archive_url, settings.data_dir / ARCHIVE)
        for file in sorted((backup / ARCHIVE).rglob("*")):
            if file.is_file():
                archive.store(file.relative_to(backup / ARCHIVE).as_posix(), file)
    return aside


def _existing(places: dict[Path, Path]) -> list[Path]:
    """What is there already where something is to go. An empty folder does not count."""
    return [
        target
        for target in places.values()
        if target.exists() and not (target.is_dir() and not any(target.iterdir()))
    ]


def _hold_back(ledger: Ledger, now: datetime) -> int:
    """Make paid captions that wait unconfirmed, as if their answer had been lost; return how many.

    Only confirmed writes count. A page of a Skylit that is just starting may write in between: then
    look again, until no paid caption waits.
    """
    held_back = 0
    while paid := [each for each in ledger.in_status(Status.QUEUED) if each.provider.charges]:
        for queued in paid:
            sent = queued.held_back(_MAYBE_SENT, now)
            held_back += ledger.swap(queued, sent)
    return held_back


@contextmanager
def _nobody_tracks(lock: Lock) -> Iterator[None]:
    """Keep every process from tracking meanwhile. Raise NotNow if one does."""
    if not lock.acquire(heartbeat=False):
        raise NotNow(Code.STILL_RUNNING)
    try:
        yield
    finally:
        lock.release()


def _refuse_other_kind(file: Path | None, backup: Path) -> None:
    if (file is not None) is not (backup / DATABASE).exists():
        raise StorageError(Code.BACKUP_OF_ANOTHER_KIND)


def _refuse_to_overwrite(there: Sequence[Path], *, force: bool) -> None:
    if there and not force:
        names = ", ".join(str(path) for path in there)
        raise NotNow(Problem.of(Code.DATA_THERE, names=names))


def _parts_of(database: Path) -> list[Path]:
    parts = [database.with_name(database.name + ending) for ending in _BESIDE]
    return [part for part in parts if part.exists()]


def _staged(target: Path) -> Path:
    """A name on the same disk as the target, so that moving it there is one step."""
    return target.with_name(f".{target.name}.restoring")


def _clear(staged: Path) -> None:
    """Delete what an interrupted restore left behind."""
    if staged.is_dir():
        shutil.rmtree(staged)
    for part in _parts_of(staged):
        part.unlink()


def _move_aside(target: Path, now: datetime) -> Path:
    aside = target.with_name(f"{target.name}.before-{now:%Y-%m-%dT%H-%M-%SZ}")
    return target.rename(aside)
