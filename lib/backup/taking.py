"""Taking a backup while Skylit runs: the database first, then the videos that it names.

A video is stored before its row says `ready`, and never changes afterwards. So whatever the copy of
the database calls ready is in the archive already, however long copying takes. The other way round,
a video that became ready in between would be in the copied database and not among the copied files.
A video that is deleted in between is deleted from the copy, too.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from lib.archive import Archive
from lib.backup.contents import (
    ARCHIVE,
    DATABASE,
    SECRET,
    copy,
    disk_errors,
    whole_folder,
    write_sums,
)
from lib.clock import utc_now
from lib.errors import NotNow
from lib.files import private_files
from lib.generation import Generation, Status
from lib.ledger import Ledger, database_file
from lib.media import sha256_of
from lib.problem import Code, Problem
from lib.rendition import FILM, POSTER
from lib.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    folder: Path
    films: int
    #: Whether the database is in it; Postgres has its own way.
    has_database: bool
    #: Files that the archive lacks, or has otherwise than they were stored.
    damaged: tuple[str, ...]


def take(settings: Settings, folder: Path) -> Taken:
    """Back everything up into `folder`, which must not be there yet and appears when it is whole.

    Raise NotNow if it is there or there is nothing to back up, StorageError if a disk fails.
    """
    file = database_file(settings.database_url, settings.data_dir)
    if file is not None and not file.exists():
        raise NotNow(Problem.of(Code.NOTHING_TO_BACK_UP, file=str(file)))
    if folder.exists():
        raise NotNow(Problem.of(Code.BACKUP_THERE, folder=str(folder)))
    with ExitStack() as stack:
        stack.enter_context(private_files())
        stack.enter_context(disk_errors(Code.BACKUP_UNWRITABLE))
        draft = stack.enter_context(whole_folder(folder))
        ledger = Ledger.open(settings.database_url, settings.data_dir)
        stack.callback(ledger.close)
        archive = Archive.open_url(settings.archive_url, settings.data_dir / ARCHIVE)
        has_database = ledger.copy_to(draft / DATABASE)
        films, damaged = _copy_videos(ledger, archive, draft)
        if (secret := settings.data_dir / SECRET).exists():
            copy(secret, draft / SECRET)
        write_sums(draft)
    return Taken(folder=folder, films=films, has_database=has_database, damaged=damaged)


def _copy_videos(ledger: Ledger, archive: Archive, draft: Path) -> tuple[int, tuple[str, ...]]:
    """Return how many there were, and the names of files that are not as they should be."""
    (draft / ARCHIVE).mkdir()
    films, damaged = 0, list[str]()
    with _copied(ledger, draft) as copied:
        for generation in copied.in_status(Status.READY):
            lacks = _copy_video(generation, archive, draft / ARCHIVE)
            if lacks and ledger.row(generation.id) is None:
                _forget(copied, generation, draft)
                continue
            films += 1
            damaged += lacks
    return films, tuple(damaged)


@contextmanager
def _copied(ledger: Ledger, draft: Path) -> Iterator[Ledger]:
    """Yield the copied ledger, or the live one if the database is a server's."""
    if not (draft / DATABASE).exists():
        yield ledger
        return
    copied = Ledger.open(None, draft)
    try:
        yield copied
    finally:
        copied.close()  # the last to close puts everything into the one file


def _copy_video(generation: Generation, archive: Archive, folder: Path) -> list[str]:
    """Copy every rendition. Return the names of film and poster if they are missing or altered."""
    film, poster = FILM.key(generation.id), POSTER.key(generation.id)
    for key in archive.exports(generation.id):
        (folder / key).parent.mkdir(exist_ok=True)
        archive.fetch(key, folder / key)
    lacks = [key for key in (film, poster) if not archive.fetch(key, folder / key)]
    if film not in lacks and not _is_right(generation, folder / film):
        lacks.append(film)  # keep it all the same: part of a film is better than none
    return lacks


def _is_right(generation: Generation, film: Path) -> bool:
    return generation.video is not None and sha256_of(film) == generation.video.sha256


def _forget(copied: Ledger, generation: Generation, draft: Path) -> None:
    """Forget a video that was deleted after the database was copied."""
    copied.delete(generation.id, utc_now())
    copied.deletion_done(generation.id)
    for key in (FILM.key(generation.id), POSTER.key(generation.id)):
        (draft / ARCHIVE / key).unlink(missing_ok=True)
    shutil.rmtree(draft / ARCHIVE / generation.id, ignore_errors=True)
