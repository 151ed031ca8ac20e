"""Cache entries: a folder of arrays, written whole, checked when read, mapped into memory.

An entry's folder is named after what it holds and a version, the hash of the source that makes it:
new source, new entry. Checksums in a manifest reveal what a full disk or a lost page left behind.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from lib.engine.arrays import Floats
from lib.engine.cache import memmap

_log: Final = logging.getLogger(__name__)

_MANIFEST: Final = "manifest.json"
_STALE: Final = 24 * 60 * 60  # seconds after which no process uses another version any more


class Damaged(Exception):
    """The entry is missing, or is not what was written."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Arrays by name, and `facts` about them that JSON can hold."""

    arrays: Mapping[str, Floats]
    facts: Mapping[str, Any] = field(default_factory=dict)


def version_of(package: Path, *facts: object) -> str:
    """16 hexadecimal digits that change with any source file of the package, and with the facts."""
    digest = hashlib.sha256(" ".join(map(str, facts)).encode())
    for source in sorted(package.rglob("*.py")):
        digest.update(source.relative_to(package).as_posix().encode() + b"\0" + source.read_bytes())
    return digest.hexdigest()[:16]


def kept(folder: Path, make: Callable[[], Entry]) -> Entry:
    """Return the entry in `folder`; make and keep it if there is none.

    A cache that cannot be written costs time and memory, never the result.
    """
    with suppress(Damaged):
        return read(folder)
    entry = make()
    try:
        write(entry, folder)
    except OSError as problem:
        _log.warning("Nothing could be kept in %s: %s", folder, problem)
        return entry
    with suppress(Damaged):  # the system can take back the memory of a mapped copy
        return read(folder)
    return entry


def read(folder: Path) -> Entry:
    """Map the entry's arrays. Raise Damaged."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_bytes())
        arrays = {
            name: memmap.load(folder / f"{name}.f32", **form)
            for name, form in manifest["arrays"].items()
        }
        return Entry(arrays, manifest["facts"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise Damaged(str(folder)) from problem


def write(entry: Entry, folder: Path) -> None:
    """Write the entry whole or not at all; keep a sound copy that another process wrote first.

    Raise OSError where the folder cannot be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = folder.with_name(f".{folder.name}-{uuid.uuid4().hex}")
    draft.mkdir()
    try:
        _fill(draft, entry)
        _put_in_place(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    _sweep(folder)


def _fill(folder: Path, entry: Entry) -> None:
    forms = {}
    for name, array in entry.arrays.items():
        array.tofile(folder / f"{name}.f32")
        forms[name] = {"shape": array.shape, "checksum": memmap.checksum(array)}
    manifest = {"arrays": forms, "facts": dict(entry.facts)}
    (folder / _MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")


def _put_in_place(draft: Path, folder: Path) -> None:
    """Rename the draft. A folder cannot replace a full one, so whoever comes second gets an error."""
    with suppress(OSError):
        draft.rename(folder)
        return
    with suppress(Damaged):
        read(folder)
        return
    shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):  # another process has just mended it, or it cannot be removed
        draft.rename(folder)


def _sweep(folder: Path) -> None:
    """Delete other versions and abandoned drafts of this entry that are more than a day old."""
    for other in folder.parent.iterdir():
        if other != folder and _subject(other) == _subject(folder):
            with suppress(OSError):
                if time.time() - other.stat().st_mtime > _STALE:
                    shutil.rmtree(other, ignore_errors=True)


def _subject(folder: Path) -> str:
    """What an entry or its draft holds: the name without the version, and without a draft's id."""
    name = folder.name
    if name.startswith("."):
        name = name[1:].rpartition("-")[0]
    return name.rpartition("-")[0]
