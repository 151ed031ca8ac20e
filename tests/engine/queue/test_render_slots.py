"""lib.engine.queue.render_slots: fewer draw than work, and nobody who dies keeps a place."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Future
from pathlib import Path

import pytest

from lib.engine.queue.executor import WarmPool
from lib.engine.queue.render_slots import render_slot, sharing_render_slots
from lib.errors import Cancelled
from tests.engine.fast_backend import prepare
from tests.engine.serving import wait_until


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[WarmPool]:
    """Two workers who share one render slot."""
    with WarmPool(2, sharing_render_slots(tmp_path, 1, prepare)) as pool:
        yield pool


def draw(name: str, folder: Path) -> None:
    """Says when it is in the slot, and stays there until it may go."""
    with render_slot((folder / f"{name} cancelled").exists):
        (folder / f"{name} draws").touch()
        wait_until((folder / f"{name} may go").exists)
        (folder / f"{name} draws").unlink()


def draw_until_killed(folder: Path) -> None:
    with render_slot():
        (folder / "doomed draws").touch()
        os.kill(os.getpid(), signal.SIGKILL)


def one_behind_another(pool: WarmPool, folder: Path) -> tuple[Future[None], Future[None]]:
    """The first draws, the second waits."""
    first = pool.submit(draw, "first", folder)
    wait_until((folder / "first draws").exists)
    return first, pool.submit(draw, "second", folder)


def test_one_waits_while_another_draws(pool: WarmPool, tmp_path: Path) -> None:
    first, second = one_behind_another(pool, tmp_path)
    (tmp_path / "second may go").touch()
    with pytest.raises(TimeoutError):
        second.result(timeout=0.2)
    (tmp_path / "first may go").touch()
    assert first.result() is second.result() is None


def test_one_that_is_cancelled_while_it_waits_keeps_its_worker_no_longer(
    pool: WarmPool, tmp_path: Path
) -> None:
    first, second = one_behind_another(pool, tmp_path)
    (tmp_path / "second cancelled").touch()
    with pytest.raises(Cancelled):
        second.result(timeout=10)
    (tmp_path / "first may go").touch()
    assert first.result() is None


def test_an_slot_comes_free_when_who_drew_there_is_killed(pool: WarmPool, tmp_path: Path) -> None:
    with pytest.raises(BrokenExecutor):
        pool.submit(draw_until_killed, tmp_path).result()
    assert (tmp_path / "doomed draws").exists()
    (tmp_path / "next may go").touch()
    assert pool.submit(draw, "next", tmp_path).result(timeout=10) is None


def test_two_render_slots_are_enough_for_two(tmp_path: Path) -> None:
    with WarmPool(2, sharing_render_slots(tmp_path, 2, prepare)) as pool:
        both = [pool.submit(draw, name, tmp_path) for name in ("first", "second")]
        wait_until(lambda: len(list(tmp_path.glob("* draws"))) == 2)
        for name in ("first", "second"):
            (tmp_path / f"{name} may go").touch()
        assert [drawing.result() for drawing in both] == [None, None]


def test_who_shares_with_nobody_need_not_wait(tmp_path: Path) -> None:
    (tmp_path / "only may go").touch()
    draw("only", tmp_path)
