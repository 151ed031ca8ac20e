"""How well captions in the sky can be read: by Tesseract, beside the same words typeset.

    python -m benchmarks.legibility [--template NAME] [--show FOLDER]

Each caption is read three times at the same layout: from the real frame in the middle of the hold
(cropped to the words, as grey, blurred as an eye does from afar, inverted), as dots with a soft
light each, and as filled outlines. The figure is the share of characters read rightly: 1 - edit
distance / length, blanks not counted. What Tesseract cannot read even in print says nothing about
drones: the last column is the real frame's mean over captions of which it reads READABLE in print.
Needs `tesseract` and its languages eng, rus, chi_sim, ara, hin.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Final

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from lib.caption import Caption
from lib.engine import templates
from lib.engine.lettering import Lettering, letter
from lib.engine.lettering.ink import fill
from lib.engine.lettering.layout import lay_out
from lib.engine.order import Order
from lib.engine.render import renderer_for
from lib.template import SHANGHAI_DRONE_SHOW, Provider, offered_by

WIDTH, HEIGHT = 608, 440
SCALE: Final = 2  # Tesseract wants letters some 30 pixels high, and
LARGEST: Final = 128  # no em beyond these: it takes the strokes of a poster for letters
MARGIN: Final = 14  # pixels around the words
BLUR: Final = 0.36  # of the pitch: neighbouring drones run together, neighbouring strokes do not
READABLE: Final = 0.9

# Whole words of growing number from one sentence each give captions of all lengths.
SENTENCES: Final = {
    "eng": (
        "Welcome to Shanghai where the river shines and every night is a little brighter still",
        "Happy New Year to all our friends and partners around the world from the whole team",
        "The quick brown fox jumps over the lazy dog while thousands of people look up",
    ),
    "rus": (
        "Добро пожаловать в Шанхай где река сияет и каждая ночь становится немного светлее",
        "С Новым годом дорогие друзья и партнёры по всему миру от всей нашей команды",
        "Съешь ещё этих мягких французских булок и посмотри на ночное небо над городом",
    ),
    "chi_sim": (
        ("欢迎来到上海 在这个特别的夜晚 我们相聚在黄浦江畔 共同见证无人机点亮城市的天空 "
        "愿新的一年里每一位朋友平安健康 家庭美满 梦想成真 未来更加灿烂辉煌"),
        ("新年快乐 祝福大家 事业有成 感谢所有合作伙伴的支持与信任 让我们携手同行 "
        "迎接更加美好的明天 人工智能改变世界 科技创造未来 共享城市之光"),
    ),
    "ara": (
        "مرحبا بكم في شنغهاي حيث يضيء النهر وتصبح كل ليلة أكثر إشراقا من قبل",
        "كل عام وأنتم بخير من مدينة شنغهاي إلى جميع أصدقائنا وشركائنا حول العالم",
        "نجتمع الليلة لنرى السماء تكتب أحلامنا بالنور فوق المدينة الجميلة",
    ),
    "hin": (
        "शंघाई में आपका स्वागत है जहाँ नदी चमकती है और हर रात रोशन होती है",
        "नया साल मुबारक हो हमारे सभी दोस्तों और साथियों को पूरी टीम की ओर से",
        "आज रात आसमान में हमारे सपने रोशनी से लिखे जाएंगे सब लोग ऊपर देखें",
    ),
}  # fmt: skip
NAMES: Final = {
    "eng": "Latin", "rus": "Cyrillic", "chi_sim": "Chinese", "ara": "Arabic", "hin": "Devanagari",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Score:
    """Shares of a caption's characters that were read rightly."""

    words: str
    frame: float
    dots: float
    printed: float


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    names = [template.name for template in offered_by(Provider.BUILTIN)]
    options.add_argument("--template", choices=names, default=SHANGHAI_DRONE_SHOW.name)
    options.add_argument("--show", type=Path, help="keep the pictures in this folder")
    chosen = options.parse_args()
    if lacking := missing(set(SENTENCES)):
        print(f"Skipped: {lacking}.")
        return 0
    print(f"{chosen.template:24}{'captions':>9}{'frame':>8}{'dots':>8}{'print':>8}{'readable':>10}")
    for language in SENTENCES:
        scores = [
            score(words, language, chosen.template, chosen.show) for words in captions(language)
        ]
        print(_line(language, scores), flush=True)
    return 0


