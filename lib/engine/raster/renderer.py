"""Renderer: a show, its scenery and its flight at one moment -> one frame."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from lib.engine.arrays import Floats
from lib.engine.camera import CITY, SKY, View
from lib.engine.flight import Flight
from lib.engine.raster.backdrop import backdrop_of
from lib.engine.raster.bloom import TRAIL_FRAMES, Bloom
from lib.engine.raster.foreground import Crowd, Front
from lib.engine.raster.grading import graded
from lib.engine.raster.grid import Grid
from lib.engine.raster.jit import Plane
from lib.engine.raster.particles import Falling, Smoking
from lib.engine.raster.rain import Rainfall
from lib.engine.raster.sprites import draw_sprites, reach_of, spread, sprite_taps
from lib.engine.raster.tone import Film, to_rgb
from lib.engine.raster.water import Water
from lib.engine.scenery import Scenery
from lib.engine.show import FPS, Lights, Show

#: Searchlights swing to and fro in about eight seconds.
_SWING: Final = 0.8
#: They are mostly their own colour, a little the caption's.
_BEAM_TINT: Final = 0.3
#: Light on the crowd for one unit of what sparks give to the bloom.
_FIRELIGHT: Final = 0.0006
#: How much of it towers show that answer the words as far as they can, and the least answer.
_ON_TOWERS: Final = 0.5
_FAINT: Final = 0.05


@dataclass(frozen=True, slots=True)
class Moment:
    """What all stages of a frame share. `sky` and `city` say how those layers are seen."""

    t: float
    sky: View
    city: View
    waterline: float  # the frame's row where the river begins, in fractions of a pixel
    count: int  # how many of the lights shine
    fire: Floats  # (3,) what fireworks throw on towers and people, in units of the caption's light


class Renderer:
    """Draws one show. Keeps its buffers: one for each thread that draws.

    A frame depends on its moment alone. Its trails come from the frames before it. If the calls just
    before did not draw those, the renderer draws their trails first.
    """

    def __init__(self, show: Show, scenery: Scenery, flight: Flight) -> None:
        self._show, self._flight = show, flight
        self._lights = Lights.room_for(flight.capacity)
        grid = self._grid = Grid(show.frame)
        self._scale = show.frame.scale
        self._taps = sprite_taps(show.sprite, self._scale)
        self._canvas = grid.canvas()
        scenery = graded(scenery, show.air, grid)
        self._backdrop, self._crowd = backdrop_of(scenery, grid), Crowd(scenery, grid)
        self._front = Front(scenery, show.front, grid)
        self._bloom = Bloom(grid)
        self._water = Water(scenery.mirror, scenery.ripples, grid)
        self._rain = Rainfall(show.rain, show.seed, grid) if show.rain else None
        self._smoke = Smoking(show.smoke, grid) if show.smoke else None
        self._falls = [Falling(fall, show.seed, grid) for fall in show.falls]
        self._film = Film(grid)
        palette = show.palette
        self._tint = np.mean([palette.start, palette.middle, palette.end], axis=0).astype(
            np.float32
        )
        self._beams = np.array(scenery.beams, np.float32)
        self._beams[:, :2] *= grid.scale
        self._beam_colours = _tinted(np.array(scenery.beam_colours, np.float32), self._tint)
        self._drawn_until = -math.inf
        #: The parts of a frame in their order; `draw` runs them all, then exposes the film.
        self.stages: Final[Mapping[str, Callable[[Moment], None]]] = {
            "spread": self._spread,
            "plate": self._lay_plate,
            "water": self._draw_water,
            "sprites": self._draw_sprites,
            "bloom": self._build_bloom,
            "near": self._lay_foreground,
            "air": self._fill_the_air,
        }

    def draw(self, t: float, y: Plane, u: Plane, v: Plane) -> None:
        """Write the frame of second t: y (height, width), u and v half of either, BT.709 limited.

        Every byte is written. Frames in their order, 1 / FPS apart, are the fastest.
        """
        if abs(t - self._drawn_until - 1 / FPS) > 0.1 / FPS:
            self._look_back(t)
        self._drawn_until = t
        moment = self.moment(t)
        for stage in self.stages.values():
            stage(moment)
        self.expose(moment, y, u, v)

    def still(self, t: float) -> npt.NDArray[np.uint8]:
        """(height, width, 3) RGB: the frame of second t, for a screen."""
        return to_rgb(*self.frame(t))

    def frame(self, t: float) -> tuple[Plane, Plane, Plane]:
        """What `draw` writes, in planes of its own."""
        width, height = self._grid.width, self._grid.height
        y = np.empty((height, width), np.uint8)
        u, v = np.empty((2, height // 2, width // 2), np.uint8)
        self.draw(t, y, u, v)
        return y, u, v

    def moment(self, t: float) -> Moment:
        """Place every light in the frame of second t."""
        camera, lights = self._show.camera, self._lights
        horizon = self._show.frame.middle, self._backdrop.waterline / self._scale
        sky, city = (camera.view(depth, horizon, t) for depth in (SKY, CITY))
        count = self._flight.at(t, lights)
        across, down = camera.seen(lights.x[:count], lights.y[:count], t)
        lights.x[:count], lights.y[:count] = across * self._grid.scale, down * self._grid.scale
        return Moment(
            t=t,
            sky=sky,
            city=city,
            waterline=self._backdrop.shore(city),
            count=count,
            fire=self._firelight(count),
        )

    def expose(self, moment: Moment, y: Plane, u: Plane, v: Plane) -> None:
        """Turn the light that the stages left into the bytes of a frame."""
        self._film.expose(
            self._canvas, self._bloom.glow, self._show.exposure.at(moment.t), (y, u, v)
        )

    def _look_back(self, t: float) -> None:
        """Draw the trails of the frames before t: nothing else of a frame outlasts it."""
        self._bloom.forget()
        for frame in range(TRAIL_FRAMES, 0, -1):
            before = t - frame / FPS
            if before >= 0:
                self._spread(self.moment(before))
                self._bloom.follow()

    def _spread(self, moment: Moment) -> None:
        lights = self._lights
        spread(
            self._bloom.sky, self._water.lights, self._grid.guard, self._grid.low, self._grid.scale,
            moment.count,
            lights.x, lights.y, lights.red, lights.green, lights.blue, lights.glow,
            np.float32(moment.waterline),
        )  # fmt: skip

    def _lay_plate(self, moment: Moment) -> None:
        answer = self._show.towers.at(moment.t)
        lit = self._tint + moment.fire * np.float32(_ON_TOWERS / max(answer, _FAINT))
        self._backdrop.lay(self._canvas, moment.sky, moment.city, lit, answer, moment.t)

    def _draw_water(self, moment: Moment) -> None:
        pan = self._scale * moment.city.left
        self._water.reflect(self._backdrop.margin_x + pan, moment.city.step)
        self._backdrop.mirror_boats(self._water.picture, moment.city, moment.t)
        self._water.ripple(self._canvas, moment.waterline, moment.t, pan, self._bloom.sky)
        if self._rain:
            self._rain.ring(self._canvas, moment.waterline, moment.t)
        self._backdrop.lay_boats(self._canvas, moment.city, self._tint, moment.t)

    def _draw_sprites(self, moment: Moment) -> None:
        lights = self._lights
        draw_sprites(
            self._canvas, self._grid.guard, reach_of(self._scale), moment.count,
            lights.x, lights.y, lights.red, lights.green, lights.blue, lights.core, lights.halo,
            self._taps, np.float32(self._show.sprite.white),
        )  # fmt: skip

    def _build_bloom(self, moment: Moment) -> None:
        beams = self._beams[:, :3].copy()
        city = moment.city
        beams[:, :2] -= self._scale * np.array([city.left, city.top], np.float32)
        beams[:, :2] /= np.float32(city.step)
        beams[:, 2] += self._beams[:, 3] * np.sin(_SWING * moment.t + self._beams[:, 4])
        self._bloom.build(beams, self._beam_colours, self._show.beams.at(moment.t))

    def _lay_foreground(self, moment: Moment) -> None:
        rim = self._tint * np.float32(self._show.crowd.at(moment.t)) + moment.fire
        camera, t = self._show.camera, moment.t
        moved = camera.at(t)
        self._front.lay(self._canvas, rim, moved, t, before_people=False)
        self._crowd.lay(self._canvas, rim, moved, camera.push.at(t), t, self._show.phones.at(t))
        self._front.lay(self._canvas, rim, moved, t, before_people=True)

    def _fill_the_air(self, moment: Moment) -> None:
        glow, t = self._bloom.glow, moment.t
        if self._smoke:
            self._smoke.rise(glow, t, self._show.camera.at(t))
        if self._rain:
            self._rain.fall(self._canvas, glow, t)
        for fall in self._falls:
            fall.fall(self._canvas, glow, t)

    def _firelight(self, count: int) -> Floats:
        """(3,) the light that fireworks throw on everything, in units of the caption's own."""
        first, lights = self._show.drones, self._lights
        glow = lights.glow[first:count]
        channels = (lights.red, lights.green, lights.blue)
        light = [np.dot(channel[first:count], glow) for channel in channels]
        return np.array(light, np.float32) * np.float32(_FIRELIGHT)


def _tinted(colours: Floats, tint: Floats) -> Floats:
    """Move each of (b, 3) colours a little towards the tint, and keep its brightness."""
    alike: Floats = colours.mean(axis=1, keepdims=True) / tint.mean() * tint
    return colours + np.float32(_BEAM_TINT) * (alike - colours)
