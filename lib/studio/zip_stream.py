"""A ZIP that is written while it is sent: nothing of it is ever whole in memory or on a disk."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

#: Attributes of an ordinary file that everybody may read, as UNIX has them in a ZIP.
_ORDINARY: Final = 0o100644 << 16


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: its name inside the ZIP, its date, its bytes and how many of them there are."""

    name: str
    modified: datetime
    size: int
    chunks: Iterable[bytes]


def zipped(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yield the ZIP's bytes in order. Films are compressed already, so each is stored as it is.

    Each entry is read when its turn comes. If reading it raises, the ZIP ends there, and whoever
    opens it sees that it is not whole.
    """
    written = _Written()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for entry in entries:
            with archive.open(_info(entry), "w") as file:
                for chunk in entry.chunks:
                    file.write(chunk)
                    yield from written.taken()
            yield from written.taken()
    yield from written.taken()


def _info(entry: Entry) -> zipfile.ZipInfo:
    day, time = entry.modified.date(), entry.modified.time()
    moment = (day.year, day.month, day.day, time.hour, time.minute, time.second)
    info = zipfile.ZipInfo(entry.name, moment)
    info.file_size = entry.size  # decides on ZIP64; nothing else is known before it is written
    info.external_attr = _ORDINARY
    return info


@dataclass(slots=True)
class _Written:
    """A file that can only be written to: zipfile then needs no seek."""

    chunks: list[bytes] = field(default_factory=list)

    def write(self, data: bytes) -> int:
        self.chunks.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing: every write is taken at once."""

    def close(self) -> None:
        """Do nothing: there is nothing to close."""

    def taken(self) -> Iterator[bytes]:
        found, self.chunks = b"".join(self.chunks), []
        if found:
            yield found
