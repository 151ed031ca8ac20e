"""Words: where they part in scripts that put no space between them.

Japanese parts into a reader's phrases (BudouX), its long katakana compounds into words (ICU);
Chinese into the words of a dictionary (jieba), short ones with the neighbour that they lean on;
Thai, Lao, Khmer and Burmese into the words of ICU's dictionaries.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Final

import budoux
import regex
import rjieba
from icu4py.breakers import WordBreaker

from lib.caption import ZERO_WIDTH_SPACE
from lib.engine.lettering.han import Language, language_of

_HAN: Final = regex.compile(r"\p{Han}")
#: Chinese, and the letters and numbers that stand in it without a space.
_CHINESE: Final = regex.compile(r"[\p{Han}〇\p{Latin}\p{Nd}]*\p{Han}[\p{Han}〇\p{Latin}\p{Nd}]*")
_KATAKANA: Final = regex.compile(r"[\p{Katakana}ー]{6,}")
_KATAKANA_BESIDE_HAN: Final = regex.compile(r"(?<=[\p{Katakana}ー]{3})(?=\p{Han}{2})")
_ASIAN: Final = {
    "th": regex.compile(rf"[\p{{Thai}}{ZERO_WIDTH_SPACE}]+"),
    "lo": regex.compile(rf"[\p{{Lao}}{ZERO_WIDTH_SPACE}]+"),
    "km": regex.compile(rf"[\p{{Khmer}}{ZERO_WIDTH_SPACE}]+"),
    "my": regex.compile(rf"[\p{{Myanmar}}{ZERO_WIDTH_SPACE}]+"),
}

#: What the dictionary does not know, and captions hold.
_MORE_WORDS: Final = (
    "双十一", "双十二", "年中大促", "年终大促", "公众号", "小程序", "大模型", "直播间", "满减", "预售",
    "花卉博览会", "张江高科", "闔家", "闔家歡樂", "阖家", "新年進步", "生日快樂", "恭喜發財", "年會",
    "开门红",
    "开工大吉", "中秋", "团圆", "無人機", "无人机", "新质生产力", "一带一路", "卡拉OK", "B站", "谢谢你",
    "谢谢您",
    "感谢有你", "周年庆", "週年慶", "嘉年华", "嘉年華", "音乐节", "灯光秀", "燈光秀", "元宵", "端午",
    "开学季",
    "毕业季", "购物节", "黄浦江", "东方明珠", "欢迎您", "歡迎您", "歡迎光臨",
)  # fmt: skip
#: What ICU's dictionaries tear: New Year in Burmese, Shanghai in Lao and Burmese.
_WHOLE: Final = regex.compile("နှစ်သစ်ကူး|နှစ်သစ်|ရှန်ဟိုင်း|ຊຽງໄຮ້|ຊຽງໄຮ")
#: Katakana words of which compounds in captions are made: ICU does not know, or tears, some of them.
_KATAKANA_WORDS: Final = regex.compile(
    "アニバーサリー|ドローン|セレモニー|オープニング|パーティー|フェスティバル|イベント|"
    "プレゼント|キャンペーン|コレクション|グランド|オープン|リニューアル|クリスマス|"
    "バレンタインデー|バレンタイン|ハロウィン|スペシャル|ウェディング|サマー|ウィンター|"
    "スプリング|オータム|ハッピー|メリー|ニューイヤー|バースデー|セレクション|エキスポ|"
    "カンファレンス|サミット|フォーラム|マーケット|ファッション|ウィーク|デザイン|コンサート|"
    "ミュージック|イルミネーション|ブラック|フライデー|テクノロジー|シャンハイ|スカイ|ショー|"
    "セール|フェア|ツアー|ライブ|ナイト"
)
# Of one character, and what they lean on: the word before, or the one after.
_BEFORE: Final = frozenset("的了着过们吗吧呢啊呀嘛啦哦得地之起中上里内外前后间們嗎過裡內後間")
_NUMERAL: Final = regex.compile(r"\d+(?:\.\d+)?|[零〇一二三四五六七八九十百千万两半几廿]+")
#: A number leans on its measure, which is short: 20|周年, but not 2026|新年快乐.
_MEASURE: Final = 3
_LETTER: Final = regex.compile(r"\p{Latin}")
_AHEAD: Final = frozenset("双第")
#: jieba's tags of words that lean back: nouns, measures, suffixes, places, particles.
_LEANS_BACK: Final = frozenset({"n", "q", "k", "f", "y", "uj", "ul", "uz", "ug", "ud", "m"})
#: Dates stay whole: 11月 goes with 28日.
_MONTH: Final = regex.compile(r"(?:\d+|[一二三四五六七八九十]+)月")
_DAY: Final = regex.compile(r"(?:\d+|[一二三四五六七八九十廿]+)[日号號]")
#: A katakana word has at least so many characters: shorter pieces are syllables.
_SHORTEST: Final = 3


@dataclass(slots=True)
class _Chunk:
    """Some words that stay together, and jieba's tag of the last."""

    text: str
    tag: str
    leans: bool = False  # on what follows, which is still to come


