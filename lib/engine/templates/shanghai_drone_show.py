"""Shanghai Drone Show: drones rise from the Bund, form a figure, and write over the Huangpu."""

from __future__ import annotations

from dataclasses import dataclass
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
from lib.engine.show import Camera, Cues, Formation, Leg, Show, Sprite, Temper
from lib.engine.templates.figures import FIGURES
from lib.engine.templates.fireworks import fireworks, openings, programme
from lib.engine.templates.place import middle, nearest
from lib.engine.track import Track

DURATION: Final = 11.0

_LAUNCH: Final = 0.1
_GATHERED: Final = 3.3
_WRITING: Final = 3.95
_FINALE: Final = 8.4
_PADS_Y: Final = 865.0  # the promenade, just above the waterline
_WORDS_Y: Final = 300.0  # where the caption's middle hangs, unless it is high
_RAISED: Final = 8.0  # units that the camera shows the words lower while they stand
_FIGURE_Y: Final = 340.0
_ASIDE: Final = 32.0  # units at the frame's sides that a garland leaves free
_RANKS: Final = 7
_LEAST_DRONES: Final = 700  # fewer would make a poor figure


def compose(request: RenderRequest) -> Show:
    rng = np.random.default_rng(request.seed)
    palette = request.palette
    frame = Frame(request.format)
    width, height = frame.words
    words = letter(request.caption, width=width, height=height, seed=request.seed)
    garland = _Garland.around(words, frame)
    n = len(words.dots) + len(garland.points)
    figure = FIGURES[int(rng.integers(len(FIGURES)))](n, (frame.middle, _FIGURE_Y), palette)
    caption, writes, chase = _caption(words, garland, palette, figure, frame, rng)
    pads = _pads(figure, frame, rng)
    rising, writing = _rise(pads, figure, frame), _write(caption, frame, rng)
    reveal = float(np.percentile(writing.arrive[writes], 90))
    bursts = programme(frame, rng)
    cues = Cues(
        launch=_LAUNCH,
        gathered=_GATHERED,
        writing=_WRITING,
        reveal=reveal,
        finale=_FINALE,
        shells=openings(bursts, _box(words, frame), _FINALE),
    )
    return Show(
        frame=frame,
        duration=DURATION,
        scenery=PLACES[request.template.name],
        palette=palette,
        seed=request.seed,
        lines=words.lines,
        pitch=words.pitch,
        box=_box(words, frame),
        formations=(pads, figure, caption),
        legs=(rising, writing),
        writes=writes,
        ignite=(rising.depart - 0.2).astype(np.float32),
        twinkle=rng.random(n).astype(np.float32),
        chase=chase,
        sprite=Sprite.for_pitch(words.pitch),
        sparks=fireworks(bursts, cues.shells, palette, rng),
        camera=_camera(caption, nearest(words, caption, frame), reveal),
        cues=cues,
        exposure=_exposure(reveal),
        beams=Track(((0.0, 0.22), (reveal, 0.22), (reveal + 0.6, 0.62), (_FINALE, 0.62), (_FINALE + 0.6, 1.0))),
        crowd=Track(((2.0, 0.35), (4.0, 1.25), (reveal, 1.25), (reveal + 0.4, 1.85))),
        temper=Temper(shimmer=_shimmer(words.pitch)),
        phones=Track(((reveal - 0.5, 0.0), (reveal + 0.7, 1.0))),
        towers=Track(((0.0, 0.0), (reveal - 0.3, 0.0), (reveal + 0.9, 0.8), (DURATION, 1.0))),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Garland:
    """Spare drones: three mirrored lines above and below the words, with a light that runs."""

    points: Floats  # (m, 2) units from the words' middle
    chase: Floats  # (m,) radians

    @classmethod
    def around(cls, words: Lettering, frame: Frame) -> _Garland:
        n = len(words.dots)
        widest = min(max(words.width / 2, 170) + 34, frame.middle - _ASIDE)
        longer = max(widest / (Frame().middle - _ASIDE), 1.0)  # than the API's own format allows
        spares = max(round(140 * longer), int(0.16 * n), _LEAST_DRONES - n)
        i = np.arange(spares)
        below, row = i % 2, (i // 2) % 3
        columns = max(1, spares // 6)
        across = np.clip((i // 6 + 0.5 * (row == 1) + 0.5) / (columns + 0.5) * 2 - 1, -1, 1)
        half_width = widest * (1 - 0.10 * row)
        drop = max(words.height / 2, 70) + 26 + row * 11
        bow = (20 + 8 * row) * (1 - across**2) - 20 * np.abs(across) ** 3
        side = np.where(below == 1, 1.0, -1.0)
        x, y = across * half_width, side * (drop + bow)
        return cls(
            points=np.stack([x, y], axis=1).astype(np.float32),
            chase=(x * -side * 0.011).astype(np.float32),
        )


def _caption(
    words: Lettering,
    garland: _Garland,
    palette: Palette,
    figure: Formation,
    frame: Frame,
    rng: np.random.Generator,
) -> tuple[Formation, npt.NDArray[np.bool_], Floats]:
    """The words and their garland, in the order of the figure's drones; who writes; the chase."""
    targets = np.concatenate([words.dots, garland.points])
    plan = assign(standing(figure, _WRITING + 0.6) - np.array(figure.centre), targets, rng)
    letters = len(words.dots)
    colour = np.concatenate(
        [
            words.colours(palette),
            np.tile(np.array(palette.accent, np.float32) * 0.8, (len(garland.points), 1)),
        ]
    )
    chase = np.concatenate([np.zeros(letters, np.float32), garland.chase])
    flat = np.zeros((len(targets), 3), np.float32)
    flat[:, :2] = targets[plan]
    formation = Formation(
        points=flat,
        centre=_middle(words, frame),
        colour=colour[plan],
        brightness=np.ones(len(plan), np.float32),
        spin=np.zeros(len(plan), np.float32),
        sway=0.14,
        hover=1.6,
    )
    return formation, plan < letters, chase[plan]


def _pads(figure: Formation, frame: Frame, rng: np.random.Generator) -> Formation:
    """A row of pads along the promenade, each under a drone that rises from there."""
    n = len(figure.points)
    grid = np.stack(
        [
            np.linspace(-_reach(frame), _reach(frame), n) + rng.normal(0, 1.5, n),
            rng.normal(0, 1.2, n),
        ],
        axis=1,
    ).astype(np.float32)
    squeeze = np.array([1.0, 0.2], np.float32)  # side by side matters, above one another does not
    above = standing(figure, 2.2) - np.array(figure.centre)
    plan = assign(above * squeeze, grid * squeeze, rng)
    points = np.zeros((n, 3), np.float32)
    points[:, :2] = grid[plan]
    return Formation(
        points=points,
        centre=(frame.middle, _PADS_Y),
        colour=figure.colour,
        brightness=np.ones(n, np.float32),
        spin=np.zeros(n, np.float32),
    )


def _reach(frame: Frame) -> float:
    """How far the pads reach from the middle."""
    return 280.0 * float(frame.spread**0.7)


def _rise(pads: Formation, figure: Formation, frame: Frame) -> Leg:
    """In ranks, the figure's top first, each rank a wave from the middle outwards."""
    n = len(pads.points)
    height = standing(figure, _GATHERED)[:, 1]
    rank = (np.argsort(np.argsort(height)) * _RANKS) // n
    outward = np.abs(pads.points[:, 0]) / _reach(frame)
    depart = _LAUNCH + 0.72 * rank / (_RANKS - 1) + 0.32 * outward
    return Leg(
        depart=depart.astype(np.float32),
        arrive=(depart + 2.1).astype(np.float32),
        arc=(0.05 * np.sign(pads.points[:, 0])).astype(np.float32),
    )


def _write(caption: Formation, frame: Frame, rng: np.random.Generator) -> Leg:
    """Letters peel off the figure from left to right, in streams. The upper ones swing one way, the
    lower ones the other. There is little randomness: neighbours fly together.
    """
    n = len(caption.points)
    x, y = caption.points[:, 0], caption.points[:, 1]
    half = 280 * frame.words[0] / Frame().words[0]
    depart = _WRITING + 0.85 * (x + half) / (2 * half) + 0.04 * rng.random(n)
    arrive = depart + 1.65 + 0.06 * rng.random(n)
    reach = np.abs(y).max() or 1.0
    return Leg(
        depart=depart.astype(np.float32),
        arrive=arrive.astype(np.float32),
        arc=(-0.22 * y / reach).astype(np.float32),
    )


def _camera(caption: Formation, push: float, reveal: float) -> Camera:
    """The camera looks at the drones that take off, rises with them, and comes nearer to the words."""
    return Camera(
        pan=Track(((0.0, -9.0), (DURATION, 9.0))),
        tilt=Track(
            ((_LAUNCH, 26.0), (_GATHERED, -_RAISED), (_FINALE, -_RAISED), (DURATION, -12.0))
        ),
        push=Track(((reveal - 0.5, 0.0), (reveal + 1.3, 0.75 * push), (DURATION, push))),
        aim=caption.centre,
        orbit=Track(((reveal - 1.2, 0.0), (reveal, 1.0))),
    )


def _exposure(reveal: float) -> Track:
    """Night falls a little deeper before the words can be read, and lifts with them."""
    return Track(
        (
            (0.0, 0.62), (0.8, 1.12),
            (reveal - 1.6, 1.12), (reveal - 0.5, 1.0), (reveal + 0.3, 1.20), (reveal + 1.6, 1.12),
        )
    )  # fmt: skip


def _shimmer(pitch: float) -> float:
    """Shimmer less in dense words: where strokes are close, glow fills the gaps and hurts reading."""
    return min(max((pitch - 2.8) / 2.8, 0.15), 1.0)


def _middle(words: Lettering, frame: Frame) -> tuple[float, float]:
    return middle(words, frame, usual=_WORDS_Y, raised=_RAISED, nearer=Camera.NEAREST)


def _box(words: Lettering, frame: Frame) -> tuple[float, float, float, float]:
    x, y = _middle(words, frame)
    half_width, half_height = words.width / 2, words.height / 2
    return (x - half_width, y - half_height, x + half_width, y + half_height)
