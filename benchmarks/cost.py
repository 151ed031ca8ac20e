"""What work costs: seconds on the wall, seconds of CPU, and the memory of a process."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple


class Cost(NamedTuple):
    """Seconds."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:6.2f} s wall {self.cpu:6.2f} s CPU"

    def by(self, other: Cost) -> Cost:
        """How many times as much as the other, in either."""
        return Cost(self.wall / other.wall, self.cpu / other.cpu)


def measure(work: Callable[[], object]) -> Cost:
    """Run it here, once, all threads of this process counted."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Cost(time.perf_counter() - wall, time.process_time() - cpu)


def measure_processes(work: Callable[[], object]) -> Cost:
    """Run it here, once: the CPU time is that of the processes that it started and waited for."""
    wall, cpu = time.perf_counter(), _of_children()
    work()
    return Cost(time.perf_counter() - wall, _of_children() - cpu)


def measure_command(command: Sequence[str], **more: str) -> Cost:
    """Run it as a process, with its own children, and `more` in its environment.

    Raise CalledProcessError, with what it wrote, where it fails.
    """
    wall, cpu = time.perf_counter(), _of_children()
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **more})
    return Cost(time.perf_counter() - wall, _of_children() - cpu)


def median(costs: Iterable[Cost]) -> Cost:
    return Cost(*(statistics.median(column) for column in zip(*costs, strict=True)))


def cpu_of(process: int) -> float:
    """CPU seconds of a running process since its start (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_of(process: int) -> tuple[float, float]:
    """Megabytes that a running process holds now, and held at most (Linux)."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    kilobytes = dict(line.split(":", 1) for line in lines)
    now, peak = (int(kilobytes[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
    return now, peak


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
