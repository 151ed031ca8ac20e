"""Neon Alley: a sign over a rain-wet street flickers, strikes tube by tube, and writes the words."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from lib.engine.arrays import Floats
from lib.engine.frame import Frame
from lib.engine.lettering import Lettering, letter
from lib.engine.places import PLACES
from lib.engine.request import RenderRequest
from lib.engine.show import (
    Arrangement,
    Camera,
    Circuits,
    Cues,
    Formation,
    Leg,
    Rain,
    Show,
    Sparks,
    Sprite,
    Temper,
)
from lib.engine.templates.place import middle
from lib.engine.track import Track

DURATION: Final = 11.0

_POWER: Final = 0.5  # somebody throws the switch, and it fails
_FIRST: Final = 1.5  # the first tube strikes
_LAST: Final = 3.9  # the last one begins to
_REVEAL: Final = 4.75
_FINALE: Final = 8.4
_WORDS_Y: Final = 300.0  # where the sign's middle hangs, unless it is high
_RAISED: Final = 4.0  # pixels that the camera shows the sign lower once it is lit

_GLASS: Final = 0.055  # a tube that is out still shows in the light of the others
_EMBER: Final = 0.30  # the glow of a tube that has been struck and not caught
_PURE: Final = 1.35  # gas burns purer than a lamp
_EDGE, _INSIDE = 3.4, 4.3  # neighbours of a dot of the tube, and of one inside of it
_FILL: Final = 0.40  # the inside of a thick letter, beside the tube around it
_BULB: Final = 0.42  # a bulb of the frame, as bright as that beside a tube
_HUM: Final = 0.035  # how far a steady tube comes and goes
_GAP: Final = 1.55  # pitches without a dot: there one letter ends and the next begins
_CATCHES: Final = 0.62  # seconds from the first spark in a tube to its steady light
_BORDER: Final = 12.0  # pixels between two bulbs of the frame
_AWAY: Final = (26.0, 30.0)  # pixels from the words to their frame
_CORNER: Final = 26.0

_Ids = npt.NDArray[np.int32]
_Course = npt.NDArray[np.float64]


def compose(request: RenderRequest) -> Show:
    rng = np.random.default_rng(request.seed)
    palette = request.palette
    frame = Frame(request.format)
    width, height = frame.words
    words = letter(request.caption, width=width, height=height, seed=request.seed)
    bulbs, chase = _bulbs(words, frame)
    letters, n = len(words.dots), len(words.dots) + len(bulbs)
    tubes = _tubes(words)
    struck = _struck(tubes, rng)
    circuits = _circuits(tubes, struck, len(bulbs), rng)
    colour = np.concatenate(
        [
            words.colours(palette) ** np.float32(_PURE),
            np.tile(np.array(palette.accent, np.float32), (len(bulbs), 1)),
        ]
    )
    shine = np.concatenate([_glass(words), np.full(len(bulbs), _BULB, np.float32)])
    sign = _sign(_middle(words, frame), np.concatenate([words.dots, bulbs]), colour, shine)
    caught = np.concatenate([struck[tubes] + _CATCHES, np.full(len(bulbs), _REVEAL)])
    return Show(
        frame=frame,
        duration=DURATION,
        scenery=PLACES[request.template.name],
        palette=palette,
        seed=request.seed,
        lines=words.lines,
        pitch=words.pitch,
        box=_box(words, frame),
        formations=(sign, sign),
        legs=(_standing(caught.astype(np.float32)),),
        writes=np.arange(n) < letters,
        ignite=np.full(n, -1.0, np.float32),
        twinkle=_phases(circuits.of, rng),
        chase=np.concatenate([np.zeros(letters, np.float32), chase]),
        sprite=_tube(words.pitch),
        sparks=_no_sparks(),
        camera=Camera(
            pan=Track(((0.0, -12.0), (_REVEAL, 0.0))),
            tilt=Track(((_POWER, 36.0), (_LAST, -_RAISED), (_FINALE, -_RAISED), (DURATION, -9.0))),
        ),
        cues=Cues(
            launch=_POWER, gathered=_FIRST, writing=_LAST, reveal=_REVEAL, finale=_FINALE, shells=()
        ),
        exposure=Track(((0.0, 0.75), (0.9, 1.12))),
        beams=Track(((0.0, 0.0),)),
        crowd=Track(((0.0, 0.4), (_FIRST, 0.4), (_REVEAL, 4.2))),
        towers=Track(
            ((0.0, 0.0), (_FIRST, 0.0), (_LAST, 0.15), (_REVEAL, 0.4), (_FINALE, 0.4), (_FINALE + 0.6, 0.55))
        ),
        arrangement=Arrangement.ALLEY,
        temper=Temper(tremble=_HUM, flash=0.6, shimmer=0.0, pulse=0.35, rest=0.42, run=0.75),
        circuits=circuits,
        rain=Rain(
            streaks=round(260 * frame.spread), rings=round(72 * frame.spread),
            speed=1150.0, slant=-0.05, light=(0.022, 0.026, 0.036),
        ),
    )  # fmt: skip


def _sign(
    centre: tuple[float, float], points: Floats, colour: Floats, brightness: Floats
) -> Formation:
    """Everything bolted to its place."""
    n = len(points)
    flat = np.zeros((n, 3), np.float32)
    flat[:, :2] = points
    return Formation(
        points=flat,
        centre=centre,
        colour=colour,
        brightness=brightness,
        spin=np.zeros(n, np.float32),
    )


def _glass(words: Lettering) -> Floats:
    """(n,) how bright each dot is: thick strokes are outlined by a tube and filled by its glow.

    A dot is inside where it has neighbours all around: some 4.4 of them, weighed by how close they
    are, against 2.8 on an edge and fewer in thin strokes.
    """
    reach = 2.1 * words.pitch
    order = np.argsort(words.dots[:, 0], kind="stable")
    dots = words.dots[order]
    most = int(np.max(np.searchsorted(dots[:, 0], dots[:, 0] + reach) - np.arange(len(dots))))
    around = np.zeros(len(dots), np.float32)
    for step in range(1, most):
        away = np.hypot(*(dots[step:] - dots[:-step]).T)
        close = np.clip(1.0 - away / reach, 0.0, 1.0)
        around[:-step] += close
        around[step:] += close
    shine = np.empty_like(around)
    shine[order] = 1.0 - (1.0 - _FILL) * np.clip((around - _EDGE) / (_INSIDE - _EDGE), 0.0, 1.0)
    return shine


def _standing(caught: Floats) -> Leg:
    """A leg of no length, which ends with a flash when the tube has caught."""
    return Leg(depart=caught - np.float32(0.05), arrive=caught, arc=np.zeros_like(caught))


def _tube(pitch: float) -> Sprite:
    """Wide enough that neighbours melt into one tube, whatever the distance between them."""
    sigma = 0.45 * pitch - 0.22
    level = 1.85 * 0.80 * pitch**2 / (2 * np.pi * sigma**2)
    usual = Sprite.for_pitch(pitch)
    return Sprite(
        core_sigma=sigma, halo_sigma=3.0, core=level, halo=0.6 * usual.halo, glow=1.15 * usual.glow
    )


def _bulbs(words: Lettering, frame: Frame) -> tuple[Floats, Floats]:
    """Bulbs around the words on a rounded rectangle: (m, 2) units, and (m,) the chase's radians."""
    across = min(max(words.width / 2, 130.0) + _AWAY[0], frame.middle - 16.0)
    down = max(words.height / 2, 40.0) + _AWAY[1]
    straight = np.array([across - _CORNER, down - _CORNER])
    sides = np.array(
        [2 * straight[0], np.pi / 2 * _CORNER, 2 * straight[1], np.pi / 2 * _CORNER] * 2
    )
    count = 2 * round(sides.sum() / _BORDER / 2)
    ends = np.cumsum(sides)
    way = (np.arange(count) + 0.5) / count * ends[-1]
    part = np.searchsorted(ends, way)
    share = (way - (ends - sides)[part]) / sides[part]
    turn = np.pi / 2 * (part // 2 + np.where(part % 2 == 1, share, 0.0))
    u, v = np.sin(turn), -np.cos(turn)  # outwards: up, right, down, left
    # A straight side runs clockwise between two corners; a corner turns about one of them.
    corner = np.array([[1, -1], [1, 1], [-1, 1], [-1, -1]], np.float64)[part // 2]
    start = np.roll(np.array([[1, -1], [1, 1], [-1, 1], [-1, -1]], np.float64), 1, axis=0)[
        part // 2
    ]
    run = np.where(part % 2 == 1, 1.0, share)[:, None]
    middle = straight * (start + (corner - start) * run)
    points = middle + _CORNER * np.stack([u, v], axis=1)
    return points.astype(np.float32), (2 * np.pi * 6 * way / ends[-1]).astype(np.float32)


def _tubes(words: Lettering) -> _Ids:
    """(n,) which tube each dot is part of: line by line, a new one after every gap between letters."""
    bottoms = np.array([bottom for _, _, _, bottom in words.boxes[:-1]])
    line = np.searchsorted(bottoms + words.pitch / 2, words.dots[:, 1])
    order = np.lexsort((words.dots[:, 0], line))
    x, row = words.dots[order, 0], line[order]
    begins = (np.diff(x, prepend=x[:1]) > _GAP * words.pitch) | (np.diff(row, prepend=row[:1]) > 0)
    tubes = np.empty(len(order), np.int32)
    tubes[order] = np.cumsum(begins)
    return tubes


def _struck(tubes: _Ids, rng: np.random.Generator) -> Floats:
    """(tubes,) when each one strikes: in reading order, by and large."""
    count = int(tubes.max()) + 1
    way = (np.arange(count) + rng.uniform(-0.9, 0.9, count)) / max(count - 1, 1)
    return (_FIRST + (_LAST - _FIRST) * np.clip(way, 0.0, 1.0)).astype(np.float32)


def _circuits(tubes: _Ids, struck: Floats, bulbs: int, rng: np.random.Generator) -> Circuits:
    """A circuit for every tube, and a last one for the frame's bulbs."""
    t = np.arange(round(DURATION * Circuits.RATE) + 1) / Circuits.RATE
    strength = [_burning(t, at, rng) for at in struck]
    frame = _GLASS + (1.0 - _GLASS) * (t > _REVEAL) * np.clip((t - _REVEAL) * 8.0, 0.0, 1.0)
    return Circuits(
        of=np.concatenate([tubes, np.full(bulbs, len(struck), np.int32)]),
        strength=np.array([*strength, frame], np.float32),
    )


def _burning(t: _Course, struck: float, rng: np.random.Generator) -> _Course:
    """How one tube burns: a failed try, darkness, some sparks, then steadily."""
    level = np.full(len(t), _GLASS)
    for at, high in ((_POWER, 0.40), (_POWER + 0.34, 0.22)):
        level = np.maximum(level, high * rng.random() * _pulse(t, at, 0.06))
    at = struck
    while at < struck + _CATCHES:
        level = np.maximum(level, rng.uniform(0.35, 0.95) * _pulse(t, at, rng.uniform(0.02, 0.08)))
        at += rng.uniform(0.09, 0.24)
    ember = _EMBER * np.clip((t - struck) / _CATCHES, 0.0, 1.0)
    return np.where(t >= struck + _CATCHES, 1.0, np.maximum(level, ember))


def _pulse(t: _Course, at: float, lasts: float) -> _Course:
    """1 while it lasts, then a decay like glowing gas."""
    course: _Course = np.where(t >= at, np.exp(-np.maximum(t - at - lasts, 0.0) / 0.03), 0.0)
    return course


def _phases(circuit: _Ids, rng: np.random.Generator) -> Floats:
    """Lights on one circuit hum together."""
    return rng.random(int(circuit.max()) + 1).astype(np.float32)[circuit]


def _middle(words: Lettering, frame: Frame) -> tuple[float, float]:
    return middle(words, frame, usual=_WORDS_Y, raised=_RAISED, nearer=0.0)


def _box(words: Lettering, frame: Frame) -> tuple[float, float, float, float]:
    x, y = _middle(words, frame)
    half_width, half_height = words.width / 2, words.height / 2
    return (x - half_width, y - half_height, x + half_width, y + half_height)


def _no_sparks() -> Sparks:
    none = np.zeros(0, np.float32)
    return Sparks(
        x=none, y=none, born=none, vx=none, vy=none, life=none, phase=none,
        colour=np.zeros((0, 3), np.float32),
    )  # fmt: skip
