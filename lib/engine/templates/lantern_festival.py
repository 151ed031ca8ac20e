"""Lantern Festival: paper lanterns rise from West Lake, form a figure, and write in the night air."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from lib.engine.arrays import Floats
from lib.engine.camera import Camera
from lib.engine.flight import assign, standing
from lib.engine.frame import Frame
from lib.engine.lettering import Lettering, letter
from lib.engine.lettering.writing import written
from lib.engine.palette import Palette
from lib.engine.particles import Sparks
from lib.engine.places import PLACES
from lib.engine.request import RenderRequest
from lib.engine.show import Arrangement, Cues, Formation, Leg, Passage, Show, Sprite, Temper
from lib.engine.templates import arc
from lib.engine.templates.figures import LANTERN_FIGURES
from lib.engine.templates.launches import BEFORE
from lib.engine.templates.place import middle, nearest
from lib.engine.templates.skies import over_the_lake
from lib.engine.templates.sky_lanterns import SHORE, Box, SkyLanterns, flat
from lib.engine.track import Track

_WORDS_Y: Final = 296.0  # where the caption's middle hangs, unless it is high
_RAISED: Final = 10.0  # units that the camera shows the words lower while they stand
_FIGURE_Y: Final = 330.0
_LEAST_LANTERNS: Final = 760  # fewer would make a poor figure
_DEEP: Final = 150.0  # units of the lake, from its far shore on, on which they are let go
_SMALLEST: Final = 3.6  # units apart: closer lanterns are drawn as lights
_ALOFT: Final = 0.2  # seconds: what the times of the sky lanterns count from
_CROWD: Final = 2000  # lanterns: a figure of more of them would be a blaze
_RISE: Final = 150.0  # units a second at which a lantern close by rises
_DIM: Final = 0.94  # how dark lanterns fly to their letters


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
    calm = min((_CROWD / small) ** 0.7, 1.0)
    figure = replace(figure, brightness=(calm * figure.brightness).astype(np.float32))
    caption, plan = _caption(words, small, palette, figure, frame, rng)
    writes = plan < len(words.dots)
    lake = _lake(figure, frame, rng)
    rising = _rise(lake, figure, rng)
    paper = SkyLanterns.aloft(_box(words, frame), palette, frame, _ALOFT, rng)
    spare = np.zeros(len(paper.below), np.float32)
    cues = Cues(
        launch=0.0,
        gathered=arc.GATHERED,
        writing=arc.WRITING,
        reveal=arc.REVEAL,
        finale=arc.FINALE,
        shells=(),
    )
    turned = np.concatenate([palette.gradient(1 - words.colour_at), np.zeros((small, 3))])[plan]
    return Show(
        frame=frame,
        duration=arc.DURATION,
        scenery=PLACES[request.template.name],
        palette=palette,
        seed=request.seed,
        lines=words.lines,
        pitch=words.pitch,
        box=_box(words, frame),
        formations=(paper.under(lake), paper.over(figure), paper.over(caption)),
        legs=(paper.passing(rising), paper.staying(_write(words, plan, rng))),
        writes=np.concatenate([writes, spare > 0]),
        ignite=np.full(small + len(spare), -9.0, np.float32),
        twinkle=np.concatenate([rng.random(small), paper.phase]).astype(np.float32),
        chase=np.zeros(small + len(spare), np.float32),
        sprite=_sprite(words.pitch),
        sparks=_embers(_box(words, frame), palette, rng),
        camera=arc.camera(
            caption, nearest(words, caption, frame), low=22.0, raised=_RAISED, aside=(-21.0, 19.0)
        ),
        cues=cues,
        exposure=arc.exposure(1.10),
        beams=Track(((0.0, 0.0),)),
        crowd=arc.at_the_reveal(0.4, 1.2, 0.9),
        towers=arc.at_the_reveal(0.0, 0.55, 0.45),
        arrangement=Arrangement.LANTERNS,
        temper=Temper(
            tremble=0.32, flash=0.45, burst=0.6, shimmer=0.55, pulse=0.35, rest=1.0, run=0.0
        ),
        air=over_the_lake(rng),
        front=_riser(_box(words, frame), rng),
        power=arc.power(),
        pulses=arc.pulses(),
        turned=np.concatenate([turned, paper.colour]).astype(np.float32),
    )


def _riser(words: Box, rng: np.random.Generator) -> Passage:
    """A large lantern close by, which passes the words' side as they light up."""
    left, top, right, _ = words
    aside = float(rng.uniform(0.10, 0.18)) * (right - left)
    x = left + aside if rng.random() < 0.5 else right - aside
    return Passage(when=arc.REVEAL + 0.5, x=x, y=top - 6, vx=3.0, vy=-_RISE, before_people=True)


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
        paper=0.0 if pitch < _SMALLEST else 0.43 * pitch,
    )


