from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor

import pytest

from lib.engine.queue.executor import WarmPool
from tests.engine.fast_backend import prepare
from tests.engine.serving import wait_until


@pytest.fixture
def pool() -> Iterator[WarmPool]:
    with WarmPool(2, prepare) as pool:
        yield pool


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_calls_run_in_processes_that_stay(pool: WarmPool) -> None:
    first = {pool.submit(os.getpid).result() for _ in range(6)}
    again = {pool.submit(os.getpid).result() for _ in range(6)}
    assert first == again
    assert os.getpid() not in first


def test_two_calls_at_a_time_run_in_two_processes(pool: WarmPool) -> None:
    futures = [pool.submit(os.getpid) for _ in range(2)]
    assert len({future.result() for future in futures}) == 2


def workers(pool: WarmPool) -> set[int]:
    """The process ids of both: two calls at a time go to two processes."""
    return {future.result() for future in [pool.submit(os.getpid) for _ in range(2)]}


def test_a_worker_that_dies_takes_its_own_call_along_and_no_other(pool: WarmPool) -> None:
    doomed, spared = pool.submit(os.abort), pool.submit(os.getpid)
    assert isinstance(doomed.exception(), BrokenExecutor)
    assert spared.result() in workers(pool)


def test_a_fresh_worker_takes_the_place_of_a_dead_one(pool: WarmPool) -> None:
    before = workers(pool)
    with pytest.raises(BrokenExecutor):
        pool.submit(os.abort).result()
    after = workers(pool)
    assert len(before) == len(after) == 2
    assert len(before & after) == 1


def test_workers_end_at_once_whatever_they_do() -> None:
    pool = WarmPool(1, prepare)
    worker = pool.submit(os.getpid).result()
    endless = pool.submit(signal.pause)
    wait_until(endless.running)
    pool.shutdown()
    assert isinstance(endless.exception(), BrokenExecutor)
    assert not is_alive(worker)


def test_an_error_comes_back_as_it_was_raised(pool: WarmPool) -> None:
    with pytest.raises(FileNotFoundError):
        pool.submit(os.listdir, "/no/such/folder").result()
