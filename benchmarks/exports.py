"""Seconds and sizes of everything that is made from a film: python -m benchmarks.exports [FILM]

FILM is an MP4; left out, the engine renders one. Machines are shared, so look at CPU seconds:
on two quiet cores an export takes about half of them by the clock.
"""

from __future__ import annotations

import io
import sys
import tempfile
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.cost import measure_command, measure_processes
from lib.media import RECIPES, Recipe, transcode
from lib.media.transcode.readable import readability
from lib.media.transcode.still import frames_at

WORDS = "开业大吉 Grand Opening"
#: The share of the film, and of an animation, at which the words stand.
HOLD, HOLD_IN = 0.70, {"gif": (0.70 - 0.35) / (0.88 - 0.35), "animation": (0.70 - 0.12) / 0.88}


def reads(film: Path, recipe: Recipe, made: bytes) -> str:
    """How well the words read in an animation, and its shape."""
    with Image.open(io.BytesIO(made)) as animation:
        count = getattr(animation, "n_frames", 1)
        animation.seek(round(HOLD_IN[recipe.key] * count))
        [whole] = frames_at(film, [HOLD])
        share = readability(
            Image.fromarray(np.asarray(whole.to_ndarray(format="rgb24"), np.uint8)),
            animation.convert("RGB"),
        )
        return f"{animation.width} wide, {count} pictures, reads {share:.2f}"


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        film = Path(sys.argv[1]) if sys.argv[1:] else folder / "film.mp4"
        if not sys.argv[1:]:
            measure_command([sys.executable, "-m", "lib.engine.render", WORDS, "--out", str(film)])
        print(f"film {film.stat().st_size / 1e6:.1f} MB")
        for recipe in RECIPES.values():
            target = folder / f"out.{recipe.ending}"
            cost = measure_processes(partial(transcode, recipe, film, target, title=WORDS))
            told = reads(film, recipe, target.read_bytes()) if recipe.key in HOLD_IN else ""
            print(f"  {recipe.key:10} {cost}  {target.stat().st_size / 1e6:5.2f} MB  {told}")


if __name__ == "__main__":
    main()
