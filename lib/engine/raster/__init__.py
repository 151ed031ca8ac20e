"""Raster: from a show at a moment to the bytes of one frame, by numba kernels of one pass each.

grid              pixels, canvas and low buffers     jit       how kernels are compiled
layers, backdrop  sky, city, boats, crowd            sprites   a core and a halo for each light
pyramid, bloom    glow, trails, searchlights         water     reflections, ripples, glints
rain              streaks, rings                     tone      tone curve, yuv420p
renderer          all of it in order                 warmup    compiles the kernels
"""

from __future__ import annotations

from lib.engine.raster.jit import Plane
from lib.engine.raster.renderer import Moment, Renderer
from lib.engine.raster.tone import to_rgb
from lib.engine.raster.warmup import warm

__all__ = ["Moment", "Plane", "Renderer", "to_rgb", "warm"]
