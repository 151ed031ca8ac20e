"""Timber halls of the lake: a pagoda of five storeys, a slender one afar, a pavilion on the shore."""

from __future__ import annotations

from typing import Final

import numpy as np

from lib.engine.scenery.core.canvas import Canvas, Field, Patch, bump, edge, rgb, smoothstep, tinted

GOLD: Final = rgb(1.0, 0.60, 0.20)
AMBER: Final = rgb(1.0, 0.50, 0.14)
TILES: Final = rgb(0.020, 0.015, 0.017)
TIMBER: Final = rgb(0.110, 0.040, 0.018)
STONE: Final = rgb(0.060, 0.044, 0.036)
RED_PAPER: Final = rgb(1.9, 0.34, 0.10)

STOREYS: Final = 5


def put_up_leifeng(canvas: Canvas, axis: float, foot: float) -> None:
    """The pagoda on Sunset Hill, some 165 px tall; `foot` is the frame's row it stands on."""
    _terrace(canvas, axis, foot, half=46.0)
    y = foot - 5.0
    for storey in range(STOREYS):
        half, height = 36.0 - 4.2 * storey, 24.0 - 1.2 * storey
        _storey(canvas, axis, y, 0.70 * half, height)
        y -= height
        _roof(canvas, axis, y + 6.0, half, rise=8.0, curl=4.6)
    _roof(canvas, axis, y + 4.0, 19.0, rise=23.0, curl=3.6)
    _finial(canvas, axis, y - 17.0, 25.0)


def put_up_baochu(canvas: Canvas, axis: float, foot: float, height: float) -> None:
    """A slim brick spire, lit from below."""
    patch = canvas.patch(axis - 9, foot - height - 14, axis + 9, foot)
    up = (foot - patch.y) / height
    half = 5.6 * (1.0 - 0.72 * np.clip(up, 0.0, 1.0) ** 1.1) * (up < 1.0) + 0.55 * (up >= 1.0)
    rings = 0.72 + 0.28 * np.cos(2 * np.pi * 7 * up)
    shade = np.sqrt(np.clip(1.0 - ((patch.x - axis) / (half + 1e-3)) ** 2, 0.0, 1.0))
    glow = (0.16 + 0.52 * np.exp(-2.1 * up)) * rings * (0.4 + 0.6 * shade)
    canvas.paint(patch, edge(half - np.abs(patch.x - axis)), tinted(glow, GOLD), 0.3 * glow)


def put_up_pavilion(canvas: Canvas, axis: float, foot: float) -> None:
    """A pavilion with two roofs and paper lanterns at its corners, open on all sides."""
    _terrace(canvas, axis, foot, half=50.0)
    floor = foot - 5.0
    _inside(canvas, axis, floor, 31.0, 31.0)
    _roof(canvas, axis, floor - 27.0, 47.0, rise=13.0, curl=8.0)
    _storey(canvas, axis, floor - 37.0, 17.0, 9.0)
    _roof(canvas, axis, floor - 44.0, 31.0, rise=21.0, curl=6.5)
    _finial(canvas, axis, floor - 63.0, 9.0)
    for side in (-1, 1):
        hang(canvas, axis + side * 43.5, floor - 23.0, 3.1)
        hang(canvas, axis + side * 21.0, floor - 20.5, 2.5)


def hang(canvas: Canvas, x: float, y: float, size: float) -> None:
    """A round paper lantern with its flame, its caps and its tassel."""
    patch = canvas.patch(x - 6 * size, y - 6 * size, x + 6 * size, y + 6 * size)
    across, down = (patch.x - x) / size, (patch.y - y) / (0.9 * size)
    off = np.hypot(across, down)
    ribs = 0.82 + 0.18 * np.cos(7.0 * np.arcsin(np.clip(across, -1.0, 1.0)))
    body = np.sqrt(np.clip(1.0 - off * off, 0.0, 1.0))
    flame = np.exp(-(across**2) / 0.2 - (down - 0.25) ** 2 / 0.3)
    light = tinted((0.22 + 0.78 * body) * ribs, RED_PAPER) + tinted(flame, rgb(1.2, 0.85, 0.35))
    canvas.paint(patch, edge((1.0 - off) * size), light, 0.35 * body)
    tassel = bump(patch.x, x, 0.5) * smoothstep(0.9, 1.1, down) * smoothstep(2.2, 1.6, down)
    canvas.paint(patch, tassel, tinted(np.ones(patch.shape, np.float32), 0.25 * RED_PAPER))
    canvas.shine(patch, tinted(np.exp(-off / 1.15) * 0.10, RED_PAPER))


def _terrace(canvas: Canvas, axis: float, foot: float, half: float) -> None:
    patch = canvas.patch(axis - half, foot - 6, axis + half, foot + 4)
    rail = bump(patch.y, foot - 4.6, 0.7) * (0.6 + 0.4 * np.cos(2 * np.pi * patch.x / 5.0))
    inward = np.clip((half - np.abs(patch.x - axis)) / half, 0.0, 1.0)
    light = tinted(0.5 + 0.9 * inward + 0 * patch.y, STONE) + tinted(0.34 * rail * inward, GOLD)
    canvas.paint(patch, edge(patch.y - foot + 5.0) * edge(half - np.abs(patch.x - axis)), light)


