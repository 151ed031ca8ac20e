"""Recordings: sounds that are the same in every show, made once and kept on disk."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Final

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.cache import CACHE_DIR, entries
from lib.engine.show import SAMPLE_RATE
from lib.engine.soundtrack.noise import frozen

HOME: Final = CACHE_DIR / "recordings"
_SAMPLES: Final = "samples"


def recording(make: Callable[..., Floats]) -> Callable[..., Floats]:
    """Decorate a function of a take's number, or of nothing: cache its sound, read-only."""

    @cache
    @wraps(make)
    def kept(*take: int) -> Floats:
        name = "-".join([make.__module__.rpartition(".")[2], make.__name__, *map(str, take)])
        entry = entries.kept(
            HOME / f"{name}-{version()}", lambda: entries.Entry({_SAMPLES: frozen(make(*take))})
        )
        return frozen(entry.arrays[_SAMPLES])

    return kept


@cache
def version() -> str:
    return entries.version_of(Path(__file__).parent, SAMPLE_RATE, np.__version__)
