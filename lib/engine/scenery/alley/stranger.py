"""A stranger under an umbrella who crosses right before the lens, too near to be sharp."""

from __future__ import annotations

from typing import Final

import numpy as np

from lib.engine.scenery.alley.walkers import CLOTH, COAT, add_canopy
from lib.engine.scenery.core.blur import blurred
from lib.engine.scenery.core.canvas import Field, rgb, tinted
from lib.engine.scenery.core.plate import Plan
from lib.engine.scenery.core.sketch import Picture

WIDE: Final = 380
HIGH: Final = 860
_CANOPY: Final = 172.0  # units: half as wide as the umbrella
#: From the middle of the back, and from the picture's top: collar, shoulders, arms, hem.
_COAT: Final = (
    (-24.0, 246.0), (-58.0, 264.0), (-86.0, 284.0), (-99.0, 320.0), (-106.0, 420.0), (-104.0, 520.0),
    (-88.0, 540.0), (-112.0, 860.0), (112.0, 860.0), (90.0, 540.0), (106.0, 520.0), (108.0, 420.0),
    (100.0, 320.0), (86.0, 284.0), (58.0, 264.0), (24.0, 246.0),
)  # fmt: skip
_SOFT: Final = 3.2  # units: how far out of focus


def stranger(plan: Plan) -> tuple[Picture, Field]:
    """The picture, and the edge that takes the caption's colour."""
    picture = Picture(WIDE, HIGH, plan.scale)
    x, top = WIDE / 2, 138.0
    body = picture.stencil().ellipse((x + 10, 196.0), 29.0, 38.0)
    body.limb([(x + 10, 226.0), (x + 9, 262.0)], [34.0, 44.0])
    body.polygon([(x + 10 + a, y) for a, y in _COAT])
    body.limb([(x + 84, 306.0), (x + 70, 396.0), (x + 4, 352.0)], [52.0, 46.0, 30.0])  # an arm
    body.line([(x + 2, 356.0), (x - 3, top - 60.0)], 5.0)
    canopy = add_canopy(picture.stencil(), (x, top), _CANOPY, -0.06)
    picture.paint(_softened(body.cover(), plan), COAT)
    cloth = _softened(canopy.cover(), plan)
    picture.paint(cloth, CLOTH)
    edge = _softened(canopy.rim(4.0), plan) + 0.7 * _softened(body.rim(3.0), plan) * (1.0 - cloth)
    picture.light = picture.light + tinted(edge, rgb(0.060, 0.044, 0.070))
    return picture, np.clip(1.5 * edge, 0.0, 1.0)


def _softened(field: Field, plan: Plan) -> Field:
    return blurred(field, _SOFT * plan.scale)
