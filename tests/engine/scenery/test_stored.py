from __future__ import annotations

import os
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from lib.engine.scenery import Boat, Scenery
from lib.engine.scenery.core import stored

ROOT = Path(__file__).resolve().parents[3]


def same(one: object, other: object) -> bool:
    """Every array to the last bit, every number, and the same of every boat."""
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return one.shape == other.shape and one.tobytes() == other.tobytes()
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, Scenery | Boat) and isinstance(other, Scenery | Boat):
        return all(same(getattr(one, f.name), getattr(other, f.name)) for f in fields(one))
    return bool(one == other)


def never() -> Scenery:
    raise AssertionError("drawn again although it was kept")


@pytest.fixture
def folder(tmp_path: Path, shanghai: Scenery) -> Path:
    home = tmp_path / "scenery" / "shanghai-0"
    stored.write(shanghai, home)
    return home


def test_what_is_kept_equals_what_was_drawn(folder: Path, shanghai: Scenery) -> None:
    assert same(stored.kept(folder, never), shanghai)


def test_what_is_kept_loads_at_once(folder: Path) -> None:
    stored.read(folder)
    spans = []
    for _ in range(3):
        start = time.process_time()
        stored.read(folder)
        spans.append(time.process_time() - start)
    assert min(spans) < 0.1


def test_what_is_kept_cannot_be_changed_through_a_loaded_copy(
    folder: Path, shanghai: Scenery
) -> None:
    stored.read(folder).sky[:] = 7.0
    assert same(stored.read(folder), shanghai)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def flip_a_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


@pytest.mark.parametrize("name", ["sky.f32", "boat-0-rgb.f32", "manifest.json"])
@pytest.mark.parametrize("harm", [cut, empty, flip_a_byte, Path.unlink])
def test_a_damaged_copy_is_drawn_again(
    folder: Path, shanghai: Scenery, name: str, harm: Callable[[Path], None]
) -> None:
    harm(folder / name)
    assert same(stored.kept(folder, lambda: shanghai), shanghai)
    assert same(stored.kept(folder, never), shanghai)


def test_a_copy_that_another_process_kept_first_stays(folder: Path, shanghai: Scenery) -> None:
    before = (folder / "sky.f32").stat().st_ino
    stored.write(shanghai, folder)
    assert (folder / "sky.f32").stat().st_ino == before


def test_nothing_half_written_is_left_behind(folder: Path, shanghai: Scenery) -> None:
    stored.write(shanghai, folder)
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_what_one_account_keeps_another_may_read(folder: Path, tmp_path: Path) -> None:
    """An image built by root is run by somebody else."""
    ordinary = tmp_path / "ordinary"
    ordinary.mkdir()
    assert folder.stat().st_mode == ordinary.stat().st_mode


def test_only_old_versions_of_the_same_place_are_forgotten(
    tmp_path: Path, shanghai: Scenery
) -> None:
    home = tmp_path / "scenery"
    for name in ("shanghai-old", "shanghai-recent", "alley-old"):
        (home / name).mkdir(parents=True)
    yesterday = time.time() - 2 * 24 * 60 * 60
    for name in ("shanghai-old", "alley-old"):
        os.utime(home / name, (yesterday, yesterday))
    stored.write(shanghai, home / "shanghai-new")
    left = {path.name for path in home.iterdir()}
    assert left == {"shanghai-new", "shanghai-recent", "alley-old"}


def test_a_cache_that_cannot_be_written_costs_time_only(tmp_path: Path, shanghai: Scenery) -> None:
    (tmp_path / "scenery").write_text("a file where a folder should be")
    assert same(stored.kept(tmp_path / "scenery" / "shanghai-0", lambda: shanghai), shanghai)


def test_the_version_follows_the_source() -> None:
    assert stored.version() == stored.version()
    assert len(stored.version()) == 16


def test_two_processes_that_draw_at_once_both_succeed(tmp_path: Path, shanghai: Scenery) -> None:
    program = (
        "import zlib\n"
        "from lib.engine import scenery\n"
        "place = scenery.load('shanghai')\n"
        "print(*(zlib.crc32(layer.data) for layer in (place.city, place.sky, place.mirror)))\n"
    )
    environment = {**os.environ, "ENGINE_CACHE_DIR": str(tmp_path)}
    both = [
        subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    answers = [process.communicate(timeout=100)[0].strip() for process in both]
    layers = (shanghai.city, shanghai.sky, shanghai.mirror)
    assert answers == [" ".join(str(zlib.crc32(layer.data)) for layer in layers)] * 2
    kept = list((tmp_path / "scenery").iterdir())
    assert [path.name for path in kept] == [f"shanghai-608x1080-{stored.version()}"]
    assert same(stored.read(kept[0]), shanghai)
