"""Make: the maker of each kind of file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from lib.errors import StorageError
from lib.media.transcode.animation import write_gif, write_webp
from lib.media.transcode.fit import write_fit
from lib.media.transcode.page import write_page
from lib.media.transcode.playable import write_playable
from lib.media.transcode.recipe import Kind, Recipe
from lib.media.transcode.still import write_still
from lib.media.transcode.stream import write_silent
from lib.problem import Code, Problem

Progress = Callable[[float], None]

#: The largest GIF or animated WebP, bytes: what mail programs still show inline.
LARGEST_ANIMATION: Final = 3_000_000


def make(recipe: Recipe, film: Path, target: Path, *, title: str, progress: Progress) -> None:
    """Write the recipe's file. Raise BadVideo or StorageError."""
    try:
        _make(recipe, film, target, title, progress)
    except OSError as error:  # what comes from the film is a BadVideo already
        raise StorageError(Problem.of(Code.FILE_UNWRITABLE, why=error.strerror)) from error


def _make(recipe: Recipe, film: Path, target: Path, title: str, progress: Progress) -> None:
    match recipe.kind:
        case Kind.PLAYABLE:
            write_playable(film, target, progress=progress)
        case Kind.FIT if recipe.size is not None:
            write_fit(film, target, recipe.size, title=title, progress=progress)
        case Kind.FIT:
            raise ValueError(f"{recipe.key} has no size")
        case Kind.SILENT:
            write_silent(film, target, progress=progress)
        case Kind.GIF:
            write_gif(film, target, LARGEST_ANIMATION, progress=progress)
        case Kind.WEBP:
            write_webp(film, target, LARGEST_ANIMATION, progress=progress)
        case Kind.STILL:
            write_still(film, target, recipe.ending)
        case Kind.PAGE:
            write_page(film, target, title=title)
