"""A disk that is full costs time, but no video."""

from __future__ import annotations

import os
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response

from lib.errors import GenerationNotFound, StorageError
from lib.generation import Status
from lib.person import Viewer
from lib.provider import Provider
from lib.text import say
from lib.tracker import RetryPolicy
from lib.video_api import Done
from tests.films import film
from tests.hostile_api import (
    TASK,
    HostileApi,
    accepts,
    completes,
    documented,
)
from tests.small_disk import resize, small_disk
from tests.tracker.troubles import Clock, arrives, waits_for
from tests.viewers import BOB
from tests.workbench import Workbench, close, eventually, studio_in, tracking

#: Bytes of a page: a disk in memory gives room by the page.
PAGE = os.sysconf("SC_PAGE_SIZE")


def kilobytes(content: bytes) -> int:
    """What it takes up on a small disk."""
    return -(-len(content) // PAGE) * PAGE // 1024


def test_a_disk_that_fills_in_a_download_costs_time_but_no_video(
    api: HostileApi, tmp_path: Path
) -> None:
    with (
        small_disk(tmp_path / "scratch", kilobytes=kilobytes(film()) // 2) as small,
        tracking(studio_in(tmp_path, api.url)) as bench,
    ):
        asked = bench.ask()
        waits_for(bench, asked, "cannot be written to the disk (No space left on device)")
        resize(small, 1024)
        arrives(bench, asked, api)


def test_a_file_that_takes_no_byte_more_is_a_sentence(api: HostileApi, tmp_path: Path) -> None:
    """The system's own full device: this needs no right to mount a disk."""
    bench = studio_in(tmp_path, api.url)
    source = bench.context.apis[Provider.AIMLAPI]
    api.check = [completes]
    done = source.check(TASK)
    assert isinstance(done, Done)
    with pytest.raises(StorageError, match=r"No space left on device.*goes on by itself"):
        source.download(done.url, Path("/dev/full"))
    close(bench)


def test_a_disk_that_fills_in_the_poster_costs_time_but_no_video(
    api: HostileApi, tmp_path: Path
) -> None:
    with (
        small_disk(tmp_path / "scratch", kilobytes=kilobytes(film())) as small,
        tracking(studio_in(tmp_path, api.url)) as bench,
    ):
        asked = bench.ask()
        waits_for(bench, asked, "video's files cannot be written")
        resize(small, 1024)
        arrives(bench, asked, api)


def test_a_disk_that_fills_in_the_archive_costs_time_but_no_video(
    api: HostileApi, tmp_path: Path
) -> None:
    with (
        small_disk(tmp_path / "archive", kilobytes=kilobytes(film()) // 2) as small,
        tracking(studio_in(tmp_path, api.url)) as bench,
    ):
        asked = bench.ask()
        waits_for(bench, asked, "The archive is full")
        resize(small, 1024)
        arrives(bench, asked, api)


def test_a_disk_too_full_for_the_database_takes_nothing_new_and_keeps_what_it_has(
    api: HostileApi, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "data", kilobytes=2048) as small:
        bench = studio_in(small, api.url)
        kept = bench.ask("Kept")
        fill(small)
        with pytest.raises(StorageError, match=r"[Dd]isk"):
            ask_until_it_fails(bench)
        assert bench.see(kept) == kept
        (small / "filler").unlink()
        assert bench.ask("Again").status is Status.QUEUED
        close(bench)


def test_on_a_disk_without_a_free_byte_a_video_can_be_deleted(
    api: HostileApi, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "data", kilobytes=4096) as small:
        bench = studio_in(small, api.url)
        bench.studio.ledger.keep_room()
        asked = bench.ask("Go away")
        bench.studio.cancel(Viewer(asked.owner), asked.id)
        fill(small)
        with pytest.raises(StorageError, match=r"[Dd]isk"):
            ask_until_it_fails(bench)
        bench.studio.delete(Viewer(asked.owner), asked.id)
        with pytest.raises(GenerationNotFound):
            bench.studio.get(Viewer(asked.owner), asked.id)
        close(bench)


def test_a_disk_that_fills_while_a_post_is_under_way_loses_no_answer(
    api: HostileApi, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "data", kilobytes=2048) as small:
        bench = studio_in(small, api.url)

        async def meanwhile(request: Request) -> Response:
            fill(small)
            return await accepts(request)

        api.submit = [meanwhile]
        asked = bench.ask()
        submit = threading.Thread(target=bench.steps.take, args=(asked,))
        submit.start()
        eventually((small / "filler").exists)
        with pytest.raises(StorageError, match=r"[Dd]isk"):
            ask_until_it_fails(bench)
        (small / "filler").unlink()
        submit.join(15)
        assert (bench.see(asked).status, bench.see(asked).task_id) == (Status.GENERATING, TASK)
        assert len(api.posts) == 1
        close(bench)


def fill(disk: Path) -> None:
    """To the last byte."""
    with (disk / "filler").open("wb", buffering=0) as file:
        for size in (PAGE, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue


def ask_until_it_fails(bench: Workbench) -> None:
    """The database has some room of its own left."""
    for _ in range(2000):
        bench.ask("x" * 80, provider=Provider.BUILTIN, viewer=BOB)


def test_the_time_that_our_disk_was_full_is_not_held_against_the_api(
    api: HostileApi, tmp_path: Path
) -> None:
    """For longer than a deadline; and when there is room at last, the API has a bad moment."""
    clock = Clock()
    policy = RetryPolicy.in_seconds(
        poll=dict.fromkeys(Provider, 0.02), deadline=100.0,
        waits=dict.fromkeys(Provider, (60.0, 60.0)), look_ups=(0.05,),
    )  # fmt: skip
    bench = studio_in(tmp_path, api.url, policy=policy, clock=clock)
    asked = bench.ask()
    bench.steps.take(asked)
    api.check = [completes]
    bench.steps.take(bench.see(asked))
    (tmp_path / "scratch").write_text("in the way")
    for _ in range(4):
        bench.steps.take(bench.see(asked))
        assert "goes on by itself" in say(bench.see(asked).problem)
        clock.set_by += timedelta(seconds=60)
    (tmp_path / "scratch").unlink()
    api.check = [documented(503, "Oh"), completes]
    bench.steps.take(bench.see(asked))
    assert bench.see(asked).status is Status.SAVING
    bench.steps.take(bench.see(asked))
    arrives(bench, asked, api)
    close(bench)
