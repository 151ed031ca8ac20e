"""How much a film moves, second by second: python -m benchmarks.motion [--format SIZE]

A pixel changes when its luma differs from the frame before by LEVEL of 255 or more: below that no
eye and hardly an encoder sees it. Printed is the share of all pixels, the mean over each second. The
first half second fades from the words (see lib.engine.opening), which is not counted here.
"""

from __future__ import annotations

import argparse
from typing import Final

import numpy as np

from lib.engine import templates
from lib.engine.arrays import Floats
from lib.engine.render import renderer_for
from lib.engine.request import RenderRequest
from lib.engine.show import FPS, Show
from lib.engine.templates.arc import REST
from lib.format import FORMATS, PORTRAIT
from lib.template import CATALOGUE

#: Luma, of 255.
LEVEL: Final = 5
#: The share of pixels that must change in every second before the end's rest.
LEAST: Final = 0.04

WORDS: Final = "开业大吉 Grand Opening"
SEEDS: Final = (7, 8)


def motion(show: Show, first: float = 0.0, last: float | None = None) -> Floats:
    """(seconds,) the mean share of pixels that change in each whole second from `first` to `last`."""
    renderer, size = renderer_for(show), show.frame.format
    planes = [np.empty((size.height, size.width), np.uint8) for _ in range(2)]
    u, v = np.empty((2, size.height // 2, size.width // 2), np.uint8)
    begin, end = round(first * FPS), round((last or show.duration) * FPS)
    shares = []
    for number, frame in enumerate(range(begin, end + 1)):
        now, before = planes[number % 2], planes[(number + 1) % 2]
        renderer.draw(frame / FPS, now, u, v)
        if number:
            changed = np.abs(now.astype(np.int16) - before) >= LEVEL
            shares.append(float(changed.mean()))
    whole = len(shares) // FPS
    means: Floats = np.array(shares[: whole * FPS], np.float32).reshape(whole, FPS).mean(axis=1)
    return means


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--format", choices=[size.name for size in FORMATS], default=PORTRAIT.name)
    chosen = options.parse_args()
    print(
        f"pixels that change from frame to frame, % in each second; {LEAST:.0%} asked to {REST} s"
    )
    for template in CATALOGUE:
        for seed in SEEDS:
            order = RenderRequest.parse(WORDS, template.name, seed=seed, format=chosen.format)
            means = motion(templates.compose(order))
            print(f"  {template.name:22}{seed:4} " + "".join(f"{100 * m:6.1f}" for m in means))


if __name__ == "__main__":
    main()
