"""Films that are small and want to be huge: real ones whose tables were written anew."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from typing import Final

from tests.films import film

_CONTAINERS: Final = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts")
#: What the tables of a fixed number of pictures say besides; without them, each stands for itself.
_DETAILS: Final = dict.fromkeys((b"elst", b"stss", b"ctts", b"sdtp", b"sgpd", b"sbgp"))


def claims(pictures: int) -> bytes:
    """That many pictures of one byte each, in three lines of tables."""
    return _with_tables(
        film(sound=False),
        {
            b"stsz": _words(0, 1, pictures),
            b"stsc": _words(0, 1, 1, pictures, 1),
            b"stts": _words(0, 1, pictures, 1),
            **_DETAILS,
        },
    )


def repeats(pictures: int) -> bytes:
    """One real picture, again and again: whole in every way, and without an end."""
    whole = film(sound=False, seconds=0.05, width=640, height=640)
    tables = dict(_boxes(whole, inside=True))
    size, place = _word(tables[b"stsz"], 1), _word(tables[b"stco"], 2)
    return _with_tables(
        whole,
        {
            b"stsz": _words(0, size, pictures),
            b"stsc": _words(0, 1, 1, 1, 1),
            b"stco": _words(0, pictures, *[place] * pictures),
            b"stts": _words(0, 1, pictures, 1),
            **_DETAILS,
        },
    )


def edits(times: int) -> bytes:
    """The whole film, shown that many times over by its edit list."""
    whole = film(sound=False, seconds=1.0)
    duration = _word(dict(_boxes(whole, inside=True))[b"mvhd"], 4)
    return _with_tables(whole, {b"elst": _words(0, times, *[duration, 0, 1 << 16] * times)})


def streams(number: int) -> bytes:
    """The same stream, that many times."""
    return _with_tables(film(sound=False), {}, repeat=number)


def _with_tables(whole: bytes, tables: Mapping[bytes, bytes | None], *, repeat: int = 1) -> bytes:
    """A new index at the end; the old one's place stays, so that pictures are where they were."""
    old = dict(_boxes(whole))[b"moov"]
    retired = whole.replace(b"moov", b"skip", 1)
    return retired + _box(b"moov", _rewritten(old, tables, repeat))


def _rewritten(content: bytes, tables: Mapping[bytes, bytes | None], repeat: int) -> bytes:
    written = b""
    for kind, inner in _boxes(content):
        if kind in _CONTAINERS:
            written += _box(kind, _rewritten(inner, tables, 1)) * (repeat if kind == b"trak" else 1)
        elif (new := tables.get(kind, inner)) is not None:
            written += _box(kind, new)
    return written


def _boxes(content: bytes, *, inside: bool = False) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of each; `inside`: also of those that are in containers."""
    at = 0
    while at < len(content):
        size, kind = struct.unpack_from(">I4s", content, at)
        inner = content[at + 8 : at + size]
        yield kind, inner
        if inside and kind in _CONTAINERS:
            yield from _boxes(inner, inside=True)
        at += size


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def _words(*numbers: int) -> bytes:
    return struct.pack(f">{len(numbers)}I", *numbers)


def _word(content: bytes, place: int) -> int:
    return int(struct.unpack_from(">I", content, 4 * place)[0])