def word_starts(texts: Sequence[str]) -> frozenset[int]:
    """The clusters that begin a word (of Japanese: a phrase), where no space tells so."""
    return _clusters(texts, _starts("".join(texts)))


def joints(texts: Sequence[str]) -> frozenset[int]:
    """The clusters that begin a part of a compound: katakana words in a row, or before Han."""
    return _clusters(texts, _joints("".join(texts)))


def _clusters(texts: Sequence[str], places: Iterator[int]) -> frozenset[int]:
    wanted = set(places)
    offsets = accumulate(map(len, texts), initial=0)
    return frozenset(index for index, offset in enumerate(offsets) if offset in wanted)


def _starts(text: str) -> Iterator[int]:
    for language, script in _ASIAN.items():
        for run in script.finditer(text):
            yield from (run.start() + place for place in _dictionary(run[0], language))
    if language_of(text) is Language.JAPANESE:
        yield from _ends(_japanese().parse(text))
        return
    for run in _CHINESE.finditer(text):
        yield from (run.start() + place for place in _ends(_chinese(run[0])))
        yield from (run.start(), run.end())


def _joints(text: str) -> Iterator[int]:
    for run in _KATAKANA.finditer(text):
        yield from (run.start() + place for place in _katakana(run[0]))
    yield from (found.start() for found in _KATAKANA_BESIDE_HAN.finditer(text))


def _ends(words: Sequence[str]) -> list[int]:
    """Where the words begin, but for the first."""
    return list(accumulate(map(len, words)))[:-1]


def _dictionary(run: str, language: str) -> list[int]:
    """Where somebody has parted the words by zero-width spaces, these are all."""
    if ZERO_WIDTH_SPACE in run:
        return [found.end() for found in regex.finditer(ZERO_WIDTH_SPACE, run)]
    torn = {place for word in _WHOLE.finditer(run) for place in range(word.start() + 1, word.end())}
    return [place for place in _ends(list(WordBreaker(run, language))) if place not in torn]


def _katakana(run: str) -> Iterator[int]:
    """No piece is shorter than a word, none begins with what belongs to the sound before it."""
    known = [found.span() for found in _KATAKANA_WORDS.finditer(run)]
    edges = {place for span in known for place in span}
    torn = {place for start, end in known for place in range(start + 1, end)}
    places = sorted((edges | set(_ends(list(WordBreaker(run, "ja"))))) - torn)
    begin = 0
    for place in places:
        short = min(place - begin, len(run) - place) < _SHORTEST
        if not short and run[place] not in "ーッンャュョァィゥェォ":
            yield place
            begin = place


def _chinese(run: str) -> list[str]:
    chunks: list[_Chunk] = []
    for word, tag in _jieba().tag(run):
        if chunks and _belongs(chunks[-1], word, tag):
            last = chunks[-1]
            # 双11, and 我爱: number and verb have leaned already.
            last.leans = _leans(word, tag) and last.text != "双" and not tag.startswith("v")
            last.text, last.tag = last.text + word, tag
        else:
            chunks.append(_Chunk(word, tag, leans=_leans(word, tag)))
    if len(chunks) > 1 and len(chunks[-1].text) == 1:
        chunks[-2].text += chunks.pop().text
    return [chunk.text for chunk in chunks]


def _belongs(last: _Chunk, word: str, tag: str) -> bool:
    if not last.leans:
        return _joins(last, word, tag)
    return last.tag != "m" or (len(word) <= _MEASURE and not tag.startswith("v"))


def _joins(last: _Chunk, word: str, tag: str) -> bool:
    """Whether a word leans on the one before it."""
    if _MONTH.fullmatch(last.text) and _DAY.match(word + "日"):
        return True
    if len(word) > 1 or _NUMERAL.fullmatch(word):
        return False
    if word in _BEFORE or _LETTER.fullmatch(word):
        return True
    return tag in _LEANS_BACK or (tag == "r" and last.tag.startswith("v"))


def _leans(word: str, tag: str) -> bool:
    """Whether it leans on the word after it: numbers on their measure, short verbs on their object."""
    if _NUMERAL.fullmatch(word) or word in _AHEAD:
        return True
    return len(word) == 1 and word not in _BEFORE and tag not in _LEANS_BACK and tag != "eng"


@cache
def _jieba() -> rjieba.Jieba:
    jieba = rjieba.Jieba()
    for word in _MORE_WORDS:
        jieba.add_word(word, 50_000, "n")
    return jieba


@cache
def _japanese() -> budoux.Parser:
    return budoux.load_default_japanese_parser()
