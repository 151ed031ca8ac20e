"""How much films of the same words differ by their seed: python -m benchmarks.seeds [--out FILE]

The distance of two frames is the mean over cells of 8 x 8 pixels of the distance of their colours in
CIELAB (CIE 1976): what an eye sees that does not look for single lights. Printed is the mean over
all pairs of SEEDS at three moments; the sheet shows them, a row a moment.
"""

from __future__ import annotations

import argparse
from itertools import combinations
from pathlib import Path
from statistics import mean
from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import Image

from lib.engine import templates
from lib.engine.cache import CACHE_DIR
from lib.engine.render import renderer_for
from lib.engine.request import RenderRequest
from lib.template import CATALOGUE

SEEDS: Final = range(1, 9)
WORDS: Final = "开业大吉 Grand Opening"
#: A figure that lives, words that stand, the finale; seconds.
MOMENTS: Final = (2.2, 6.2, 8.3)

_CELL: Final = 8
_THUMB: Final = (190, 338)
_Picture = npt.NDArray[np.uint8]

#: sRGB's primaries to XYZ, by the white of D65.
_XYZ: Final = np.array(
    [[0.4339, 0.3762, 0.1899], [0.2126, 0.7152, 0.0722], [0.0178, 0.1095, 0.8727]]
)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=CACHE_DIR / "seeds.png")
    chosen = options.parse_args()
    rows = []
    print(f"mean distance in CIELAB of {len(SEEDS)} seeds, by moment")
    for template in CATALOGUE:
        films = [frames(template.name, seed) for seed in SEEDS]
        figures = [distance([film[k] for film in films]) for k in range(len(MOMENTS))]
        print(f"  {template.name:22}" + "".join(f"{figure:7.2f}" for figure in figures))
        rows += [[film[k] for film in films] for k in range(len(MOMENTS))]
    sheet(rows).save(chosen.out)
    print(chosen.out)


def frames(template: str, seed: int) -> list[_Picture]:
    show = templates.compose(RenderRequest.parse(WORDS, template, "gold", seed))
    renderer = renderer_for(show)
    return [renderer.still(t) for t in MOMENTS]


def distance(pictures: list[_Picture]) -> float:
    """The mean over all pairs."""
    seen = [_lab(picture) for picture in pictures]
    return mean(
        float(np.linalg.norm(one - other, axis=2).mean()) for one, other in combinations(seen, 2)
    )


def _lab(picture: _Picture) -> npt.NDArray[np.float64]:
    high, wide = (size // _CELL for size in picture.shape[:2])
    cut = picture[: high * _CELL, : wide * _CELL].astype(np.float64) / 255
    linear = np.where(cut <= 0.04045, cut / 12.92, ((cut + 0.055) / 1.055) ** 2.4)
    cells = linear.reshape(high, _CELL, wide, _CELL, 3).mean(axis=(1, 3))
    xyz = cells @ _XYZ.T
    root = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    x, y, z = np.moveaxis(root, 2, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=2)


def sheet(rows: list[list[_Picture]]) -> Image.Image:
    wide, high = _THUMB
    whole = Image.new("RGB", (wide * len(rows[0]), high * len(rows)))
    for r, row in enumerate(rows):
        for c, picture in enumerate(row):
            small = Image.fromarray(picture).resize(_THUMB, Image.Resampling.LANCZOS)
            whole.paste(small, (c * wide, r * high))
    return whole


if __name__ == "__main__":
    main()
