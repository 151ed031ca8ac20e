"""A power cut may take the last commit along: what was sent by then is not sent again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lib.generation import Generation, Status
from lib.provider import Provider
from tests.hostile_api import HostileApi, knows, problem, says
from tests.workbench import Workbench, close, studio_in, tracking


def after_a_power_cut(bench: Workbench, folder: Path) -> None:
    """Copy the files as the disk had them, with the last frame of the journal damaged."""
    folder.mkdir()
    for name in ("skylit.db", "skylit.db-wal"):
        shutil.copy(bench.studio.settings.data_dir / name, folder / name)
    journal = bytearray((folder / "skylit.db-wal").read_bytes())
    journal[-100:] = bytes(100)
    (folder / "skylit.db-wal").write_bytes(journal)


def sent(bench: Workbench, generation: Generation) -> None:
    """Commit the right to send, then send."""
    submitting = generation.submitting(bench.context.clock())
    assert bench.context.ledger.swap(generation, submitting)
    bench.context.apis[submitting.provider].submit(
        submitting.request, client_request_id=submitting.client_request_id
    )


def test_a_paid_caption_whose_last_commit_was_lost_is_found_and_not_sent_again(
    api: HostileApi, tmp_path: Path
) -> None:
    api.logs = [knows(api.posts)]
    bench = studio_in(tmp_path / "before", api.url)
    queued = bench.ask()
    sent(bench, queued)
    after_a_power_cut(bench, tmp_path / "after")
    close(bench)
    again = studio_in(tmp_path / "after", api.url)
    found = again.context.ledger.get(queued.id)
    assert found is not None
    assert found.status is Status.QUEUED  # the commit is gone
    with tracking(again):
        assert again.settled(queued).status is Status.READY
    assert len(api.posts) == 1


def test_a_paid_caption_that_waited_is_looked_up_and_then_sent_once(
    api: HostileApi, tmp_path: Path
) -> None:
    bench = studio_in(tmp_path, api.url)
    queued, free = bench.ask(), bench.ask(provider=Provider.BUILTIN)
    with tracking(bench):
        assert bench.settled(queued).status is Status.READY
        assert bench.settled(free).status is Status.READY
        later = bench.settled(bench.ask())
    paths = [path for path, _ in api.requests]
    assert later.status is Status.READY
    assert len(api.posts) == 3
    assert paths.count("/v2/logs") == 1  # neither for the free one nor for one of this process


def test_while_the_log_does_not_answer_what_waited_is_not_sent(
    api: HostileApi, tmp_path: Path
) -> None:
    api.logs = [problem(503, "Down"), problem(503, "Down"), knows(api.posts)]
    bench = studio_in(tmp_path, api.url)
    queued = bench.ask()
    with tracking(bench):
        assert bench.settled(queued).status is Status.READY
    paths = [path for path, _ in api.requests]
    assert paths.index("/v2/video/generations") > paths.index("/v2/logs") + 1


@pytest.mark.parametrize("status", [401, 403, 404])
def test_where_the_log_may_not_be_read_its_owner_decides(
    api: HostileApi, tmp_path: Path, status: int
) -> None:
    api.logs = [says(status, {"message": "No"})]
    bench = studio_in(tmp_path, api.url)
    queued = bench.ask()
    with tracking(bench):
        found = bench.settled(queued)
    assert (found.status, len(api.posts)) == (Status.UNCONFIRMED, 0)
