"""Format: a film's size. `608x1080` is the video API's own; a name is what goes over the wire."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Self

from lib.errors import InvalidChoice

_NAME: Final = re.compile(r"([1-9]\d{1,4})x([1-9]\d{1,4})")


#: Width to height below which a film is as tall as a phone.
_TALL: Final = 0.65


@dataclass(frozen=True, slots=True)
class Format:
    """Width and height in pixels."""

    width: int
    height: int

    @property
    def name(self) -> str:
        """Such as "608x1080"."""
        return f"{self.width}x{self.height}"

    @property
    def pixels(self) -> int:
        """How many a frame has: to draw a film takes about as long as it has pixels."""
        return self.width * self.height

    @property
    def ratio(self) -> float:
        """Width to height."""
        return self.width / self.height

    @property
    def is_tall(self) -> bool:
        """As a phone is held: it fills an upright frame, and others leave room in it."""
        return self.ratio < _TALL

    def __str__(self) -> str:
        return self.name

    @classmethod
    def parse(cls, name: str) -> Self:
        """Return the offered format of this name. Raise InvalidChoice if there is none."""
        for offered in FORMATS:
            if offered.name == name:
                return cls(offered.width, offered.height)
        raise InvalidChoice.among("format", name, FORMATS)

    @classmethod
    def stored(cls, name: str) -> Self:
        """Return the format that was stored under this name, whether it is still offered or not.

        Raise ValueError for a name that is no size.
        """
        size = _NAME.fullmatch(name)
        if size is None:
            raise ValueError(f"{name!r} is no format.")
        return cls(int(size[1]), int(size[2]))


#: The video API's own format, and the one that is meant where none is named.
PORTRAIT: Final = Format(608, 1080)

FORMATS: Final = (
    PORTRAIT,
    Format(1080, 1920),
    Format(1080, 1350),
    Format(1080, 1080),
    Format(1920, 1080),
)
