"""Shanghai Drone Show: drones rise from the Bund, form a figure, and write over the Huangpu."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from lib.engine.arrays import Floats
from lib.engine.camera import Camera
from lib.engine.flight import assign, standing
from lib.engine.frame import HIGH, Frame
from lib.engine.lettering import Lettering, letter
from lib.engine.lettering.writing import written
from lib.engine.palette import Palette
from lib.engine.particles import Fall
from lib.engine.places import PLACES
from lib.engine.request import RenderRequest
from lib.engine.show import Cues, Formation, Leg, Passage, Show, Sprite, Temper
from lib.engine.templates import arc
from lib.engine.templates.figures import FIGURES
from lib.engine.templates.fireworks import fireworks, openings, programme, smoke_of
from lib.engine.templates.launches import BEFORE, LAUNCHES, take_off
from lib.engine.templates.place import BREATH, TOP, middle, nearest
from lib.engine.templates.skies import confetti, over_the_river
from lib.engine.templates.spares import WAYS, Spares
from lib.engine.track import Track

_WORDS_Y: Final = 300.0  # where the caption's middle hangs, unless it is high
_TALLEST: Final = 372.0  # units from the words' upper edge to their lower one, at most
_ROOFS: Final = 512.0  # the top of the highest tower, as the camera sees it when it is nearest ...
_CLEAR: Final = 12.0  # ... and so far below the words it stays
_RAISED: Final = 8.0  # units that the camera shows the words lower while they stand, at least
_FIGURE_Y: Final = 340.0
_LEAST_DRONES: Final = 700  # fewer would make a poor figure
_FESTIVE: Final = 0.4  # of all films: with confetti
_MAST_Y: Final = 604.0  # the middle of the mast that passes
_SAIL: Final = 130.0  # units a second at which it does ...
_ASIDE: Final = 40.0  # ... and where: so far within the words when they can just be read
_DIM: Final = 0.90  # how dark drones fly to their letters


def compose(request: RenderRequest) -> Show:
    rng = np.random.default_rng(request.seed)
    palette = request.palette
    frame = Frame(request.format)
    width, height = frame.words
    words = letter(request.caption, width=width, height=min(height, _TALLEST), seed=request.seed)
    letters = len(words.dots)
    way = WAYS[int(rng.integers(len(WAYS)))]
    spares = way(words, frame, max(int(0.16 * letters), _LEAST_DRONES - letters))
    n = letters + len(spares.points)
    figure = FIGURES[int(rng.integers(len(FIGURES)))](n, (frame.middle, _FIGURE_Y), palette)
    launch = LAUNCHES[int(rng.integers(len(LAUNCHES)))]
    caption, plan = _caption(words, spares, palette, figure, frame, rng)
    writes = plan < letters
    pads, rising = take_off(launch, figure, arc.GATHERED, frame, rng)
    bursts = programme(frame, rng)
    air = over_the_river(rng)
    cues = Cues(
        launch=0.0,
        gathered=arc.GATHERED,
        writing=arc.WRITING,
        reveal=arc.REVEAL,
        finale=arc.FINALE,
        shells=openings(bursts, _box(words, frame), arc.FINALE),
    )
    return Show(
        frame=frame,
        duration=arc.DURATION,
        scenery=PLACES[request.template.name],
        palette=palette,
        seed=request.seed,
        lines=words.lines,
        pitch=words.pitch,
        box=_box(words, frame),
        formations=(pads, figure, caption),
        legs=(rising, _write(words, caption, plan, rng)),
        writes=writes,
        ignite=np.full(n, -BEFORE - 1.0, np.float32),
        twinkle=rng.random(n).astype(np.float32),
        chase=np.concatenate([np.zeros(letters, np.float32), spares.chase])[plan],
        sprite=Sprite.for_pitch(words.pitch),
        sparks=fireworks(bursts, cues.shells, palette, rng),
        smoke=smoke_of(cues.shells, bursts, rng),
        camera=_camera(caption, nearest(words, caption, frame), _raised(words)),
        cues=cues,
        exposure=arc.exposure(1.12),
        beams=Track(
            (
                (0.0, 0.25), (arc.REVEAL - 0.05, 0.15), (arc.REVEAL, 0.85), (arc.REVEAL + 1.0, 0.6),
                (arc.FINALE, 0.6), (arc.FINALE + 0.6, 1.0), (arc.REST, 0.7),
            )
        ),
        crowd=arc.at_the_reveal(0.7, 2.6, 1.85),
        temper=Temper(tremble=0.20, shimmer=_shimmer(words.pitch), rest=spares.rest, run=spares.run),
        phones=Track(((arc.REVEAL - 0.1, 0.0), (arc.REVEAL + 0.9, 1.0))),
        towers=arc.at_the_reveal(0.0, 1.0, 0.85),
        air=air,
        falls=_falls(palette, frame, rng),
        front=_mast(_box(words, frame), frame, mirrored=air.mirrored),
        power=arc.power(),
        pulses=arc.pulses(),
        turned=_turned(words, palette, caption, plan),
    )  # fmt: skip


def _caption(
    words: Lettering,
    spares: Spares,
    palette: Palette,
    figure: Formation,
    frame: Frame,
    rng: np.random.Generator,
) -> tuple[Formation, npt.NDArray[np.int64]]:
    """The words and their spares, in the order of the figure's drones; whose place each takes."""
    letters, m = len(words.dots), len(spares.points)
    points = np.zeros((letters + m, 3), np.float32)
    points[:, :2] = np.concatenate([words.dots, spares.points])
    plan = assign(standing(figure, arc.WRITING + 0.6) - np.array(figure.centre), points[:, :2], rng)
    accent = np.tile(np.array(palette.accent, np.float32) * 0.8, (m, 1))
    colour = np.concatenate([words.colours(palette), accent])
    shine = np.concatenate([np.ones(letters), np.full(m, spares.shine)]).astype(np.float32)
    formation = Formation(
        points=points[plan],
        centre=_middle(words, frame),
        colour=colour[plan],
        brightness=shine[plan],
        spin=np.zeros(len(plan), np.float32),
        sway=0.14,
        hover=1.6,
    )
    return formation, plan


