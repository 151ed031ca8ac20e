"""Neon Alley: a sign over a rain-wet street flickers, strikes tube by tube, and writes the words."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from lib.engine.arrays import Floats
from lib.engine.frame import Frame
from lib.engine.lettering import Lettering, letter
from lib.engine.lettering.tubes import Tubes, bent
from lib.engine.palette import Palette
from lib.engine.particles import Rain, Sparks
from lib.engine.places import PLACES
from lib.engine.request import RenderRequest
from lib.engine.show import (
    Arrangement,
    Circuits,
    Cues,
    Formation,
    Leg,
    Passage,
    Pulse,
    Show,
    Sprite,
    Temper,
    Wave,
)
from lib.engine.templates import arc
from lib.engine.templates.place import middle
from lib.engine.templates.skies import over_the_street
from lib.engine.track import Track

_POWER: Final = 0.4  # somebody throws the switch, and it fails
_FIRST: Final = 0.9  # the first tube strikes
_LAST: Final = 3.4  # the last one begins to
_WORDS_Y: Final = 300.0  # where the sign's middle hangs, unless it is high
_RAISED: Final = 4.0  # pixels that the camera shows the sign lower once it is lit

_GLASS: Final = 0.045  # a tube that is out still shows in the light of the others
_EMBER: Final = 0.30  # the glow of a tube that has been struck and not caught
_PURE: Final = 1.35  # gas burns purer than a lamp
_BULB: Final = 0.30  # a bulb of the frame, as bright as that beside a tube
_HUM: Final = 0.13  # how far a steady tube comes and goes
_GAP: Final = 1.55  # pitches without a light: there one letter ends and the next begins
_CATCHES: Final = 0.62  # seconds from the first spark in a tube to its steady light
_THICK: Final = 0.0150  # of the em: the sigma of a tube's light ...
_THIN, _THICKEST = 1.0, 2.0  # ... and between which units it stays
_CLOSE: Final = 1.35  # sigmas from one light of a tube to the next: nobody sees them singly
_ELECTRODE: Final = 2.6  # units at both ends of a tube that hardly glow
_FIRST_BRACKET, _BRACKETS = 13.0, 52.0  # units from a tube's end to what holds it to the wall
_GRIP: Final = 1.1  # units on either side that a bracket hides
_BORDER: Final = 12.0  # units between two bulbs of the frame
_AWAY: Final = (26.0, 30.0)  # pixels from the words to their frame
_CORNER: Final = 26.0
_CROSSES: Final = 2.9  # a stranger's umbrella is before the sign
_STRIDE: Final = 560.0  # units a second
_BELOW: Final = 332.0  # units from the sign's lower edge to its picture's middle

_CHUNK: Final = 512
#: What runs through the glass: other colours and back, and a surge of light.
_PULSES: Final = (
    Pulse(wave=Wave.TURN, at=arc.REVEAL + 0.7),
    Pulse(wave=Wave.RETURN, at=arc.REVEAL + 2.1),
    Pulse(wave=Wave.SHIMMER, at=arc.FINALE + 0.9),
    Pulse(wave=Wave.SHIMMER, at=arc.FINALE + 1.8),
)

_Ids = npt.NDArray[np.int32]
_Course = npt.NDArray[np.float64]


def compose(request: RenderRequest) -> Show:
    rng = np.random.default_rng(request.seed)
    palette = request.palette
    frame = Frame(request.format)
    width, height = frame.words
    words = letter(request.caption, width=width, height=height, seed=request.seed)
    bulbs, chase = _bulbs(words, frame)
    sigma = min(max(_THICK * words.font_size, _THIN), _THICKEST)
    glass = bent(request.caption, width=width, height=height, apart=_CLOSE * sigma)
    letters, n = len(glass.points), len(glass.points) + len(bulbs)
    tubes = _tubes(words, glass.points)
    struck = _struck(tubes, rng)
    circuits = _circuits(tubes, struck, len(bulbs), rng)
    colour = np.concatenate(
        [
            _coloured(words, glass.points, palette) ** np.float32(_PURE),
            np.tile(np.array(palette.accent, np.float32), (len(bulbs), 1)),
        ]
    )
    shine = np.concatenate([_glow(glass), np.full(len(bulbs), _BULB, np.float32)])
    sign = _sign(_middle(words, frame), np.concatenate([glass.points, bulbs]), colour, shine)
    air, rains, falls = over_the_street(rng)
    caught = np.concatenate([struck[tubes] + _CATCHES, np.full(len(bulbs), arc.REVEAL)])
    return Show(
        frame=frame,
        duration=arc.DURATION,
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
        sprite=_tube(sigma),
        sparks=_no_sparks(),
        camera=arc.camera(sign, 0.0, low=36.0, raised=_RAISED, aside=(-20.0, 18.0)),
        cues=Cues(
            launch=_POWER, gathered=_FIRST, writing=_LAST, reveal=arc.REVEAL, finale=arc.FINALE, shells=()
        ),
        exposure=arc.exposure(1.12, dark=0.22),
        beams=Track(((0.0, 0.0),)),
        crowd=arc.at_the_reveal(1.2, 5.0, 4.2),
        towers=arc.at_the_reveal(0.1, 0.55, 0.45),
        air=air,
        front=_stranger(words, frame, rng),
        falls=falls,
        power=arc.power(),
        pulses=_PULSES,
        turned=_turned(words, glass.points, palette, colour),
        arrangement=Arrangement.ALLEY,
        temper=Temper(tremble=_HUM, flash=0.6, shimmer=0.6, pulse=0.35, rest=0.42, run=0.75),
        circuits=circuits,
        rain=None if not rains else Rain(
            streaks=round(420 * frame.spread), rings=round(72 * frame.spread),
            speed=1150.0, slant=-0.05, light=(0.022, 0.026, 0.036),
        ),
    )  # fmt: skip


def _stranger(words: Lettering, frame: Frame, rng: np.random.Generator) -> Passage:
    """Somebody crosses right before the lens while the tubes strike."""
    speed = _STRIDE * frame.spread * (-1.0 if rng.random() < 0.5 else 1.0)
    x, y = _middle(words, frame)
    return Passage(
        when=_CROSSES, x=x, y=y + _BELOW + words.height / 2, vx=speed, before_people=True
    )


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


def _glow(glass: Tubes) -> Floats:
    """(n,) how bright each light is: all of a tube alike, but for its electrodes and its brackets."""
    held = np.abs((glass.edge - _FIRST_BRACKET) % _BRACKETS) < _GRIP
    return np.where(glass.edge < _ELECTRODE, 0.45, np.where(held, 0.30, 1.0)).astype(np.float32)


def _coloured(words: Lettering, points: Floats, palette: Palette) -> Floats:
    """(n, 3) linear light: the palette's gradient as the dots have it, emoji in their own colours."""
    nearest = np.empty(len(points), np.int64)
    for start in range(0, len(points), _CHUNK):
        some = points[start : start + _CHUNK]
        away = ((some[:, None] - words.dots[None]) ** 2).sum(axis=2)
        nearest[start : start + _CHUNK] = away.argmin(axis=1)
    return words.colours(palette)[nearest]


