"""Emoji colours: what colour each part of an emoji has, so that a heart is red and a tree green.

`emoji_colours.npz` has 8 x 8 colours for each emoji, averaged from the pictures of Noto Color Emoji
2.042 (OFL-1.1) inside the box of their ink: `emoji`, names parted by newlines, without U+FE0F, and
`colours` (n, 8, 8, 3) uint8, sRGB, rows from above.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from lib.engine.arrays import Floats

_FILE: Final = Path(__file__).with_name("emoji_colours.npz")

# In the dark a colour is a light: what is dim on paper shines at least so strongly, what is black
# is the blue grey of night, and white is held to what a coloured light gives.
_LEAST_VALUE: Final = np.float32(0.55)
_BLACK: Final = np.float32(0.05)
_NIGHT: Final = np.array([0.26, 0.30, 0.42], np.float32)
_MOST_LUMA: Final = np.float32(0.62)
_LUMA: Final = np.array([0.2126, 0.7152, 0.0722], np.float32)  # BT.709


@dataclass(frozen=True, slots=True)
class EmojiPicture:
    """An emoji, and the box of its ink: left, top, right, bottom."""

    emoji: str
    box: tuple[float, float, float, float]


def colours_of(pictures: Sequence[EmojiPicture], dots: Floats) -> Floats:
    """(n, 3) linear light for each of (n, 2) dots; NaN for dots of no picture."""
    own = np.full((len(dots), 3), np.nan, np.float32)
    for picture in pictures:
        grid = _grid(picture.emoji)
        left, top, right, bottom = picture.box
        share = (dots - (left, top)) / (max(right - left, 1e-6), max(bottom - top, 1e-6))
        inside = ((share >= -0.02) & (share <= 1.02)).all(axis=1)
        if grid is not None and inside.any():
            column, row = np.clip(share[inside] * len(grid), 0, len(grid) - 1).astype(int).T
            own[inside] = grid[row, column]
    return own


@cache
def _grid(emoji: str) -> Floats | None:
    known = _table()
    name = emoji.replace("\ufe0f", "")
    found = known.get(name)
    if found is None:  # a sequence that is younger: its first picture stands for it
        found = known.get(name[:1])
    return None if found is None else _as_light(found)


def _as_light(colours: npt.NDArray[np.uint8]) -> Floats:
    encoded = colours.astype(np.float32) / np.float32(255)
    light = np.where(
        encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4
    )  # IEC 61966-2-1
    value = light.max(axis=-1, keepdims=True)
    shining = light / np.maximum(value, _BLACK) * np.maximum(value, _LEAST_VALUE)
    lit = np.where(value < _BLACK, _NIGHT, shining)
    luma = (lit @ _LUMA)[..., None]
    held: Floats = (lit * np.minimum(1.0, _MOST_LUMA / luma)).astype(np.float32)
    return held


@cache
def _table() -> Mapping[str, npt.NDArray[np.uint8]]:
    with np.load(_FILE) as file:
        return dict(zip(str(file["emoji"]).split("\n"), file["colours"], strict=True))
