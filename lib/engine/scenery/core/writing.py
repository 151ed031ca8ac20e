"""Writing on signs: real characters, drawn from the typefaces that captions are drawn from."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from PIL import Image

from lib.caption import Caption
from lib.engine.lettering.ink import fill
from lib.engine.lettering.layout import lay_out
from lib.engine.scenery.core.canvas import Field, Patch, resized

_EM: Final = 96.0
_MARGIN: Final = 0.10  # of a cell, on all sides


def written(patch: Patch, box: tuple[float, float, float, float], words: str) -> Field:
    """(h, w) 0 to 1: a character in each of equal cells of the box, downwards or to the right."""
    left, top, right, bottom = box
    upright = bottom - top > right - left
    size = (bottom - top if upright else right - left) / len(words)
    cover = np.zeros(patch.shape, np.float32)
    for number, character in enumerate(words):
        if upright:
            cell = (left, top + number * size, right, top + (number + 1) * size)
        else:
            cell = (left + number * size, top, left + (number + 1) * size, bottom)
        _set(cover, patch, cell, character)
    return cover


def _set(
    cover: Field, patch: Patch, cell: tuple[float, float, float, float], character: str
) -> None:
    left, top, right, bottom = cell
    side = min(right - left, bottom - top) * (1 - 2 * _MARGIN)
    x, y = (left + right) / 2, (top + bottom) / 2
    columns = np.flatnonzero(np.abs(patch.x[0] - x) < side / 2)
    rows = np.flatnonzero(np.abs(patch.y[:, 0] - y) < side / 2)
    if len(columns) and len(rows):
        glyph = resized(_glyph(character), (len(rows), len(columns)), Image.Resampling.BOX)
        cover[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] = np.clip(glyph, 0.0, 1.0)


@cache
def _glyph(character: str) -> Field:
    """(n, n) 0 to 1, the ink in the middle of a square."""
    ink = fill(lay_out(Caption(character), width=_EM, height=_EM), 1.5).cover / np.float32(255)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    cut = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    side = max(cut.shape)
    margins = [((side - size) // 2, side - size - (side - size) // 2) for size in cut.shape]
    return np.pad(cut, margins).astype(np.float32)
