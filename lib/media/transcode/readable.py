"""Readable: how well the words of a film still read in a smaller or coarser picture of it.

Words in the sky are where a picture has its strongest fine detail. The measure compares that detail
before and after, and nothing else, so that a grainy sky or fewer colours do not count.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import Image

Floats = npt.NDArray[np.float32]

#: The share of a picture's pixels that are taken for strokes: those with the steepest edges.
_STROKES: Final = 0.06


def readability(film: Image.Image, shown: Image.Image) -> float:
    """Return 1 where the strokes of `shown` are those of `film`, 0 where nothing of them is left.

    The correlation of local contrast on the film's strokes and beside them, with `shown` enlarged
    to the film's size as a viewer would.
    """
    before = _edges(film)
    after = _edges(shown.resize(film.size, Image.Resampling.BICUBIC))
    strokes = before >= np.quantile(before, 1.0 - _STROKES)
    around = _grown(strokes, 4)
    if not after[around].any():
        return 0.0
    kept = float(np.corrcoef(before[around], after[around])[0, 1])
    strength = float(after[strokes].mean() / max(before[strokes].mean(), 1e-6))
    return float(max(kept, 0.0) * min(strength, 1.0) ** 0.5)


def _edges(picture: Image.Image) -> Floats:
    """Return the steepness of luma, per pixel."""
    luma = np.asarray(picture.convert("L"), np.float32)
    down, across = np.gradient(luma)
    return np.asarray(np.hypot(down, across), np.float32)


def _grown(mask: npt.NDArray[np.bool_], pixels: int) -> npt.NDArray[np.bool_]:
    """Return the mask grown by so many pixels, along rows and columns."""
    grown = mask.copy()
    for axis in (0, 1):
        reach = grown.copy()
        for step in range(1, pixels + 1):
            reach |= np.roll(grown, step, axis) | np.roll(grown, -step, axis)
        grown = reach
    return grown
