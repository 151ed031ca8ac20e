"""Captions laid out in a box as large as a film's sky."""

from __future__ import annotations

from lib.caption import Caption
from lib.engine.lettering.layout import Layout, lay_out


def laid(words: str) -> Layout:
    return lay_out(Caption.parse(words), width=548, height=400)


def lines(words: str) -> tuple[str, ...]:
    return laid(words).lines