def _caption(
    words: Lettering,
    count: int,
    palette: Palette,
    figure: Formation,
    frame: Frame,
    rng: np.random.Generator,
) -> tuple[Formation, npt.NDArray[np.int64]]:
    """The words, in the order of the figure's lanterns; whose place each takes.

    Those that do not write float away over the top of the frame.
    """
    letters = len(words.dots)
    spares = count - letters
    away = np.stack(
        [rng.uniform(-0.55, 0.55, spares) * frame.width, rng.uniform(-560, -420, spares)], axis=1
    )
    targets = np.concatenate([words.dots, away]).astype(np.float32)
    plan = assign(standing(figure, arc.WRITING + 0.6) - np.array(figure.centre), targets, rng)
    start = np.tile(np.array(palette.start, np.float32), (spares, 1))
    colour = np.concatenate([words.colours(palette), start])
    brightness = np.concatenate([np.ones(letters), np.full(spares, 0.35)]).astype(np.float32)
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
    return formation, plan


def _lake(figure: Formation, frame: Frame, rng: np.random.Generator) -> Formation:
    """Lanterns on the water, each below its place in the air; smaller and closer near the shore."""
    n = len(figure.points)
    places = _scattered(n, SHORE, _DEEP, frame, rng)
    squeeze = np.array([1.0, 0.25], np.float32)  # side by side matters, above one another does not
    plan = assign(standing(figure, arc.GATHERED) * squeeze, places * squeeze, rng)
    points = flat(places[plan] - np.array((frame.middle, SHORE)))
    near = points[:, 1] / _DEEP
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


def _rise(lake: Formation, figure: Formation, rng: np.random.Generator) -> Leg:
    """They rise one by one in an order that the seed picks: the near ones first, from one side,
    from the middle, or the figure's top first.
    """
    n = len(lake.points)
    across, near = lake.points[:, 0], lake.points[:, 1]
    side = -1.0 if rng.random() < 0.5 else 1.0
    orders = (
        (-0.35 * near / _DEEP, 1.0),
        (side * across / np.ptp(across), 0.25),
        (np.abs(across) / np.ptp(across), 0.25),
        (figure.points[:, 1] / np.ptp(figure.points[:, 1]), 0.3),
    )
    order, chance = orders[int(rng.integers(len(orders)))]
    turn = np.argsort(np.argsort(order + chance * rng.random(n))) / n
    depart = -BEFORE + 0.95 * turn
    return Leg(
        depart=depart.astype(np.float32),
        arrive=(depart + 1.75 + 0.12 * rng.random(n)).astype(np.float32),
        arc=rng.uniform(-0.16, 0.16, n).astype(np.float32),
    )


def _write(words: Lettering, plan: npt.NDArray[np.int64], rng: np.random.Generator) -> Leg:
    """They float over to their letters, all but dark, and take fire as their letter is written."""
    n, letters = len(plan), len(words.dots)
    turn = np.concatenate([written(words), rng.random(n - letters, np.float32)])[plan]
    arrive = arc.WRITTEN - 1.05 * (1 - turn)
    depart = np.minimum(arc.WRITING + 0.3 * turn + 0.1 * rng.random(n), arrive - 1.0)
    arrive = np.where(plan < letters, arrive, depart + rng.uniform(2.6, 4.2, n))
    side = np.where(rng.random(n) < 0.4, -1.0, 1.0)
    return Leg(
        depart=depart.astype(np.float32),
        arrive=arrive.astype(np.float32),
        arc=(0.18 * side * (0.4 + 0.6 * rng.random(n))).astype(np.float32),
        dim=_DIM,
    )


def _embers(words: Box, palette: Palette, rng: np.random.Generator) -> Sparks:
    """In the finale, glowing ash that comes off the words and sinks."""
    m = 150
    left, _, right, bottom = words
    x = rng.uniform(left, right, m)
    return Sparks(
        x=x.astype(np.float32),
        y=(bottom + rng.uniform(-30, 12, m)).astype(np.float32),
        born=(arc.FINALE + 1.2 * rng.random(m) ** 0.8).astype(np.float32),
        vx=rng.normal(0, 34, m).astype(np.float32),
        vy=rng.uniform(-110, 30, m).astype(np.float32),
        life=rng.uniform(1.1, 1.7, m).astype(np.float32),
        phase=rng.random(m).astype(np.float32),
        colour=palette.gradient(rng.random(m).astype(np.float32)) * np.float32(0.6),
    )


def _middle(words: Lettering, frame: Frame) -> tuple[float, float]:
    return middle(words, frame, usual=_WORDS_Y, raised=_RAISED, nearer=Camera.NEAREST)


def _box(words: Lettering, frame: Frame) -> Box:
    x, y = _middle(words, frame)
    half_width, half_height = words.width / 2, words.height / 2
    return (x - half_width, y - half_height, x + half_width, y + half_height)
