"""Recordings: sounds that are the same in every show, made once and kept on disk.

One folder per version, which is the hash of this package's own source, so that a change makes them
anew; each is two files, its samples and what they must be.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache, wraps
from pathlib import Path
from typing import Final

import numpy as np

from lib.engine import memmap
from lib.engine.arrays import Floats
from lib.engine.cache import CACHE_DIR
from lib.engine.show import SAMPLE_RATE
from lib.engine.soundtrack.noise import frozen

_HOME: Final = CACHE_DIR / "recordings"
_STALE: Final = 24 * 60 * 60  # seconds


def recording(make: Callable[..., Floats]) -> Callable[..., Floats]:
    """Of a function of a take's number, or of nothing: its sound, kept, never to be written on."""

    @cache
    @wraps(make)
    def kept(*take: int) -> Floats:
        name = "-".join([make.__module__.rpartition(".")[2], make.__name__, *map(str, take)])
        with suppress(OSError, ValueError, KeyError, TypeError):
            return read(_HOME / version(), name)
        sound = frozen(make(*take))
        with suppress(OSError):  # where nothing can be kept it takes time, and memory
            write(sound, _HOME / version(), name)
            return read(_HOME / version(), name)
        return sound

    return kept


@cache
def version() -> str:
    digest = hashlib.sha256(f"{SAMPLE_RATE} {np.__version__}".encode())
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.name.encode() + b"\0" + source.read_bytes())
    return digest.hexdigest()[:16]


def read(folder: Path, name: str) -> Floats:
    """Raise OSError where it is not, ValueError, KeyError or TypeError where it is damaged."""
    form = json.loads((folder / f"{name}.json").read_bytes())
    return frozen(memmap.load(folder / f"{name}.f32", **form))


def write(sound: Floats, folder: Path, name: str) -> None:
    """The samples first: whoever finds their description finds them. Raise OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    form = {"shape": sound.shape, "checksum": memmap.checksum(sound)}
    _put(sound.tobytes(), folder / f"{name}.f32")
    _put(json.dumps(form).encode(), folder / f"{name}.json")


def _sweep(folder: Path) -> None:
    """Forget other versions that are more than a day old: no process may still be reading them."""
    for other in folder.parent.iterdir():
        if other != folder and time.time() - other.stat().st_mtime > _STALE:
            shutil.rmtree(other, ignore_errors=True)


def _put(content: bytes, path: Path) -> None:
    """Whole or not at all; two processes that do it at once write the same."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)
