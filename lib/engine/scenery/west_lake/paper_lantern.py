"""A sky lantern that rises close by: oiled paper on a hoop of bamboo, lit from within."""

from __future__ import annotations

from typing import Final

import numpy as np

from lib.engine.scenery.core.canvas import Field, bump, rgb, smoothstep, tinted
from lib.engine.scenery.core.plate import Plan
from lib.engine.scenery.core.sketch import Picture
from lib.engine.scenery.core.value_noise import clouds

WIDE: Final = 92
HIGH: Final = 118
_EMBER: Final = rgb(0.80, 0.120, 0.020)
_FLAME: Final = rgb(1.55, 0.68, 0.20)
_SEAMS: Final = 7
_MOUTH: Final = 0.93  # where its lower hoop is, as a share of its height
_HIDES: Final = 0.93  # thin paper: what is behind it still shows a little


def paper_lantern(plan: Plan) -> tuple[Picture, Field]:
    """The picture, and the edge that takes the caption's colour."""
    picture = Picture(WIDE, HIGH, plan.scale)
    rows, columns = picture.alpha.shape
    down = ((np.arange(rows, dtype=np.float32) + 0.5) / rows)[:, None]
    across = ((np.arange(columns, dtype=np.float32) + 0.5) / columns * 2 - 1)[None, :]
    half = 0.88 * _bag(down)
    off = across / np.maximum(half, 1e-3)
    soft = 2.0 / columns / np.maximum(half, 0.05)
    cover = smoothstep(1.0 + soft, 1.0 - soft, np.abs(off)) * (down > 0.03) * (down < _MOUTH)
    picture.paint(_HIDES * cover, _paper(down, off))
    hoop = bump(down, _MOUTH - 0.012, 0.013) * cover
    picture.paint(np.clip(0.8 * hoop, 0.0, 1.0), rgb(0.10, 0.030, 0.008))
    flame = np.exp(-((across / 0.10) ** 2) - ((down - _MOUTH + 0.03) / 0.05) ** 2)
    picture.light = picture.light + tinted(flame, rgb(3.4, 2.0, 0.8))
    picture.glow(5.0, 0.16)
    return picture, cover * smoothstep(0.72, 1.0, np.abs(off)) * 0.6


def _bag(down: Field) -> Field:
    """Half as wide as it is, as a share of the widest, at a height: round above, narrow below."""
    dome = np.sqrt(np.clip(1.0 - np.clip(1.0 - (down - 0.02) / 0.40, 0.0, 1.0) ** 2, 0.0, 1.0))
    half: Field = dome * (1.0 - 0.34 * smoothstep(0.40, 1.0, down))
    return half


def _paper(down: Field, off: Field) -> Field:
    """Light through paper: hot near the flame, ember above and at its sides, darker at the seams."""
    near = np.exp(-((1.0 - down) ** 2) / 0.24) * np.exp(-(off**2) / 1.1)
    light = tinted(1.0 - near, _EMBER) + tinted(near, _FLAME)
    turn = np.arcsin(np.clip(off, -1.0, 1.0)) / np.pi * _SEAMS
    seam = bump(turn - np.round(turn), 0.0, 0.05)
    wrinkled = 0.85 + 0.30 * clouds(light.shape[:2], (9, 7), 3, 77, 0.6)
    shaded: Field = (
        light * (wrinkled * (1.0 - 0.35 * seam) * (0.75 + 0.25 * np.sqrt(down)))[..., None]
    )
    return shaded
