"""How well captions in the sky can be read: by Tesseract, beside the same words typeset.

    python -m benchmarks.legibility [--template NAME] [--format SIZE] [--show FOLDER] [--afar]

Each caption is read three times: from the real frame in the middle of the hold (as grey, blurred as an
eye does from afar, inverted), as dots with a soft light each, and as filled outlines, which is print.
Dots and print are laid out for the API's own format, whatever the frame's is. The figure is the share of
characters read rightly: 1 - edit distance / length, blanks not counted. What Tesseract cannot read even
in print says nothing about drones: the last column is the real frame's mean over captions of which it
reads READABLE in print.

All three are given to Tesseract line by line (benchmarks/reader.py). With --afar the frame is made
smaller first, as if it were seen from farther and farther off: what the preview's verdict goes by
(lib/engine/legibility.py). Needs `tesseract` and its languages eng, rus, chi_sim, ara, hin.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Final

from benchmarks.reader import (
    accuracy,
    dot_lines,
    frame_lines,
    lines_from_afar,
    missing,
    print_lines,
    read,
    stacked,
)
from lib.engine import legibility
from lib.engine.lettering import letter
from lib.engine.request import RenderRequest
from lib.format import FORMATS
from lib.template import CATALOGUE

READABLE: Final = 0.9
SHARES: Final = (1.0, 1 / 3, 1 / 5, 0.16, 0.13, 0.10, 0.08, 0.06)  # of the film's width

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
    names = [template.name for template in CATALOGUE]
    options.add_argument("--template", choices=names, help="one of them; all unless told")
    options.add_argument("--format", choices=[size.name for size in FORMATS], help="of the frame")
    options.add_argument("--show", type=Path, help="keep the pictures in this folder")
    options.add_argument("--afar", action="store_true", help="how small a film may be, and be read")
    chosen = options.parse_args()
    if lacking := missing(set(SENTENCES)):
        print(f"Skipped: {lacking}.")
        return 0
    for template in [chosen.template] if chosen.template else names:
        if chosen.afar:
            _print_from_afar(template)
        else:
            _print_scores(template, chosen.show, chosen.format)
    return 0


def _print_scores(template: str, folder: Path | None, size: str | None) -> None:
    print(f"{template:24}{'captions':>9}{'frame':>8}{'dots':>8}{'print':>8}{'readable':>10}")
    for language in SENTENCES:
        scores = [score(words, language, template, folder, size) for words in captions(language)]
        print(_line(language, scores), flush=True)


def score(
    words: str, language: str, template: str, folder: Path | None = None, size: str | None = None
) -> Score:
    """Read one caption in each of its three forms; keep the pictures in `folder`, if there is one."""
    order = RenderRequest.parse(words, template, format=size)
    forms = {
        "frame": frame_lines(order),
        "dots": dot_lines(letter(order.caption, seed=order.seed)),
        "print": print_lines(order.caption),
    }
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        title = f"{order.template.slug}-{language}-{words[:30].replace(' ', '_')}-{len(words)}"
        for name, lines in forms.items():
            stacked(lines).save(folder / f"{title}-{name}.png")
    return Score(words, *(accuracy(words, read(lines, language)) for lines in forms.values()))


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


def _print_from_afar(template: str) -> None:
    print(template)
    print(f"{'':10}{'em':>5}  " + "".join(f"{share:8.0%}" for share in SHARES) + "  verdict")
    for language in SENTENCES:
        for words in list(captions(language))[::2]:
            order = RenderRequest.parse(words, template)
            em = letter(order.caption, seed=order.seed).font_size
            seen = (
                accuracy(words, read(lines_from_afar(order, share), language)) for share in SHARES
            )
            told = legibility.read(order.caption).verdict
            row = "".join(f"{figure:8.0%}" for figure in seen)
            print(f"{NAMES[language]:10}{em:5.0f}  {row}  {told}", flush=True)


def captions(language: str) -> Iterator[str]:
    """From a word or two to as many as a caption holds."""
    for sentence in SENTENCES[language]:
        words = sentence.split()
        step = max(1, len(words) // 6)
        for count in range(step, len(words) + 1, step):
            text = " ".join(words[:count])
            if len(text) <= 80:
                yield text


if __name__ == "__main__":
    sys.exit(main())
