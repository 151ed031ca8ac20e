"""Which bytes of a file were asked for: RFC 9110, section 14, for the one range that players send."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Self

_ONE: Final = re.compile(r"\s*bytes\s*=\s*([0-9]{0,18})\s*-\s*([0-9]{0,18})\s*", re.IGNORECASE)


class Unsatisfiable(ValueError):
    """The range begins behind the end of the file: 416."""


@dataclass(frozen=True, slots=True)
class ByteRange:
    """Bytes from `start` up to but not including `end`, of `size`."""

    start: int
    end: int
    size: int

    @classmethod
    def parse(cls, header: str | None, size: int) -> Self | None:
        """Return None for the whole file: no range, several ranges, or one that makes no sense.

        The RFC lets a server ignore a range that it does not understand. Raise Unsatisfiable.
        """
        match = _ONE.fullmatch(header or "")
        if match is None or not any(match.groups()):
            return None
        first, last = match.groups()
        if not first:  # the last so many bytes
            start, end = max(0, size - int(last)), size
        else:
            start, end = int(first), min(int(last) + 1, size) if last else size
            if last and int(last) < start:
                return None
        if start >= size or start >= end:
            raise Unsatisfiable(header)
        return cls(start, end, size)

    def __len__(self) -> int:
        return self.end - self.start

    def __str__(self) -> str:
        """Return it as in Content-Range: both ends included."""
        return f"bytes {self.start}-{self.end - 1}/{self.size}"