def _storey(canvas: Canvas, axis: float, foot: float, half: float, height: float) -> None:
    """Walls of lattice between posts, with light behind the paper."""
    patch = canvas.patch(axis - half, foot - height, axis + half, foot)
    share = (patch.x - axis) / half
    # a round hall: its posts crowd together towards the sides
    bay = 4.0 * np.arcsin(np.clip(share, -1.0, 1.0)) / np.pi * 2.0
    post = bump(bay - np.round(bay), 0.0, 0.085)
    up = (foot - patch.y) / height
    lattice = 0.78 + 0.22 * np.cos(2 * np.pi * patch.x / 2.1) * np.cos(2 * np.pi * patch.y / 2.6)
    inside = smoothstep(0.16, 0.26, up) * smoothstep(0.90, 0.72, up)
    round_ = np.sqrt(np.clip(1.0 - 0.86 * share**2, 0.0, 1.0))
    glow = 0.92 * inside * lattice * (1.0 - post) * (0.35 + 0.65 * round_)
    sill = 0.30 * bump(up, 0.13, 0.05)
    light = tinted(glow + sill, GOLD) + tinted(0.7 + 0.9 * round_ + 0 * up, TIMBER)
    canvas.paint(patch, np.ones(patch.shape, np.float32), light, 0.45 * glow)


def _roof(
    canvas: Canvas, axis: float, eaves: float, half: float, *, rise: float, curl: float
) -> None:
    """Tiles that sweep down and turn up at the corners, with a line of light under the edge."""
    patch = canvas.patch(axis - 1.2 * half, eaves - rise - curl, axis + 1.2 * half, eaves + 6)
    out = np.abs(patch.x - axis) / half
    lift = curl * np.clip(out, 0.0, 1.2) ** 4
    lower = eaves + 2.2 - lift
    upper = eaves - rise * np.clip(1.0 - out, 0.0, 1.0) ** 1.55 - lift - 0.9 * (out < 1.12)
    cover = edge(np.minimum(patch.y - upper, lower - patch.y)) * edge((1.12 - out) * half)
    ribs = 0.75 + 0.25 * np.cos(2 * np.pi * (patch.x - axis) / (2.4 + 0.02 * (patch.y - upper)))
    from_below = np.exp(-np.maximum(lower - patch.y, 0.0) / (0.35 * rise))
    rim = bump(patch.y, lower - 0.7, 0.75)
    light = tinted((1.0 + 2.4 * from_below) * ribs, TILES) + tinted(0.78 * rim, AMBER)
    light = light + tinted(0.10 * from_below * ribs, AMBER)
    canvas.paint(patch, cover, light, 0.9 * rim)
    _outline(canvas, patch, upper, out)


def _outline(canvas: Canvas, patch: Patch, upper: Field, out: Field) -> None:
    """A row of lamps along the ridge."""
    thread = bump(patch.y, upper + 0.5, 0.6) * (out < 1.1) * 0.20
    canvas.shine(patch, tinted(thread, AMBER))


def _inside(canvas: Canvas, axis: float, floor: float, half: float, height: float) -> None:
    """Four posts, a bench, and lamplight on the ceiling."""
    patch = canvas.patch(axis - half - 4, floor - height, axis + half + 4, floor)
    up = (floor - patch.y) / height
    share = (patch.x - axis) / half
    glow = 0.52 * np.exp(-(((up - 0.82) / 0.42) ** 2)) * (0.55 + 0.45 * np.cos(1.3 * share))
    posts = np.zeros(patch.shape, np.float32)
    for at in (-0.96, -0.40, 0.40, 0.96):
        posts = np.maximum(posts, edge(1.45 - np.abs(patch.x - axis - at * half) + 0 * up))
    rail = edge(1.0 - np.abs(patch.y - (floor - 7.5)) + 0 * share) * (np.abs(share) < 1.0)
    wood = np.maximum(posts, 0.9 * rail)
    back = tinted(glow, AMBER)
    front = tinted(0.7 + 1.3 * up + 0 * share, TIMBER)
    light = back * (1.0 - wood[..., None]) + front * wood[..., None]
    open_ = 0.62 * smoothstep(1.12, 0.96, np.abs(share)) + 0 * up
    canvas.paint(patch, np.maximum(open_, wood), light)


def _finial(canvas: Canvas, axis: float, foot: float, height: float) -> None:
    patch = canvas.patch(axis - 4, foot - height, axis + 4, foot + 3)
    up = (foot - patch.y) / height
    half = 1.9 * np.clip(1.0 - up, 0.0, 1.0) ** 1.4 * (0.70 + 0.30 * np.cos(2 * np.pi * 4 * up))
    cover = edge(half + 0.30 - np.abs(patch.x - axis))
    canvas.paint(patch, cover, tinted(0.55 - 0.25 * up + 0 * patch.x, GOLD), 0.5 * cover)
