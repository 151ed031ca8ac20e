"""Frame: a format in units. A frame is 1080 units high in every format, and as wide as it has pixels.

Templates, formations, flights and cues speak units: x from the frame's left edge to the right, y from
its upper edge down. Only raster and scenery turn units into pixels, by `scale`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lib.format import PORTRAIT, Format

#: Units from a frame's upper edge to its lower one.
HIGH: Final = 1080


@dataclass(frozen=True, slots=True)
class Frame:
    format: Format = PORTRAIT

    @property
    def scale(self) -> float:
        """Pixels a unit."""
        return self.format.height / HIGH

    @property
    def width(self) -> float:
        """Units from the left edge to the right one."""
        return self.format.width / self.scale

    @property
    def middle(self) -> float:
        """The x of the frame's middle, units."""
        return self.width / 2

    @property
    def spread(self) -> float:
        """How many times as wide as the video API's own format, 1 for that."""
        return self.width / PORTRAIT.width

    def moved(self, x: float, share: float) -> float:
        """Where in this frame to put what stands at x in the video API's own format.

        share  0: as far from the middle as there; 1: as far towards the frame's side as there
        """
        middle = PORTRAIT.width / 2
        return self.middle + (x - middle) * (1 + share * (self.spread - 1))

    @property
    def words(self) -> tuple[float, float]:
        """How wide and how high a caption may be, units: most of the width, some of the sky.

        With the camera's last step it is 88 % of the width, within what apps leave free of buttons.
        """
        return 516 + 0.78 * (self.width - PORTRAIT.width), 400.0

    def pixels(self, units: float) -> int:
        return round(units * self.scale)