def _turned(words: Lettering, points: Floats, palette: Palette, colour: Floats) -> Floats:
    """(n, 3) what the tubes' colours turn to: the palette's, the other way round. Bulbs keep theirs."""
    other = replace(palette, start=palette.end, end=palette.start)
    turned = colour.copy()
    turned[: len(points)] = _coloured(words, points, other) ** np.float32(_PURE)
    return turned


def _standing(caught: Floats) -> Leg:
    """A leg of no length, which ends with a flash when the tube has caught."""
    return Leg(depart=caught - np.float32(0.05), arrive=caught, arc=np.zeros_like(caught))


def _tube(sigma: float) -> Sprite:
    """White-hot in the middle, in a wide halo of its colour."""
    return Sprite(
        core_sigma=sigma, halo_sigma=2.9, core=1.55, halo=0.26 * sigma, glow=1.5 * sigma, white=0.34
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


def _tubes(words: Lettering, points: Floats) -> _Ids:
    """(n,) what is struck as one: line by line, something new after every gap between letters."""
    bottoms = np.array([bottom for _, _, _, bottom in words.boxes[:-1]])
    line = np.searchsorted(bottoms + words.pitch / 2, points[:, 1])
    order = np.lexsort((points[:, 0], line))
    x, row = points[order, 0], line[order]
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
    t = np.arange(round(arc.DURATION * Circuits.RATE) + 1) / Circuits.RATE
    strength = [_burning(t, at, rng) for at in struck]
    frame = _GLASS + (1.0 - _GLASS) * (t > arc.REVEAL) * np.clip((t - arc.REVEAL) * 8.0, 0.0, 1.0)
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
