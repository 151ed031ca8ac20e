from __future__ import annotations

import numpy as np
import pytest

from lib.engine.arrays import Floats
from lib.engine.flight import assign


def _points(n: int, seed: int) -> Floats:
    return np.random.default_rng(seed).normal(0, 100, (n, 2)).astype(np.float32)


def _cost(origins: Floats, targets: Floats) -> float:
    return float(((origins - targets) ** 2).sum())


@pytest.mark.parametrize("n", [1, 2, 3, 17, 64, 701, 2000])
def test_every_drone_gets_a_place_of_its_own(n: int) -> None:
    plan = assign(_points(n, 1), _points(n, 2), np.random.default_rng(0))
    assert sorted(plan) == list(range(n))


def test_the_plan_is_within_three_percent_of_the_optimum() -> None:
    # On a line the optimum is known: the k-th from the left flies to the k-th from the left.
    x = np.sort(_points(400, 3)[:, 0])
    origins = np.stack([x, np.zeros(400)], axis=1).astype(np.float32)
    targets = np.stack([x * 2 + 30, np.zeros(400)], axis=1).astype(np.float32)
    shuffled = np.random.default_rng(5).permutation(400)
    plan = assign(origins, targets[shuffled], np.random.default_rng(0))
    assert _cost(origins, targets[shuffled][plan]) <= 1.03 * _cost(origins, targets)


def test_the_plan_is_far_shorter_than_chance() -> None:
    origins, targets = _points(1200, 6), _points(1200, 7)
    plan = assign(origins, targets, np.random.default_rng(0))
    assert _cost(origins, targets[plan]) < 0.1 * _cost(origins, targets)


def test_the_same_chance_gives_the_same_plan() -> None:
    origins, targets = _points(500, 8), _points(500, 9)
    first = assign(origins, targets, np.random.default_rng(4))
    again = assign(origins, targets, np.random.default_rng(4))
    assert np.array_equal(first, again)


def test_drones_on_one_spot_are_no_obstacle() -> None:
    origins = np.zeros((50, 2), np.float32)
    plan = assign(origins, _points(50, 2), np.random.default_rng(0))
    assert sorted(plan) == list(range(50))
