"""Palette: three colours that a caption runs through, in linear light."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass
from typing import Final

import numpy as np

from lib.engine.arrays import Floats
from lib.palette import parse_palette_name

Colour = tuple[float, float, float]  # linear light, BT.709 primaries, 0 to 1


@dataclass(frozen=True, slots=True)
class Palette:
    """`start`, `middle`, `end` colour the caption; `accent` its flashes and garlands.

    `formation` colours the opening figure from its bottom to its top, `shells` the fireworks.
    Its mood sets the music's: `bright` or dark the key, major or minor; `tempo` the pace, beats a
    minute from and to.
    The middle is a stop of its own because the straight way from, say, cyan to magenta in linear
    light passes through white.
    """

    name: str
    start: Colour
    middle: Colour
    end: Colour
    accent: Colour
    formation: tuple[Colour, Colour, Colour]
    shells: tuple[Colour, Colour, Colour]
    bright: bool
    tempo: tuple[float, float]

    def gradient(self, position: Floats) -> Floats:
        """Position (n,) from 0 to 1 -> colours (n, 3), float32."""
        return _through((self.start, self.middle, self.end), position)

    def formation_gradient(self, position: Floats) -> Floats:
        """Like `gradient`, for the opening figure."""
        return _through(self.formation, position)


def _through(stops: tuple[Colour, Colour, Colour], position: Floats) -> Floats:
    at = np.clip(position, 0.0, 1.0)
    knots = np.array([0.0, 0.5, 1.0])
    channels = [np.interp(at, knots, [stop[channel] for stop in stops]) for channel in range(3)]
    return np.stack(channels, axis=1).astype(np.float32)


GOLD: Final = Palette(
    "gold",
    (1.0, 0.62, 0.14), (1.0, 0.46, 0.08), (1.0, 0.26, 0.07), (1.0, 0.86, 0.62),
    ((1.0, 0.55, 0.14), (1.0, 0.25, 0.35), (0.35, 0.55, 1.0)),
    ((1.0, 0.6, 0.2), (1.0, 0.25, 0.3), (0.4, 0.6, 1.0)),
    bright=True, tempo=(88.0, 120.0),
)  # fmt: skip
NEON: Final = Palette(
    "neon",
    (0.04, 0.72, 1.0), (0.30, 0.22, 1.0), (1.0, 0.08, 0.62), (0.75, 0.95, 1.0),
    ((0.10, 0.7, 1.0), (0.65, 0.2, 1.0), (1.0, 0.16, 0.7)),
    ((0.2, 0.8, 1.0), (1.0, 0.2, 0.7), (0.6, 0.4, 1.0)),
    bright=False, tempo=(108.0, 130.0),
)  # fmt: skip
RED: Final = Palette(
    "red",
    (1.0, 0.10, 0.05), (1.0, 0.20, 0.05), (1.0, 0.40, 0.07), (1.0, 0.75, 0.35),
    ((1.0, 0.10, 0.08), (1.0, 0.5, 0.12), (1.0, 0.2, 0.3)),
    ((1.0, 0.2, 0.1), (1.0, 0.65, 0.2), (1.0, 0.4, 0.5)),
    bright=True, tempo=(124.0, 146.0),
)  # fmt: skip
ICE: Final = Palette(
    "ice",
    (0.35, 0.72, 1.0), (0.16, 0.42, 1.0), (0.40, 0.80, 1.0), (0.95, 0.98, 1.0),
    ((0.4, 0.7, 1.0), (0.2, 0.4, 1.0), (0.7, 0.9, 1.0)),
    ((0.5, 0.8, 1.0), (0.9, 0.95, 1.0), (0.4, 0.5, 1.0)),
    bright=False, tempo=(72.0, 92.0),
)  # fmt: skip
JADE: Final = Palette(
    "jade",
    (0.10, 1.0, 0.45), (0.04, 0.72, 0.42), (0.30, 1.0, 0.18), (0.85, 1.0, 0.80),
    ((0.10, 0.9, 0.5), (0.05, 0.55, 0.7), (0.8, 0.9, 0.25)),
    ((0.2, 1.0, 0.5), (0.9, 0.95, 0.4), (0.2, 0.7, 0.9)),
    bright=True, tempo=(80.0, 104.0),
)  # fmt: skip

PALETTES: Final = (GOLD, NEON, RED, ICE, JADE)


def parse_palette(value: str) -> Palette:
    """A palette's name, or a brand colour as #RRGGBB. Raise InvalidChoice for anything else."""
    name = parse_palette_name(value)
    for palette in PALETTES:
        if palette.name == name:
            return palette
    return brand(name.removeprefix("#"))


def brand(digits: str) -> Palette:
    """Six hexadecimal sRGB digits -> a gradient around that colour.

    Its neighbours lie 24 degrees of hue to either side and as saturated, so that no stop and no
    point between two stops comes near white; a grey stays grey, and shines. Warm colours sound
    bright, vivid ones drive, pale ones are calm.
    """
    red, green, blue = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    hue, saturation, _ = colorsys.rgb_to_hsv(red, green, blue)

    def light(turn: float, saturation: float, value: float = 1.0) -> Colour:
        channels = colorsys.hsv_to_rgb((hue + turn) % 1.0, saturation, value)
        r, g, b = (_linear(channel) for channel in channels)
        return (r, g, b)

    turn, calmest = 24 / 360, 74.0 + 34.0 * saturation
    middle = light(0.0, saturation)
    start, end = light(-turn, saturation), light(turn, saturation)
    return Palette(
        f"#{digits.lower()}",
        start, middle, end, light(0.0, saturation * 0.35),
        (start, middle, end),
        (middle, start, light(0.5, saturation)),
        bright=hue < 0.20 or hue > 0.90, tempo=(calmest, calmest + 24.0),
    )  # fmt: skip


def _linear(channel: float) -> float:
    """The sRGB transfer function, inverted (IEC 61966-2-1)."""
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
