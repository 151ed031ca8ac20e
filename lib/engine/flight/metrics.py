"""A flight's sheet: how fast and how close its drones really are, measured in the picture.

All figures are of the picture, in pixels of its 1080 rows, with a camera that stands still. A show
has depth, and two drones that pass each other at different depths meet in the picture: a small
spacing in flight does not say that they would collide, and a large one in hold does not say that
they could not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from lib.engine.arrays import Floats
from lib.engine.flight import Flight
from lib.engine.show import FPS, Lights, Show

#: Samples a second: twice the film's. The shortest legs take more than a second, so that a peak
#: between two samples is missed by less than a hundredth.
_RATE: Final = 2 * FPS
#: Of a drone's full light; those that fly darker are no part of what the eye sees.
_SEEN: Final = 0.2
#: Of its way to its letter, what a drone needs to leave the figure, where it goes out.
_LEFT: Final = 0.12


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightMetrics:
    """What was measured of the drones that shine, spares included. Sparks are not drones.

    Speeds in px/s, acceleration in px/s²; spacing in px between the centres of the closest two.
    The hold is from reveal to finale; "in flight" is from the first drone that leaves the opening
    figure to the last that arrives. The launch has no spacing: on their pads drones stand closer
    than they ever fly. Too close is nearer than half of what lies between the drones of the words.
    """

    peak_speed: float
    speed_p99: float  # of all drones on a leg, at all moments, 99 in 100 are slower
    peak_acceleration: float
    spacing_in_hold: float
    spacing_in_flight: float
    crowded: float  # at most this share of those that write or have written, too close to another

    @classmethod
    def of(cls, show: Show) -> Self:
        """Fly the whole show without drawing it. Takes a second or two for 4,000 drones."""
        times = np.arange(0.0, show.duration, 1 / _RATE)
        places, shine = _flown(show, times)
        lit, seen = shine > 0, shine > _SEEN * show.sprite.core
        way = (times[:, None] - show.legs[-1].depart) / (
            show.legs[-1].arrive - show.legs[-1].depart
        )
        left = way >= _LEFT
        moving, change = _speeds(places), _accelerations(places)
        moves, changes = lit[1:] & lit[:-1], lit[2:] & lit[1:-1] & lit[:-2]
        on_a_leg = moves & _under_way(show, times[1:])
        cues, landed = show.cues, max(float(leg.arrive.max()) for leg in show.legs)
        return cls(
            peak_speed=_rounded(moving[moves].max(initial=0.0)),
            speed_p99=_rounded(
                float(np.percentile(moving[on_a_leg], 99)) if on_a_leg.any() else 0.0
            ),
            peak_acceleration=_rounded(change[changes].max(initial=0.0)),
            spacing_in_hold=_closest(
                places, lit & show.writes, _during(times, cues.reveal, cues.finale)
            ),
            spacing_in_flight=_closest(places, lit, _during(times, cues.writing, landed)),
            crowded=max(
                crowded(places[moment][seen[moment] & left[moment]], show.pitch / 2)
                for moment in _during(times, cues.writing, cues.reveal)
            ),
        )


def smallest_spacing(places: Floats) -> float:
    """(n, 2) pixels -> the distance of the closest two; infinite for fewer than two.

    A sweep: sorted by x, each is compared with its first, second, third follower, until those
    are farther away in x alone than the closest pair found so far.
    """
    ordered = places[np.argsort(places[:, 0])]
    closest = np.inf
    for ahead in range(1, len(ordered)):
        apart = ordered[ahead:] - ordered[:-ahead]
        if apart[:, 0].min() > closest:
            break
        closest = min(closest, float(np.hypot(apart[:, 0], apart[:, 1]).min()))
    return closest


def crowded(places: Floats, apart: float) -> float:
    """The share of (n, 2) places that are nearer than `apart` to another; 0 for none."""
    if not len(places):
        return 0.0
    ordered = places[np.argsort(places[:, 0])]
    near = np.zeros(len(ordered), np.bool_)
    for ahead in range(1, len(ordered)):
        step = ordered[ahead:] - ordered[:-ahead]
        if step[:, 0].min() > apart:
            break
        close = np.hypot(step[:, 0], step[:, 1]) < apart
        near[ahead:] |= close
        near[:-ahead] |= close
    return float(near.mean())


def _flown(show: Show, times: npt.NDArray[np.float64]) -> tuple[Floats, Floats]:
    """(moments, n, 2): where each drone is at each moment; (moments, n): how brightly it shines."""
    flight, n = Flight(show), show.drones
    lights = Lights.room_for(flight.capacity)
    places = np.empty((len(times), n, 2), np.float32)
    shine = np.empty((len(times), n), np.float32)
    for moment, t in enumerate(times):
        flight.at(float(t), lights)
        places[moment, :, 0], places[moment, :, 1] = lights.x[:n], lights.y[:n]
        shine[moment] = lights.core[:n]
    return places, shine


def _speeds(places: Floats) -> Floats:
    step = np.diff(places, axis=0)
    return np.hypot(step[..., 0], step[..., 1]) * np.float32(_RATE)


def _accelerations(places: Floats) -> Floats:
    bend = np.diff(places, n=2, axis=0)
    return np.hypot(bend[..., 0], bend[..., 1]) * np.float32(_RATE**2)


def _under_way(show: Show, times: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """(moments, n): whether a drone is on one of its legs."""
    t = times[:, None]
    legs = [(leg.depart <= t) & (t <= leg.arrive) for leg in show.legs]
    under_way: npt.NDArray[np.bool_] = np.logical_or.reduce(legs)
    return under_way


def _during(times: npt.NDArray[np.float64], start: float, end: float) -> npt.NDArray[np.int64]:
    moments: npt.NDArray[np.int64] = np.flatnonzero((times >= start) & (times <= end))
    return moments


def _closest(places: Floats, lit: npt.NDArray[np.bool_], moments: npt.NDArray[np.int64]) -> float:
    spacings = [smallest_spacing(places[moment][lit[moment]]) for moment in moments]
    return _rounded(min(spacings, default=np.inf))


def _rounded(figure: float | np.float32) -> float:
    return round(float(figure), 2)
