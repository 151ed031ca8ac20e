"""Flight: where every light of a show is at a moment, and how it shines. A pure function of time."""

from __future__ import annotations

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.flight.assignment import assign
from lib.engine.flight.kernels import burst, fly
from lib.engine.show import Circuits, Formation, Lights, Show

__all__ = ["Flight", "assign", "standing"]


class Flight:
    """A show's formations and legs, laid out for the kernels. Immutable, so threads share it."""

    def __init__(self, show: Show) -> None:
        formations, legs = show.formations, show.legs
        self._show = show
        self._points = _stack([formation.points for formation in formations])
        self._spin = _stack([formation.spin for formation in formations])
        self._colour = _stack([formation.colour for formation in formations])
        self._brightness = _stack([formation.brightness for formation in formations])
        self._manner = np.array([_manner(formation) for formation in formations], np.float32)
        self._depart = _stack([leg.depart for leg in legs])
        self._arrive = _stack([leg.arrive for leg in legs])
        self._arc = _stack([leg.arc for leg in legs])
        self._dim = np.array([leg.dim for leg in legs], np.float32)
        self._pulses = np.array(
            [(pulse.wave.value, pulse.at) for pulse in show.pulses], np.float32
        ).reshape(-1, 2)
        self._turned = np.ascontiguousarray(
            formations[-1].colour if show.turned is None else show.turned, np.float32
        )
        temper = show.temper
        self._temper = np.array(
            [
                temper.tremble,
                temper.flash,
                temper.pulse,
                temper.rest,
                temper.run,
                temper.shimmer,
                temper.burst,
                temper.ink,
            ],
            np.float32,
        )
        self._accent = np.array(show.palette.accent, np.float32)
        self._box = np.array(show.box, np.float32)
        self._circuits = show.circuits or _steady(show.drones)
        sparks = show.sparks
        self._sparks = _stack(
            [sparks.x, sparks.y, sparks.born, sparks.vx, sparks.vy, sparks.life, sparks.phase]
        )
        later = sparks.colour if sparks.later is None else sparks.later
        self._spark_colour = np.ascontiguousarray(np.hstack([sparks.colour, later]), np.float32)

    @property
    def capacity(self) -> int:
        """How many lights there can be at once: `Lights.room_for(capacity)`."""
        return self._show.drones + len(self._spark_colour)

    def at(self, t: float, lights: Lights) -> int:
        """Write all lights that shine at t to the front of `lights`; return their number."""
        show = self._show
        sprite, cues = show.sprite, show.cues
        moment = np.array([t, cues.reveal, cues.finale, show.power.at(t)], np.float32)
        gains = np.array([sprite.core, sprite.halo, sprite.glow], np.float32)
        columns = _columns(lights)
        fly(
            moment, self._points, self._spin, self._colour, self._brightness, self._manner,
            self._depart, self._arrive, self._arc, self._dim, self._pulses, self._turned,
            show.writes, show.ignite, show.twinkle, show.chase,
            self._circuits.of, self._circuits.at(t), self._temper, self._accent, self._box,
            gains, *columns,
        )  # fmt: skip
        return int(
            burst(moment, self._sparks, self._spark_colour, self._box, show.drones, *columns)
        )


def standing(formation: Formation, t: float) -> Floats:
    """Where each drone of a formation appears at t: (n, 2) units. For planning who flies where."""
    angle = formation.spin * t
    x, y, z = formation.points.T
    across = x * np.cos(angle) - z * np.sin(angle)
    towards = x * np.sin(angle) + z * np.cos(angle)
    return np.stack(
        [formation.centre[0] + across, formation.centre[1] + y + towards * formation.tilt], axis=1
    ).astype(np.float32)


def _steady(lights: int) -> Circuits:
    return Circuits(of=np.zeros(lights, np.int32), strength=np.ones((1, 1), np.float32))


def _stack(arrays: list[Floats]) -> Floats:
    return np.ascontiguousarray(np.stack(arrays), np.float32)


def _manner(formation: Formation) -> list[float]:
    reach = float(np.linalg.norm(formation.points, axis=1).max(initial=1.0))
    gesture = formation.gesture
    return [
        *formation.centre, formation.tilt, formation.shade,
        formation.sway, formation.hover, formation.ball, reach, formation.drift,
        gesture.flap, gesture.swim, gesture.beat, gesture.opens,
    ]  # fmt: skip


def _columns(lights: Lights) -> tuple[Floats, ...]:
    return (
        lights.x, lights.y, lights.red, lights.green, lights.blue,
        lights.core, lights.halo, lights.glow,
    )  # fmt: skip
