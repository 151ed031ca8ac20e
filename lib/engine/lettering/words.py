"""Words: where they part in scripts that put no space between them, by the models of BudouX.

Its Japanese phrases are a reader's own; its Thai it cuts finer, mostly between syllables where not
between words. Its Chinese it cuts too fine as well, now and then through a word, and is held to what
most words of Chinese are: pairs. Lao, Khmer and Myanmar have no model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import Final

import budoux
import regex

_KANA: Final = regex.compile(r"[\p{Hiragana}\p{Katakana}]")
_HAN: Final = regex.compile(r"\p{Han}+")
_THAI: Final = regex.compile(r"\p{Thai}+")

# Where they stand by themselves, particles end a word; so do measures, if what follows are words
# without them.
_PARTICLES: Final = frozenset("的了着过们吗吧呢啊呀嘛")
_MEASURES: Final = frozenset("年月日号届周次场")
#: In no more characters of an even number than these, pairs are surer than any model.
_PAIRED: Final = 8

_Load = Callable[[], budoux.Parser]


def word_starts(texts: Sequence[str]) -> frozenset[int]:
    """The clusters that begin a word (of Japanese: a phrase), where no space tells so."""
    text = "".join(texts)
    places = set(_starts(text))
    offsets = accumulate(map(len, texts), initial=0)
    return frozenset(index for index, offset in enumerate(offsets) if offset in places)


def _starts(text: str) -> Iterator[int]:
    for run in _THAI.finditer(text):
        yield from (run.start() + place for place in _cut(budoux.load_default_thai_parser, run[0]))
    if _KANA.search(text):
        yield from _cut(budoux.load_default_japanese_parser, text)
        return
    for run in _HAN.finditer(text):
        yield from (run.start() + place for place in _chinese(run[0]))
        if not text[: run.start()][-1:].isdecimal():  # 2026年, 3月: a number stays with its measure
            yield run.start()
        yield run.end()


def _chinese(run: str) -> Iterator[int]:
    cuts = [0, *_cut(_chinese_model(run), run), len(run)]
    begin, chunks = 0, list[str]()
    for start, end in pairwise(cuts):
        chunk = run[start:end]
        whole = end + 1 not in cuts or (len(run) - end) % 2 == 0
        if chunk in _PARTICLES or (chunk in _MEASURES and whole):
            yield from (begin + place for place in _joined(chunks))
            yield end
            begin, chunks = end, []
        else:
            chunks.append(chunk)
    yield from (begin + place for place in _joined(chunks))


def _joined(chunks: Sequence[str]) -> Iterator[int]:
    """Where chunks part once they are words: a lone character goes with the next, or makes a pair."""
    length = sum(map(len, chunks))
    if length % 2 == 0 and length <= _PAIRED:
        yield from range(2, length, 2)
        return
    begin = end = 0
    for chunk in chunks:
        lone = end - begin == 1 or (len(chunk) == 1 and (end - begin) % 2 == 1)
        if end > begin and not lone:
            yield end
            begin = end
        end += len(chunk)


def _chinese_model(run: str) -> _Load:
    """Simplified characters are all in GB 2312; few of the traditional ones are."""
    try:
        run.encode("gb2312")
    except UnicodeEncodeError:
        return budoux.load_default_traditional_chinese_parser
    return budoux.load_default_simplified_chinese_parser


def _cut(load: _Load, text: str) -> list[int]:
    """Where the model's chunks begin, but for the first."""
    return list(accumulate(map(len, _model(load).parse(text))))[:-1]


@cache
def _model(load: _Load) -> budoux.Parser:
    return load()
