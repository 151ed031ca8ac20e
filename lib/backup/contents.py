"""What a backup holds, and how it proves that it is whole."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from lib import files
from lib.errors import StorageError
from lib.media import sha256_of
from lib.problem import Code, Problem

DATABASE: Final = "skylit.db"
ARCHIVE: Final = "archive"
SECRET: Final = "secret"  # noqa: S105  # a file's name
SUMS: Final = "SHA256SUMS"

#: What a folder's name ends with until all of it is there.
_DRAFT: Final = ".skylit-partial"

#: Seconds after which nobody is at work in a draft any more.
_STALE: Final = 24 * 3600.0


def write_sums(backup: Path) -> None:
    """Write the checksum of every file in it, and wait until the disk has all of them."""
    lines = [f"{sha256_of(file)}  {file.relative_to(backup)}\n" for file in _files(backup)]
    (backup / SUMS).write_text("".join(lines))
    files.sync(*_files(backup), *_folders(backup), backup / SUMS)


def refuse_damage(backup: Path) -> None:
    """Raise StorageError unless every file that was backed up is there, and as it was."""
    if not (backup / SUMS).is_file():
        raise StorageError(Problem.of(Code.BACKUP_IS_NONE, folder=str(backup), lacks=SUMS))
    lines = (backup / SUMS).read_text().splitlines()
    for sha256, _, name in (line.partition("  ") for line in lines):
        file = backup / name
        if not file.is_file() or sha256_of(file) != sha256:
            raise StorageError(Problem.of(Code.BACKUP_DAMAGED, folder=str(backup), file=name))


def copy(source: Path, target: Path) -> None:
    """Copy a file or a folder, with its rights, onto the disk. Raise OSError."""
    if source.is_dir():
        shutil.copytree(source, target)
        files.sync(*_files(target), *_folders(target))
    else:
        shutil.copy2(source, target)
        files.sync(target)


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """Yield a private draft that becomes `folder` if the block succeeds, and goes if it fails."""
    draft = folder.with_name(f".{folder.name}{_DRAFT}")
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _clear_away_stale(folder.parent)
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    try:
        yield draft
        files.make_private(draft)
        draft.rename(folder)
        files.sync(folder.parent)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _clear_away_stale(folder: Path) -> None:
    """Delete drafts whose process was killed: each holds a secret and as much as the archive."""
    for draft in folder.glob(f".*{_DRAFT}"):
        last = max(each.stat().st_mtime for each in (draft, *draft.iterdir()))
        if time.time() - last > _STALE:
            shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def disk_errors(failing: Code) -> Iterator[None]:
    """Raise StorageError with this code where the disk says no."""
    try:
        yield
    except OSError as error:
        raise StorageError(Problem.of(failing, why=error.strerror)) from error


def _files(backup: Path) -> list[Path]:
    return sorted(file for file in backup.rglob("*") if file.is_file() and file.name != SUMS)


def _folders(backup: Path) -> list[Path]:
    return [backup, *(folder for folder in backup.rglob("*") if folder.is_dir())]
