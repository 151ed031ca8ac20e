"""Scenery: a place at night, drawn once. What moves on it is the renderer's business."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.scenery.core.canvas import Field
from lib.engine.show import HEIGHT, WIDTH

MARGIN_X: Final = 32
MARGIN_Y: Final = 64
WATERLINE: Final = 868
GUARD: Final = 4
MIRROR_ROWS: Final = HEIGHT + MARGIN_Y - WATERLINE + 40
CROWD_MARGIN: Final = 20
CROWD_ROWS: Final = 120

PLATE_WIDTH: Final = WIDTH + 2 * MARGIN_X
PLATE_HEIGHT: Final = HEIGHT + 2 * MARGIN_Y
CITY_ROWS: Final = WATERLINE + MARGIN_Y


@dataclass(frozen=True, slots=True, kw_only=True)
class Boat:
    """A small picture that drifts along. At time t its middle is at `x + speed * t`.

    x, speed         frame pixels, pixels per second (negative: to the left)
    y                the frame row where its hull meets the water: just below the picture's last row
    rgb              (3, h, w) light, premultiplied by alpha, lamps and their glow included
    alpha            (h, w) how much of what is behind it the boat hides, 0 to 1
    reflection_gain  how strongly its lights show in the water under it
    """

    x: float
    y: float
    speed: float
    rgb: Floats
    alpha: Floats
    reflection_gain: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scenery:
    """All float32, C-contiguous, linear light, planar (3, h, w). Arrays are shared: never write.

    The plate is larger than the frame: its pixel (margin_y + y, margin_x + x) is the frame's
    pixel (y, x) while the camera is centred. ch, the city's rows, end GUARD rows below the
    waterline; those repeat the last one, so that a bilinear shift may read one row further.

    sky          (3, plate height, plate width): gradient, stars, clouds, the glow of the city
    city         (3, ch, plate width): premultiplied by alpha, its own bloom included
    alpha        (ch, plate width): how much of the sky the city hides, 0 to 1
    first_row    the first plate row where alpha is above 0
    answer       (ch, plate width): 0 to 1, how strongly a pixel takes the caption's colour
    mirror       (3, mh, plate width): row 0 lies at the waterline; heights are compressed to 0.62
    ripples      (2, 256, 256): tileable noise of mean 0 within ±2.5; variance 1 on a river, less
                 where water is calmer
    crowd_alpha  (kh, WIDTH + 40): the people on the near bank; the last row is the frame's last
    crowd_light  (3, kh, WIDTH + 40): what shines there by itself, over the silhouettes
    crowd_rim    (kh, WIDTH + 40): 0 to 1, edges that take the caption's colour
    phones       (3, kh, WIDTH + 40): screens that light up when the words can be read; None: nobody
                 films
    beams        (b, 5): searchlights: x, y in frame pixels, base angle from the vertical and
                 amplitude of the swing in radians, phase
    beam_colours (b, 3)
    """

    margin_x: int = MARGIN_X
    margin_y: int = MARGIN_Y
    waterline: int = WATERLINE
    sky: Floats
    city: Floats
    alpha: Floats
    first_row: int
    answer: Floats
    mirror: Floats
    ripples: Floats
    crowd_alpha: Floats
    crowd_light: Floats
    crowd_rim: Floats
    phones: Floats | None = None
    beams: Floats
    beam_colours: Floats
    boats: tuple[Boat, ...]


def plane(field: Field) -> Floats:
    """(h, w) as a Scenery keeps it."""
    return np.ascontiguousarray(field, dtype=np.float32)


def planar(picture: Field) -> Floats:
    """(h, w, 3) -> (3, h, w), never negative."""
    return np.ascontiguousarray(np.maximum(picture, 0.0).transpose(2, 0, 1), dtype=np.float32)


def guarded(field: Field) -> Floats:
    """(..., CITY_ROWS, w) with the last row repeated below."""
    margins = [(0, 0)] * (field.ndim - 2) + [(0, GUARD), (0, 0)]
    return np.ascontiguousarray(np.pad(field, margins, mode="edge"), dtype=np.float32)
