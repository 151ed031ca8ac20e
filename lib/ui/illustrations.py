"""Figures of light, as drones would draw them: a picture for every state that has no video."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

_AMBER: Final = "#f2b24c"

_FAILED: Final = (
    "..#..",
    "..#..",
    "..#..",
    "..#..",
    ".....",
    "..#..",
)
_QUESTION: Final = (
    ".###.",
    "#...#",
    "....#",
    "..##.",
    ".....",
    "..#..",
)
_CANCELLED: Final = (
    "#...#",
    ".#.#.",
    "..#..",
    ".#.#.",
    "#...#",
)
_HELLO: Final = (
    "#.#.###.#...#...###",
    "#.#.#...#...#...#.#",
    "###.##..#...#...#.#",
    "#.#.#...#...#...#.#",
    "#.#.###.###.###.###",
)


def failed() -> str:
    return _drawn(_FAILED)


def question() -> str:
    return _drawn(_QUESTION)


def cancelled() -> str:
    return _drawn(_CANCELLED)


def hello() -> str:
    return _drawn(_HELLO)


def _drawn(rows: tuple[str, ...]) -> str:
    """Return it as an image: st.html lets no inline SVG through."""
    lights = "".join(
        f'<circle cx="{10 * x + 5}" cy="{10 * y + 5}" r="3.2"/>'
        for y, row in enumerate(rows)
        for x, mark in enumerate(row)
        if mark == "#"
    )
    width, height = 10 * len(rows[0]), 10 * len(rows)
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}" fill="{_AMBER}">{lights}</svg>'
    )
    return f'<img class="dots" src="data:image/svg+xml,{quote(drawing)}" alt="">'
