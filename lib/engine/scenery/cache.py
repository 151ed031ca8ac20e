"""Keeps drawn scenery on disk: a folder per version, one file per array, mapped when read.

A version is the hash of this package's own source, so that a change draws anew. A folder is filled
under another name and renamed into place, whole; its contents carry checksums, so that what a full
disk or a lost page left behind is noticed and drawn again.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

import numpy as np

from lib.engine import memmap
from lib.engine.arrays import Floats
from lib.engine.scenery.plate import Boat, Scenery
from lib.engine.show import HEIGHT, WIDTH

_log: Final = logging.getLogger(__name__)

_MANIFEST: Final = "manifest.json"
_STALE: Final = 24 * 60 * 60  # seconds after which another version is surely no longer wanted


class Damaged(Exception):
    """What is kept is not what was drawn, or not there."""


def version() -> str:
    digest = hashlib.sha256(f"{WIDTH}x{HEIGHT}".encode())
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.name.encode() + b"\0" + source.read_bytes())
    return digest.hexdigest()[:16]


def kept(folder: Path, draw: Callable[[], Scenery]) -> Scenery:
    """What is kept in the folder, else drawn now and kept there.

    A cache that cannot be written costs time, never a video: the drawing is used all the same.
    """
    with suppress(Damaged):
        return read(folder)
    scenery = draw()
    try:
        write(scenery, folder)
    except OSError as problem:
        _log.warning("The scenery could not be kept in %s: %s", folder, problem)
        return scenery
    with suppress(Damaged):  # the kept copy's memory can be given back
        return read(folder)
    return scenery


def read(folder: Path) -> Scenery:
    """Map what `write` has put there; raise Damaged."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_bytes())
        arrays = {
            name: memmap.load(folder / f"{name}.f32", **form)
            for name, form in manifest["arrays"].items()
        }
        return _assembled(manifest, arrays)
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise Damaged(str(folder)) from problem


def write(scenery: Scenery, folder: Path) -> None:
    """Put it there, whole or not at all; if another process was faster, its copy stays.

    Raise OSError where that folder cannot be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = folder.with_name(f".{folder.name}-{uuid.uuid4().hex}")
    draft.mkdir()
    try:
        _fill(draft, scenery)
        _put_in_place(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    _sweep(folder)


def _fill(folder: Path, scenery: Scenery) -> None:
    forms = {}
    for name, array in _arrays(scenery):
        array.tofile(folder / f"{name}.f32")
        forms[name] = {"shape": array.shape, "checksum": memmap.checksum(array)}
    manifest = {
        "arrays": forms,
        "numbers": _numbers(scenery),
        "boats": _boats(scenery),
    }
    (folder / _MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")


def _put_in_place(draft: Path, folder: Path) -> None:
    """A folder cannot replace one that holds files: whoever comes second finds out by the error."""
    with suppress(OSError):
        draft.rename(folder)
        return
    with suppress(Damaged):
        read(folder)
        return
    shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):  # somebody else has just mended it, or it cannot be removed
        draft.rename(folder)


def _assembled(manifest: dict[str, Any], arrays: dict[str, Floats]) -> Scenery:
    boats = tuple(
        Boat(**numbers, rgb=arrays[f"boat-{index}-rgb"], alpha=arrays[f"boat-{index}-alpha"])
        for index, numbers in enumerate(manifest["boats"])
    )
    layers: dict[str, Any] = {
        name: array for name, array in arrays.items() if not name.startswith("boat-")
    }
    return Scenery(**manifest["numbers"], **layers, boats=boats)


def _arrays(scenery: Scenery) -> Iterator[tuple[str, Floats]]:
    for field in fields(scenery):
        value = getattr(scenery, field.name)
        if isinstance(value, np.ndarray):
            yield field.name, value
    for index, boat in enumerate(scenery.boats):
        yield f"boat-{index}-rgb", boat.rgb
        yield f"boat-{index}-alpha", boat.alpha


def _numbers(scenery: Scenery) -> dict[str, int]:
    return {f.name: getattr(scenery, f.name) for f in fields(scenery) if f.type == "int"}


def _boats(scenery: Scenery) -> list[dict[str, float]]:
    return [
        {"x": boat.x, "y": boat.y, "speed": boat.speed, "reflection_gain": boat.reflection_gain}
        for boat in scenery.boats
    ]


def _sweep(folder: Path) -> None:
    """Forget other versions and abandoned drafts of this place that are more than a day old."""
    place = folder.name.rsplit("-", 1)[0]
    for other in folder.parent.iterdir():
        if other != folder and other.name.lstrip(".").startswith(f"{place}-"):
            with suppress(OSError):
                if time.time() - other.stat().st_mtime > _STALE:
                    shutil.rmtree(other, ignore_errors=True)
