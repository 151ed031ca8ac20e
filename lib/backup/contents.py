"""What a backup holds, and how it proves that it is whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from lib.errors import StorageError
from lib.media import sha256_of

DATABASE: Final = "skylit.db"
ARCHIVE: Final = "archive"
SECRET: Final = "secret"  # noqa: S105  # a file's name
SUMS: Final = "SHA256SUMS"


def write_sums(backup: Path) -> None:
    """Of every file in it; on the disk when this returns."""
    lines = [f"{sha256_of(file)}  {file.relative_to(backup)}\n" for file in _files(backup)]
    (backup / SUMS).write_text("".join(lines))
    for what in (*_files(backup), *_folders(backup), backup / SUMS):
        to_the_disk(what)


def refuse_damage(backup: Path) -> None:
    """Raise StorageError unless every file that was backed up is there, and as it was."""
    if not (backup / SUMS).is_file():
        raise StorageError(f"{backup} is no backup of Skylit's: it has no {SUMS}.")
    lines = (backup / SUMS).read_text().splitlines()
    for sha256, _, name in (line.partition("  ") for line in lines):
        file = backup / name
        if not file.is_file() or sha256_of(file) != sha256:
            raise StorageError(
                f"The backup {backup} is damaged: {name} is missing or altered. "
                "Nothing was changed. Take another backup."
            )


def copy(source: Path, target: Path) -> None:
    """A file or a folder, with its rights, onto the disk. Raise OSError."""
    if source.is_dir():
        shutil.copytree(source, target)
        for what in (*_files(target), *_folders(target)):
            to_the_disk(what)
    else:
        shutil.copy2(source, target)
        to_the_disk(target)


def to_the_disk(what: Path) -> None:
    handle = os.open(what, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def disk_errors(doing: str) -> Iterator[None]:
    """Raise StorageError with the sentence for people, where the disk says no."""
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"The disk failed while {doing} ({error.strerror or 'no room or no rights'}). "
            "Make room or mend its rights, then try again: nothing was lost."
        ) from error


def _files(backup: Path) -> list[Path]:
    return sorted(file for file in backup.rglob("*") if file.is_file() and file.name != SUMS)


def _folders(backup: Path) -> list[Path]:
    return [backup, *(folder for folder in backup.rglob("*") if folder.is_dir())]
