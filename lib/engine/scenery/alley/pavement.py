"""The wet street: what the alley looks like in it, on asphalt and where puddles stand."""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image

from lib.engine.scenery.alley.perspective import EYE_Y, STANDS, Street
from lib.engine.scenery.core.blur import stretched
from lib.engine.scenery.core.canvas import Field, resized, rgb, smoothstep
from lib.engine.scenery.core.plate import Plan
from lib.engine.scenery.core.value_noise import clouds

SQUEEZE: Final = 0.72  # heights in the street, so that more of the alley stands in it
ASPHALT: Final = rgb(0.0040, 0.0042, 0.0062)


def ground(street: Street) -> Field:
    """(city rows, w) 0 to 1: the part of the plate above the waterline that is street."""
    x, y = street.plan.places(street.plan.city_rows)
    below = y - EYE_Y - STANDS / (1 + street.open) * np.abs(x - street.eye[0])
    share: Field = np.clip(below + 0.5, 0.0, 1.0)
    return share


def _horizon(plan: Plan) -> int:
    """The plate's row where the ground begins."""
    return plan.frame.pixels(EYE_Y) + plan.margin_y


def wet(still: Field, street: Street) -> Field:
    """The picture above the waterline (city rows, w, 3) -> the street, over the whole plate.

    (city rows + mirror rows, w, 3): dark down to the horizon, then street to the lower edge.
    """
    plan, scale = street.plan, street.plan.scale
    whole, horizon = plan.city_rows + plan.mirror_rows, _horizon(plan)
    rows = whole - horizon
    mirror = _upside_down(still, rows, horizon)
    depth = np.linspace(0.0, 1.0, rows, dtype=np.float32)[:, None]
    sharp = stretched(mirror, scale * 0.6, scale * 1.6)
    soft = stretched(mirror, scale * 1.6, scale * 9.0)
    long = stretched(mirror, scale * 3.0, scale * 34.0)
    lamps = stretched(np.maximum(mirror - 0.45, 0.0), scale * 1.6, scale * 26.0)
    puddle = 0.40 + 0.60 * _puddles(rows, street)[..., None]
    near = np.clip(depth * 2.2, 0.0, 1.0)[..., None]
    clear = sharp * (1.0 - near) + (0.7 * sharp + 0.3 * soft) * near
    rough = 0.30 * soft + 0.70 * long
    grain = (0.55 + 0.9 * _grain(rows, plan))[..., None]
    shown = clear * puddle * 0.80 + rough * (1.0 - puddle) * 0.62 * grain + 0.9 * lamps * grain
    picture = np.zeros((whole, plan.width, 3), np.float32)
    picture[horizon:] = shown * rgb(0.92, 0.96, 1.0) + ASPHALT * grain * (0.4 + depth[..., None])
    return picture


def _upside_down(still: Field, rows: int, horizon: int) -> Field:
    """(rows, w, 3): what stands above the horizon, turned over at it."""
    high = min(round(rows / SQUEEZE), horizon)
    flipped = still[horizon - high : horizon][::-1]
    channels = [
        resized(flipped[..., c], (rows, still.shape[1]), Image.Resampling.BOX) for c in range(3)
    ]
    return np.stack(channels, axis=-1)


def _puddles(rows: int, street: Street) -> Field:
    """0 to 1: where water stands. Puddles are larger near the viewer, as all things are."""
    plan, scale = street.plan, street.plan.scale
    depth = np.arange(rows, dtype=np.float32) / scale + 6.0
    x = (np.arange(plan.width, dtype=np.float32) - plan.margin_x) / scale - street.eye[0]
    z = 420.0 / depth
    size = 512
    field = clouds((size, size), (11, 9), 3, 71, 0.45)
    along = (z * 120.0 + 40.0) % (size - 1)
    across = (x[None, :] / depth[:, None] * 64.0 + size / 2) % (size - 1)
    there = field[np.repeat(along[:, None], plan.width, 1).astype(np.intp), across.astype(np.intp)]
    shown: Field = smoothstep(0.40, 0.60, stretched(there, 2.4 * scale, 0.9 * scale))
    return shown


def _grain(rows: int, plan: Plan) -> Field:
    """Stones in the asphalt, 0 to 1."""
    noise = clouds(
        (rows, plan.width),
        (int(rows / plan.scale) // 3, int(plan.width / plan.scale) // 5),
        2,
        73,
        0.8,
    )
    return smoothstep(0.30, 0.75, noise)
