"""Warm up the JIT by rendering a minimal frame."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from lib.engine.air import Air
from lib.engine.arrays import Floats
from lib.engine.camera import Camera
from lib.engine.flight import Flight
from lib.engine.frame import Frame
from lib.engine.palette import NEON
from lib.engine.particles import Fall, Rain, Smoke, Sparks
from lib.engine.raster.renderer import Renderer
from lib.engine.raster.tone import dissolve
from lib.engine.scenery import Boat, Scenery
from lib.engine.scenery.core.plate import GUARD, Plan
from lib.engine.show import Cues, Formation, Leg, Show, Sprite
from lib.engine.track import Track

#: The video API's own format.
FRAME: Final = Frame()


def warm() -> None:
    """Compile every kernel, flight's included, for the types that real frames have."""
    one = np.ones(1, np.float32)
    show = replace(
        small_show(),
        rain=Rain(streaks=1, rings=1, speed=900.0, slant=0.0, light=(0.1, 0.1, 0.1)),
        air=Air(sky=0.9),
        smoke=Smoke(x=one, y=one, born=one, life=one, size=one, drift=one, thick=one),
        falls=(
            Fall(
                flakes=1, speed=90.0, sway=1.0, size=1.0, colours=np.ones((1, 3), np.float32),
                light=0.1, flips=False,
            ),
        ),
    )  # fmt: skip
    luma, *_ = Renderer(show, dark_scenery(), Flight(show)).frame(show.still_at)
    dissolve(luma, luma.copy(), 0.5)


def small_show(drones: int = 9) -> Show:
    """A row of drones that rises over two seconds, and one spark. No caption, all tracks at 1."""
    spark = np.ones(1, np.float32)
    steady = Track(((0.0, 1.0),))
    return Show(
        frame=FRAME,
        duration=2.0,
        scenery="dark",
        palette=NEON,
        seed=0,
        lines=(),
        pitch=5.6,
        box=(100.0, 250.0, 500.0, 350.0),
        formations=(_row(drones, 700.0), _row(drones, 300.0)),
        legs=(
            Leg(
                depart=_every(drones, 0.1),
                arrive=_every(drones, 0.6),
                arc=_every(drones, 0.0),
            ),
        ),
        writes=np.ones(drones, np.bool_),
        ignite=_every(drones, 0.0),
        twinkle=_every(drones, 0.5),
        chase=_every(drones, 0.0),
        sprite=Sprite.for_pitch(5.6),
        sparks=Sparks(
            x=spark * 300,
            y=spark * 200,
            born=spark,
            vx=spark,
            vy=spark,
            life=spark,
            phase=spark,
            colour=np.ones((1, 3), np.float32),
        ),
        camera=Camera(
            pan=Track(((0.0, -9.0), (2.0, 9.0))),
            push=Track(((0.0, 0.0), (2.0, 0.05))),
            aim=(304.0, 540.0),
        ),
        cues=Cues(launch=0.1, gathered=0.3, writing=0.4, reveal=0.8, finale=1.2, shells=()),
        exposure=steady,
        beams=steady,
        crowd=steady,
        towers=steady,
    )


def dark_scenery(frame: Frame = FRAME) -> Scenery:
    """A dark place of the right size: no city, still water, one black boat."""
    plan = Plan(frame)
    city_rows = plan.city_rows + GUARD
    crowd = plan.crowd_rows, plan.crowd_width
    return Scenery(
        margin_x=plan.margin_x,
        margin_y=plan.margin_y,
        waterline=plan.shore,
        sky=_dark(3, plan.height, plan.width),
        city=_dark(3, city_rows, plan.width),
        alpha=_dark(city_rows, plan.width),
        answer=_dark(city_rows, plan.width),
        mirror=_dark(3, plan.mirror_rows, plan.width),
        ripples=_dark(2, 256, 256),
        crowd_alpha=_dark(*crowd),
        crowd_light=_dark(3, *crowd),
        crowd_rim=_dark(*crowd),
        beams=np.array([[300.0, 800.0, 0.0, 0.3, 0.0]], np.float32),
        beam_colours=_dark(1, 3),
        boats=(
            Boat(
                x=300.0, y=900.0, speed=0.0,
                rgb=_dark(3, 8, 16), alpha=_dark(8, 16), reflection_gain=1.0,
            ),
        ),
    )  # fmt: skip


def _row(drones: int, y: float) -> Formation:
    points = np.zeros((drones, 3), np.float32)
    points[:, 0] = np.linspace(-200, 200, drones)
    return Formation(
        points=points,
        centre=(FRAME.middle, y),
        colour=NEON.gradient(np.linspace(0, 1, drones, dtype=np.float32)),
        brightness=_every(drones, 1.0),
        spin=_every(drones, 0.0),
    )


def _every(drones: int, value: float) -> Floats:
    return np.full(drones, value, np.float32)


def _dark(*shape: int) -> Floats:
    return np.zeros(shape, np.float32)
