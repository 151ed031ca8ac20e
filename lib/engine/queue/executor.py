"""WarmPool: worker processes that have imports, kernels and scenery loaded before a task comes.

An Executor like any other, so that another one can take its place: `dask.distributed`'s
`Client(address).get_executor()`, where one machine is not enough.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from functools import partial
from multiprocessing.connection import Connection, wait
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")


class WarmPool(Executor):
    """`workers` spawned processes, each in a pool of its own.

    A ProcessPoolExecutor breaks as a whole when one of its processes dies. With one process a
    pool, a worker that dies takes only its own task along (BrokenExecutor), and the next task
    finds a fresh one. The workers hold one end of a pipe, the leash; when the other end closes,
    because `shutdown` did it or because this process was killed, they end at once.
    """

    def __init__(self, workers: int, prepare: Callable[[], None], *, niceness: int = 0) -> None:
        """`prepare` runs once in every worker; `niceness` is what it yields to other processes."""
        self._spawn = multiprocessing.get_context("spawn")
        self._worker_end, self._leash = self._spawn.Pipe(duplex=False)
        self._initargs = (self._worker_end, prepare, niceness)
        self._lock = threading.Lock()
        self._load = [0] * workers
        self._pools = [self._open_pool() for _ in range(workers)]

    @property
    def workers(self) -> int:
        return len(self._pools)

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Give the call to the worker that has the least to do."""
        with self._lock:
            pool = min(range(len(self._pools)), key=self._load.__getitem__)
            future = self._submit_to(pool, partial(fn, *args, **kwargs))
            self._load[pool] += 1
        future.add_done_callback(lambda _: self._unload(pool))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - Executor's own signature
        """End the workers at once, whatever they are doing; what they did raises BrokenExecutor."""
        self._leash.close()
        for pool in self._pools:
            pool.shutdown(wait=wait, cancel_futures=cancel_futures)

    def _submit_to(self, pool: int, call: Callable[[], _T]) -> Future[_T]:
        try:
            return self._pools[pool].submit(call)
        except BrokenExecutor:
            self._pools[pool] = self._open_pool()
            return self._pools[pool].submit(call)

    def _open_pool(self) -> ProcessPoolExecutor:
        pool = ProcessPoolExecutor(
            1, mp_context=self._spawn, initializer=_begin, initargs=self._initargs
        )
        pool.submit(os.getpid)  # a process starts, and warms up, with its first call
        return pool

    def _unload(self, pool: int) -> None:
        with self._lock:
            self._load[pool] -= 1


def _begin(leash: Connection, prepare: Callable[[], None], niceness: int) -> None:
    """What every worker does first."""
    threading.Thread(target=_end_with, args=(leash,), daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, which ends us
    if sys.platform != "win32":
        os.nice(niceness)
    prepare()


def _end_with(leash: Connection) -> None:
    parent = multiprocessing.parent_process()
    wait([leash, parent.sentinel] if parent else [leash])
    os._exit(0)  # not sys.exit: it would end this thread and wait for the task of the other
