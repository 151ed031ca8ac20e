"""Recipes: every file that can be made from a film, by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Kind(StrEnum):
    """How a file is made. The built-in engine may draw a FIT anew instead, composed for the format."""

    PLAYABLE = "playable"  # the film itself, in the format that every browser plays
    FIT = "fit"  # the whole film in a frame of another shape
    SILENT = "silent"  # the same pictures without sound
    GIF = "gif"
    WEBP = "webp"
    STILL = "still"
    PAGE = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """`key` names the file among a film's files; `label` is its last part in a download's name."""

    key: str
    label: str
    kind: Kind
    ending: str
    media_type: str
    size: tuple[int, int] | None = None  # pixels, of a FIT


def _fit(label: str, width: int, height: int) -> Recipe:
    return Recipe(
        key=f"{width}x{height}",
        label=label,
        kind=Kind.FIT,
        ending="mp4",
        media_type="video/mp4",
        size=(width, height),
    )


def _file(key: str, kind: Kind, ending: str, media_type: str) -> Recipe:
    return Recipe(key=key, label=key, kind=kind, ending=ending, media_type=media_type)


_ALL: Final = (
    _fit("9x16", 1080, 1920),
    _fit("4x5", 1080, 1350),
    _fit("1x1", 1080, 1080),
    _fit("16x9", 1920, 1080),
    _file("silent", Kind.SILENT, "mp4", "video/mp4"),
    _file("gif", Kind.GIF, "gif", "image/gif"),
    _file("animation", Kind.WEBP, "webp", "image/webp"),
    _file("jpg", Kind.STILL, "jpg", "image/jpeg"),
    _file("png", Kind.STILL, "png", "image/png"),
    _file("page", Kind.PAGE, "html", "text/html; charset=utf-8"),
)

#: For films that arrive in another format; nobody is offered it.
PLAYABLE: Final = _file("playable", Kind.PLAYABLE, "mp4", "video/mp4")

RECIPES: Final[Mapping[str, Recipe]] = MappingProxyType({recipe.key: recipe for recipe in _ALL})


def recipe_of(key: str) -> Recipe:
    """Return the recipe of this key. Raise KeyError for any other word."""
    return PLAYABLE if key == PLAYABLE.key else RECIPES[key]
