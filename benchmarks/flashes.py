"""How often a film flashes, by the general-flash rule of WCAG 2.3.1: python -m benchmarks.flashes

The rule (https://www.w3.org/TR/WCAG22/#dfn-general-flash-and-red-flash-thresholds): a flash is a
pair of opposing changes in relative luminance of 10 % or more of the maximum, where the darker
image is below 0.80. There may be more than three in any one second only where those that occur
concurrently cover less than a quarter of every 10 degrees of the visual field, for which 341 x 256
pixels "anywhere on the displayed screen area" is a good estimate.

How it is read here:
- Relative luminance is that of linear light, averaged over cells of 8 x 8 pixels, a quarter of a
  degree. Single lights twinkle inside of a cell; what the rule is about is larger.
- A change of a cell counts when it has gone 0.10 away from its last turning point, however slowly;
  one that goes on in the same direction is the same change.
- The film is shown at its own size, so that the window is 341 x 256 of its pixels: in a
  smaller player it would hold more of the film, and a quarter of it be harder to fill.
- Concurrent is what changes within a sixth of a second: in more than three flashes a second, the
  half of one takes no longer on average.
- A window brightens when the cells that do so concurrently outnumber those that darken by a
  quarter of all, and the other way round. Lights that move darken one place as they brighten the
  next, and so are no flash of the area, though each place sees them pass. The price: two halves
  that flash against each other, finer than the window can be moved to tell apart, are not seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from lib.engine import templates
from lib.engine.arrays import Floats
from lib.engine.palette import PALETTES
from lib.engine.raster.jit import Plane, inlined, kernel
from lib.engine.render import renderer_for
from lib.engine.request import RenderRequest
from lib.engine.show import FPS, Show
from lib.template import CATALOGUE

Signs = npt.NDArray[np.int8]

#: As many flashes are allowed in any one second.
ALLOWED: Final = 3

CELL: Final = 8  # pixels
#: The window in cells, rows first.
WINDOW: Final = (256 // CELL, 341 // CELL)

_CHANGE: Final = np.float32(0.10)
_BRIGHT: Final = np.float32(0.80)
_QUARTER: Final = 0.25
_CONCURRENT: Final = FPS // 6  # frames

#: sRGB's transfer function inverted, for 8 bits: what WCAG defines relative luminance by.
_LINEAR: Final = np.where(
    np.arange(256) / 255 <= 0.04045,
    np.arange(256) / 255 / 12.92,
    ((np.arange(256) / 255 + 0.055) / 1.055) ** 2.4,
).astype(np.float32)

WORDS: Final = "开业大吉 Grand Opening"
BRANDS: Final = ("#ffffff", "#ff0000")  # the brightest one, and the one that eyes fear most


@dataclass(frozen=True, slots=True)
class Flashes:
    """The worst second and window of a film."""

    a_second: int  # pairs of opposing changes
    share: float  # of a window that changed one way at once, at most; a quarter begins to count

    @classmethod
    def of(cls, film: Iterable[Floats]) -> Self:
        """`film` gives relative luminances, (rows, columns) of cells, at FPS."""
        share = np.stack([_shares(changes) for changes in _concurrent(_changes(film))])
        return cls(_most_in_a_second(_turns(share)) // 2, round(float(np.abs(share).max()), 3))


def main() -> None:
    names = [*(palette.name for palette in PALETTES), *BRANDS]
    print(f"flashes in the worst second ({ALLOWED} allowed), largest share of a window (0.25)")
    for template in CATALOGUE:
        for palette in names:
            order = RenderRequest.parse(WORDS, template.name, palette, seed=7)
            worst = Flashes.of(luminances(templates.compose(order)))
            print(f"  {template.name:22}{palette:9}{worst.a_second:3}{worst.share:8.2f}")


def luminances(show: Show, cell: int = CELL) -> Iterator[Floats]:
    """Every frame of a show as relative luminance, (height / cell, width / cell), 0 to 1.

    A show that is drawn at half its size has cells of half as many pixels: they are the same cells.
    """
    renderer, size = renderer_for(show), show.frame.format
    y = np.empty((size.height, size.width), np.uint8)
    u, v = np.empty((2, size.height // 2, size.width // 2), np.uint8)
    for frame in range(show.frames):
        renderer.draw(frame / FPS, y, u, v)
        cells = np.empty((size.height // cell, size.width // cell), np.float32)
        average_luminance(y, u, v, _LINEAR, cell, cells)
        yield cells


def _changes(film: Iterable[Floats]) -> Iterator[Signs]:
    """For each frame after the first, 1 where a cell brightens by 0.10, -1 where it darkens.

    The first change of a cell opposes nothing, and counts all the same.
    """
    frames = iter(film)
    low = next(frames).copy()
    high, direction = low.copy(), np.zeros(low.shape, np.int8)
    for now in frames:
        np.minimum(low, now, out=low)
        np.maximum(high, now, out=high)
        rises = (now - low >= _CHANGE) & (low < _BRIGHT) & (direction <= 0)
        falls = (high - now >= _CHANGE) & (now < _BRIGHT) & (direction >= 0) & ~rises
        direction[rises], direction[falls] = 1, -1
        # a turning point: from a rise on only its top counts, from a fall on only its foot
        high[rises], low[falls] = now[rises], now[falls]
        yield rises.astype(np.int8) - falls.astype(np.int8)


def _concurrent(film: Iterable[Signs]) -> Iterator[Signs]:
    """For each frame, which way each cell last changed, if within what counts as concurrent."""
    way, since = np.zeros(1, np.int8), np.zeros(1, np.int32)
    for changes in film:
        way = np.where(changes, changes, way)
        since = np.where(changes, 0, since + 1)
        yield np.where(since < _CONCURRENT, way, np.int8(0))


def _shares(signs: Signs) -> Floats:
    """The mean over every window, by a table of sums from the corner (Crow, 1984)."""
    rows, columns = WINDOW
    table = np.pad(signs.cumsum(axis=0, dtype=np.int32).cumsum(axis=1), ((1, 0), (1, 0)))
    sums = (
        table[rows:, columns:] - table[:-rows, columns:]
        - table[rows:, :-columns] + table[:-rows, :-columns]
    )  # fmt: skip
    share: Floats = sums.astype(np.float32) / np.float32(rows * columns)
    return share


def _turns(share: Floats) -> Signs:
    """(frames, windows): 1 where a window brightens or darkens and did the opposite before."""
    direction = np.zeros(share.shape[1:], np.int8)
    turns = np.zeros(share.shape, np.int8)
    for frame, now in enumerate(share):
        up, down = (now >= _QUARTER) & (direction <= 0), (now <= -_QUARTER) & (direction >= 0)
        direction[up], direction[down] = 1, -1
        turns[frame] = up | down
    return turns


def _most_in_a_second(turns: Signs) -> int:
    so_far = np.pad(turns.cumsum(axis=0, dtype=np.int32), ((1, 0), (0, 0), (0, 0)))
    second = min(FPS, len(turns))
    return int((so_far[second:] - so_far[:-second]).max())


@inlined
def _byte(value: np.float32) -> int:
    return int(min(max(value + np.float32(0.5), np.float32(0.0)), np.float32(255.0)))


@kernel
def average_luminance(
    y: Plane, u: Plane, v: Plane, linear: Floats, cell: int, cells: Floats
) -> None:
    """Planes of BT.709 limited yuv420p -> the mean relative luminance of each cell x cell pixels.

    Chroma is taken from its nearest sample.
    """
    scale, chroma = np.float32(255.0 / 219.0), np.float32(255.0 / 224.0)
    for row in range(cells.shape[0]):
        for column in range(cells.shape[1]):
            total = np.float32(0.0)
            for j in range(cell * row, cell * (row + 1)):
                for i in range(cell * column, cell * (column + 1)):
                    grey = (np.float32(y[j, i]) - np.float32(16.0)) * scale
                    blueness = (np.float32(u[j >> 1, i >> 1]) - np.float32(128.0)) * chroma
                    redness = (np.float32(v[j >> 1, i >> 1]) - np.float32(128.0)) * chroma
                    red = grey + np.float32(1.5748) * redness
                    blue = grey + np.float32(1.8556) * blueness
                    green = grey - np.float32(0.4681) * redness - np.float32(0.1873) * blueness
                    total += (
                        np.float32(0.2126) * linear[_byte(red)]
                        + np.float32(0.7152) * linear[_byte(green)]
                        + np.float32(0.0722) * linear[_byte(blue)]
                    )
            cells[row, column] = total / np.float32(cell * cell)


if __name__ == "__main__":
    main()
