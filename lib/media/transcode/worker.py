"""The process that transcodes, seen from outside: start it, follow its progress, settle its file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

from lib import files
from lib.errors import StorageError
from lib.media.confined import Limits
from lib.media.process import follow, nobody_cancels
from lib.media.transcode.recipe import Recipe
from lib.problem import Code, Problem

#: A film of fifteen seconds in Full HD takes ten seconds of CPU time.
LIMITS: Final = Limits(seconds=300)


def transcode(
    recipe: Recipe,
    film: Path,
    target: Path,
    *,
    title: str = "",
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    limits: Limits = LIMITS,
) -> None:
    """Write `recipe`'s file of `film` to `target`, whole or not at all.

    `progress` gets a share from 0 to 1 now and then. Raise Cancelled when `cancelled` says so,
    BadVideo if the film cannot be decoded within the limits, LookBrokenOff if the process was ended
    from outside or took too long, StorageError if the disk fails.
    """
    draft = files.draft_of(target)
    order = {"recipe": recipe.key, "film": str(film.absolute()), "title": title}
    order |= {"target": str(draft.absolute())}

    def told(line: str) -> None:
        if progress is not None and (share := _share(line)) is not None:
            progress(share)

    try:
        follow(
            "lib.media.transcode",
            [json.dumps(order)],
            limits,
            told=told,
            cancelled=cancelled or nobody_cancels,
        )
        _settle(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def _share(line: str) -> float | None:
    try:
        return min(max(float(line), 0.0), 1.0)
    except ValueError:
        return None


def _settle(draft: Path, target: Path) -> None:
    try:
        files.settle(draft, target)
    except OSError as error:
        raise StorageError(Problem.of(Code.FILE_UNWRITABLE, why=error.strerror)) from error
