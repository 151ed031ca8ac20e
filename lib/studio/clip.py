"""Clip: a file of the archive as a browser gets it, with a name made from the caption."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote

import regex

#: Long enough to tell files apart, short enough for every file system (255 bytes).
_NAME_BYTES: Final = 120

#: What some system reads as something other than text: Windows' reserved characters and ours.
_RESERVED: Final = frozenset('<>:"/\\|?*%`$;')

#: Names that Windows keeps for devices, with any ending.
_DEVICES: Final = regex.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """`path` is set where the archive is a folder; `open` works for every archive."""

    size: int  # bytes
    etag: str  # without quotes
    media_type: str
    #: The value of Content-Disposition that makes a browser save it under the caption's name.
    attachment: str
    modified: datetime
    path: Path | None
    _open: Callable[[int, int], Iterator[bytes]] = field(repr=False)

    def open(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` up to but not including `end`, in chunks. Raise StorageError."""
        return self._open(start, self.size if end is None else end)


def attachment_name(words: str, ending: str) -> str:
    """A file name that reads like the caption and can hurt nobody's disk, shell or eyes."""
    text = unicodedata.normalize("NFC", words)
    text = "".join(" " if _is_unsafe(character) else character for character in text)
    name = _shorten(" ".join(text.split())).strip(" .-~'")
    if not name or _DEVICES.match(name):
        name = f"skylit {name}".strip()
    return f"{name}.{ending}"


def content_disposition(name: str) -> str:
    """Both forms of RFC 6266: plain ASCII for old readers, UTF-8 (RFC 8187) for all others."""
    decomposed = unicodedata.normalize("NFKD", name)
    plain = " ".join(decomposed.encode("ascii", "ignore").decode().split())
    if plain.startswith("."):
        plain = f"skylit{plain}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _is_unsafe(character: str) -> bool:
    """Controls, direction overrides, line separators, lone surrogates, private use, reserved."""
    category = unicodedata.category(character)
    joins = character in "\u200c\u200d"  # part of writing Persian, Hindi and emoji families
    return character in _RESERVED or (category[0] in "CZ" and not joins)


def _shorten(text: str) -> str:
    """Cut between graphemes, so that no accent and no emoji is torn apart."""
    kept = ""
    for grapheme in regex.findall(r"\X", text):
        if len((kept + grapheme).encode()) > _NAME_BYTES:
            break
        kept += grapheme
    return kept
