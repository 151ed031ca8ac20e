"""Saving comes to an end: in a video, in a sentence, or because somebody no longer wants it."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from lib.generation import Generation, Reason, Status
from lib.provider import Provider
from lib.text import say
from tests.films import film
from tests.hostile_api import Behaviour, HostileApi, completes, delivers, says
from tests.viewers import ALL_SEEING, ANN
from tests.workbench import IMPATIENT, Workbench, close, eventually, studio_in, tracking

FOREIGN = film(codec="mpeg4")
#: Takes some seconds to convert: time enough to change one's mind.
LARGE = film(codec="mpeg4", seconds=20.0, width=640, height=640)


def downloads(api: HostileApi) -> int:
    return sum(path == "/file.mp4" for path, _ in api.requests)


def saving(bench: Workbench, api: HostileApi, provider: Provider = Provider.AIMLAPI) -> Generation:
    """Bring one as far as its film is to be fetched."""
    api.check = [completes]
    asked = bench.ask(provider=provider)
    for _ in range(2):
        bench.steps.take(bench.see(asked))
    assert bench.see(asked).status is Status.SAVING
    return bench.see(asked)


def deadline(generation: Generation) -> datetime:
    assert generation.deadline_at
    return generation.deadline_at


def kept(bench: Workbench) -> list[str]:
    return sorted(key for key, _ in bench.studio.archive.list())


# ── other formats ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "content",
    [FOREIGN, film(codec="libvpx", kind="webm", sound_codec="libopus"), film(sound_codec="ac3")],
    ids=["MPEG-4 part 2", "WebM", "sound alone"],
)
def test_a_film_that_browsers_do_not_play_is_kept_as_one_that_they_do(
    api: HostileApi, tmp_path: Path, content: bytes
) -> None:
    api.file = [delivers(content)]
    with tracking(studio_in(tmp_path, api.url)) as bench:
        found = bench.settled(bench.ask())
        assert (found.status, found.problem) == (Status.READY, None), say(found.problem)
        assert found.video
        shown = b"".join(bench.studio.clip(ALL_SEEING, found.id).open())
        assert (len(shown), b"avc1" in shown[:4000]) == (found.video.size, True)
    assert (len(api.posts), downloads(api)) == (1, 1)


# ── what cannot be opened ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "content",
    [
        FOREIGN[:-900],
        film().replace(b"avc1", b"zzzz"),
        film().replace(b"stsd", b"zzzz"),
        film(codec="png", pix_fmt="rgb24").replace(b"\x89PNG", b"\x00" * 4),
    ],
    ids=["cut short", "an unknown codec", "a broken index", "damaged pictures"],
)
@pytest.mark.parametrize("provider", list(Provider))
def test_what_cannot_be_opened_is_fetched_twice_and_ends_as_a_damaged_film(
    api: HostileApi, tmp_path: Path, content: bytes, provider: Provider
) -> None:
    api.file = [delivers(content)]
    with tracking(studio_in(tmp_path, api.url)) as bench:
        found = bench.settled(bench.ask(provider=provider))
        assert (found.status, found.reason) == (Status.FAILED, Reason.BAD_VIDEO)
        assert downloads(api) == 2
        assert found.can_be_checked_again  # the API may yet deliver a good one
        assert kept(bench) == []


# ── the deadline ──────────────────────────────────────────────────────────────────────────────


@dataclass
class Clock:
    set_by: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.set_by


@contextmanager
def every_look_broken_off(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As on a machine that is short of memory: the system kills whoever looks at the film."""
    ending = folder / "python"
    ending.write_text("#!/bin/sh\nkill -KILL $$\n")
    ending.chmod(0o700)
    with monkeypatch.context() as patch:
        patch.setattr("sys.executable", str(ending))
        yield


