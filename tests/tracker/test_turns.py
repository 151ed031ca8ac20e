"""Whoever asks for much gets their turn, and so does everybody else."""

from __future__ import annotations

from pathlib import Path

from lib.generation import Status
from lib.provider import Provider
from tests.hostile_api import HostileApi, pending
from tests.viewers import BOB
from tests.workbench import eventually, studio_in, tracking


def test_one_owners_many_do_not_keep_anothers_one_waiting(api: HostileApi, tmp_path: Path) -> None:
    api.check = [pending("generating")]  # nobody's is ever done
    with tracking(studio_in(tmp_path, api.url)) as bench:
        many = [bench.ask(provider=Provider.BUILTIN) for _ in range(12)]
        eventually(lambda: len(api.posts) == bench.context.at_once)
        one = bench.ask(provider=Provider.BUILTIN, viewer=BOB)
        eventually(lambda: bench.see(one).status is Status.GENERATING)
        waiting = [each for each in many if bench.see(each).status is Status.QUEUED]
        assert len(waiting) == len(many) - bench.context.at_once
