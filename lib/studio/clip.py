"""Clip: a file of the archive as a browser gets it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote

#: What some browsers decode in the plain form: a percent sign before two hexadecimal digits.
_ESCAPED: Final = re.compile(r"%(?=[0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """`path` is set where the archive is a folder; `open` works for every archive."""

    size: int  # bytes
    etag: str  # without quotes
    media_type: str
    #: The value of Content-Disposition that makes a browser save it under the caption's name.
    attachment: str
    modified: datetime
    path: Path | None
    _open: Callable[[int, int], Iterator[bytes]] = field(repr=False)

    def open(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` up to but not including `end`, in chunks. Raise StorageError."""
        return self._open(start, self.size if end is None else end)


def content_disposition(name: str) -> str:
    """Both forms of RFC 6266: plain ASCII for old readers, UTF-8 (RFC 8187) for all others."""
    decomposed = unicodedata.normalize("NFKD", name)
    plain = " ".join(decomposed.encode("ascii", "ignore").decode().split())
    plain = _ESCAPED.sub(" ", plain)
    if plain.startswith("."):
        plain = f"skylit{plain}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
