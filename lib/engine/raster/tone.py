"""Tone: linear light to the bytes of a video, and back to a picture for people to look at.

The tone curve is Jim Hejl's and Richard Burgess-Dawson's fit of a film stock (in John Hable's
"Filmic Tonemapping Operators", 2010), per channel and with the display's gamma built in: what is
far brighter than white goes to white softly while what surrounds it keeps its colour, which is what
makes a point of light look hot.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from lib.engine.arrays import Floats
from lib.engine.raster.grid import Grid
from lib.engine.raster.jit import ONE, ZERO, Plane, inlined, kernel
from lib.engine.raster.pyramid import between_rows, stretch_row

#: BT.709 luma weights of red and blue; green has the rest.
_KR: Final = 0.2126
_KB: Final = 0.0722
_KG: Final = 1.0 - _KR - _KB
#: Limited range: luma is 16 to 235, chroma 16 to 240 about 128.
_Y_RED, _Y_GREEN, _Y_BLUE = (np.float32(219.0 * k) for k in (_KR, _KG, _KB))
# A quarter each, as chroma is made of the sum of four pixels.
_U_RED, _U_GREEN, _U_BLUE = (
    np.float32(0.25 * 112.0 * k / (1.0 - _KB)) for k in (-_KR, -_KG, 1.0 - _KB)
)
_V_RED, _V_GREEN, _V_BLUE = (
    np.float32(0.25 * 112.0 * k / (1.0 - _KR)) for k in (1.0 - _KR, -_KG, -_KB)
)
_BLACK: Final = np.float32(16.0)
_GREY: Final = np.float32(128.0)
_SPAN: Final = np.float32(219.0)  # from black to white
_HALF: Final = np.float32(0.5)

_DITHER_ROWS: Final = 64
#: How much of the glow a lens adds to the picture.
GLOW: Final = np.float32(0.075)
#: The tone curve clamps light to this: its square must still fit a float32.
_BRIGHTEST: Final = np.float32(1e6)


@inlined
def _film(light: np.float32) -> np.float32:
    v = min(max(light - np.float32(0.004), ZERO), _BRIGHTEST)
    rise = v * (np.float32(6.2) * v + np.float32(0.5))
    return rise / (v * (np.float32(6.2) * v + np.float32(1.7)) + np.float32(0.06))


@inlined
def _dithered(level: np.float32, room: np.float32, noise: np.float32) -> np.float32:
    """Round with noise, and with less of it within one level of either end.

    So black stays black, white white and grey grey, and no value leaves the limited range.
    """
    return level + _HALF + (noise - _HALF) * min(room, ONE)


@kernel
def finish(
    canvas: Floats,
    guard: int,
    glow: Floats,
    low: int,
    glow_gain: np.float32,
    across: Floats,
    down: Floats,
    dither: Floats,
    luma: Plane,
    u: Plane,
    v: Plane,
) -> None:
    """Canvas + enlarged glow -> tone curve -> yuv420p, in one pass over pairs of rows.

    across (width,), down (height,)  their product is the exposure of each pixel
    glow   (3, height / low, width / low)      dither  (64, width), added before rounding down
    luma, u, v  rows may be longer than the picture is wide
    """
    height, width = len(down), len(across)
    wide = np.empty((3, 2, width), np.float32)  # the two enlarged rows of glow in use
    pair = np.empty((2, 3, width), np.float32)  # two rows of the picture, 0 to 1
    total = np.empty((3, width), np.float32)
    exposed = np.empty(width, np.float32)
    ready = -1
    for y2 in range(height // 2):
        for s in range(2):
            y = 2 * y2 + s
            above, below, mix = between_rows(y, low, glow.shape[1])
            if ready < below:
                for c in range(3):
                    stretch_row(glow[c, above], low, wide[c, above & 1])
                    stretch_row(glow[c, below], low, wide[c, below & 1])
                ready = below
            for x in range(width):
                exposed[x] = across[x] * down[y]
            for c in range(3):
                a, b = wide[c, above & 1], wide[c, below & 1]
                light, out = canvas[c, guard + y, guard : guard + width], pair[s, c]
                p, q = glow_gain * (ONE - mix), glow_gain * mix
                for x in range(width):
                    out[x] = _film((light[x] + a[x] * p + b[x] * q) * exposed[x])
            red, green, blue = pair[s, 0], pair[s, 1], pair[s, 2]
            row, noise = luma[y], dither[y % _DITHER_ROWS]
            for x in range(width):
                grey = _Y_RED * red[x] + _Y_GREEN * green[x] + _Y_BLUE * blue[x]
                room = max(min(grey, _SPAN - grey), ZERO)
                row[x] = np.uint8(np.int32(_BLACK + _dithered(grey, room, noise[x])))
        for c in range(3):
            for x in range(width):
                total[c, x] = pair[0, c, x] + pair[1, c, x]
        blues, reds = dither[y2 % _DITHER_ROWS], dither[(y2 + _DITHER_ROWS // 2) % _DITHER_ROWS]
        for x in range(width // 2):
            red = total[0, 2 * x] + total[0, 2 * x + 1]
            green = total[1, 2 * x] + total[1, 2 * x + 1]
            blue = total[2, 2 * x] + total[2, 2 * x + 1]
            cb = _U_RED * red + _U_GREEN * green + _U_BLUE * blue
            cr = _V_RED * red + _V_GREEN * green + _V_BLUE * blue
            u[y2, x] = np.uint8(np.int32(_dithered(_GREY + cb, abs(cb), blues[x])))
            v[y2, x] = np.uint8(np.int32(_dithered(_GREY + cr, abs(cr), reds[x])))


def dissolve(plane: Plane, other: Plane, share: float) -> None:
    """Take `share` of the other plane's bytes, the rest of this one's."""
    mix_bytes(_whole_rows(plane), other, np.float32(share))


@kernel
def mix_bytes(plane: Plane, other: Plane, share: np.float32) -> None:
    """Like `dissolve`; the plane's rows may be longer than the other's."""
    for y in range(other.shape[0]):
        now, then = plane[y], other[y]
        for x in range(other.shape[1]):
            here = np.float32(now[x])
            now[x] = np.uint8(np.int32(here + (np.float32(then[x]) - here) * share + _HALF))


class Film:
    """The last stage and its tables."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._across, self._down = vignette(grid.width, grid.height)
        self._dither = dither_tile(grid.width)

    def expose(
        self, canvas: Floats, glow: Floats, exposure: float, planes: tuple[Plane, Plane, Plane]
    ) -> None:
        """Write the picture of canvas and glow, `exposure` times as bright, to y, u and v."""
        finish(
            canvas, self._grid.guard, glow, self._grid.low, GLOW,
            self._across, self._down * np.float32(exposure), self._dither,
            *(_whole_rows(plane) for plane in planes),
        )  # fmt: skip


