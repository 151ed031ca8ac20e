"""Skies: the hours and the weather that films are drawn in. One is drawn for each."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lib.engine.air import Air, Moon
from lib.engine.frame import Frame
from lib.engine.palette import Palette
from lib.engine.particles import Fall
from lib.engine.track import FULL, Track


def over_the_river(rng: np.random.Generator) -> Air:
    """A clear night, the blue hour, mist, the clear air after rain; by chance with a moon."""
    clear = Air(clouds=float(rng.uniform(0.0, 0.8)))
    hours = (
        clear,
        Air(
            sky=0.9, zenith=(0.0035, 0.0095, 0.0400), horizon=(0.060, 0.062, 0.115), city=0.92,
            clouds=0.8,
        ),
        Air(
            sky=0.75, zenith=(0.006, 0.005, 0.012), horizon=(0.040, 0.030, 0.052), city=0.90, mist=0.50,
            veil=(0.100, 0.072, 0.110), clouds=0.5,
        ),
        Air(sky=0.7, zenith=(0.0, 0.0015, 0.004), horizon=(0.016, 0.020, 0.032), city=1.12,
            clouds=1.6, water=1.35, calm=0.45),
    )  # fmt: skip
    hour = hours[int(rng.integers(len(hours)))]
    return _drawn(hour, rng, (330.0, 560.0, 640.0), mirrored=True)


def over_the_lake(rng: np.random.Generator) -> Air:
    """Its own violet evening, the blue hour, mist, a deep night."""
    hours = (
        Air(clouds=float(rng.uniform(0.0, 0.6))),
        Air(sky=0.8, zenith=(0.002, 0.008, 0.036), horizon=(0.030, 0.052, 0.110), city=0.9, clouds=0.7),
        Air(
            sky=0.8, zenith=(0.004, 0.004, 0.010), horizon=(0.020, 0.014, 0.030), mist=0.55,
            veil=(0.110, 0.078, 0.100), calm=0.4, clouds=0.3,
        ),
        Air(sky=0.55, horizon=(0.004, 0.008, 0.022), city=0.85, water=0.9, clouds=1.0),
    )  # fmt: skip
    hour = hours[int(rng.integers(len(hours)))]
    return replace(_drawn(hour, rng, None, mirrored=True), moon=None)


def over_the_street(rng: np.random.Generator) -> tuple[Air, bool, tuple[Fall, ...]]:
    """The air of an alley, whether it rains there, and what falls besides: rain, the hour after it,
    fog, snow.
    """
    weather = int(rng.integers(4))
    if weather == 0:
        return Air(), True, ()
    if weather == 1:
        return (
            Air(city=1.12, sky=1.3, horizon=(0.010, 0.008, 0.022), water=1.45, calm=0.6),
            False,
            (),
        )
    if weather == 2:
        fog = Air(city=0.95, mist=0.50, veil=(0.075, 0.048, 0.092), water=0.95)
        return fog, True, ()
    return Air(city=1.0, sky=1.2, horizon=(0.006, 0.008, 0.016), calm=0.5), False, (snow(620),)


def snow(flakes: int) -> Fall:
    return Fall(
        flakes=flakes, speed=120.0, sway=16.0, size=2.3,
        colours=np.array([[0.92, 0.96, 1.0]], np.float32), light=0.30, flips=False, share=FULL,
    )  # fmt: skip


def confetti(palette: Palette, frame: Frame, begins: float, ends: float) -> Fall:
    """Paper in the show's colours that comes down on everybody from one moment to the other, seconds."""
    shares = np.linspace(0.0, 1.0, 5, dtype=np.float32)
    return Fall(
        flakes=round(170 * frame.spread), speed=105.0, sway=20.0, size=3.4,
        colours=np.concatenate([palette.gradient(shares), [palette.accent]]).astype(np.float32),
        light=0.30, flips=True,
        share=Track(((begins, 0.0), (begins + 0.9, 1.0), (ends - 0.8, 1.0), (ends, 0.0))),
    )  # fmt: skip


def _drawn(
    hour: Air, rng: np.random.Generator, sky: tuple[float, float, float] | None, *, mirrored: bool
) -> Air:
    """What does not depend on the hour: which clouds, which way round, and a moon.

    sky  the moon's range: from x, to x, and the lowest y; None: no moon
    """
    moon = None
    if sky and hour.mist == 0.0 and rng.random() < 0.55:
        left, right, low = sky
        x = left + (right - left) * float(rng.random())
        moon = Moon(x=x, y=low - 40 * float(rng.random()), radius=float(rng.uniform(10, 19)))
    return replace(
        hour,
        drawn=int(rng.integers(2**31)),
        moon=moon,
        mirrored=mirrored and bool(rng.random() < 0.5),
    )
