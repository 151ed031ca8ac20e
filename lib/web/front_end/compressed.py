"""Copies of the front end's files as brotli and gzip, in a folder: made once, named by their content.

A missing copy is made quickly on its first request. `make setup` makes the copies that every first
visit needs, thoroughly, which takes a few seconds.
"""

from __future__ import annotations

import gzip
import hashlib
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

import brotli

from lib import files
from lib.settings import PROJECT

CACHE: Final = Path(os.environ.get("ENGINE_CACHE_DIR") or PROJECT / ".cache") / "front-end"

#: Kinds of files that become smaller; pictures and fonts are compressed already.
_WORTH_IT: Final = (".js", ".css", ".html", ".json", ".svg")

_QUICK: Final = 5
_THOROUGH: Final = 11


def _gzip(content: bytes, quality: int) -> bytes:
    return gzip.compress(content, min(quality, 9), mtime=0)


def _brotli(content: bytes, quality: int) -> bytes:
    return bytes(brotli.compress(content, quality=quality))


#: By the name that browsers give it in Accept-Encoding; the better one first.
ENCODINGS: Final[Mapping[str, Callable[[bytes, int], bytes]]] = {"br": _brotli, "gzip": _gzip}


def is_worth_it(path: str) -> bool:
    return path.endswith(_WORTH_IT)


def accepted(header: str) -> str | None:
    """The best encoding that an Accept-Encoding header allows (RFC 9110, section 12.5.3)."""
    offered = {name.strip(): weight for name, _, weight in _parts(header)}
    return next((each for each in ENCODINGS if _is_wanted(offered.get(each))), None)


def compressed(content: bytes, encoding: str, *, thoroughly: bool = False) -> bytes:
    """Return the copy from the folder, or make it now. A folder that cannot be written costs only time."""
    file = CACHE / f"{hashlib.sha256(content).hexdigest()[:32]}.{encoding}"
    with suppress(OSError):
        return file.read_bytes()
    made = ENCODINGS[encoding](content, _THOROUGH if thoroughly else _QUICK)
    with suppress(OSError):
        files.write(file, made, durable=False)
    return made


def _parts(header: str) -> list[tuple[str, str, str]]:
    return [each.partition(";") for each in header.lower().split(",")]


def _is_wanted(weight: str | None) -> bool:
    if weight is None:
        return False
    name, _, value = weight.replace(" ", "").partition("=")
    try:
        return name != "q" or float(value) > 0
    except ValueError:
        return False
