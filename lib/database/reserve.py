"""Reserve: room on the disk that is kept for deleting, because deleting is what makes room.

SQLite writes before it frees anything. On a disk without a free byte, nothing could be deleted, so a
file is kept beside the database and given up when a deletion needs its room.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

#: Bytes: enough for some deletions with their journal and its index.
_SIZE: Final = 512 * 1024


@dataclass(frozen=True, slots=True)
class Reserve:
    """`file` is None where the database is a server, which keeps its own room."""

    file: Path | None

    @classmethod
    def beside(cls, database: Path | None) -> Reserve:
        return cls(database.with_name(f"{database.name}-reserve") if database else None)

    def hold(self) -> None:
        """Take the room, unless it is held already or the disk is full."""
        if self.file is None or self.file.exists():
            return
        try:
            descriptor = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                os.posix_fallocate(descriptor, 0, _SIZE)
            finally:
                os.close(descriptor)
        except OSError:
            self.release()

    def release(self) -> bool:
        """Give the room up. Return whether there was any."""
        if self.file is None:
            return False
        with suppress(FileNotFoundError):
            self.file.unlink()
            return True
        return False
