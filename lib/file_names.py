"""File names for downloads: they read like the caption and are safe on every disk and in every shell.

Windows forbids nine characters, a trailing dot or space, and the names of its old devices; POSIX
shells expand a few more. Where a forbidden character carries meaning, another one takes its place.
"""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Final

import regex

#: Bytes of UTF-8: long enough to tell files apart, short enough for every file system (255).
_LONGEST: Final = 120

#: (what is forbidden, what says the same), applied in this order. Everything else that is
#: forbidden becomes a space.
_SAME_MEANING: Final = tuple(
    (regex.compile(pattern), instead)
    for pattern, instead in (
        (r"<3(?!\w)", "♥"),
        (r"(?<=\d) ?\* ?(?=\d)", "×"),
        (r"(?<=\d)\*", "★"),  # a five-star hotel
        (r"\*(?=\w)(.*?)(?<=\w)\*", r"\1"),  # *emphasis*
        (r"(?<=\d):(?=\d\d(?!\d))", "."),  # a time of day
        (r"(?<=\d):(?=\d)", "-"),  # a score
        (r"(?<=[\w%€$£¥])[/\\|](?=[\w$€£¥])", "-"),
        (r"(?<=\S) ?[<>|]+ ?(?=\S)", " - "),
        (r"(?<=\S) ?: (?=\S)", " - "),
        (r"[\"`]", "'"),
        (r"(?<=\S);", ","),
        (r"\$(?=[({])", " "),  # a shell would run what follows
        (r"%(?=[A-Za-z_]\w*%)", " "),  # Windows' shell would expand %NAME%
        (r"\A\s*-(?=[\d$€£¥])", "−"),  # a discount, not an option of a command
        (r"\A\s*'(?=\d)", "’"),
    )
)
_FORBIDDEN: Final = frozenset('<>:"/\\|?*`;')

#: Names that Windows keeps for devices, whatever ending follows. It reads superscripts as digits.
_DEVICES: Final = regex.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|clock\$|(com|lpt)[\d¹²³]) *(\.|$)", regex.IGNORECASE
)


def attachment_name(words: str, ending: str) -> str:
    """The caption as a file name: `50% off.mp4` for "50% off"."""
    return f"{_safe(words)}.{ending}"


def numbered_name(words: str, number: str, ending: str) -> str:
    """The same with a number, for the second file of these words: `50% off 2.mp4`."""
    return f"{_safe(words)} {number}".strip() + f".{ending}"


def rendition_name(day: date, words: str, kind: str, ending: str) -> str:
    """A name that sorts by day and says what is inside: `2026-11-03-grand-opening-1x1.mp4`."""
    spoken = regex.sub(r"[^\w%$€£¥+&@#′♥★\p{M}\p{So}\u200c\u200d]+", "-", _safe(words).lower())
    parts = (day.isoformat(), _shorten(spoken, _LONGEST - 40).strip("-"), kind)
    return f"{'-'.join(part for part in parts if part)}.{ending}"


def _safe(words: str) -> str:
    text = " ".join(unicodedata.normalize("NFC", words).split())
    for pattern, instead in _SAME_MEANING:
        text = pattern.sub(instead, text)
    text = "".join(" " if _is_unsafe(character) else character for character in text)
    name = _shorten(" ".join(text.split()), _LONGEST).strip(" .-~'")
    if not name or _DEVICES.match(name):
        name = f"skylit {name}".strip()
    return name


def _is_unsafe(character: str) -> bool:
    """Controls, direction overrides, line separators, lone surrogates, private use, forbidden."""
    category = unicodedata.category(character)
    joins = character in "\u200c\u200d"  # part of writing Persian, Hindi and emoji families
    return character in _FORBIDDEN or (category[0] in "CZ" and not joins)


def _shorten(text: str, longest: int) -> str:
    """Cut between graphemes, so that no accent and no emoji is torn apart."""
    kept = ""
    for grapheme in regex.findall(r"\X", text):
        if len((kept + grapheme).encode()) > longest:
            break
        kept += grapheme
    return kept
