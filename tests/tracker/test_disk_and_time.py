"""Disks, databases, buckets and clocks fail: a sentence says so, nothing is lost, and it goes on."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response

from lib.archive import Archive
from lib.bootstrap import open_studio
from lib.errors import GenerationNotFound, SettingsError, StorageError
from lib.generation import Generation, Status
from lib.ledger import Ledger
from lib.person import Viewer
from lib.provider import Provider
from lib.rendition import FILM, POSTER
from lib.search import EVERYTHING
from lib.settings import PROJECT, Settings
from lib.text import say
from lib.tracker import RetryPolicy
from lib.video_api import Done
from tests.bucket import Bucket, bucket, environment
from tests.films import film
from tests.hostile_api import (
    TASK,
    HostileApi,
    accepts,
    completes,
    documented,
    drops,
    knows,
    pending,
)
from tests.small_disk import read_only, resize, small_disk
from tests.viewers import ALL_SEEING, ANN, BOB
from tests.workbench import Workbench, close, eventually, studio_in, tracking

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)

#: Bytes of a page: a disk in memory gives room by the page.
PAGE = os.sysconf("SC_PAGE_SIZE")


def waits_for(bench: Workbench, generation: Generation, words: str) -> Generation:
    """Until its owner reads these words; it is not given up for them."""

    def found() -> Generation | None:
        fresh = bench.see(generation)
        return fresh if words in say(fresh.problem) else None

    waiting = eventually(found, instead=lambda: f"it is {bench.see(generation)}")
    assert waiting.status is Status.SAVING
    return waiting


def arrives(bench: Workbench, generation: Generation, api: HostileApi) -> None:
    """Whole, and paid for once."""
    assert bench.settled(generation).status is Status.READY
    assert b"".join(bench.studio.clip(ALL_SEEING, generation.id).open()) == film()
    assert b"".join(bench.studio.poster(ALL_SEEING, generation.id).open()).startswith(b"RIFF")
    assert len(api.posts) == 1


def kilobytes(content: bytes) -> int:
    """What it takes up on a small disk."""
    return -(-len(content) // PAGE) * PAGE // 1024


# ── a full disk ───────────────────────────────────────────────────────────────────────────────


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


# ── a disk that may not be written ────────────────────────────────────────────────────────────


def test_an_archive_that_turns_read_only_costs_time_but_no_video(
    api: HostileApi, tmp_path: Path
) -> None:
    with (
        small_disk(tmp_path / "archive") as small,
        tracking(studio_in(tmp_path, api.url)) as bench,
    ):
        read_only(small)
        asked = bench.ask()
        waits_for(bench, asked, "The archive is read-only")
        read_only(small, yes=False)
        arrives(bench, asked, api)


def test_a_download_folder_that_turns_read_only_costs_time_but_no_video(
    api: HostileApi, tmp_path: Path
) -> None:
    with (
        small_disk(tmp_path / "scratch") as small,
        tracking(studio_in(tmp_path, api.url)) as bench,
    ):
        read_only(small)
        asked = bench.ask()
        waits_for(bench, asked, "cannot be written to the disk (Read-only file system)")
        read_only(small, yes=False)
        arrives(bench, asked, api)


def test_a_read_only_data_folder_stops_the_start_with_a_sentence_and_harms_nothing(
    tmp_path: Path,
) -> None:
    with small_disk(tmp_path / "data") as small:
        Ledger.open(None, small).close()
        before = (small / "skylit.db").read_bytes()
        read_only(small)
        opening = open_studio(Settings(data_dir=small))
        with pytest.raises(SettingsError, match=r"cannot be written.*DATA_DIR"), opening:
            pass
        with pytest.raises(StorageError, match=r"rights|may not be written|may write"):
            Ledger.open(None, small)
        read_only(small, yes=False)
        ledger = Ledger.open(None, small)
        assert ledger.count(ALL_SEEING, EVERYTHING) == 0
        ledger.close()
        assert (small / "skylit.db").read_bytes() == before


# ── a bucket ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def films(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    with bucket() as served:
        for name, value in environment(served).items():
            monkeypatch.setenv(name, value)
        yield served


@pytest.mark.parametrize(
    ("refusal", "told"),
    [
        ((507, "XMinioStorageFull"), "The archive is full"),
        ((403, "QuotaExceeded"), "The archive is full"),
        ((403, "AccessDenied"), "rights and credentials"),
        ((503, "SlowDown"), "does not answer as it should"),
    ],
)
def test_a_bucket_that_takes_nothing_costs_time_but_no_video(
    api: HostileApi, films: Bucket, tmp_path: Path, refusal: tuple[int, str], told: str
) -> None:
    shelf = Archive.open_url("s3://films/skylit", tmp_path)
    films.refusal = refusal
    with tracking(studio_in(tmp_path, api.url, archive=shelf)) as bench:
        asked = bench.ask()
        waits_for(bench, asked, told)
        assert films.objects == {}
        films.refusal = None
        arrives(bench, asked, api)
    assert set(films.objects) == {f"skylit/{FILM.key(asked.id)}", f"skylit/{POSTER.key(asked.id)}"}


# ── a database that somebody holds ────────────────────────────────────────────────────────────


def test_a_database_that_is_held_for_long_costs_time_but_no_video(
    api: HostileApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lib.database.connection.PATIENCE", 0.02)
    with tracking(studio_in(tmp_path, api.url)) as bench:
        api.check = [pending("generating")]
        asked = bench.ask()
        eventually(lambda: bench.see(asked).api_status == "generating")
        holder = sqlite3.connect(tmp_path / "skylit.db", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        api.check = [completes]
        with pytest.raises(StorageError, match="busy"):
            bench.ask()
        looked = len(api.requests)
        eventually(lambda: len(api.requests) > looked)  # the tracker tries, and cannot write
        assert bench.see(asked).status is Status.GENERATING
        holder.execute("ROLLBACK")
        holder.close()
        arrives(bench, asked, api)


# ── time ──────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Clock:
    """The machine's, and what somebody has set it by."""

    set_by: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.set_by


