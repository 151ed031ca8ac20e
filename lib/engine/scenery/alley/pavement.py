"""The wet street: what the alley looks like in it, on asphalt and where puddles stand."""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image

from lib.engine.scenery.alley.perspective import EYE, STANDS
from lib.engine.scenery.core.blur import stretched
from lib.engine.scenery.core.canvas import Field, resized, rgb, smoothstep
from lib.engine.scenery.core.plate import (
    CITY_ROWS,
    MARGIN_X,
    MARGIN_Y,
    MIRROR_ROWS,
    PLATE_WIDTH,
)
from lib.engine.scenery.core.value_noise import clouds

SQUEEZE: Final = 0.72  # heights in the street, so that more of the alley stands in it
ASPHALT: Final = rgb(0.0040, 0.0042, 0.0062)
HORIZON: Final = int(EYE[1]) + MARGIN_Y  # the plate's row where the ground begins


def ground() -> Field:
    """(CITY_ROWS, w) 0 to 1: the part of the plate above the waterline that is street."""
    y, x = np.mgrid[0:CITY_ROWS, 0:PLATE_WIDTH].astype(np.float32)
    below = y - MARGIN_Y - EYE[1] - STANDS * np.abs(x - MARGIN_X - EYE[0])
    share: Field = np.clip(below + 0.5, 0.0, 1.0)
    return share


def wet(still: Field) -> Field:
    """The picture above the waterline (CITY_ROWS, w, 3) -> the street, over the whole plate.

    (CITY_ROWS + MIRROR_ROWS, w, 3): dark down to the horizon, then street to the lower edge.
    """
    rows = CITY_ROWS + MIRROR_ROWS - HORIZON
    mirror = _upside_down(still, rows)
    depth = np.linspace(0.0, 1.0, rows, dtype=np.float32)[:, None]
    sharp = stretched(mirror, 0.6, 1.6)
    soft = stretched(mirror, 1.6, 9.0)
    long = stretched(mirror, 3.0, 34.0)
    lamps = stretched(np.maximum(mirror - 0.45, 0.0), 1.6, 26.0)
    puddle = 0.40 + 0.60 * _puddles(rows)[..., None]
    near = np.clip(depth * 2.2, 0.0, 1.0)[..., None]
    clear = sharp * (1.0 - near) + (0.7 * sharp + 0.3 * soft) * near
    rough = 0.30 * soft + 0.70 * long
    grain = (0.55 + 0.9 * _grain(rows))[..., None]
    street = clear * puddle * 0.80 + rough * (1.0 - puddle) * 0.62 * grain + 0.9 * lamps * grain
    picture = np.zeros((CITY_ROWS + MIRROR_ROWS, PLATE_WIDTH, 3), np.float32)
    picture[HORIZON:] = street * rgb(0.92, 0.96, 1.0) + ASPHALT * grain * (0.4 + depth[..., None])
    return picture


def _upside_down(still: Field, rows: int) -> Field:
    """(rows, w, 3): what stands above the horizon, turned over at it."""
    high = min(round(rows / SQUEEZE), HORIZON)
    flipped = still[HORIZON - high : HORIZON][::-1]
    channels = [
        resized(flipped[..., c], (rows, PLATE_WIDTH), Image.Resampling.BOX) for c in range(3)
    ]
    return np.stack(channels, axis=-1)


def _puddles(rows: int) -> Field:
    """0 to 1: where water stands; patches grow towards us as all things do."""
    depth = np.arange(rows, dtype=np.float32) + 6.0
    x = np.arange(PLATE_WIDTH, dtype=np.float32) - MARGIN_X - EYE[0]
    z = 420.0 / depth
    size = 512
    field = clouds((size, size), (11, 9), 3, 71, 0.45)
    along = (z * 120.0 + 40.0) % (size - 1)
    across = (x[None, :] / depth[:, None] * 64.0 + size / 2) % (size - 1)
    there = field[np.repeat(along[:, None], PLATE_WIDTH, 1).astype(np.intp), across.astype(np.intp)]
    shown: Field = smoothstep(0.40, 0.60, stretched(there, 2.4, 0.9))
    return shown


def _grain(rows: int) -> Field:
    """Stones in the asphalt, 0 to 1."""
    noise = clouds((rows, PLATE_WIDTH), (rows // 3, PLATE_WIDTH // 5), 2, 73, 0.8)
    return smoothstep(0.30, 0.75, noise)
