"""Killed at any point of its way, a generation ends right and was posted at most once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lib.generation import Status
from lib.settings import PROJECT
from tests.films import film
from tests.hostile_api import HostileApi
from tests.tracker.victim import POINTS
from tests.viewers import ALL_SEEING, ANN
from tests.workbench import close, studio_in

#: Where it ends, and how many POSTs the API saw. The first two cannot be told apart from outside.
ENDS = {
    "before the POST": (Status.UNCONFIRMED, 0),
    "after the POST": (Status.UNCONFIRMED, 1),
    "between accepted and ledger": (Status.UNCONFIRMED, 1),
    "between poll and save": (Status.READY, 1),
    "in the download": (Status.READY, 1),
    "between film and poster": (Status.READY, 1),
    "between archive and ledger": (Status.READY, 1),
    "in a delete": (None, 1),
    "between files and note of a delete": (None, 1),
}


def run(folder: Path, url: str, point: str) -> int:
    command = [sys.executable, "-m", "tests.tracker.victim", str(folder), url, point]
    return subprocess.run(command, cwd=PROJECT, timeout=60, check=False).returncode


def test_every_point_has_its_end() -> None:
    assert set(ENDS) == set(POINTS)


@pytest.mark.parametrize("point", POINTS)
def test_killed_there_it_ends_right(hostile_server: HostileApi, tmp_path: Path, point: str) -> None:
    hostile_server.reset()
    ends, posts = ENDS[point]
    assert run(tmp_path, hostile_server.url, point) == -9
    if ends is not None:
        assert run(tmp_path, hostile_server.url, "none") == 0
    else:  # only its deletion is left to be ended
        bench = studio_in(tmp_path, hostile_server.url)
        bench.tracker.run_pass()
        bench.tracker.stop()
        close(bench)

    bench = studio_in(tmp_path, hostile_server.url)
    found = bench.studio.history(ANN).generations
    assert [each.status for each in found] == ([ends] if ends else [])
    assert len(hostile_server.posts) == posts
    kept = {key for key, _ in bench.studio.archive.list()}
    assert len(kept) == (2 if ends is Status.READY else 0)
    if ends is Status.READY:
        assert b"".join(bench.studio.clip(ALL_SEEING, found[0].id).open()) == film()
    assert not list((tmp_path / "scratch").glob("*/*"))
    assert bench.studio.ledger.unfinished_deletions() == []
    close(bench)
