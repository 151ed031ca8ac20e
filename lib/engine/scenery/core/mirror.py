"""The river: what the city looks like in it, before the renderer sets it in motion."""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image

from lib.engine.scenery.core.blur import stretched
from lib.engine.scenery.core.canvas import Field, resized, rgb

SQUEEZE: Final = 0.62  # heights in the mirror: a view from slightly above, and room for the towers
HOT: Final = 0.45  # light that draws a streak of its own
DEEP: Final = rgb(0.0015, 0.0024, 0.0056)  # the water's own colour
TINT: Final = rgb(0.80, 0.86, 1.00)


def mirrored(still: Field, bottom: int, scale: float) -> Field:
    """The picture above the waterline (h, w, 3) -> (bottom, w, 3), row 0 at the bank."""
    rows = round(len(still) * SQUEEZE)
    flipped = still[::-1]
    channels = [
        resized(flipped[..., c], (rows, still.shape[1]), Image.Resampling.BOX) for c in range(3)
    ]
    mirror = np.stack(channels, axis=-1)
    depth = np.linspace(0.0, 1.0, bottom, dtype=np.float32)[:, None, None]
    near, middle, deep = (
        stretched(mirror, scale * across, scale * down)[:bottom]
        for across, down in ((0.7, 2.6), (1.4, 9.0), (2.8, 26.0))
    )
    sharp = np.clip(depth / 0.35, 0.0, 1.0)
    soft = np.clip((depth - 0.35) / 0.65, 0.0, 1.0)
    streaks = stretched(mirror, scale * 1.6, scale * 42.0)[:bottom]
    lamps = stretched(np.maximum(mirror - HOT, 0.0), scale * 0.9, scale * 20.0)[:bottom]
    broken = near * (1 - sharp) + (middle * (1 - soft) + deep * soft) * sharp
    # Every ripple sends light down the river in long streaks; the steeper one looks, the less comes back.
    river: Field = (0.55 * broken + 0.45 * streaks + 1.5 * lamps) * (
        1.04 - 0.50 * depth
    ) * TINT + DEEP
    return river
