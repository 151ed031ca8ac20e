"""A hung engine is told from a busy one: the one is replaced, the other left out and left alone."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import pytest

from lib.bootstrap.pulse import DEAD, Pulse
from tests.workbench import eventually

SPINS = "while True: pass"
SLEEPS = "import time; time.sleep(3600)"
#: What stands behind the port while the engine is busy or hung.
SILENCE = b""
WELL = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass
class Port:
    """Takes every beat and answers as it is told."""

    address: str = ""
    answer: bytes = SILENCE
    beats: int = 0
    _open: list[socket.socket] = field(default_factory=list)

    def serve(self, listener: socket.socket) -> None:
        with suppress(OSError):  # the listener was shut down
            while True:
                line, _ = listener.accept()
                self.beats += 1
                self._open.append(line)
                if self.answer:
                    line.recv(4096)
                    line.sendall(self.answer)

    def hang_up(self) -> None:
        for line in self._open:
            line.close()


@pytest.fixture
def port() -> Iterator[Port]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        found = Port(f"http://127.0.0.1:{listener.getsockname()[1]}")
        thread = threading.Thread(target=found.serve, args=(listener,))
        thread.start()
        yield found
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
        found.hang_up()


@contextmanager
def process(program: str) -> Iterator[int]:
    """Its id, once it runs."""
    started = subprocess.Popen(
        [sys.executable, "-c", f"print(flush=True)\n{program}"], stdout=subprocess.PIPE
    )
    assert started.stdout
    started.stdout.readline()
    try:
        yield started.pid
    finally:
        started.kill()
        started.communicate()


def felt(pid: int, port: Port, *, lost: int = 10_000) -> tuple[Pulse, threading.Event]:
    replaced = threading.Event()
    pulse = Pulse(pid, replaced.set, beat=0.01, patience=0.1, lost=lost)
    pulse.watch(port.address)
    return pulse, replaced


def has_missed(port: Port, beats: int) -> Callable[[], bool]:
    until = port.beats + beats
    return lambda: port.beats > until


def test_an_engine_that_does_nothing_and_does_not_answer_is_replaced(port: Port) -> None:
    with process(SLEEPS) as pid:
        pulse, replaced = felt(pid, port)
        assert replaced.wait(60)
        assert not pulse.is_felt
    eventually(lambda: port.beats == DEAD)


def test_an_engine_that_is_stopped_is_replaced(port: Port) -> None:
    """It was busy when it was stopped."""
    with process(SPINS) as pid:
        os.kill(pid, signal.SIGSTOP)
        _, replaced = felt(pid, port)
        assert replaced.wait(60)


def test_an_engine_that_is_busy_is_left_out_and_never_replaced(port: Port) -> None:
    with process(SPINS) as pid:
        pulse, replaced = felt(pid, port)
        eventually(has_missed(port, 4 * DEAD))
        assert not pulse.is_felt
        assert not replaced.is_set()
        port.answer = WELL
        eventually(lambda: pulse.is_felt)
        pulse.end()


def test_what_one_missed_while_it_was_busy_is_not_counted_once_it_hangs(port: Port) -> None:
    """As few beats as ever are waited from then on."""
    with process(SPINS) as pid:
        _, replaced = felt(pid, port)
        eventually(has_missed(port, 2 * DEAD))
        os.kill(pid, signal.SIGSTOP)
        before = port.beats
        assert replaced.wait(60)
    assert port.beats - before <= DEAD + 1


def test_an_engine_that_runs_in_circles_is_replaced_in_the_end(port: Port) -> None:
    with process(SPINS) as pid:
        _, replaced = felt(pid, port, lost=3 * DEAD)
        assert replaced.wait(60)
    eventually(lambda: port.beats == 3 * DEAD)


def test_an_engine_that_answers_now_and_then_is_kept(port: Port) -> None:
    with process(SLEEPS) as pid:
        pulse, replaced = felt(pid, port)
        for _ in range(3):
            eventually(has_missed(port, DEAD // 2))
            port.answer = WELL
            eventually(lambda: pulse.is_felt)
            port.answer = SILENCE
        assert not replaced.is_set()
        pulse.end()
