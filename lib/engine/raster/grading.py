"""Grading: a place as it looks in the air of one film; see Air. Done once, before its first frame."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

import numpy as np
from PIL import Image

from lib.engine.air import CLEAR, Air, Moon
from lib.engine.arrays import Floats
from lib.engine.raster.grid import Grid
from lib.engine.raster.jit import kernel, read_only
from lib.engine.raster.pyramid import between_rows
from lib.engine.scenery import Boat, Scenery

_MIST_HIGH: Final = 0.30  # of the frame's height: there it has thinned out to a third
_MOONLIGHT: Final = np.array((1.05, 1.0, 0.90), np.float32)
_CLOUD_CELLS: Final = ((5, 3), (11, 7), (23, 15))  # across and down, ever finer
_CLOUD_SIZE: Final = 8  # pixels of the sky to one of the clouds
_GLOW: Final = np.array((0.016, 0.013, 0.030), np.float32)  # the city's, on clouds


@lru_cache(maxsize=2)
def graded(scenery: Scenery, air: Air, grid: Grid) -> Scenery:
    """The scenery in that air; itself where the night is clear."""
    if air == CLEAR:
        return scenery
    rows = _heights(scenery)
    turn = -1 if air.mirrored else 1
    alpha = np.ascontiguousarray(scenery.alpha[:, ::turn])
    place = replace(
        scenery,
        sky=_sky(scenery, air, grid, rows),
        city=_city(scenery, air, alpha, rows),
        alpha=alpha,
        mirror=_water(scenery, air),
        ripples=scenery.ripples * np.float32(1 - air.calm),
    )
    return _turned_round(place, grid) if air.mirrored else place


def _heights(scenery: Scenery) -> Floats:
    """(plate rows,) 0 at the frame's top, 1 at the waterline, more below."""
    row = np.arange(scenery.sky.shape[1], dtype=np.float32) - scenery.margin_y
    heights: Floats = (row / np.float32(scenery.waterline)).astype(np.float32)
    return heights


def _sky(scenery: Scenery, air: Air, grid: Grid, rows: Floats) -> Floats:
    fall = np.clip(rows, 0.0, 1.0)[:, None]
    zenith, horizon = (np.array(each, np.float32) for each in (air.zenith, air.horizon))
    light = zenith + (horizon - zenith) * fall**2.2
    lit = np.float32(air.clouds) * (0.25 + fall**2) * (light + _GLOW)
    veiled = light + np.array(air.veil, np.float32) * _mist(air, rows)[:, None]
    sky = np.empty_like(scenery.sky)
    grade_sky(
        read_only(scenery.sky), np.float32(air.sky), read_only(veiled), read_only(lit),
        _clouds(air.drawn, scenery.sky.shape[1:]), _CLOUD_SIZE, int(air.mirrored), sky,
    )  # fmt: skip
    if air.moon:
        _put_up(air.moon, sky, scenery, grid)
    return sky


def _city(scenery: Scenery, air: Air, alpha: Floats, rows: Floats) -> Floats:
    city = np.empty_like(scenery.city)
    mist = _mist(air, rows[: city.shape[1]])
    grade_city(
        read_only(scenery.city), read_only(alpha), np.float32(air.city), mist,
        np.array(air.veil, np.float32), int(air.mirrored), city,
    )  # fmt: skip
    return city


def _mist(air: Air, rows: Floats) -> Floats:
    above = np.maximum(1.0 - rows, 0.0)
    mist: Floats = (air.mist * np.exp(-above / _MIST_HIGH)).astype(np.float32)
    return mist


