"""Lantern Festival: paper lanterns rise from West Lake, form a figure, and write in the night air."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from lib.engine.arrays import Floats
from lib.engine.flight import assign, standing
from lib.engine.frame import Frame
from lib.engine.lettering import Lettering, letter
from lib.engine.palette import Palette
from lib.engine.places import PLACES
from lib.engine.request import RenderRequest
from lib.engine.show import Arrangement, Camera, Cues, Formation, Leg, Show, Sparks, Sprite, Temper
from lib.engine.templates.figures import LANTERN_FIGURES
from lib.engine.templates.place import middle, nearest
from lib.engine.templates.sky_lanterns import SHORE, Box, SkyLanterns, flat
from lib.engine.track import Track

DURATION: Final = 11.0

_LAUNCH: Final = 0.2
_GATHERED: Final = 3.3
_WRITING: Final = 3.75
_FINALE: Final = 8.4

_WORDS_Y: Final = 296.0  # where the caption's middle hangs, unless it is high
_RAISED: Final = 10.0  # units that the camera shows the words lower while they stand
_FIGURE_Y: Final = 330.0
_LEAST_LANTERNS: Final = 760  # fewer would make a poor figure

_SETTLED: Final = (122.0, 490.0)  # x between which lanterns settle, clear of the near ones' way
_ROWS: Final = 8


def compose(request: RenderRequest) -> Show:
    rng = np.random.default_rng(request.seed)
    palette = request.palette
    frame = Frame(request.format)
    width, height = frame.words
    words = letter(request.caption, width=width, height=height, seed=request.seed)
    small = max(len(words.dots) + 130, _LEAST_LANTERNS)
    warm = replace(palette, formation=(palette.start, palette.middle, palette.end))
    figure = LANTERN_FIGURES[int(rng.integers(len(LANTERN_FIGURES)))](
        small, (frame.middle, _FIGURE_Y), warm
    )
    caption, writes, chase = _caption(words, small, palette, figure, frame, rng)
    lake = _lake(figure, frame, rng)
    rising, writing = _rise(lake, rng), _write(caption, frame, rng)
    paper = SkyLanterns.aloft(_box(words, frame), palette, frame, _LAUNCH, rng)
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
        frame=frame,
        duration=DURATION,
        scenery=PLACES[request.template.name],
        palette=palette,
        seed=request.seed,
        lines=words.lines,
        pitch=words.pitch,
        box=_box(words, frame),
        formations=(paper.under(lake), paper.over(figure), paper.over(caption)),
        legs=(paper.passing(rising), paper.staying(writing)),
        writes=np.concatenate([writes, spare > 0]),
        ignite=np.concatenate([ignite, spare - 9.0]).astype(np.float32),
        twinkle=np.concatenate([rng.random(small), paper.phase]).astype(np.float32),
        chase=np.concatenate([chase, spare]),
        sprite=_sprite(words.pitch),
        sparks=_embers(_box(words, frame), palette, rng),
        camera=_camera(caption, nearest(words, caption, frame), cues),
        cues=cues,
        exposure=Track(((0.0, 0.66), (0.9, 1.10))),
        beams=Track(((0.0, 0.0),)),
        crowd=Track(((1.5, 0.25), (4.0, 0.55), (cues.reveal, 0.55), (cues.reveal + 0.6, 0.90))),
        towers=Track(((0.0, 0.0), (cues.reveal - 0.2, 0.0), (cues.reveal + 1.2, 0.45))),
        arrangement=Arrangement.LANTERNS,
        temper=Temper(tremble=0.20, flash=0.45, shimmer=0.55, pulse=0.35, rest=0.55, run=0.75),
    )


def _camera(caption: Formation, push: float, cues: Cues) -> Camera:
    """From the lake, where they are let go, up with them; then a little nearer to the words."""
    return Camera(
        pan=Track(((0.0, -8.0), (DURATION, 8.0))),
        tilt=Track(((cues.launch, 22.0), (cues.gathered, -_RAISED), (DURATION, -14.0))),
        push=Track(((cues.reveal - 0.5, 0.0), (cues.reveal + 2.0, 0.7 * push), (DURATION, push))),
        aim=caption.centre,
        orbit=Track(((cues.reveal - 1.2, 0.0), (cues.reveal, 1.0))),
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
    frame: Frame,
    rng: np.random.Generator,
) -> tuple[Formation, npt.NDArray[np.bool_], Floats]:
    """The words, in the order of the figure's lanterns; who writes; the chase of those who do not.

    Those come down again and drift along the far shore, where a light wanders through them.
    """
    letters = len(words.dots)
    afloat = _settled(count - letters, frame, rng) - np.array(_middle(words, frame))
    targets = np.concatenate([words.dots, afloat])
    plan = assign(standing(figure, _WRITING + 0.6) - np.array(figure.centre), targets, rng)
    colour = np.concatenate(
        [
            words.colours(palette),
            np.tile(np.array(palette.start, np.float32), (len(afloat), 1)),
        ]
    )
    brightness = np.where(np.arange(count) < letters, 1.0, 0.5).astype(np.float32)
    formation = Formation(
        points=flat(targets[plan]),
        centre=_middle(words, frame),
        colour=colour[plan],
        brightness=brightness[plan],
        spin=np.zeros(count, np.float32),
        sway=0.07,
        hover=2.2,
        drift=0.35,
    )
    return formation, plan < letters, (0.011 * targets[plan, 0]).astype(np.float32)


def _lake(figure: Formation, frame: Frame, rng: np.random.Generator) -> Formation:
    """Lanterns on the water, each below its place in the air; smaller and closer near the shore."""
    n = len(figure.points)
    places = _scattered(n, SHORE, 150.0, frame, rng)
    squeeze = np.array([1.0, 0.25], np.float32)  # side by side matters, above one another does not
    plan = assign(standing(figure, 2.2) * squeeze, places * squeeze, rng)
    points = flat(places[plan] - np.array((frame.middle, SHORE)))
    near = points[:, 1] / 150.0
    return Formation(
        points=points,
        centre=(frame.middle, SHORE),
        colour=figure.colour,
        brightness=(0.35 + 0.75 * near).astype(np.float32),
        spin=np.zeros(n, np.float32),
        hover=1.5,
        drift=3.0,
    )


def _scattered(n: int, top: float, deep: float, frame: Frame, rng: np.random.Generator) -> Floats:
    """(n, 2) places on the water: side by side evenly, and dense where it is far."""
    across = (np.arange(n) + rng.random(n)) / max(n, 1)
    y = top + deep * rng.random(n) ** 2.2
    return np.stack([14 + (frame.width - 28) * across, y], axis=1).astype(np.float32)


def _settled(n: int, frame: Frame, rng: np.random.Generator) -> Floats:
    """(n, 2) places on the water under the bridge, each apart from all others."""
    row, column = np.arange(n) % _ROWS, np.arange(n) // _ROWS
    left, right = (frame.moved(x, 0.8) for x in _SETTLED)
    cell = (right - left) / max(np.ceil(n / _ROWS), 1)
    x = left + cell * (column + 0.5 * (row % 2) + 0.5 + 0.25 * rng.uniform(-1, 1, n))
    y = SHORE + 4 + 4.0 * row + 0.10 * row**2 + 0.8 * rng.uniform(-1, 1, n)
    return np.stack([x, y], axis=1).astype(np.float32)


def _rise(lake: Formation, rng: np.random.Generator) -> Leg:
    """They rise one by one, the near ones first, each at its own pace."""
    n = len(lake.points)
    order = rng.random(n) - 0.35 * lake.points[:, 1] / 150.0
    turn = np.argsort(np.argsort(order)) / n
    depart = _LAUNCH + 1.05 * turn
    return Leg(
        depart=depart.astype(np.float32),
        arrive=(depart + 1.95 + 0.20 * rng.random(n)).astype(np.float32),
        arc=rng.uniform(-0.16, 0.16, n).astype(np.float32),
    )


def _write(caption: Formation, frame: Frame, rng: np.random.Generator) -> Leg:
    """They float over to their letters from left to right."""
    n = len(caption.points)
    half = 280 * frame.words[0] / Frame().words[0]
    across = np.clip((caption.points[:, 0] + half) / (2 * half), 0, 1)
    depart = _WRITING + 0.75 * across + 0.25 * rng.random(n)
    side = np.where(rng.random(n) < 0.4, -1.0, 1.0)
    return Leg(
        depart=depart.astype(np.float32),
        arrive=(depart + 1.65 + 0.12 * rng.random(n)).astype(np.float32),
        arc=(0.22 * side * (0.4 + 0.6 * rng.random(n))).astype(np.float32),
    )


def _embers(words: Box, palette: Palette, rng: np.random.Generator) -> Sparks:
    """In the finale, glowing ash that comes off the words and sinks."""
    m = 150
    left, _, right, bottom = words
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


def _middle(words: Lettering, frame: Frame) -> tuple[float, float]:
    return middle(words, frame, usual=_WORDS_Y, raised=_RAISED, nearer=Camera.NEAREST)


def _box(words: Lettering, frame: Frame) -> Box:
    x, y = _middle(words, frame)
    half_width, half_height = words.width / 2, words.height / 2
    return (x - half_width, y - half_height, x + half_width, y + half_height)
