"""Clip: a file of the archive as a browser gets it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """`path` is set where the archive is a folder; `open` works for every archive."""

    size: int  # bytes
    etag: str  # without quotes
    media_type: str
    #: The name under which a browser saves it, made from the caption.
    file_name: str
    modified: datetime
    path: Path | None
    _open: Callable[[int, int], Iterator[bytes]] = field(repr=False)

    def open(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Yield the bytes from `start` up to but not including `end`, in chunks. Raise StorageError."""
        return self._open(start, self.size if end is None else end)