#: Patient enough that only a clock could end it.
PATIENT = RetryPolicy.in_seconds(
    poll={Provider.AIMLAPI: 0.02, Provider.BUILTIN: 0.02},
    deadline=1000.0,
    waits={Provider.AIMLAPI: (0.02, 0.1), Provider.BUILTIN: (0.02, 0.1)},
    look_ups=(0.05, 0.05, 0.05),
)


@pytest.mark.parametrize("jumps", [(2 * DAY, -2 * DAY), (-2 * DAY, 2 * DAY), (20 * MINUTE,)])
def test_a_clock_that_jumps_between_two_looks_ends_nothing(
    api: HostileApi, tmp_path: Path, jumps: tuple[timedelta, ...]
) -> None:
    clock = Clock()
    bench = studio_in(tmp_path, api.url, policy=PATIENT, clock=clock)
    asked = bench.ask()
    bench.steps.take(asked)
    api.check = [pending("generating")]
    for jump in jumps:
        clock.set_by += jump
        bench.steps.take(bench.see(asked))
        assert bench.see(asked).status is Status.GENERATING
    api.check = [completes]
    with tracking(bench):
        arrives(bench, asked, api)


@pytest.mark.parametrize("back", [2 * MINUTE, 20 * MINUTE, 2 * DAY])
def test_a_clock_that_is_set_back_keeps_nobody_waiting(
    api: HostileApi, tmp_path: Path, back: timedelta
) -> None:
    """Everything that is due would be due only when the clock has come round again."""
    clock = Clock()
    api.check = [pending("generating")]
    with tracking(studio_in(tmp_path, api.url, policy=PATIENT, clock=clock)) as bench:
        asked = bench.ask()
        eventually(lambda: bench.see(asked).api_status == "generating")
        clock.set_by -= back
        api.check = [completes]
        arrives(bench, asked, api)


def test_one_that_a_jump_did_end_is_there_after_one_click(api: HostileApi, tmp_path: Path) -> None:
    """The clock jumps while the API answers: that cannot be told from a slow API."""
    clock = Clock()
    bench = studio_in(tmp_path, api.url, policy=PATIENT, clock=clock)
    asked = bench.ask()
    bench.steps.take(asked)

    async def meanwhile(request: Request) -> Response:
        clock.set_by += DAY
        return await pending("generating")(request)

    api.check = [meanwhile, completes]
    bench.steps.take(bench.see(asked))
    if bench.see(asked).status is Status.FAILED:
        bench.studio.recheck(ANN, asked.id)
    with tracking(bench):
        arrives(bench, asked, api)


@pytest.mark.parametrize(
    ("when_asked", "when_sent", "when_looked_up"),
    [
        (5 * HOUR, 5 * HOUR, 5 * HOUR),
        (-5 * HOUR, -5 * HOUR, -5 * HOUR),
        (5 * HOUR, 5 * HOUR, -5 * HOUR),
        (-5 * HOUR, -5 * HOUR, 5 * HOUR),
        (-5 * DAY, 0 * DAY, 0 * DAY),  # it waited in line for days
        (-200 * DAY, 0 * DAY, 0 * DAY),  # in a backup
    ],
)
def test_a_lost_answer_is_found_in_the_log_whatever_our_clock_says(
    api: HostileApi,
    tmp_path: Path,
    when_asked: timedelta,
    when_sent: timedelta,
    when_looked_up: timedelta,
) -> None:
    clock = Clock(when_asked)
    api.submit = [drops]
    bench = studio_in(tmp_path, api.url, clock=clock)
    asked = bench.ask()
    clock.set_by = when_sent
    bench.steps.take(asked)
    assert bench.see(asked).status is Status.UNCONFIRMED
    api.logs = [knows(api.posts)]
    clock.set_by = when_looked_up
    with tracking(bench):
        arrives(bench, asked, api)


def leads(bench: Workbench) -> bool:
    return bench.tracker.leads


# ── two processes ─────────────────────────────────────────────────────────────────────────────

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
