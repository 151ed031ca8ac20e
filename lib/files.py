"""Files: written whole, safe on the disk, and for Skylit's own account alone.

A draft beside the file takes its place in one step: a reader finds the old content or the new, and so
does whoever looks after a power cut. Everything in lib that writes a file goes through here, but:
folders, which no other folder can replace (cache entries, backups); the archive, whose store does the
same by itself; and the engine's progress, which is overwritten in place a hundred times a film.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

#: How the name of a draft ends. One whose process was killed is left behind.
DRAFT: Final = ".draft"

_FOLDER: Final = 0o700
_FILE: Final = 0o600
_OTHERS: Final = 0o077


@contextmanager
def replacing(target: Path, *, durable: bool = True) -> Iterator[Path]:
    """Yield a draft beside `target`, which takes its place if the block succeeds.

    `durable` waits until the disk has it; what can be made again needs no such wait. Raise OSError.
    """
    draft = draft_of(target)
    try:
        yield draft
        settle(draft, target, durable=durable)
    finally:
        _drop(draft)


def draft_of(target: Path) -> Path:
    """Return a name beside `target` for its next content; random, so that no two writers share it."""
    return target.with_name(f"{target.name}.{secrets.token_hex(4)}{DRAFT}")


def settle(draft: Path, target: Path, *, durable: bool = True) -> None:
    """Let the draft take the place of `target`. Raise OSError."""
    if durable:
        sync(draft)
    draft.replace(target)
    if durable:
        sync(target.parent)


def write(target: Path, content: bytes, *, durable: bool = True) -> None:
    """Write the file whole or not at all, and its folder where there is none. Raise OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with replacing(target, durable=durable) as draft:
        draft.write_bytes(content)


def create(target: Path, content: bytes) -> None:
    """Write a private file unless there is one. Raise OSError.

    Of two processes that do so at once, the first one's counts: link() is atomic and replaces nothing.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = draft_of(target)
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        sync(draft)
        with suppress(FileExistsError):
            os.link(draft, target)
        sync(target.parent)
    finally:
        _drop(draft)


def sync(*paths: Path) -> None:
    """Wait until the disk has these files, or these folders' entries. Raise OSError."""
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def private_files() -> Iterator[None]:
    """Whatever this process and its children create meanwhile is for its own account alone."""
    before = os.umask(_OTHERS)
    try:
        yield
    finally:
        os.umask(before)


def make_private(folder: Path) -> None:
    """Close the folder and all below it to other accounts. What belongs to another stays as it is.

    The folder itself goes first: from then on nobody else gets in, however long the rest takes.
    """
    _close(folder, _FOLDER)
    for parent, folders, files in os.walk(folder):
        for name in folders:
            _close(Path(parent, name), _FOLDER)
        for name in files:
            _close(Path(parent, name), _FILE)


def _drop(draft: Path) -> None:
    with suppress(OSError):
        draft.unlink(missing_ok=True)


def _close(path: Path, mode: int) -> None:
    with suppress(OSError):  # gone meanwhile, or somebody else's
        if not path.is_symlink() and path.stat().st_mode & _OTHERS:
            path.chmod(mode)
