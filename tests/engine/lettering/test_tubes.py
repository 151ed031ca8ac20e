"""Tubes run along the middle of strokes, in any script."""

from __future__ import annotations

import numpy as np
import pytest

from lib.caption import Caption
from lib.engine.lettering.tubes import Tubes, bent


def tubes(words: str, apart: float = 2.0) -> Tubes:
    return bent(Caption(words), width=516.0, height=400.0, apart=apart)


@pytest.mark.parametrize(
    "words", ["I", "Hello", "开业大吉", "مرحبا", "नमस्ते", "8", "❤", "i.j!", "·"]
)
def test_every_caption_is_bent_and_stays_in_its_box(words: str) -> None:
    points = tubes(words).points
    assert len(points) >= 2
    assert np.isfinite(points).all()
    assert np.abs(points[:, 0]).max() <= 258.0
    assert np.abs(points[:, 1]).max() <= 200.0


def test_an_l_is_two_lines() -> None:
    points = tubes("L").points
    left = points[:, 0].min()
    stem = points[np.abs(points[:, 0] - left) < 2.0]
    assert np.ptp(stem[:, 1]) > 0.75 * np.ptp(points[:, 1])
    assert len(points) < 1.3 * (np.ptp(points[:, 0]) + np.ptp(points[:, 1])) / 2.0


def test_lights_of_a_tube_are_equally_far_apart() -> None:
    points = tubes("S").points
    steps = np.hypot(*np.diff(points, axis=0).T)
    assert np.median(steps) == pytest.approx(2.0, rel=0.1)
    assert np.mean(np.abs(steps - 2.0) < 0.6) > 0.95


def test_strokes_that_cross_run_on_and_those_that_meet_end_before() -> None:
    cross, tee = tubes("+").points, tubes("T").points
    middle = cross - (cross.max(axis=0) + cross.min(axis=0)) / 2
    assert np.hypot(*middle.T).min() < 2.0
    top = tee[:, 1].min()
    stem = tee[(np.abs(tee[:, 0] - np.median(tee[:, 0])) < 3.0) & (tee[:, 1] > top + 1.0)]
    assert stem[:, 1].min() - top > 3.0


def test_the_same_caption_gives_the_same_tubes() -> None:
    assert np.array_equal(tubes("上海 2026").points, tubes("上海 2026").points)
