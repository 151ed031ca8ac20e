"""A reader of captions in the sky: Tesseract, and the pictures that are put before it.

Lines come one by one, dark on light, EM high: its own search for lines loses whole ones of Arabic,
in print as well, and none of this is about finding lines.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from lib.caption import Caption
from lib.engine import frame as units
from lib.engine import templates
from lib.engine.flight import Flight
from lib.engine.lettering import Lettering, letter
from lib.engine.lettering.drawing import BOX_HEIGHT, BOX_WIDTH
from lib.engine.lettering.ink import fill
from lib.engine.lettering.layout import Box, lay_out
from lib.engine.render import renderer_for
from lib.engine.request import RenderRequest
from lib.engine.show import Lights, Show

EM: Final = 96  # pixels: of 32 to 128, print is read best so over all scripts
MARGIN: Final = 0.07  # ems around a line that are its own: the next is no nearer than twice that
BORDER: Final = 12  # blank pixels around each line, by the same trial
FINE: Final = 2  # samples to a pixel of print
ROOM: Final = 20  # pixels around it
BLUR: Final = 0.36  # of the pitch: neighbouring drones run together, neighbouring strokes do not

Frame = npt.NDArray[np.uint8]


def missing(languages: set[str]) -> str | None:
    """What stands in the way of reading these languages, if anything does."""
    if not shutil.which("tesseract"):
        return "tesseract is not installed (Debian: tesseract-ocr)"
    listed = subprocess.run(
        ["tesseract", "--list-langs"], capture_output=True, text=True, check=True, timeout=30
    )
    lacking = languages - set(listed.stdout.split())
    return f"Tesseract lacks the languages {', '.join(sorted(lacking))}" if lacking else None


def frame_lines(order: RenderRequest) -> list[Image.Image]:
    """The words' lines in the middle of the hold, dark on light, ready to be read."""
    show = templates.compose(order)
    frame = in_units(renderer_for(show).still(show.still_at))
    return lines_of(show, lettered(order), frame, show.still_at)


def lines_from_afar(order: RenderRequest, share: float) -> list[Image.Image]:
    """The same once the film is shown at a share of its width."""
    show = templates.compose(order)
    frame = Image.fromarray(in_units(renderer_for(show).still(show.still_at)))
    size = round(share * frame.width), round(share * frame.height)
    small = frame.resize(size, Image.Resampling.BOX)
    again = np.asarray(small.resize(frame.size, Image.Resampling.BICUBIC))
    return lines_of(show, lettered(order), again, show.still_at)


def lettered(order: RenderRequest) -> Lettering:
    """The words as a film of this format has them."""
    width, height = units.Frame(order.format).words
    return letter(order.caption, width=width, height=height, seed=order.seed)


def in_units(frame: Frame) -> Frame:
    """A frame of any format at one pixel a unit."""
    if len(frame) == units.HIGH:
        return frame
    picture = Image.fromarray(frame)
    size = round(frame.shape[1] * units.HIGH / len(frame)), units.HIGH
    return np.asarray(picture.resize(size, Image.Resampling.BOX))


def lines_of(show: Show, words: Lettering, frame: Frame, t: float) -> list[Image.Image]:
    """The same of any frame: that of second t."""
    left, top, right, bottom = show.box
    corners = np.array([[left, right], [top, bottom]], np.float32)
    x, y = show.camera.seen(corners[0], corners[1], t)
    centre = float(x.mean()) + ROOM, float(y.mean()) + ROOM
    scale = float(np.ptp(x)) / (right - left)
    grey = ImageOps.expand(Image.fromarray(frame).convert("L"), ROOM)  # lines may end near its edge
    lines = _cut(grey, words.boxes, centre, scale, words.font_size)
    blur = ImageFilter.GaussianBlur(BLUR * show.pitch * EM / words.font_size)
    return [_framed(ImageOps.invert(ImageOps.autocontrast(line.filter(blur)))) for line in lines]


def contrast(show: Show, frame: Frame, t: float) -> float:
    """How far the words stand out, 1 to 21 as WCAG 2 counts, in the frame of second t.

    Of the dimmest tenth of their lights, the brightest, beside all but the brightest twentieth of
    the sky between the strokes.
    """
    lights = Lights.room_for(Flight(show).capacity)
    Flight(show).at(t, lights)
    flying = np.stack(show.camera.seen(lights.x, lights.y, t), axis=1)
    places = flying[: show.drones][show.writes]
    light = _luminance(frame)
    column, row = places.astype(int).T
    words = np.mean([light[row + r, column + c] for r in (-1, 0, 1) for c in (-1, 0, 1)], axis=0)
    sky = light[_between(places, 1.6 * show.pitch, light.shape)]
    return float((np.percentile(words, 10) + 0.05) / (np.percentile(sky, 95) + 0.05))


