"""Scenery: a place at night, drawn once. The renderer adds what moves."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.frame import Frame
from lib.engine.scenery.core.canvas import SAMPLES, Canvas, Field
from lib.format import PORTRAIT

MARGIN_X: Final = 32  # units of the plate that lie beyond the frame's sides ...
MARGIN_Y: Final = 64  # ... and above and below it, for the camera to look at
WATERLINE: Final = 868  # units from the frame's top
GUARD: Final = 4  # rows of pixels
CROWD_MARGIN: Final = 20  # units
CROWD_HIGH: Final = 120  # units
_DEEPER: Final = 40  # units of reflection below the frame's last row, for waves that bend it up


@dataclass(frozen=True, slots=True)
class Plan:
    """The sizes of a place in a frame. Pixels, but `waterline`, `left`, `x` and `y` are units."""

    frame: Frame
    waterline: float = WATERLINE  # units

    @property
    def scale(self) -> float:
        return self.frame.scale

    @property
    def margin_x(self) -> int:
        return self.frame.pixels(MARGIN_X)

    @property
    def margin_y(self) -> int:
        return self.frame.pixels(MARGIN_Y)

    @property
    def width(self) -> int:
        return self.frame.format.width + 2 * self.margin_x

    @property
    def height(self) -> int:
        return self.frame.format.height + 2 * self.margin_y

    @property
    def shore(self) -> int:
        """The frame's row where the water begins."""
        return self.frame.pixels(self.waterline)

    @property
    def city_rows(self) -> int:
        return self.shore + self.margin_y

    @property
    def mirror_rows(self) -> int:
        below = self.frame.format.height + self.margin_y - self.shore
        return below + self.frame.pixels(_DEEPER)

    @property
    def crowd_width(self) -> int:
        return self.frame.format.width + 2 * self.frame.pixels(CROWD_MARGIN)

    @property
    def crowd_rows(self) -> int:
        return self.frame.pixels(CROWD_HIGH)

    def moved(self, x: float, share: float) -> float:
        return self.frame.moved(x, share)

    def places(self, rows: int) -> tuple[Field, Field]:
        """(rows, width) x and y in the frame of each pixel of the plate, units."""
        y, x = np.mgrid[0:rows, 0 : self.width].astype(np.float32)
        scale = np.float32(self.scale)
        return (x - self.margin_x) / scale, (y - self.margin_y) / scale

    def repeated(self, period: float) -> list[float]:
        """Shifts by which a pattern of the API's own format fills this frame, the middle one last."""
        aside = math.ceil(max(self.frame.width - PORTRAIT.width, 0.0) / 2 / period)
        middle = self.frame.middle - PORTRAIT.width / 2
        steps = [side * step for step in range(aside, 0, -1) for side in (-1, 1)]
        return [middle + period * step for step in (*steps, 0)]

    def canvas(self) -> Canvas:
        """Return a canvas for all that stands above the waterline.

        Larger formats have fewer samples a pixel: they have as many pixels as the smallest one has
        samples.
        """
        return Canvas(
            self.width, self.city_rows,
            left=-self.margin_x / self.scale, top=-self.margin_y / self.scale, scale=self.scale,
            samples=SAMPLES if self.frame.format == PORTRAIT else SAMPLES - 1,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Boat:
    """A small picture that drifts along. At time t its middle is at `x + speed * t`, until it stops.

    x, speed         units, units per second (negative: to the left)
    y                units: where its hull meets the water: just below the picture's last row
    rgb              (3, h, w) light, premultiplied by alpha, lamps and their glow included
    alpha            (h, w) how much of what is behind it the boat hides, 0 to 1
    reflection_gain  how strongly its lights show in the water under it
    stops            seconds: when it comes to a stand
    """

    x: float
    y: float
    speed: float
    rgb: Floats
    alpha: Floats
    reflection_gain: float
    stops: float = 1e6

    def at(self, t: float) -> float:
        """The x of its middle: in the last second before it stops it slows down evenly."""
        left = min(max(t - self.stops + 1.0, 0.0), 1.0)
        return self.x + self.speed * (min(t, self.stops - 1.0) + left - left * left / 2)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scenery:
    """All float32, C-contiguous, linear light, planar (3, h, w). Arrays are shared: never write.

    The plate is larger than the frame. Its pixel (margin_y + y, margin_x + x) is the frame's
    pixel (y, x) while the camera is centred. Lengths are pixels, but those of boats and beams units.
    ch, the city's rows, end GUARD rows below the waterline; those repeat the last one, so that a
    bilinear shift may read one row further.

    sky          (3, plate height, plate width): gradient, stars, clouds, the glow of the city, and
                 before them what is farthest of it: it moves as the sky does
    city         (3, ch, plate width): premultiplied by alpha, its own bloom included
    alpha        (ch, plate width): how much of the sky the city hides, 0 to 1
    answer       (ch, plate width): 0 to 1, how strongly a pixel takes the caption's colour
    mirror       (3, mh, plate width): row 0 lies at the waterline; heights are compressed to 0.62
    ripples      (2, 256, 256): tileable noise of mean 0 within ±2.5; variance 1 on a river, less
                 where water is calmer
    crowd_alpha  (kh, kw): the people on the near bank; the last row is the frame's last
    crowd_light  (3, kh, kw): what shines there by itself, over the silhouettes
    crowd_rim    (kh, kw): 0 to 1, edges that take the caption's colour
    crowd_stride units: as far apart are those of the crowd that move each for themselves
    phones       (3, kh, kw): screens that light up when the words can be read; None: nobody
                 films
    arms_alpha, arms_light, arms_rim  like the crowd's: what it raises then; None: it raises nothing
    front_alpha, front_light, front_rim  the same for what passes before the words; None: nothing
    beams        (b, 5): searchlights: x, y in units, base angle from the vertical and
                 amplitude of the swing in radians, phase
    beam_colours (b, 3)
    """

    margin_x: int
    margin_y: int
    waterline: int  # the frame's row
    sky: Floats
    city: Floats
    alpha: Floats
    answer: Floats
    mirror: Floats
    ripples: Floats
    crowd_alpha: Floats
    crowd_light: Floats
    crowd_rim: Floats
    crowd_stride: int = 12
    phones: Floats | None = None
    arms_alpha: Floats | None = None
    arms_light: Floats | None = None
    arms_rim: Floats | None = None
    front_alpha: Floats | None = None
    front_light: Floats | None = None
    front_rim: Floats | None = None
    beams: Floats
    beam_colours: Floats
    boats: tuple[Boat, ...]


def behind(heaven: Field, far: Canvas) -> Field:
    """The sky (h, w, 3) with what stands farthest before it, which goes on below the waterline: the
    camera may show it higher than what hides its foot.
    """
    light, cover, _ = far.pixels()
    below = [(0, len(heaven) - len(light)), (0, 0)]
    cover = np.pad(np.clip(cover, 0.0, 1.0), below, mode="edge")[..., None]
    before: Field = heaven * (1.0 - cover) + np.pad(light, [*below, (0, 0)], mode="edge")
    return before


def plane(field: Field) -> Floats:
    """(h, w) as a Scenery keeps it."""
    return np.ascontiguousarray(field, dtype=np.float32)


def planar(picture: Field) -> Floats:
    """(h, w, 3) -> (3, h, w), never negative."""
    return np.ascontiguousarray(np.maximum(picture, 0.0).transpose(2, 0, 1), dtype=np.float32)


def guarded(field: Field) -> Floats:
    """(..., rows, w) with the last row repeated below."""
    margins = [(0, 0)] * (field.ndim - 2) + [(0, GUARD), (0, 0)]
    return np.ascontiguousarray(np.pad(field, margins, mode="edge"), dtype=np.float32)
