"""Lantern Festival: paper lanterns rise from West Lake, form a figure, and write in the night air."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from lib.engine.arrays import Floats
from lib.engine.flight import assign, standing
from lib.engine.lettering import Lettering, letter
from lib.engine.palette import Palette
from lib.engine.request import RenderRequest
from lib.engine.show import (
    WIDTH,
    Arrangement,
    Camera,
    Cues,
    Formation,
    Leg,
    Show,
    Sparks,
    Sprite,
    Temper,
    Track,
)
from lib.engine.templates.figures import LANTERN_FIGURES

DURATION: Final = 11.0

_LAUNCH: Final = 0.2
_GATHERED: Final = 3.3
_WRITING: Final = 3.75
_FINALE: Final = 8.4
_NEVER: Final = 100.0  # seconds: long after the film

_WORDS: Final = (WIDTH / 2, 296.0)  # where the caption's middle hangs
_FIGURE: Final = (WIDTH / 2, 330.0)
_SHORE: Final = 812.0  # the lake's far edge
_LEAST_LANTERNS: Final = 760  # fewer would make a poor figure

#: Sky lanterns: x where they rise, width in pixels, seconds they leave after the launch, and how
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
_SETTLED: Final = (122.0, 490.0)  # x between which lanterns settle, clear of the near ones' way
_ROWS: Final = 8
_PAPER_PITCH: Final = 2.4  # pixels between the lights that make up a sky lantern


_Box = tuple[float, float, float, float]  # left, top, right, bottom, pixels


def compose(request: RenderRequest) -> Show:
    rng = np.random.default_rng(request.seed)
    palette = request.palette
    words = letter(request.caption, seed=request.seed)
    small = max(len(words.dots) + 130, _LEAST_LANTERNS)
    warm = replace(palette, formation=(palette.start, palette.middle, palette.end))
    figure = LANTERN_FIGURES[int(rng.integers(len(LANTERN_FIGURES)))](small, _FIGURE, warm)
    caption, writes, chase = _caption(words, small, palette, figure, rng)
    lake = _lake(figure, rng)
    rising, writing = _rise(lake, rng), _write(caption, rng)
    paper = _SkyLanterns.aloft(_box(words), palette, rng)
    spare = np.zeros(len(paper.below), np.float32)
    cues = Cues(
        launch=_LAUNCH,
        gathered=_GATHERED,
        writing=_WRITING,
        reveal=float(np.percentile(writing.arrive[writes], 90)),
        finale=_FINALE,
        shells=(),
    )
    ignite = np.minimum(rising.depart - 0.3, rng.uniform(-1.5, 0.7, small))
    return Show(
        duration=DURATION,
        scenery="west-lake",
        palette=palette,
        seed=request.seed,
        lines=words.lines,
        pitch=words.pitch,
        box=_box(words),
        formations=(paper.under(lake), paper.over(figure), paper.over(caption)),
        legs=(paper.passing(rising), paper.staying(writing)),
        writes=np.concatenate([writes, spare > 0]),
        ignite=np.concatenate([ignite, spare - 9.0]).astype(np.float32),
        twinkle=np.concatenate([rng.random(small), paper.phase]).astype(np.float32),
        chase=np.concatenate([chase, spare]),
        sprite=_sprite(words.pitch),
        sparks=_embers(words, palette, rng),
        camera=_camera(caption, cues),
        cues=cues,
        exposure=Track(((0.0, 0.66), (0.9, 1.10))),
        beams=Track(((0.0, 0.0),)),
        crowd=Track(((1.5, 0.25), (4.0, 0.55), (cues.reveal, 0.55), (cues.reveal + 0.6, 0.90))),
        towers=Track(((0.0, 0.0), (cues.reveal - 0.2, 0.0), (cues.reveal + 1.2, 0.45))),
        arrangement=Arrangement.LANTERNS,
        temper=Temper(tremble=0.20, flash=0.45, shimmer=0.55, pulse=0.35, rest=0.55, run=0.75),
    )


def _camera(caption: Formation, cues: Cues) -> Camera:
    """From the lake, where they are let go, up with them; then a little nearer to the words."""
    nearest = Camera.nearest(caption)
    return Camera(
        pan=Track(((0.0, -8.0), (DURATION, 8.0))),
        tilt=Track(((cues.launch, 22.0), (cues.gathered, -10.0), (DURATION, -14.0))),
        push=Track(
            ((cues.reveal - 0.5, 0.0), (cues.reveal + 2.0, 0.7 * nearest), (DURATION, nearest))
        ),
        aim=_WORDS,
    )


def _sprite(pitch: float) -> Sprite:
    """Softer and larger than a drone's, as the flame shines through paper; but not in small print."""
    drone = Sprite.for_pitch(pitch)
    paper = min(max((pitch - 3.6) / 2.4, 0.0), 1.0)
    return replace(
        drone,
        core_sigma=(1 + 0.06 * paper) * drone.core_sigma,
        halo_sigma=drone.halo_sigma + 0.4 * paper,
        core=(1 - 0.12 * paper) * drone.core,
        halo=(1 + 0.25 * paper) * drone.halo,
        glow=(1 + 0.10 * paper) * drone.glow,
    )


