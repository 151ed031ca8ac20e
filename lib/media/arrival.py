"""Arrival: a downloaded file becomes a film that every browser plays, or is refused."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from lib.errors import BadVideo, ForeignFormat
from lib.generation import Video
from lib.media.probe import inspect
from lib.media.process import nobody_cancels
from lib.media.transcode import PLAYABLE, transcode
from lib.problem import Code, Problem

_log = logging.getLogger(__name__)


def receive(film: Path, poster: Path, *, cancelled: Callable[[], bool] = nobody_cancels) -> Video:
    """Look at every picture of `film`, write its best one to `poster`; return what was found.

    A film in a format that browsers do not play is converted in its place. Raise BadVideo if it is
    no video or cannot be converted, Cancelled when `cancelled` says so, LookBrokenOff if a look was
    ended from outside, StorageError if the disk fails.
    """
    try:
        return inspect(film, poster, cancelled=cancelled)
    except ForeignFormat as foreign:
        _log.info("A film is converted. %s", foreign)
        _convert(film, foreign, cancelled)
    return inspect(film, poster, cancelled=cancelled)


def _convert(film: Path, foreign: ForeignFormat, cancelled: Callable[[], bool]) -> None:
    converted = film.with_name(f"playable-{film.name}")
    try:
        transcode(PLAYABLE, film, converted, cancelled=cancelled)
    except BadVideo as error:
        problem = Problem.of(Code.NOT_CONVERTED, cause=foreign.problem, then=error.problem)
        raise BadVideo(problem) from error
    converted.replace(film)
