"""The sweep finds what the archive lost, tells whose it was, and takes it back when it is there again."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lib.errors import StorageError
from lib.generation import Generation, Status
from lib.provider import Provider
from lib.rendition import FILM, POSTER, Rendition
from lib.text import say
from lib.tracker import ArchiveAudit
from lib.tracker.jobs.archive_audit import Report
from tests.films import film
from tests.hostile_api import HostileApi, completes, documented
from tests.viewers import ANN
from tests.workbench import Workbench, bytes_of, eventually, studio_in, tracking

DAY = timedelta(days=1)


def finished(bench: Workbench, generation: Generation) -> Generation:
    while not (fresh := bench.see(generation)).status.is_final:
        bench.steps.take(fresh)
    return fresh


def delivered(bench: Workbench, provider: Provider = Provider.AIMLAPI) -> Generation:
    """By the steps of a tracker, from the API to the archive."""
    made = finished(bench, bench.ask(provider=provider))
    assert made.status is Status.READY
    return made


def file_of(bench: Workbench, key: str) -> Path:
    path = bench.context.archive.path(key)
    assert path is not None
    return path


def archive_audit(bench: Workbench, *, cycle: int = 1, later: timedelta = timedelta(0)) -> Report:
    """With a cycle of one day every film is read."""
    return ArchiveAudit(bench.context).run(datetime.now(UTC) + later, cycle=cycle)


def test_where_all_is_as_it_was_nothing_is_reported_or_changed(bench: Workbench) -> None:
    made = [delivered(bench) for _ in range(3)]
    report = archive_audit(bench, later=DAY)
    assert (report.videos, report.read, report.is_clean) == (3, 3, True)
    assert "All is there" in str(report)
    assert [bench.see(each) for each in made] == made


def test_a_film_that_is_gone_is_told_to_its_owner_and_told_no_more_when_it_is_back(
    bench: Workbench, tmp_path: Path
) -> None:
    made, whole = delivered(bench), delivered(bench)
    path = file_of(bench, FILM.key(made.id))
    path.rename(tmp_path / "aside")
    assert archive_audit(bench).missing == (FILM.key(made.id),)
    told = bench.see(made)
    assert told.is_damaged
    assert "missing from the archive" in say(told.problem)
    assert bench.see(whole) == whole
    (tmp_path / "aside").rename(path)
    assert archive_audit(bench, cycle=10**6).is_clean  # whatever the date, a damaged one is read
    assert bench.see(made).problem is None


@pytest.mark.parametrize("harm", ["one byte", "cut short"])
def test_a_film_that_was_altered_is_told_to_its_owner(bench: Workbench, harm: str) -> None:
    made = delivered(bench)
    content = bytearray(film())
    if harm == "one byte":
        content[1000] ^= 1
    else:
        content = content[:-1]
    file_of(bench, FILM.key(made.id)).write_bytes(content)
    assert archive_audit(bench).altered == (FILM.key(made.id),)
    assert "damaged in the archive" in say(bench.see(made).problem)


def test_a_film_of_another_length_is_found_without_being_read(bench: Workbench) -> None:
    made = delivered(bench)
    file_of(bench, FILM.key(made.id)).write_bytes(film()[:-1])
    report = archive_audit(bench, cycle=10**6)
    assert (report.read, report.altered) == (0, (FILM.key(made.id),))


def test_every_film_is_read_once_within_a_cycle(bench: Workbench) -> None:
    for _ in range(6):
        delivered(bench)
    assert [archive_audit(bench, cycle=1, later=number * DAY).read for number in range(2)] == [6, 6]
    assert sum(archive_audit(bench, cycle=4, later=number * DAY).read for number in range(4)) == 6


def test_what_was_made_from_a_film_belongs_to_it_and_goes_with_it(bench: Workbench) -> None:
    made = delivered(bench)
    export = Rendition("1080x1080", "mp4", "video/mp4").key(made.id)
    bench.studio.archive.store(export, film())
    assert archive_audit(bench, later=DAY).is_clean
    bench.studio.delete(ANN, made.id)
    assert [key for key, _ in bench.studio.archive.list() if made.id in key] == []


def test_a_file_without_a_video_is_reported_and_left_where_it_is(bench: Workbench) -> None:
    made = delivered(bench)
    stray = file_of(bench, FILM.key("nobody"))
    stray.write_bytes(b"somebody's")
    assert archive_audit(bench).orphans == ()  # too young to tell
    report = archive_audit(bench, later=DAY)
    assert report.orphans == (FILM.key("nobody"),)
    assert "1 without a video: nobody.mp4" in str(report)
    assert stray.read_bytes() == b"somebody's"
    assert bench.see(made).problem is None


def test_what_is_being_deleted_or_made_is_no_orphan(api: HostileApi, bench: Workbench) -> None:
    gone, saving = delivered(bench), bench.ask()
    bench.context.ledger.delete(gone.id, datetime.now(UTC))
    file_of(bench, FILM.key(saving.id)).write_bytes(b"just stored")
    assert archive_audit(bench, later=DAY).orphans == ()


def test_a_file_whose_video_came_to_nothing_is_an_orphan(bench: Workbench) -> None:
    asked = bench.ask()
    bench.studio.cancel(ANN, asked.id)
    file_of(bench, FILM.key(asked.id)).write_bytes(b"left behind")
    assert archive_audit(bench, later=DAY).orphans == (FILM.key(asked.id),)


def test_a_poster_that_is_gone_is_reported_and_the_film_still_plays(bench: Workbench) -> None:
    made = delivered(bench)
    file_of(bench, POSTER.key(made.id)).unlink()
    assert archive_audit(bench).missing == (POSTER.key(made.id),)
    assert bench.see(made) == made


@pytest.mark.parametrize("instead", ["nothing", "an empty folder", "a file"])
def test_an_archive_whose_disk_is_not_mounted_is_no_loss(
    bench: Workbench, tmp_path: Path, instead: str
) -> None:
    made = delivered(bench)
    folder = tmp_path / "archive"
    folder.rename(tmp_path / "aside")
    if instead == "an empty folder":
        folder.mkdir()
    elif instead == "a file":
        folder.write_text("in the way")
    with pytest.raises(StorageError, match="mounted"):
        archive_audit(bench)
    assert bench.see(made) == made


@pytest.mark.parametrize("provider", list(Provider))
def test_a_lost_film_is_fetched_again_with_one_click(bench: Workbench, provider: Provider) -> None:
    made = delivered(bench, provider)
    file_of(bench, FILM.key(made.id)).unlink()
    archive_audit(bench)
    assert bench.see(made).can_be_checked_again
    bench.studio.recheck(ANN, made.id)
    again = finished(bench, made)
    assert (again.status, again.problem) == (Status.READY, None)
    assert bytes_of(bench.studio, made) == film()


def test_a_lost_film_that_the_engine_forgot_is_made_again(
    api: HostileApi, bench: Workbench
) -> None:
    made = delivered(bench, Provider.BUILTIN)
    file_of(bench, FILM.key(made.id)).unlink()
    archive_audit(bench)
    api.check = [documented(404, "No such task."), *api.check]
    bench.studio.recheck(ANN, made.id)
    assert finished(bench, made).status is Status.READY
    assert len(api.posts) == 2


@pytest.mark.parametrize("ending", ["forgotten", "cancelled"])
def test_a_lost_film_that_cannot_be_fetched_again_is_still_mended_once_it_is_back(
    api: HostileApi, bench: Workbench, ending: str
) -> None:
    """Its disk was only away, and somebody had asked for it meanwhile."""
    api.check = [completes]
    made = delivered(bench)
    file = file_of(bench, FILM.key(made.id))
    aside = file.rename(file.with_name("aside.mp4"))
    archive_audit(bench)
    bench.studio.recheck(ANN, made.id)
    if ending == "cancelled":
        bench.studio.cancel(ANN, made.id)
    api.check = [documented(404, "No such task.")]
    assert finished(bench, made).is_damaged
    aside.rename(file)
    archive_audit(bench)
    assert not bench.see(made).is_damaged
    assert bytes_of(bench.studio, made) == film()


def test_a_lost_film_may_be_tried_again_as_a_new_one(bench: Workbench) -> None:
    made = delivered(bench)
    file_of(bench, FILM.key(made.id)).unlink()
    archive_audit(bench)
    again = bench.studio.retry(ANN, made.id, "another")
    assert (again.retry_of, again.caption) == (made.id, made.caption)


def test_the_tracker_sweeps_by_itself_and_says_in_the_log_what_it_found(
    api: HostileApi, bench: Workbench, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    made = delivered(bench)
    file_of(bench, FILM.key(made.id)).unlink()
    with caplog.at_level(logging.WARNING), tracking(studio_in(tmp_path, api.url)) as other:
        eventually(lambda: other.see(made).is_damaged)
        eventually(lambda: FILM.key(made.id) in caplog.text)