def _water(scenery: Scenery, air: Air) -> Floats:
    """What stands above shows in it: sky and mist at least by their colour."""
    light = 0.5 * np.array(air.horizon) + 0.4 * air.mist * np.array(air.veil)
    mirror = np.empty_like(scenery.mirror)
    high, wide = mirror.shape[1:]
    grade_sky(
        read_only(scenery.mirror), np.float32(air.water * (1 - 0.5 * air.mist)),
        read_only(np.tile(light, (high, 1)).astype(np.float32)), read_only(np.zeros((high, 3), np.float32)),
        np.zeros((2, wide // _CLOUD_SIZE + 2), np.float32), _CLOUD_SIZE, int(air.mirrored), mirror,
    )  # fmt: skip
    return mirror


@kernel
def grade_sky(
    sky: Floats,
    gain: np.float32,
    light: Floats,
    lit: Floats,
    clouds: Floats,
    size: int,
    mirrored: int,
    out: Floats,
) -> None:
    """Write the sky in another light, the other way round where it is `mirrored`.

    light, lit  (rows, 3) what is added to each row, and what its clouds throw back
    clouds      (h, w) how thick they are: one of theirs for `size` x `size` pixels
    """
    high, wide = sky.shape[1], sky.shape[2]
    mixed = np.empty(clouds.shape[1], np.float32)
    thick = np.empty(wide, np.float32)
    step = np.float32(1.0) / np.float32(size)
    for y in range(high):
        above, below, share = between_rows(y, size, clouds.shape[0])
        for x in range(len(mixed)):
            mixed[x] = clouds[above, x] + (clouds[below, x] - clouds[above, x]) * share
        for x in range(wide):
            place = np.float32(x) * step
            k = int(place)
            thick[x] = mixed[k] + (mixed[k + 1] - mixed[k]) * (place - np.float32(k))
        for c in range(3):
            row, to = sky[c, y], out[c, y]
            base, cloud = light[y, c], lit[y, c]
            if mirrored:
                for x in range(wide):
                    to[x] = row[wide - 1 - x] * gain + base + thick[x] * cloud
            else:
                for x in range(wide):
                    to[x] = row[x] * gain + base + thick[x] * cloud


@kernel
def grade_city(
    city: Floats,
    alpha: Floats,
    gain: np.float32,
    mist: Floats,
    veil: Floats,
    mirrored: int,
    out: Floats,
) -> None:
    """Write the city in another light, and behind mist (rows,) of the light `veil` (3,).

    alpha  (rows, w) as it is in what is written
    """
    wide = city.shape[2]
    for c in range(3):
        for y in range(city.shape[1]):
            row, to, cover = city[c, y], out[c, y], alpha[y]
            left, lit = gain * (np.float32(1.0) - mist[y]), veil[c] * mist[y]
            if mirrored:
                for x in range(wide):
                    to[x] = row[wide - 1 - x] * left + cover[x] * lit
            else:
                for x in range(wide):
                    to[x] = row[x] * left + cover[x] * lit


def _clouds(seed: int, shape: tuple[int, ...]) -> Floats:
    """(h, w) 0 to some 1, one of theirs for _CLOUD_SIZE pixels: banks of cloud, drawn out sideways."""
    rng = np.random.default_rng(seed)
    size = shape[1] // _CLOUD_SIZE + 2, shape[0] // _CLOUD_SIZE + 2
    total = np.zeros((size[1], size[0]), np.float32)
    for octave, (across, down) in enumerate(_CLOUD_CELLS):
        cells = Image.fromarray(rng.random((down, across), np.float32))
        total += np.asarray(cells.resize(size, Image.Resampling.BICUBIC)) * np.float32(0.5**octave)
    cover: Floats = np.clip((total - 0.80) * 1.6, 0.0, 1.5).astype(np.float32)
    return cover


def _put_up(moon: Moon, sky: Floats, scenery: Scenery, grid: Grid) -> None:
    """Add the moon to the sky: a disc with dark seas, in a halo."""
    scale = grid.frame.scale
    middle = (
        scenery.margin_x + scale * grid.frame.moved(moon.x, 0.8),
        scenery.margin_y + scale * moon.y,
    )
    reach = 12 * moon.radius * scale
    left, top = (max(round(place - reach), 0) for place in middle)
    right, bottom = (round(place + reach) for place in middle)
    window = sky[:, top:bottom, left:right]
    x = (np.arange(window.shape[2]) + left - middle[0]) / (moon.radius * scale)
    y = (np.arange(window.shape[1]) + top - middle[1]) / (moon.radius * scale)
    away = np.hypot(x[None, :], y[:, None])
    seas = 1 - 0.22 * _clouds(3, (64 * _CLOUD_SIZE, 64 * _CLOUD_SIZE))[:64, :64]
    row, column = (np.clip(31 * place + 32, 0, 63).astype(np.intp) for place in (y, x))
    disc = (
        np.clip((1 - away) * moon.radius * scale + 0.5, 0, 1) * seas[row[:, None], column[None, :]]
    )
    halo = 0.030 * np.exp(-((away / 2.4) ** 2)) + 0.010 * np.exp(-away / 3.0)
    edge = np.clip((11 - away) / 4, 0, 1)
    window += _MOONLIGHT[:, None, None] * (0.85 * disc + halo * edge).astype(np.float32)[None]


def _turned_round(place: Scenery, grid: Grid) -> Scenery:
    """What is not yet seen the other way round."""
    width = grid.frame.width
    beams = place.beams.copy()
    if len(beams):
        beams[:, 0], beams[:, 2] = width - beams[:, 0], -beams[:, 2]
    crowd = ("crowd_alpha", "crowd_light", "crowd_rim", "phones")
    arms = ("arms_alpha", "arms_light", "arms_rim")
    names = ("answer", *crowd, *arms, "front_alpha", "front_light", "front_rim")
    flipped: dict[str, Any] = {
        name: np.ascontiguousarray(getattr(place, name)[..., ::-1])
        for name in names
        if getattr(place, name) is not None
    }
    boats = tuple(_turned(boat, width) for boat in place.boats)
    return replace(place, beams=beams, boats=boats, **flipped)


def _turned(boat: Boat, width: float) -> Boat:
    return replace(
        boat,
        x=width - boat.x,
        speed=-boat.speed,
        rgb=np.ascontiguousarray(boat.rgb[..., ::-1]),
        alpha=np.ascontiguousarray(boat.alpha[..., ::-1]),
    )