def _turned(
    words: Lettering, palette: Palette, caption: Formation, plan: npt.NDArray[np.int64]
) -> Floats:
    """(n, 3): the palette's gradient the other way round; emoji keep their colours."""
    gradient = palette.gradient(1 - words.colour_at)
    other = np.where(np.isnan(words.own_colour), gradient, words.own_colour)
    turned = caption.colour.copy()
    writes = plan < len(words.dots)
    turned[writes] = other[plan[writes]]
    return turned


def _write(
    words: Lettering, caption: Formation, plan: npt.NDArray[np.int64], rng: np.random.Generator
) -> Leg:
    """The figure goes out; each drone is dark on its way, and lights up when its letter is written."""
    n = len(plan)
    turn = np.concatenate([written(words), rng.random(n - len(words.dots), np.float32)])[plan]
    arrive = arc.WRITTEN - 1.05 * (1 - turn)
    depart = np.minimum(arc.WRITING + 0.3 * turn + 0.06 * rng.random(n), arrive - 1.0)
    y = caption.points[:, 1]
    reach = np.abs(y).max() or 1.0
    return Leg(
        depart=depart.astype(np.float32),
        arrive=arrive.astype(np.float32),
        arc=(-0.18 * y / reach).astype(np.float32),
        dim=_DIM,
    )


def _falls(palette: Palette, frame: Frame, rng: np.random.Generator) -> tuple[Fall, ...]:
    """Confetti in the finale of some films."""
    if rng.random() >= _FESTIVE:
        return ()
    return (confetti(palette, frame, arc.FINALE + 0.3, arc.REST),)


def _mast(box: tuple[float, float, float, float], frame: Frame, *, mirrored: bool) -> Passage:
    """It crosses while words are written, and is past their first letters soon after the reveal."""
    speed = _SAIL * frame.spread**0.5
    left, _, right, _ = box
    x, vx = (right - _ASIDE, speed) if mirrored else (left + _ASIDE, -speed)
    return Passage(when=arc.REVEAL + 0.3, x=x, y=_MAST_Y, vx=vx)


def _camera(caption: Formation, push: float, raised: float) -> Camera:
    return arc.camera(caption, push, low=26.0, raised=raised, aside=(-22.0, 20.0))


def _raised(words: Lettering) -> float:
    """Units that the camera shows all lower: the more, the nearer tall words are to the roofs."""
    lowest = TOP * HIGH + BREATH + words.height * (1 + Camera.NEAREST)
    return max(_RAISED, lowest + _CLEAR - _ROOFS)


def _shimmer(pitch: float) -> float:
    """Shimmer less in dense words: where strokes are close, glow fills the gaps and hurts reading."""
    return min(max((pitch - 2.8) / 2.8, 0.15), 1.0)


def _middle(words: Lettering, frame: Frame) -> tuple[float, float]:
    return middle(words, frame, usual=_WORDS_Y, raised=_raised(words), nearer=Camera.NEAREST)


def _box(words: Lettering, frame: Frame) -> tuple[float, float, float, float]:
    x, y = _middle(words, frame)
    half_width, half_height = words.width / 2, words.height / 2
    return (x - half_width, y - half_height, x + half_width, y + half_height)