def _whole_rows(plane: Plane) -> Plane:
    """The same rows with the bytes that pad them, so that kernels meet one kind of array alone.

    An encoder pads rows whose length does not suit it: (h, w) becomes (h, bytes from row to row).
    """
    if plane.flags.c_contiguous:
        return plane
    return np.lib.stride_tricks.as_strided(plane, (plane.shape[0], plane.strides[0]))


@cache
def vignette(width: int, height: int) -> tuple[Floats, Floats]:
    """(width,) and (height,): how the frame darkens towards its sides, its top and its bottom."""
    across = np.abs(np.linspace(-1, 1, width)) ** 3
    down = np.abs(np.linspace(-1, 1, height)) ** 3
    return (1 - 0.20 * across).astype(np.float32), (1 - 0.22 * down).astype(np.float32)


@cache
def dither_tile(width: int) -> Floats:
    """(64, width), evenly -0.5 to 1.5: noise without its low frequencies, so that it does not blotch.

    Two levels wide: one is lost in the encoder. It stays where it is from frame to frame, so that it
    costs little there.
    """
    noise = np.random.default_rng(5).random((_DITHER_ROWS, width))
    fy = np.fft.fftfreq(_DITHER_ROWS)[:, None]
    fx = np.fft.rfftfreq(width)[None, :]
    sigma = 1.2
    low = np.exp(-2 * (np.pi * sigma) ** 2 * (fx**2 + fy**2))
    high = np.fft.irfft2(np.fft.rfft2(noise) * (1 - low), s=noise.shape)
    rank = np.argsort(np.argsort(high.ravel())).reshape(noise.shape)
    return (2.0 * rank / np.float64(noise.size) - 0.5).astype(np.float32)


def to_rgb(y: Plane, u: Plane, v: Plane) -> npt.NDArray[np.uint8]:
    """Planes of BT.709 limited yuv420p -> (h, w, 3) for a screen or a PNG.

    Colour planes may also be as large as y, as they are in a picture that was made smaller.
    """
    luma = (y.astype(np.float32) - 16) * (255 / 219)
    blueness, redness = ((plane.astype(np.float32) - 128) * (255 / 224) for plane in (u, v))
    if u.shape != y.shape:
        blueness, redness = _twice_as_large(blueness), _twice_as_large(redness)
    red = luma + 2 * (1 - _KR) * redness
    blue = luma + 2 * (1 - _KB) * blueness
    green = (luma - _KR * red - _KB * blue) / _KG
    return np.clip(np.stack([red, green, blue], axis=2) + 0.5, 0, 255).astype(np.uint8)


def _twice_as_large(plane: Floats) -> Floats:
    return _twice_as_high(_twice_as_high(plane).T).T


def _twice_as_high(plane: Floats) -> Floats:
    padded = np.concatenate([plane[:1], plane, plane[-1:]])
    high = np.empty((2 * len(plane), plane.shape[1]), np.float32)
    high[0::2] = 0.25 * padded[:-2] + 0.75 * plane
    high[1::2] = 0.75 * plane + 0.25 * padded[2:]
    return high
