"""Probe: find out in a process with limits what a downloaded file really is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from lib.generation import Video
from lib.media.confined import LIMITS, Limits
from lib.media.process import follow, nobody_cancels


def inspect(
    path: Path,
    poster: Path | None = None,
    limits: Limits = LIMITS,
    *,
    cancelled: Callable[[], bool] = nobody_cancels,
) -> Video:
    """Decode every picture and read every packet; write the best picture as WebP to `poster`.

    Raise BadVideo for what is no playable video: another kind of file, one that was cut short, is
    damaged, holds no pictures, is of absurd size or beyond the limits; ForeignFormat for one that
    can be converted. Raise Cancelled when `cancelled` says so, LookBrokenOff if the look was ended
    from outside, StorageError if the disk fails.
    """
    files = [str(each.absolute()) for each in (path, poster) if each is not None]
    return Video(**json.loads(follow("lib.media", files, limits, cancelled=cancelled)))