def _luminance(frame: Frame) -> npt.NDArray[np.float64]:
    """(rows, columns) 0 to 1, relative, as WCAG 2 defines it for sRGB."""
    level = frame / 255
    linear = np.where(level <= 0.04045, level / 12.92, ((level + 0.055) / 1.055) ** 2.4)
    luminance: npt.NDArray[np.float64] = linear @ np.array([0.2126, 0.7152, 0.0722])
    return luminance


def _between(
    places: npt.NDArray[np.floating], reach: float, shape: tuple[int, ...]
) -> npt.NDArray[np.bool_]:
    """Of that shape, True within the box around the places, but not so near to one of them."""
    mask = Image.new("1", (shape[1], shape[0]))
    pen = ImageDraw.Draw(mask)
    pen.rectangle((*places.min(axis=0), *places.max(axis=0)), fill=1)
    for x, y in places:
        pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=0)
    return np.asarray(mask)


def dot_lines(words: Lettering) -> list[Image.Image]:
    """Dark dots on white, each a disc blurred as a light is."""
    centre = (words.width / 2 + ROOM) * FINE, (words.height / 2 + ROOM) * FINE
    light = np.zeros((round(2 * centre[1]), round(2 * centre[0])), np.float32)
    reach = np.arange(-12, 13)
    sigma = BLUR * words.pitch * FINE
    for x, y in words.dots * FINE + np.array(centre):
        column, row = int(x), int(y)
        disc = np.exp(-((reach + column + 0.5 - x) ** 2) / (2 * sigma**2))[None, :]
        disc = disc * np.exp(-((reach + row + 0.5 - y) ** 2) / (2 * sigma**2))[:, None]
        light[row - 12 : row + 13, column - 12 : column + 13] += disc
    page = Image.fromarray((255 * (1 - light.clip(0, 1))).astype(np.uint8))
    return [_framed(line) for line in _cut(page, words.boxes, centre, FINE, words.font_size)]


def print_lines(caption: Caption) -> list[Image.Image]:
    layout = lay_out(caption, width=BOX_WIDTH, height=BOX_HEIGHT)
    ink = fill(layout, FINE)
    page = ImageOps.expand(Image.fromarray(255 - ink.cover), FINE * ROOM, fill=255)
    x, y = ink.centre
    centre = x + FINE * ROOM, y + FINE * ROOM
    return [_framed(line) for line in _cut(page, layout.boxes, centre, FINE, layout.font_size)]


def _cut(
    page: Image.Image, boxes: Sequence[Box], centre: tuple[float, float], scale: float, em: float
) -> list[Image.Image]:
    """Each line of a page with so many samples to a pixel, its letters EM high."""
    (x, y), away, cut = centre, MARGIN * em, []
    for left, top, right, bottom in boxes:
        size = (
            round(EM / em * (right - left + 2 * away)),
            round(EM / em * (bottom - top + 2 * away)),
        )
        around = (
            x + scale * (left - away), y + scale * (top - away),
            x + scale * (right + away), y + scale * (bottom + away),
        )  # fmt: skip
        cut.append(page.resize(size, Image.Resampling.BICUBIC, around))
    return cut


def _framed(line: Image.Image) -> Image.Image:
    return ImageOps.expand(line, BORDER, fill=255)


def stacked(lines: Sequence[Image.Image]) -> Image.Image:
    page = Image.new(
        "L", (max(line.width for line in lines), sum(line.height for line in lines)), 255
    )
    y = 0
    for line in lines:
        page.paste(line, ((page.width - line.width) // 2, y))
        y += line.height
    return page


def read(lines: Sequence[Image.Image], language: str) -> str:
    file = io.BytesIO()
    lines[0].save(file, "TIFF", save_all=True, append_images=lines[1:], dpi=(150, 150))
    ocr = subprocess.run(
        [
            "tesseract",
            "-",
            "-",
            "-l",
            language,
            "--psm",
            "13",
        ],  # "treat the image as a single line"
        input=file.getvalue(),
        capture_output=True,
        check=True,
        timeout=60,
        env=os.environ | {"OMP_THREAD_LIMIT": "1"},
    )
    return ocr.stdout.decode()


def accuracy(written: str, seen: str) -> float:
    """1 - edit distance / length, not below 0; blanks and marks of direction not counted."""
    truth, guess = (
        [c for c in text if not c.isspace() and c not in "\u200e\u200f"] for text in (written, seen)
    )
    return max(0.0, 1 - distance(truth, guess) / len(truth))


def distance(a: list[str], b: list[str]) -> int:
    """Levenshtein's: insertions, deletions and substitutions."""
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, start=1):
        above, row[0] = row[0], i
        for j, right in enumerate(b, start=1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (left != right))
    return row[-1]