def missing(languages: set[str]) -> str | None:
    """What stands in the way of reading these languages, if anything does."""
    if not shutil.which("tesseract"):
        return "tesseract is not installed (Debian: tesseract-ocr)"
    listed = subprocess.run(
        ["tesseract", "--list-langs"], capture_output=True, text=True, check=True, timeout=30
    )
    lacking = languages - set(listed.stdout.split())
    return f"Tesseract lacks the languages {', '.join(sorted(lacking))}" if lacking else None


def score(words: str, language: str, template: str, folder: Path | None = None) -> Score:
    """Read one caption in each of its three forms; keep the pictures in `folder`, if there is one."""
    order = Order.parse(words, template)
    pictures = {
        "frame": draw_frame(order),
        "dots": _sized(draw_dots(letter(order.caption)), order.caption),
        "print": _sized(draw_print(order.caption), order.caption),
    }
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        for name, picture in pictures.items():
            picture.save(folder / f"{language}-{words[:30].replace(' ', '_')}-{name}.png")
    return Score(
        words, *(accuracy(words, read(picture, language)) for picture in pictures.values())
    )


def mean_where_readable(scores: list[Score]) -> float:
    """Of the real frame, over the captions that Tesseract reads in print."""
    return mean(score.frame for score in scores if score.printed >= READABLE)


def _line(language: str, scores: list[Score]) -> str:
    means = [
        mean(figures)
        for figures in zip(*((s.frame, s.dots, s.printed) for s in scores), strict=True)
    ]
    worst = min(scores, key=lambda score: score.frame - score.printed)
    return (
        f"{NAMES[language]:24}{len(scores):9}"
        + "".join(f"{figure:8.1%}" for figure in means)
        + f"{mean_where_readable(scores):10.1%}   {worst.frame:.0%} for {worst.words[:40]}"
    )


def captions(language: str) -> Iterator[str]:
    """From a word or two to as many as a caption holds."""
    for sentence in SENTENCES[language]:
        words = sentence.split()
        step = max(1, len(words) // 6)
        for count in range(step, len(words) + 1, step):
            text = " ".join(words[:count])
            if len(text) <= 80:
                yield text


def draw_frame(order: Order) -> Image.Image:
    """The words in the middle of the hold, dark on light."""
    show = templates.compose(order)
    left, top, right, bottom = show.box
    around = (left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN)
    frame = Image.fromarray(renderer_for(show).still(show.still_at))
    words = frame.crop(around).convert("L")
    larger = words.resize((words.width * SCALE, words.height * SCALE), Image.Resampling.BICUBIC)
    blurred = larger.filter(ImageFilter.GaussianBlur(BLUR * show.pitch * SCALE))
    return _sized(ImageOps.invert(ImageOps.autocontrast(blurred)), order.caption)


def draw_dots(lettering: Lettering) -> Image.Image:
    """Dark dots on white, each a disc blurred as a light is."""
    picture = np.zeros((HEIGHT * SCALE, WIDTH * SCALE), np.float32)
    reach = np.arange(-12, 13)
    sigma = BLUR * lettering.pitch * SCALE
    for x, y in (lettering.dots + np.array([WIDTH / 2, HEIGHT / 2])) * SCALE:
        column, row = int(x), int(y)
        light = np.exp(-((reach + column + 0.5 - x) ** 2) / (2 * sigma**2))[None, :]
        light = light * np.exp(-((reach + row + 0.5 - y) ** 2) / (2 * sigma**2))[:, None]
        picture[row - 12 : row + 13, column - 12 : column + 13] += light
    return Image.fromarray((255 * (1 - picture.clip(0, 1))).astype(np.uint8))


def draw_print(caption: Caption) -> Image.Image:
    ink = fill(lay_out(caption, width=548, height=400), SCALE)
    page = Image.new("L", (WIDTH * SCALE, HEIGHT * SCALE), 255)
    letters = Image.fromarray(255 - ink.cover)
    page.paste(letters, ((page.width - letters.width) // 2, (page.height - letters.height) // 2))
    return page.filter(ImageFilter.GaussianBlur(0.7))


def _sized(picture: Image.Image, caption: Caption) -> Image.Image:
    """As it is, or smaller where its letters are those of a poster."""
    em = SCALE * lay_out(caption, width=548, height=400).font_size
    share = min(1.0, LARGEST / em)
    size = round(share * picture.width), round(share * picture.height)
    return picture.resize(size, Image.Resampling.LANCZOS)


def read(picture: Image.Image, language: str) -> str:
    file = io.BytesIO()
    picture.save(file, "PNG", dpi=(150, 150))
    ocr = subprocess.run(
        ["tesseract", "-", "-", "-l", language, "--psm", "6"],
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


if __name__ == "__main__":
    sys.exit(main())
