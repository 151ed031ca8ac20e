"""Raster: from a show at a moment to the bytes of one frame, by numba kernels of one pass each.

grid              pixels, canvas and low buffers     jit       how kernels are compiled
layers, backdrop  sky, city, boats                   sprites   a core and a halo for each light
overlay           a small picture that moves         foreground  people, and what passes before them
pyramid, bloom    glow, trails, searchlights         water     reflections, ripples, glints
rain, particles   streaks, rings; smoke, flakes      tone      tone curve, yuv420p
grading           a place in another hour's air      renderer  all of it in order
warmup            compiles the kernels
"""

from __future__ import annotations

from lib.engine.raster.jit import Plane
from lib.engine.raster.renderer import Moment, Renderer
from lib.engine.raster.tone import dissolve, to_rgb
from lib.engine.raster.warmup import warm

__all__ = ["Moment", "Plane", "Renderer", "dissolve", "to_rgb", "warm"]
