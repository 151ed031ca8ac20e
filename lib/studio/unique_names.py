"""Names that no two files of a folder or a ZIP share, on disks that know no case either."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class UniqueNames:
    taken: set[str] = field(default_factory=set)

    def first_free(self, name: Callable[[str], str]) -> str:
        """Return and take the first of `name("")`, `name("2")`, `name("3")` … that is free."""
        number, found = 1, name("")
        while _key(found) in self.taken:
            number += 1
            found = name(str(number))
        self.taken.add(_key(found))
        return found


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())
