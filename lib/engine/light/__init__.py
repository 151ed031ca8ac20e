"""Light: a show at a moment -> the bytes of one frame, in numba kernels of one pass each.

compiled        how kernels are compiled; the canvas
plate backdrop  sky, city, boats, crowd        sprites   a core and a halo for each light
pyramid bloom   glow, trails, searchlights     water     reflections, ripples, glints
rain            streaks, rings
tone            tone curve, yuv420p            renderer  all of it in order
"""

from __future__ import annotations

from lib.engine.light.compiled import Plane
from lib.engine.light.rehearsal import warm
from lib.engine.light.renderer import Moment, Renderer
from lib.engine.light.tone import to_rgb

__all__ = ["Moment", "Plane", "Renderer", "to_rgb", "warm"]
