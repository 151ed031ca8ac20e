"""How towers look at night: glass, lit rooms, lines of light, screens. Figures found by looking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from lib.engine.scenery.core.canvas import Canvas, Field, bump, edge, rgb, smoothstep, tinted
from lib.engine.scenery.core.plate import WATERLINE
from lib.engine.scenery.core.value_noise import hashed

Profile = tuple[tuple[float, float], ...]

WARM: Final = rgb(1.0, 0.62, 0.30)
NEUTRAL: Final = rgb(1.0, 0.86, 0.66)
COOL: Final = rgb(0.62, 0.82, 1.0)
GLASS: Final = rgb(0.0075, 0.0105, 0.0220)
AIR: Final = rgb(0.026, 0.019, 0.046)  # what haze fades to: violet, like the sky behind it


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The face of one tower, sample by sample.

    u (h, w) from -1 at the left edge to 1 at the right; x (1, w) pixels from the axis;
    h (h, 1) from 0 at the ground to 1 at the top; up (h, 1) pixels above the ground;
    half (h, 1) half the width in pixels; height in pixels.
    """

    u: Field
    x: Field
    h: Field
    up: Field
    half: Field
    height: float
    seed: int

    def rng(self, which: int) -> float:
        return float(hashed(np.array([self.seed]), np.array([which]), 17)[0])


Facade = Callable[[Site], tuple[Field, Field]]  # -> light (h, w, 3), answer (h, w)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tower:
    """profile: knots (share of the height, share of `half`), two at one height for a setback.

    slant: how much lower the roof's right end is, as a share of the height (negative: the left).
    haze: 0 near, 1 lost in the air.
    """

    axis: float
    half: float
    height: float
    facade: Facade
    seed: int
    profile: Profile = ((0.0, 1.0), (1.0, 1.0))
    slant: float = 0.0
    haze: float = 0.0


def put_up(canvas: Canvas, tower: Tower) -> None:
    reach = tower.half * max(width for _, width in tower.profile) + 1
    patch = canvas.patch(
        tower.axis - reach, WATERLINE - tower.height - 1, tower.axis + reach, WATERLINE
    )
    x, up = patch.x - tower.axis, WATERLINE - patch.y
    h = up / tower.height
    heights, widths = zip(*tower.profile, strict=True)
    half = np.maximum(np.interp(h, heights, widths) * tower.half, 1e-3).astype(np.float32)
    u = x / half
    # 1 at the roof's higher end, 1 - |slant| at the other.
    top = tower.height * (1.0 - tower.slant * 0.5 * (np.sign(tower.slant) + u))
    cover = edge(half - np.abs(x)) * edge(top - up)
    site = Site(u=u, x=x, h=h, up=up, half=half, height=tower.height, seed=tower.seed)
    light, answer = tower.facade(site)
    canvas.paint(patch, cover, hazed(light, tower.haze), answer * (1.0 - tower.haze))


def hazed(light: Field, haze: float) -> Field:
    return light * (1.0 - haze) + AIR * haze


def rooms(
    across: Field, up: Field, *, seed: int, pane: tuple[float, float], lit: float, warm: float
) -> Field:
    """Lit windows (h, w, 3): storeys with their own habits, rooms a few panes wide, cleaners' lights.

    `pane` is width and height in pixels, `lit` the share of rooms where somebody is in, `warm` of
    those with lamps rather than office tubes.
    """
    wide, high = pane
    column, storey = np.floor(across / wide), np.floor(up / high)
    room = np.floor((column + np.floor(4 * hashed(storey, storey * 0, seed + 5))) / 3)
    habit = hashed(storey, storey * 0, seed + 1)
    share = lit * (0.35 + 1.3 * habit) + 0.85 * (habit > 0.93)
    there = (hashed(room, storey, seed + 2) < share) & (hashed(column, storey, seed + 3) < 0.86)
    strength = 0.24 + 1.05 * hashed(room, storey, seed + 4) ** 2.2
    strength = strength * (0.7 + 0.6 * hashed(column, storey, seed + 6))
    within = bump(across / wide - column, 0.5, 0.36) * bump(up / high - storey, 0.45, 0.30)
    mood = hashed(room, storey, seed + 7)[..., None]
    colour = np.where(mood < warm, WARM, np.where(mood < 0.5 + 0.5 * warm, NEUTRAL, COOL))
    return (there * strength * within)[..., None] * colour


def shell(site: Site) -> Field:
    """Dark glass with two faces, one turned away, and the sky's glow in it towards the ground."""
    corner = -0.7 + 1.4 * site.rng(1)
    facing = np.where(site.u < corner, 1.0, 0.55) if site.rng(2) < 0.7 else np.ones_like(site.u)
    arris = bump((site.u - corner) * site.half, 0.0, 0.6) * 0.5
    sheen = 0.7 + 0.9 * np.exp(-site.up / 45.0) + 0.5 * site.h
    return tinted((facing + arris) * sheen, GLASS)


def lines(place: Field, spacing: float, width: float) -> Field:
    """Narrow lights every `spacing` pixels, `width` pixels wide."""
    return bump((place / spacing + 0.5) % 1.0, 0.5, width / spacing)


