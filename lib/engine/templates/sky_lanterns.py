"""Sky lanterns: large paper lanterns that rise past the words all through the film."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from lib.engine.arrays import Floats
from lib.engine.frame import Frame
from lib.engine.palette import Palette
from lib.engine.show import Formation, Leg
from lib.engine.templates.arc import REVEAL

SHORE: Final = 812.0  # the lake's far edge

Box = tuple[float, float, float, float]  # left, top, right, bottom, units

#: Sky lanterns: x in the API's own format, width in units, seconds they leave after the launch, and how
#: long they take to the top. The large ones are near and keep to the sides, the words between them;
#: the small ones rise from the far bank. Each has its own air, so that none passes through another.
_SKY_LANTERNS: Final = (
    (310.0, 5.0, -3.4, 17.0), (358.0, 5.5, 0.8, 16.0), (262.0, 6.0, 2.2, 15.5),
    (406.0, 6.0, 3.6, 15.0), (214.0, 5.5, 4.6, 15.0), (478.0, 5.0, 5.0, 15.5),
    (238.0, 7.0, -1.2, 14.5), (382.0, 7.5, -2.2, 14.5), (118.0, 8.0, 2.6, 13.0),
    (430.0, 8.5, 2.8, 12.5), (142.0, 9.0, -3.0, 14.0), (454.0, 8.5, -0.6, 14.0),
    (286.0, 6.5, 6.4, 13.0), (166.0, 6.5, 6.0, 13.0), (334.0, 7.0, 5.4, 13.5),
    (82.0, 13.0, -1.0, 13.0), (522.0, 12.0, 0.4, 12.5), (526.0, 13.0, 5.2, 11.0),
    (30.0, 15.0, 1.8, 11.5), (576.0, 18.0, -2.2, 12.0), (80.0, 17.0, 4.4, 11.0),
    (30.0, 21.0, -4.0, 12.5), (574.0, 22.0, 2.6, 11.5),
)  # fmt: skip
_NEAR: Final = 10.0  # pixels: wider ones rise on this side of the lake
_PAPER_PITCH: Final = 2.4  # pixels between the lights that make up a sky lantern
_LANE: Final = 24.0  # units between the ways of two lanterns
_FLOCK: Final = 84  # lights
_NEVER: Final = 100.0  # seconds: long after the film


@dataclass(frozen=True, slots=True)
class SkyLanterns:
    """Large lanterns that rise past the words all through the film, each made of many lights."""

    below: Floats  # (m, 2) units where each light begins
    above: Floats  # (m, 2) and where it would end
    colour: Floats  # (m, 3)
    brightness: Floats  # (m,)
    depart: Floats  # (m,) seconds
    arrive: Floats  # (m,)
    phase: Floats  # (m,) one for all lights of a lantern: they drift and flicker as one

    @classmethod
    def aloft(
        cls, words: Box, palette: Palette, frame: Frame, launch: float, rng: np.random.Generator
    ) -> SkyLanterns:
        parts = [_sky_lantern(*each, launch, words, palette, frame, rng) for each in _risers(frame)]
        parts.append(_flock(words, palette, frame, rng))
        return cls(
            *(np.concatenate(column).astype(np.float32) for column in zip(*parts, strict=True))
        )

    def under(self, lake: Formation) -> Formation:
        return self._joined(lake, self.below)

    def over(self, formation: Formation) -> Formation:
        return self._joined(formation, self.above)

    def passing(self, leg: Leg) -> Leg:
        """The leg on which they are on their way, from before the film until after it."""
        return self._leg(leg, self.depart, self.arrive)

    def staying(self, leg: Leg) -> Leg:
        """A leg that they never begin."""
        later = np.full(len(self.below), _NEVER, np.float32)
        return self._leg(leg, later, later + 1)

    def _joined(self, formation: Formation, places: Floats) -> Formation:
        extra = len(places)
        return replace(
            formation,
            points=np.concatenate([formation.points, flat(places - np.array(formation.centre))]),
            colour=np.concatenate([formation.colour, self.colour]),
            brightness=np.concatenate([formation.brightness, self.brightness]),
            spin=np.concatenate([formation.spin, np.zeros(extra, np.float32)]),
        )

    def _leg(self, leg: Leg, depart: Floats, arrive: Floats) -> Leg:
        return replace(
            leg,
            depart=np.concatenate([leg.depart, depart]),
            arrive=np.concatenate([leg.arrive, arrive]),
            arc=np.concatenate([leg.arc, np.zeros(len(depart), np.float32)]),
        )


def _risers(frame: Frame) -> list[tuple[float, float, float, float]]:
    """The table for this frame: farther apart, and in a wide one others rise in the gaps."""
    here = [(frame.moved(x, 1.0), *rest) for x, *rest in _SKY_LANTERNS]
    more = [
        (frame.width - x - 0.4 * _LANE * frame.spread, width, after + 1.9, takes)
        for x, width, after, takes in here[: round(10 * (frame.spread - 1))]
    ]
    return [(x, w, a, t) for x, w, a, t in (*here, *more)]


def _sky_lantern(
    x: float,
    width: float,
    after: float,
    takes: float,
    launch: float,
    words: Box,
    palette: Palette,
    frame: Frame,
    rng: np.random.Generator,
) -> tuple[npt.NDArray[np.float64], ...]:
    """The columns of SkyLanterns for one: a paper bag, round above, the flame in its mouth."""
    across, down = _bag(width, 1.3 * width)
    m = len(across)
    x = x + float(rng.uniform(-4, 4))
    end = float(np.clip(x + rng.uniform(-4, 4), 11 + width / 2, frame.width - 11 - width / 2))
    top = _ceiling(end, width, words) - 60 * float(rng.random())
    foot = SHORE + 13 * (width - 5) if width > _NEAR else SHORE - 8 - 0.65 * width
    below = np.stack([x + across, foot + down], axis=1)
    above = np.stack([end + across, top + down], axis=1)
    flame = (0.5 + down / (1.3 * width))[:, None]
    ember = np.array((1.0, 0.20, 0.04)) * (1 - flame) + np.array((1.0, 0.62, 0.20)) * flame
    colour = 0.85 * ember + 0.15 * np.array(palette.start)
    hot = np.exp(-((across / (0.30 * width)) ** 2)) * flame[:, 0] ** 2
    depart = launch + after + 0.6 * float(rng.random())
    phase = float(rng.random())
    return (
        below,
        above,
        colour,
        (0.10 + 0.006 * width) * (0.45 + 0.5 * flame[:, 0] + 1.5 * hot),
        np.full(m, depart, np.float64),
        np.full(m, depart + takes, np.float64),
        np.full(m, phase, np.float64),
    )


def _flock(
    words: Box, palette: Palette, frame: Frame, rng: np.random.Generator
) -> tuple[npt.NDArray[np.float64], ...]:
    """Single lights that are let go all over the lake when the words shine, and rise to below them."""
    m = round(_FLOCK * frame.spread)
    _, _, _, bottom = words
    x = rng.uniform(16, frame.width - 16, m)
    near = rng.random(m)
    low = SHORE - 4 + 120 * near**2
    top = bottom + 34 + (SHORE - 70 - bottom) * rng.random(m)
    colour = np.array((1.0, 0.50, 0.14)) * 0.8 + 0.2 * np.array(palette.start)
    depart = REVEAL - 0.1 + 2.2 * rng.random(m)
    return (
        np.stack([x, low], axis=1),
        np.stack([np.clip(x + rng.normal(0, 30, m), 12, frame.width - 12), top], axis=1),
        np.tile(colour, (m, 1)),
        0.30 + 0.55 * near,
        depart,
        depart + 5.5 + 2.5 * rng.random(m),
        rng.random(m),
    )


def _ceiling(x: float, width: float, words: Box) -> float:
    """How high a lantern that ends at x may rise: beside the words to the top, else below them."""
    left, _, right, bottom = words
    beside = x < left - width or x > right + width
    return 100.0 + width if beside else bottom + 90.0 + width


def _bag(width: float, height: float) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Lights (m,), (m,) on a grid within a lantern's outline, from its middle."""
    columns = np.arange(-width, width, _PAPER_PITCH)
    rows = np.arange(-0.5 * height, 0.5 * height + 0.1, 0.9 * _PAPER_PITCH)
    x, y = (axis.ravel() for axis in np.meshgrid(columns, rows))
    share = y / height + 0.5
    dome = np.sqrt(np.clip(1 - (1 - share / 0.45).clip(0) ** 2, 0, 1))
    half = 0.5 * width * dome * (1 - 0.30 * np.clip(share - 0.45, 0, 1) / 0.55)
    inside = np.abs(x) <= half
    return x[inside], y[inside]


def flat(places: npt.NDArray[np.float32]) -> Floats:
    """(n, 2) -> (n, 3) in the plane of the picture."""
    return np.concatenate([places, np.zeros((len(places), 1))], axis=1).astype(np.float32)
