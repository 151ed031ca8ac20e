"""Water: the river mirrors the city and the show through moving ripples.

The picture in the water is the scenery's own mirror image, which is blurred already, plus the
lights of the show with their heights compressed. Two tiles of noise scroll across each other in perspective;
their sum bends the picture sideways and brightens it, their difference bends it up and down. Where
a wave leans just right it glints in the colours that stand above it: the glitter path that every
light draws across water towards whoever looks at it (Minnaert, "Light and Color in the Outdoors").
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.raster.grid import Grid
from lib.engine.raster.jit import HALF, ONE, ZERO, kernel, read_only
from lib.engine.raster.layers import aim_lens, through_lens
from lib.engine.raster.pyramid import between_rows, blur, gaussian, stretch_row

# Mirrored lights are smeared away from the shore, then back: a row's own share, its neighbour's.
_OUT: Final = np.float32(0.45), np.float32(0.70)
_BACK: Final = np.float32(0.62), np.float32(0.38)

_GLITTER: Final = np.float32(0.20)  # how much waves brighten and darken the picture
_GLINT: Final = np.float32(0.95)  # how far a wave must lean to glint

#: The light of the whole sky above a column of water, per unit of its energy.
_PATH_GAIN: Final = 0.010
_PATH_SIGMA: Final = 9.0  # low pixels: how far a glitter path spreads sideways


class Water:
    """The river's buffers. `spread` fills `lights`, a low buffer."""

    def __init__(self, mirror: Floats, ripples: Floats, grid: Grid) -> None:
        self._grid = grid
        self._mirror, self._ripples = read_only(mirror), read_only(ripples)
        self.rows = min(mirror.shape[1], grid.height // 4)
        self.picture = grid.canvas(self.rows)
        self.lights = np.zeros(
            (3, self.rows // grid.low + 1, -(-self.picture.shape[2] // grid.low)), np.float32
        )
        self._scratch = np.zeros_like(self.lights)
        self._side = gaussian(2.2 * grid.fineness, 6)
        reach = np.arange(-24, 25)
        spread = np.exp(-(reach**2) / (2 * _PATH_SIGMA**2))
        self._spread = (spread / spread.sum()).astype(np.float32)

    def reflect(self, left: float, step: float) -> None:
        """Draw the picture in still water. The frame's pixel x shows the mirror's left + step x."""
        blur(self.lights, self._scratch, self._side)
        smear(self.lights)
        compose_mirror(
            self.picture, self._grid.guard, self._mirror, self.lights, self._grid.low,
            np.float32(left - step * self._grid.guard), np.float32(step),
        )  # fmt: skip

    def ripple(self, canvas: Floats, waterline: float, t: float, pan: float, sky: Floats) -> None:
        """Draw the moving water below the waterline; `sky`, a low buffer, is what shines above."""
        draw_water(
            canvas, self._grid.guard, self._grid.scale,
            self.picture, self._ripples, self._path(sky),
            np.float32(waterline), np.float32(t), np.float32(pan),
        )  # fmt: skip

    def _path(self, sky: Floats) -> Floats:
        """(3, width): the light that stands above each column of the frame, spread sideways."""
        columns = sky.sum(axis=1)
        spread = [np.convolve(column, self._spread, mode="same") for column in columns]
        middles = (np.arange(columns.shape[1]) + 0.5) * self._grid.low - 0.5
        wide = [np.interp(np.arange(self._grid.width), middles, column) for column in spread]
        return (np.array(wide) * (_PATH_GAIN / self._grid.fineness)).astype(np.float32)


@kernel
def smear(lights: Floats) -> None:
    """Smear mirrored lights into long vertical streaks, by a recursive filter in both directions."""
    h, w = lights.shape[1], lights.shape[2]
    for c in range(3):
        for y in range(1, h):
            before, row = lights[c, y - 1], lights[c, y]
            for x in range(w):
                row[x] = row[x] * _OUT[0] + before[x] * _OUT[1]
        for y in range(h - 2, -1, -1):
            before, row = lights[c, y + 1], lights[c, y]
            for x in range(w):
                row[x] = row[x] * _BACK[0] + before[x] * _BACK[1]


@kernel
def compose_mirror(
    picture: Floats,
    guard: int,
    mirror: Floats,
    lights: Floats,
    low: int,
    left: np.float32,
    step: np.float32,
) -> None:
    """Fill a canvas with the mirror image and the show's lights over it.

    Its pixel (x, y), guards included along x, shows the mirror's (left + step x, step y).
    """
    width = picture.shape[2]
    rows = picture.shape[1] - 2 * guard
    runs, shares = np.empty((width + 1, 2), np.int64), np.empty(width, np.float32)
    count = aim_lens(left, step, mirror.shape[2], runs, shares)
    wide = np.empty((2, low * lights.shape[2]), np.float32)
    for c in range(3):
        ready = -1
        for y in range(rows):
            above, below, mix = between_rows(y, low, lights.shape[1])
            if ready < below:
                stretch_row(lights[c, above], low, wide[above & 1])
                stretch_row(lights[c, below], low, wide[below & 1])
                ready = below
            # The mirror is blurred downwards: its nearest row will do.
            row = min(int(step * np.float32(y) + HALF), mirror.shape[1] - 1)
            a, b, out = wide[above & 1], wide[below & 1], picture[c, guard + y]
            through_lens(mirror[c, row], runs, count, shares, out)
            for x in range(width):
                out[x] += a[x] * (ONE - mix) + b[x] * mix


@kernel
def draw_water(
    canvas: Floats,
    guard: int,
    scale: np.float32,
    picture: Floats,
    ripples: Floats,
    path: Floats,
    waterline: np.float32,
    t: np.float32,
    pan: np.float32,
) -> None:
    """Draw the picture through ripples onto the canvas, from the waterline (pixels) down.

    ripples (2, n, n), n a power of two, tileable; path (3, width): the light of glints.
    Two neighbouring pixels share a wave: they are one step.
    """
    n = ripples.shape[1]
    wrap = n - 1
    width = picture.shape[2]
    rows = picture.shape[1] - 2 * guard
    flat = picture.reshape(-1)
    height, steps = canvas.shape[1] - 2 * guard, (canvas.shape[2] - 2 * guard) // 2
    offset, most = np.float32(guard), np.float32(12.0) * scale
    first = min(max(math.floor(waterline), 0), height)
    span = np.float32(height) - waterline
    one_wave, other_wave = np.empty(n, np.float32), np.empty(n, np.float32)
    # For each step of two pixels: where it looks in the picture, and how bright that shines.
    place = np.empty(steps, np.uint32)
    left, right = np.empty(steps, np.float32), np.empty(steps, np.float32)
    spark = np.empty(steps, np.float32)
    far = np.float32(4096.0)  # keeps every index positive: the tiles repeat
    for y in range(first, height):
        depth = max(np.float32(y) - waterline, ZERO)
        near = depth / span
        distance = ONE / (np.float32(0.12) + np.float32(0.88) * near)
        # The rows of the two tiles that pass here now, between two rows of each.
        one_at = distance * np.float32(96.0) + t * np.float32(20.0)
        other_at = far + distance * np.float32(150.0) - t * np.float32(14.0)
        i, j = int(one_at), int(other_at)
        f, g = one_at - np.float32(i), other_at - np.float32(j)
        a, b = ripples[0, i & wrap], ripples[0, (i + 1) & wrap]
        e, h = ripples[1, j & wrap], ripples[1, (j + 1) & wrap]
        for k in range(n):
            one_wave[k] = a[k] * (ONE - f) + b[k] * f
            other_wave[k] = e[k] * (ONE - g) + h[k] * g
        # How strongly they act here: more and larger towards the viewer.
        sideways = (np.float32(0.6) + np.float32(4.2) * near) * scale
        upwards = (np.float32(0.75) + np.float32(4.5) * near) * scale
        glitter = _GLITTER * (np.float32(0.35) + np.float32(0.80) * near)
        glint = near * (np.float32(1.25) - near)
        step = distance * np.float32(0.55) / scale
        start = far + (pan - np.float32(steps)) * step
        drift, counter = t * np.float32(9.0), far - t * np.float32(13.0)
        # The first row is city as far as the waterline reaches into it.
        wet = min(np.float32(y + 1) - waterline, ONE)
        for s in range(steps):
            u = start + np.float32(2 * s) * step
            one = one_wave[np.uint32(np.int32(u + drift) & wrap)]
            other = other_wave[np.uint32(np.int32(u * np.float32(1.31) + counter) & wrap)]
            lean = (one + other) * np.float32(0.6)
            # `guard` more than it is, so that cutting off the fraction rounds down.
            shift = min(max(lean * sideways, -most), most) + offset
            whole = np.int32(shift)
            bend = min(max(depth + (one - other) * upwards, ZERO), np.float32(rows - 1))
            place[s] = np.uint32((guard + np.int32(bend)) * width + 2 * s + whole)
            bright = max(ONE + glitter * lean, np.float32(0.3)) * wet
            right[s] = bright * (shift - np.float32(whole))
            left[s] = bright - right[s]
            over = max(lean - _GLINT, ZERO)
            spark[s] = (over * over + np.float32(0.10)) * glint * wet
        dry = ONE - wet
        for c in range(3):
            out = canvas[c, guard + y, guard : guard + 2 * steps]
            seen = flat[c * picture.shape[1] * width : (c + 1) * picture.shape[1] * width]
            light = path[c]
            for s in range(steps):
                p = place[s]
                middle = seen[p + 1]
                shine = light[2 * s] * spark[s]
                out[2 * s] = out[2 * s] * dry + seen[p] * left[s] + middle * right[s] + shine
                out[2 * s + 1] = (
                    out[2 * s + 1] * dry + middle * left[s] + seen[p + 2] * right[s] + shine
                )
