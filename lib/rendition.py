"""Rendition: one file of a generation, and the key under which the archive holds it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
_ENDING: Final = re.compile(r"[a-z0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class Rendition:
    """`name` tells the renditions of a generation apart; `ending` is the file name's, without dot."""

    name: str
    ending: str
    media_type: str

    def __post_init__(self) -> None:
        if not (_NAME.fullmatch(self.name) and _ENDING.fullmatch(self.ending)):
            raise ValueError(f"{self.name}.{self.ending} is no name of a rendition.")

    def key(self, generation_id: str) -> str:
        """Return the archive's key. Film and poster lie flat, as they always have."""
        if self in {FILM, POSTER}:
            return f"{generation_id}.{self.ending}"
        return f"{generation_id}/{self.name}.{self.ending}"


FILM: Final = Rendition("film", "mp4", "video/mp4")
POSTER: Final = Rendition("poster", "webp", "image/webp")
#: The picture that messengers show for a public link.
CARD: Final = Rendition("card", "jpg", "image/jpeg")


def generation_of(key: str) -> str:
    """Return the id of the generation whose file this is."""
    return re.split(r"[./]", key, maxsplit=1)[0]
