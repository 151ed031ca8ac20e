"""Of several processes one tracks, and none takes back what another did."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lib.generation import Status
from lib.problem import Problem
from lib.rendition import FILM, POSTER
from lib.video_api import VideoApi
from tests.films import film
from tests.hostile_api import (
    TASK,
    HostileApi,
    accepts,
    completes,
)
from tests.tracker.moments import HOUR, leads
from tests.viewers import ANN
from tests.workbench import close, eventually, studio_in, tracking


def test_one_of_two_tracks_and_the_other_takes_over(api: HostileApi, tmp_path: Path) -> None:
    first, second = studio_in(tmp_path, api.url), studio_in(tmp_path, api.url)
    first.tracker.start()
    eventually(lambda: leads(first))
    with tracking(second):
        asked = second.ask()  # written by the second, tracked by the first
        assert second.settled(asked).status is Status.READY
        assert not leads(second)
        first.tracker.stop()
        assert second.settled(second.ask()).status is Status.READY
        assert leads(second)
    close(first)
    assert len(api.posts) == 2


def test_a_thawed_process_cannot_take_back_what_another_did(
    api: HostileApi, tmp_path: Path
) -> None:
    """It still holds the generation as it was, and has just got its answer."""
    bench = studio_in(tmp_path, api.url)
    old = bench.ask()
    assert bench.studio.ledger.swap(old, old.cancelled(Problem.told("Stopped."), datetime.now(UTC)))
    bench.steps.take(old)
    assert bench.see(old).status is Status.CANCELLED
    assert api.posts == []
    close(bench)


def test_an_answer_that_comes_after_another_took_over_is_still_written_down(
    api: HostileApi, tmp_path: Path
) -> None:
    """The other found it submitting and made it unconfirmed: the id must not get lost."""
    bench = studio_in(tmp_path, api.url)
    asked = bench.ask()

    async def meanwhile(request: object) -> object:
        now = datetime.now(UTC)
        submit = bench.see(asked)
        assert bench.studio.ledger.swap(submit, submit.unconfirmed(Problem.told("?"), now, HOUR))
        return await accepts(request)  # type: ignore[arg-type]  # accepts whatever it is

    api.submit = [meanwhile]  # type: ignore[list-item]  # a behaviour like any other
    bench.steps.take(asked)
    assert (bench.see(asked).status, bench.see(asked).task_id) == (Status.GENERATING, TASK)
    close(bench)


@pytest.mark.parametrize("deleted", [False, True])
def test_a_download_that_ends_after_another_has_saved_the_video_changes_nothing(
    api: HostileApi,
    tmp_path: Path,
    deleted: bool,  # noqa: FBT001  # meanwhile, by its owner
) -> None:
    second = studio_in(tmp_path, api.url)

    class Overtaken(VideoApi):
        def download(self, url: str, target: Path, **more: Any) -> None:
            super().download(url, target, **more)
            second.steps.take(saving)
            if deleted:
                second.studio.delete(ANN, saving.id)

    first = studio_in(tmp_path, api.url, api=Overtaken)
    asked = first.ask()
    api.check = [completes]
    for _ in range(2):
        first.steps.take(first.see(asked))
    saving = first.see(asked)
    first.steps.take(saving)
    kept = {key: b"".join(first.context.archive.open(key, 0, stat.size))
            for key, stat in first.context.archive.list()}  # fmt: skip
    if deleted:
        assert kept == {}
    else:
        assert first.see(asked).status is Status.READY
        assert kept[FILM.key(asked.id)] == film()
        assert kept.keys() == {FILM.key(asked.id), POSTER.key(asked.id)}
    assert len(api.posts) == 1
    close(first)
    close(second)