def test_a_look_that_is_broken_off_is_counted_and_ends_with_the_deadline(
    api: HostileApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each one takes five minutes, as a large film does on a machine with too much to do."""
    clock = Clock()

    async def after_five_minutes(request: Request) -> Response:
        clock.set_by += timedelta(minutes=5)
        return await completes(request)

    bench = studio_in(tmp_path, api.url, clock=clock)
    one = saving(bench, api)
    api.check = [after_five_minutes]
    with every_look_broken_off(tmp_path, monkeypatch):
        for tries in (1, 2, 3):
            bench.steps.take(bench.see(one))
            assert (bench.see(one).status, bench.see(one).attempts) == (Status.SAVING, tries)
            assert deadline(bench.see(one)) - deadline(one) < timedelta(minutes=1)  # not put off
        bench.steps.take(bench.see(one))
    found = bench.see(one)
    assert (found.status, found.reason) == (Status.FAILED, Reason.TIMED_OUT)
    assert downloads(api) == 4
    close(bench)


def test_one_that_timed_out_while_it_was_saved_is_had_by_asking_again(
    api: HostileApi, tmp_path: Path
) -> None:
    api.file = [says(403, "Expired")]
    with tracking(studio_in(tmp_path, api.url, policy=IMPATIENT)) as bench:
        found = bench.settled(bench.ask())
        assert found.gave_up_waiting
        api.file = [delivers(FOREIGN)]
        bench.studio.recheck(ANN, found.id)
        assert eventually(lambda: bench.see(found).status is Status.READY)
    assert len(api.posts) == 1


# ── changes of mind ───────────────────────────────────────────────────────────────────────────


def trickling(content: bytes, begun: threading.Event) -> Behaviour:
    """A film that comes in small pieces, and never to its end."""

    async def pieces() -> AsyncIterator[bytes]:
        yield content[:1000]
        begun.set()
        while True:
            yield b"\0"
            await asyncio.sleep(0.02)

    async def behave(_: Request) -> Response:
        return StreamingResponse(pieces(), media_type="video/mp4")

    return behave


@pytest.mark.parametrize("deletes", [False, True], ids=["cancelled", "deleted"])
def test_a_change_of_mind_in_the_middle_of_a_download_ends_it(
    api: HostileApi,
    tmp_path: Path,
    deletes: bool,  # noqa: FBT001  # a column of the table above
) -> None:
    begun = threading.Event()
    api.file = [trickling(film(), begun)]
    bench = studio_in(tmp_path, api.url)
    one = saving(bench, api)
    step = threading.Thread(target=bench.steps.take, args=(one,))
    step.start()
    assert begun.wait(30)
    change_mind(bench, one, deletes=deletes)
    step.join(30)
    assert not step.is_alive()
    leaves_nothing(bench, tmp_path, api)


@pytest.mark.parametrize("deletes", [False, True], ids=["cancelled", "deleted"])
def test_a_change_of_mind_in_the_middle_of_a_conversion_ends_it(
    api: HostileApi,
    tmp_path: Path,
    deletes: bool,  # noqa: FBT001  # a column of the table above
) -> None:
    api.file = [delivers(LARGE)]
    bench = studio_in(tmp_path, api.url)
    one = saving(bench, api)
    step = threading.Thread(target=bench.steps.take, args=(one,))
    step.start()
    (converting,) = eventually(lambda: processes("lib.media.transcode"))
    change_mind(bench, one, deletes=deletes)
    step.join(30)
    assert not step.is_alive()
    assert converting not in processes("lib.media.transcode")
    leaves_nothing(bench, tmp_path, api)


def test_skylit_may_end_in_the_middle_of_a_conversion_and_goes_on_with_it_later(
    api: HostileApi, tmp_path: Path
) -> None:
    api.file = [delivers(LARGE), delivers(FOREIGN)]
    with tracking(studio_in(tmp_path, api.url)) as bench:
        asked = bench.ask()
        eventually(lambda: processes("lib.media.transcode"))
    assert processes("lib.media.transcode") == []
    with tracking(studio_in(tmp_path, api.url)) as bench:
        assert bench.see(asked).status is Status.SAVING
        assert bench.settled(asked).status is Status.READY
    assert len(api.posts) == 1


def test_a_conversion_that_is_killed_is_done_again(api: HostileApi, tmp_path: Path) -> None:
    api.file = [delivers(LARGE), delivers(FOREIGN)]
    with tracking(studio_in(tmp_path, api.url)) as bench:
        asked = bench.ask()
        (converting,) = eventually(lambda: processes("lib.media.transcode"))
        os.kill(converting, signal.SIGKILL)
        assert bench.settled(asked).status is Status.READY
    assert (len(api.posts), downloads(api)) == (1, 2)


def change_mind(bench: Workbench, one: Generation, *, deletes: bool) -> None:
    if deletes:
        bench.studio.delete(ANN, one.id)
    else:
        bench.studio.cancel(ANN, one.id)


def leaves_nothing(bench: Workbench, folder: Path, api: HostileApi) -> None:
    assert kept(bench) == []
    assert list((folder / "scratch").iterdir()) == []
    assert downloads(api) == 1
    assert all(each.status is Status.CANCELLED for each in bench.studio.history(ANN).generations)
    close(bench)


def processes(module: str) -> list[int]:
    """Ours that run this module."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = stat.read_text().rpartition(")")[2].split()[1]
            command = (stat.parent / "cmdline").read_bytes().split(b"\0")
        except OSError:  # it has just ended
            continue
        if parent == str(os.getpid()) and module.encode() in command:
            found.append(int(stat.parent.name))
    return found
