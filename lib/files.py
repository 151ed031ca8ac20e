"""Files that only Skylit's own account may read: folders 0700, files 0600."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_FOLDER: Final = 0o700
_FILE: Final = 0o600
_OTHERS: Final = 0o077


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


def _close(path: Path, mode: int) -> None:
    with suppress(OSError):  # gone meanwhile, or somebody else's
        if not path.is_symlink() and path.stat().st_mode & _OTHERS:
            path.chmod(mode)