def outline(site: Site, width: float = 0.8) -> Field:
    """The two upright edges."""
    return bump((1.0 - np.abs(site.u)) * site.half, 0.4, width)


def crown(site: Site, size: float = 3.0) -> Field:
    """The topmost `size` pixels, brightest at the very top."""
    below = site.height - site.up
    light: Field = np.exp(-np.maximum(below - 1.0, 0.0) / size) * np.ones_like(site.u)
    return light


def offices(lit: float = 0.3, warm: float = 0.45, gain: float = 0.75, fine: float = 0.85) -> Facade:
    """Lit rooms behind glass; `fine` shrinks the panes: farther away, or more of them."""

    def facade(site: Site) -> tuple[Field, Field]:
        pane = (fine * (2.2 + 1.0 * site.rng(3)), fine * (2.8 + 0.8 * site.rng(4)))
        inside = rooms(site.x + 900, site.up, seed=site.seed, pane=pane, lit=lit, warm=warm)
        return shell(site) + gain * inside, np.zeros_like(site.u)

    return facade


def hotel(warm: float = 0.85, gain: float = 0.6) -> Facade:
    """Small single windows in upright rows, most of them lit, and a lit sign under the roof."""

    def facade(site: Site) -> tuple[Field, Field]:
        column, storey = np.floor((site.x + 900) / 3.1), np.floor(site.up / 2.9)
        there = hashed(column, storey, site.seed) < 0.52
        strength = 0.25 + 0.75 * hashed(column, storey, site.seed + 1) ** 1.6
        within = lines(site.x + 900 - 1.55, 3.1, 0.75) * lines(site.up - 1.45, 2.9, 0.75)
        mood = hashed(column, storey, site.seed + 2)[..., None]
        light = shell(site) + (gain * there * strength * within)[..., None] * np.where(
            mood < warm, WARM, NEUTRAL
        )
        sign = bump(site.height - site.up, 4.0, 1.3) * (np.abs(site.u) < 0.6)
        return light + tinted(0.8 * sign, WARM), 0.5 * sign

    return facade


def lit_floors(colour: Field, gain: float = 0.34) -> Facade:
    """Whole storeys alight behind a curtain of glass."""

    def facade(site: Site) -> tuple[Field, Field]:
        storey = np.floor(site.up / 3.4)
        share = hashed(storey, storey * 0, site.seed)
        strength = np.where(share > 0.42, 0.25 + 0.75 * share, 0.06)
        mullions = 0.45 + 0.55 * lines(site.x, 2.6, 0.95)
        drawn = strength * lines(site.up, 3.4, 0.85) * mullions
        return shell(site) + tinted(gain * drawn, colour), 0.35 * drawn

    return facade


def with_lines(colour: Field, *, upright: bool, spacing: float, gain: float = 0.4) -> Facade:
    """Offices behind lines of light: upright ribs that fade towards the ground, or level bands."""

    def facade(site: Site) -> tuple[Field, Field]:
        light, _ = offices(0.16, 0.5, 0.6)(site)
        place = site.x if upright else site.up
        fade = smoothstep(-0.1, 1.0, site.h) * np.ones_like(site.u)
        drawn = lines(place, spacing, 0.55) * fade + 0.9 * crown(site, 1.6)
        return light + tinted(gain * drawn, colour), 0.75 * drawn

    return facade


def with_edges(colour: Field, gain: float = 0.7) -> Facade:
    """Offices with their outline drawn in light."""

    def facade(site: Site) -> tuple[Field, Field]:
        light, _ = offices(0.26, 0.5)(site)
        drawn = np.maximum(outline(site), crown(site, 1.0))
        return light + tinted(gain * drawn, colour), 0.9 * drawn

    return facade


def with_crown(colour: Field, gain: float = 0.9, size: float = 4.0) -> Facade:
    """Offices under a lit top."""

    def facade(site: Site) -> tuple[Field, Field]:
        light, _ = offices(0.32, 0.6)(site)
        drawn = crown(site, size) * (0.55 + 0.45 * lines(site.x, 2.4, 0.8))
        return light + tinted(gain * drawn, colour), 0.8 * drawn

    return facade


def screen(low: Field, high: Field, gain: float = 0.34) -> Facade:
    """A wall of LEDs: slow waves of two colours through a mesh of dots."""

    def facade(site: Site) -> tuple[Field, Field]:
        phase = 7.0 * site.rng(5)
        wave = 0.5 + 0.5 * np.sin(site.up / 13.0 + 0.09 * site.x * np.sin(phase) + phase)
        swell = 0.5 + 0.5 * np.sin(site.up / 31.0 - 0.06 * site.x + 2 * phase)
        mesh = 0.25 + 0.75 * lines(site.x, 1.9, 0.75) * lines(site.up, 1.9, 0.75)
        inset = smoothstep(0.0, 2.0, (1.0 - np.abs(site.u)) * site.half)
        strength = gain * mesh * inset * (0.25 + 0.75 * swell) * smoothstep(0.03, 0.12, site.h)
        colour = low * (1.0 - wave[..., None]) + high * wave[..., None]
        light, _ = offices(0.10, 0.5, 0.5)(site)
        edges = crown(site, 1.2)
        return light + strength[..., None] * colour + tinted(
            0.5 * edges, high
        ), 0.8 * strength / gain

    return facade
