"""A Scenery as a cache entry, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.cache import entries
from lib.engine.cache.entries import Damaged, Entry
from lib.engine.scenery.core.plate import Boat, Scenery


def version() -> str:
    return entries.version_of(Path(__file__).parents[1])


def kept(folder: Path, draw: Callable[[], Scenery]) -> Scenery:
    """Return the scenery kept in `folder`; draw and keep it if there is none."""
    return _scenery(entries.kept(folder, lambda: _entry(draw())))


def read(folder: Path) -> Scenery:
    """Raise Damaged."""
    try:
        return _scenery(entries.read(folder))
    except (TypeError, KeyError) as problem:
        raise Damaged(str(folder)) from problem


def write(scenery: Scenery, folder: Path) -> None:
    """Raise OSError where the folder cannot be written."""
    entries.write(_entry(scenery), folder)


def _entry(scenery: Scenery) -> Entry:
    return Entry(
        dict(_arrays(scenery)),
        {
            "numbers": {
                f.name: getattr(scenery, f.name) for f in fields(scenery) if f.type == "int"
            },
            "boats": [
                {f.name: getattr(boat, f.name) for f in fields(boat) if f.type == "float"}
                for boat in scenery.boats
            ],
        },
    )


def _scenery(entry: Entry) -> Scenery:
    boats = tuple(
        Boat(
            **numbers,
            rgb=entry.arrays[f"boat-{index}-rgb"],
            alpha=entry.arrays[f"boat-{index}-alpha"],
        )
        for index, numbers in enumerate(entry.facts["boats"])
    )
    layers: dict[str, Any] = {
        name: array for name, array in entry.arrays.items() if not name.startswith("boat-")
    }
    return Scenery(**entry.facts["numbers"], **layers, boats=boats)


def _arrays(scenery: Scenery) -> Iterator[tuple[str, Floats]]:
    for field in fields(scenery):
        value = getattr(scenery, field.name)
        if isinstance(value, np.ndarray):
            yield field.name, value
    for index, boat in enumerate(scenery.boats):
        yield f"boat-{index}-rgb", boat.rgb
        yield f"boat-{index}-alpha", boat.alpha
