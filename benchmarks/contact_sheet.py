"""Every look at a glance: captions, palettes and moments of every template in one picture.

    python -m benchmarks.contact_sheet [--out FILE] [--template NAME]

Look at it after every change of look. A row is a caption in a palette, a column a moment of its
film; the frames are the renderer's own, before the encoder.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from lib.engine import templates
from lib.engine.cache import CACHE_DIR
from lib.engine.render import renderer_for
from lib.engine.request import RenderRequest
from lib.engine.show import Show
from lib.template import CATALOGUE, Template

#: Short and long, four scripts, an emoji, and every palette with a brand's colour among them.
ROWS: Final = (
    ("HI", "gold"),
    ("I ♥ Shanghai", "neon"),
    ("开业大吉 Grand Opening", "red"),
    ("Welcome to the AI Summit 2026 🚀", "ice"),
    ("مرحبا بكم في شنغهاي", "jade"),
    (
        "上海欢迎您，共赴一场灯光与江水的盛会，新年快乐，万事如意，开业大吉，前程似锦，未来可期",
        "#ff6b00",
    ),
)

_CELL: Final = (228, 405)  # three eighths of a frame
_GAP: Final = 6
_HEAD: Final = 30  # a template's name and the moments
_SIDE: Final = 74  # a row's palette, seed and number of drones
_PAPER: Final = (16, 17, 20)
_INK: Final = (222, 224, 230)


def main() -> None:
    names = [template.name for template in CATALOGUE]
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=CACHE_DIR / "contact-sheet.png")
    options.add_argument("--template", choices=names, help="this one alone")
    chosen = options.parse_args()
    designs = [t for t in CATALOGUE if chosen.template in {None, t.name}]
    sheet = below([block(design) for design in designs])
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(chosen.out)
    print(f"{chosen.out}: {sheet.width} x {sheet.height}")


def moments(show: Show) -> dict[str, float]:
    """The moments worth looking at, each in the middle of what its name says; seconds."""
    cues = show.cues
    return {
        "launch": (cues.launch + cues.gathered) / 2,
        "gathered": (cues.gathered + cues.writing) / 2,
        "writing": (cues.writing + cues.reveal) / 2,
        "still": show.still_at,
        "finale": (cues.finale + show.duration) / 2,
        "end": show.duration - 0.1,
    }


def frames(show: Show) -> Iterator[Image.Image]:
    renderer = renderer_for(show)
    for t in moments(show).values():
        yield Image.fromarray(renderer.still(t))


def block(design: Template) -> Image.Image:
    """One template: its name and its moments above, a row for each of ROWS."""
    strips = []
    for words, palette in ROWS:
        show = templates.compose(RenderRequest.parse(words, design.name, palette))
        strips.append(_strip(show))
    return below([_head(design, show), *strips])


def below(pictures: list[Image.Image]) -> Image.Image:
    """Pictures under one another, on paper."""
    size = max(picture.width for picture in pictures), sum(picture.height for picture in pictures)
    sheet = Image.new("RGB", size, _PAPER)
    top = 0
    for picture in pictures:
        sheet.paste(picture, (0, top))
        top += picture.height
    return sheet


def _strip(show: Show) -> Image.Image:
    columns = len(moments(show))
    strip = Image.new("RGB", (_SIDE + columns * (_CELL[0] + _GAP), _CELL[1] + _GAP), _PAPER)
    notes = f"{show.palette.name}\n\n{show.drones}\ndrones\n\n{show.pitch:.1f} px\napart"
    ImageDraw.Draw(strip).multiline_text((8, 8), notes, _INK, ImageFont.load_default(14))
    for column, frame in enumerate(frames(show)):
        small = frame.resize(_CELL, Image.Resampling.LANCZOS)
        strip.paste(small, (_SIDE + column * (_CELL[0] + _GAP), 0))
    return strip


def _head(design: Template, show: Show) -> Image.Image:
    """The heading's times are the last row's: other captions differ by a few frames."""
    named = moments(show)
    head = Image.new("RGB", (_SIDE + len(named) * (_CELL[0] + _GAP), 2 * _HEAD), _PAPER)
    pen = ImageDraw.Draw(head)
    pen.text((8, 4), f"{design.name}: {design.description}", _INK, ImageFont.load_default(18))
    for column, (name, t) in enumerate(named.items()):
        left = _SIDE + column * (_CELL[0] + _GAP) + 4
        pen.text((left, _HEAD + 6), f"{name}, {t:.1f} s", _INK, ImageFont.load_default(14))
    return head


if __name__ == "__main__":
    main()
