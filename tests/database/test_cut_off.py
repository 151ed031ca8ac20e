"""The machine that tracks is cut off from PostgreSQL: another takes over, and it writes nothing more.

Its link goes down in the middle of a connection, as if somebody had pulled the cable: nothing tells
either end. A network namespace is that machine.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from lib.ledger import Ledger
from tests.database.holder import ask, holder
from tests.ledger.postgres import postgres
from tests.workbench import eventually

#: Seconds. Kernels would wait for two hours.
SOON = 30.0


@dataclass(frozen=True)
class Machine:
    """A network namespace that a pair of virtual cards connects with this machine."""

    name: str
    ours: str

    @property
    def inside(self) -> tuple[str, ...]:
        return "ip", "netns", "exec", self.name

    def pull_the_cable(self) -> None:
        ip("link", "set", self.name, "down")

    def plug_it_in(self) -> None:
        ip("link", "set", self.name, "up")


def ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True, timeout=30)


@contextmanager
def machine() -> Iterator[Machine]:
    """Skips the test, saying so, where this user may make none. 198.18.0.0/15 is for such tests (RFC 2544)."""
    if os.geteuid() != 0 or not shutil.which("ip"):
        pytest.skip("only root may make a network namespace, with `ip`")
    name, network = f"cut{os.getpid()}", f"198.18.{os.getpid() % 256}"
    try:
        ip("netns", "add", name)
    except subprocess.CalledProcessError as error:
        pytest.skip(f"no network namespace can be made here: {error.stderr.decode().strip()}")
    try:
        ip("link", "add", name, "type", "veth", "peer", "name", "there", "netns", name)
        ip("address", "add", f"{network}.1/24", "dev", name)
        ip("link", "set", name, "up")
        ip("-n", name, "address", "add", f"{network}.2/24", "dev", "there")
        ip("-n", name, "link", "set", "there", "up")
        yield Machine(name, f"{network}.1")
    finally:
        with suppress(subprocess.CalledProcessError):
            ip("link", "del", name)
        ip("netns", "del", name)


def test_a_holder_that_is_cut_off_loses_the_lock_soon_and_writes_nothing_any_more(
    tmp_path: Path,
) -> None:
    with machine() as away, postgres(away.ours) as url:
        ledger = Ledger.open(url, tmp_path)
        election = ledger.election(silence=1000.0)  # by PostgreSQL's lock alone
        with holder(url, tmp_path, inside=away.inside) as process:
            assert not election.win()
            assert ask(process) == "written"
            away.pull_the_cable()
            assert eventually(election.win, SOON)
            away.plug_it_in()
            assert ask(process) == "Deposed False"
            assert election.win()
        election.resign()
        ledger.close()