def _caption(
    words: Lettering,
    count: int,
    palette: Palette,
    figure: Formation,
    rng: np.random.Generator,
) -> tuple[Formation, npt.NDArray[np.bool_], Floats]:
    """The words, in the order of the figure's lanterns; who writes; the chase of those who do not.

    Those come down again and drift along the far shore, where a light wanders through them.
    """
    letters = len(words.dots)
    afloat = _settled(count - letters, rng) - np.array(_WORDS)
    targets = np.concatenate([words.dots, afloat])
    plan = assign(standing(figure, _WRITING + 0.6) - np.array(figure.centre), targets, rng)
    colour = np.concatenate(
        [
            palette.gradient(words.colour_at),
            np.tile(np.array(palette.start, np.float32), (len(afloat), 1)),
        ]
    )
    brightness = np.where(np.arange(count) < letters, 1.0, 0.5).astype(np.float32)
    formation = Formation(
        points=_flat(targets[plan]),
        centre=_WORDS,
        colour=colour[plan],
        brightness=brightness[plan],
        spin=np.zeros(count, np.float32),
        sway=0.07,
        hover=2.2,
        drift=0.35,
    )
    return formation, plan < letters, (0.011 * targets[plan, 0]).astype(np.float32)


def _lake(figure: Formation, rng: np.random.Generator) -> Formation:
    """On the water, each under the place it will rise to; smaller and closer towards the shore."""
    n = len(figure.points)
    places = _scattered(n, _SHORE, 150.0, rng)
    squeeze = np.array([1.0, 0.25], np.float32)  # side by side matters, above one another does not
    plan = assign(standing(figure, 2.2) * squeeze, places * squeeze, rng)
    points = _flat(places[plan] - np.array((WIDTH / 2, _SHORE)))
    near = points[:, 1] / 150.0
    return Formation(
        points=points,
        centre=(WIDTH / 2, _SHORE),
        colour=figure.colour,
        brightness=(0.35 + 0.75 * near).astype(np.float32),
        spin=np.zeros(n, np.float32),
        hover=1.5,
        drift=3.0,
    )


def _scattered(n: int, top: float, deep: float, rng: np.random.Generator) -> Floats:
    """(n, 2) places on the water: side by side evenly, and dense where it is far."""
    across = (np.arange(n) + rng.random(n)) / max(n, 1)
    y = top + deep * rng.random(n) ** 2.2
    return np.stack([14 + (WIDTH - 28) * across, y], axis=1).astype(np.float32)


def _settled(n: int, rng: np.random.Generator) -> Floats:
    """(n, 2) places on the water under the bridge, each apart from all others."""
    row, column = np.arange(n) % _ROWS, np.arange(n) // _ROWS
    left, right = _SETTLED
    cell = (right - left) / max(np.ceil(n / _ROWS), 1)
    x = left + cell * (column + 0.5 * (row % 2) + 0.5 + 0.25 * rng.uniform(-1, 1, n))
    y = _SHORE + 4 + 4.0 * row + 0.10 * row**2 + 0.8 * rng.uniform(-1, 1, n)
    return np.stack([x, y], axis=1).astype(np.float32)


def _rise(lake: Formation, rng: np.random.Generator) -> Leg:
    """One by one, the near ones first, each in its own time."""
    n = len(lake.points)
    order = rng.random(n) - 0.35 * lake.points[:, 1] / 150.0
    turn = np.argsort(np.argsort(order)) / n
    depart = _LAUNCH + 1.05 * turn
    return Leg(
        depart=depart.astype(np.float32),
        arrive=(depart + 1.95 + 0.20 * rng.random(n)).astype(np.float32),
        arc=rng.uniform(-0.16, 0.16, n).astype(np.float32),
    )


