from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from lib.engine.arrays import Floats
from lib.engine.soundtrack import recording

Takes = Callable[..., Floats]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "recordings"
    monkeypatch.setattr(recording, "HOME", home)
    return home


@pytest.fixture
def made() -> list[int]:
    return []


@pytest.fixture
def process(home: Path, made: list[int]) -> Callable[[], Takes]:
    """Call it for what another process would have: the same function, and nothing in memory."""

    def start() -> Takes:
        @recording.recording
        def chime(take: int) -> Floats:
            made.append(take)
            return np.full((2, 50), take, np.float32)

        return chime

    assert not home.exists()
    return start


def test_a_recording_is_made_once_for_all_processes(
    process: Callable[[], Takes], made: list[int]
) -> None:
    first = process()
    assert first(3) is first(3)
    again = process()(3)
    assert made == [3]
    assert again.shape == (2, 50)
    assert (again == 3.0).all()
    assert (process()(4) == 4.0).all()
    assert made == [3, 4]


def test_nobody_can_change_a_recording(process: Callable[[], Takes]) -> None:
    for _ in range(2):
        with pytest.raises(ValueError, match="read-only"):
            process()(3)[0, 0] = 1.0


@pytest.mark.parametrize("kind", ["f32", "json"])
@pytest.mark.parametrize("content", [b"", b"noise", b'{"shape": [2, 50]}'])
def test_a_damaged_recording_is_made_again(
    kind: str, content: bytes, home: Path, process: Callable[[], Takes], made: list[int]
) -> None:
    process()(3)
    [file] = home.glob(f"*/*.{kind}")
    file.write_bytes(content)
    assert (process()(3) == 3.0).all()
    assert (process()(3) == 3.0).all()
    assert made == [3, 3]


def test_a_disk_that_keeps_nothing_costs_time_only(
    home: Path, process: Callable[[], Takes], made: list[int]
) -> None:
    chime = process()
    home.write_text("in the way")
    assert (chime(3) == 3.0).all()
    assert (process()(3) == 3.0).all()
    assert made == [3, 3]
