"""When the process that tracks is killed, another goes on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from lib.generation import Status
from lib.settings import PROJECT
from tests.films import film
from tests.hostile_api import (
    HostileApi,
    completes,
    pending,
)
from tests.tracker.moments import leads
from tests.viewers import ALL_SEEING
from tests.workbench import eventually, studio_in, tracking

OTHER = """
import sys, threading
from pathlib import Path
from tests.workbench import eventually, studio_in, tracking
with tracking(studio_in(Path(sys.argv[1]), sys.argv[2])) as bench:
    eventually(lambda: bench.tracker.leads)
    print("leads", flush=True)
    sys.stdin.read()
"""


def test_of_two_processes_one_tracks_both_serve_and_the_other_takes_over_when_it_is_killed(
    api: HostileApi, tmp_path: Path
) -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", OTHER, str(tmp_path), api.url],
        cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert first.stdout is not None
    assert first.stdin is not None
    try:
        assert first.stdout.readline() == "leads\n"
        with tracking(studio_in(tmp_path, api.url)) as second:
            asked = second.ask()
            assert second.settled(asked).status is Status.READY  # by the first
            assert not leads(second)
            assert b"".join(second.studio.clip(ALL_SEEING, asked.id).open()) == film()
            api.check = [pending("generating")]
            under_way = second.ask()
            eventually(lambda: second.see(under_way).api_status == "generating")
            first.kill()
            first.wait(10)
            api.check = [completes]
            assert second.settled(under_way).status is Status.READY
            assert leads(second)
        assert len(api.posts) == 2
    finally:
        first.kill()
        first.wait(10)
        first.stdin.close()
        first.stdout.close()