def _write(caption: Formation, rng: np.random.Generator) -> Leg:
    """They float over to their letters from left to right."""
    n = len(caption.points)
    across = np.clip((caption.points[:, 0] + 280) / 560, 0, 1)
    depart = _WRITING + 0.75 * across + 0.25 * rng.random(n)
    side = np.where(rng.random(n) < 0.4, -1.0, 1.0)
    return Leg(
        depart=depart.astype(np.float32),
        arrive=(depart + 1.65 + 0.12 * rng.random(n)).astype(np.float32),
        arc=(0.22 * side * (0.4 + 0.6 * rng.random(n))).astype(np.float32),
    )


@dataclass(frozen=True, slots=True)
class _SkyLanterns:
    """Large lanterns that rise past the words all through the film, each made of many lights."""

    below: Floats  # (m, 2) pixels where each light begins
    above: Floats  # (m, 2) and where it would end
    colour: Floats  # (m, 3)
    brightness: Floats  # (m,)
    depart: Floats  # (m,) seconds
    arrive: Floats  # (m,)
    phase: Floats  # (m,) one for all lights of a lantern: they drift and flicker as one

    @classmethod
    def aloft(cls, words: _Box, palette: Palette, rng: np.random.Generator) -> _SkyLanterns:
        parts = [_sky_lantern(*each, words, palette, rng) for each in _SKY_LANTERNS]
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
            points=np.concatenate([formation.points, _flat(places - np.array(formation.centre))]),
            colour=np.concatenate([formation.colour, self.colour]),
            brightness=np.concatenate([formation.brightness, self.brightness]),
            spin=np.concatenate([formation.spin, np.zeros(extra, np.float32)]),
        )

    def _leg(self, leg: Leg, depart: Floats, arrive: Floats) -> Leg:
        return Leg(
            depart=np.concatenate([leg.depart, depart]),
            arrive=np.concatenate([leg.arrive, arrive]),
            arc=np.concatenate([leg.arc, np.zeros(len(depart), np.float32)]),
        )


def _sky_lantern(
    x: float,
    width: float,
    after: float,
    takes: float,
    words: _Box,
    palette: Palette,
    rng: np.random.Generator,
) -> tuple[npt.NDArray[np.float64], ...]:
    """The columns of _SkyLanterns for one: a paper bag, round above, the flame in its mouth."""
    across, down = _bag(width, 1.3 * width)
    m = len(across)
    x = x + float(rng.uniform(-4, 4))
    end = float(np.clip(x + rng.uniform(-4, 4), 11 + width / 2, WIDTH - 11 - width / 2))
    top = _ceiling(end, width, words) - 60 * float(rng.random())
    foot = _SHORE + 13 * (width - 5) if width > _NEAR else _SHORE - 8 - 0.65 * width
    below = np.stack([x + across, foot + down], axis=1)
    above = np.stack([end + across, top + down], axis=1)
    flame = (0.5 + down / (1.3 * width))[:, None]
    ember = np.array((1.0, 0.20, 0.04)) * (1 - flame) + np.array((1.0, 0.62, 0.20)) * flame
    colour = 0.85 * ember + 0.15 * np.array(palette.start)
    hot = np.exp(-((across / (0.30 * width)) ** 2)) * flame[:, 0] ** 2
    depart = _LAUNCH + after + 0.6 * float(rng.random())
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


def _ceiling(x: float, width: float, words: _Box) -> float:
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


def _embers(words: Lettering, palette: Palette, rng: np.random.Generator) -> Sparks:
    """In the finale, glowing ash that comes off the words and sinks."""
    m = 150
    left, _, right, bottom = _box(words)
    x = rng.uniform(left, right, m)
    return Sparks(
        x=x.astype(np.float32),
        y=(bottom + rng.uniform(-30, 12, m)).astype(np.float32),
        born=(_FINALE + 2.2 * rng.random(m) ** 0.8).astype(np.float32),
        vx=rng.normal(0, 34, m).astype(np.float32),
        vy=rng.uniform(-110, 30, m).astype(np.float32),
        life=rng.uniform(1.2, 2.3, m).astype(np.float32),
        phase=rng.random(m).astype(np.float32),
        colour=palette.gradient(rng.random(m).astype(np.float32)) * np.float32(0.6),
    )


def _box(words: Lettering) -> _Box:
    x, y = _WORDS
    half_width, half_height = words.width / 2, words.height / 2
    return (x - half_width, y - half_height, x + half_width, y + half_height)


def _flat(places: npt.NDArray[np.float32]) -> Floats:
    """(n, 2) -> (n, 3) in the plane of the picture."""
    return np.concatenate([places, np.zeros((len(places), 1))], axis=1).astype(np.float32)
