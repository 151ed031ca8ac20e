"""A deletion that was begun comes to its end, and holds up nobody else until then."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.errors import StorageError
from lib.generation import Generation, Status
from lib.rendition import FILM
from lib.tracker.jobs.recovery import Recovery
from tests.hostile_api import HostileApi
from tests.viewers import ANN
from tests.workbench import Workbench, close, eventually, studio_in, tracking


def notes(bench: Workbench) -> list[str]:
    return bench.studio.ledger.unfinished_deletions()


def refused(bench: Workbench, made: Generation) -> Path:
    """Delete it where the archive cannot: a folder with something in it stands where its film was."""
    film = bench.studio.archive.path(FILM.key(made.id))
    assert film is not None
    film.unlink()
    (film / "in the way").mkdir(parents=True)
    with pytest.raises(StorageError):
        bench.studio.delete(ANN, made.id)
    return film


def test_one_that_the_archive_refuses_stops_nothing_and_is_ended_once_it_can_be(
    api: HostileApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tracking(studio_in(tmp_path, api.url)) as bench:
        one, other = bench.settled(bench.ask()), bench.settled(bench.ask())
        in_the_way = [refused(bench, each) for each in (one, other)]
        clear(max(in_the_way))  # the second in turn
    monkeypatch.setattr("lib.tracker.loop.DELETING", 0.05)
    with tracking(studio_in(tmp_path, api.url)) as bench:
        eventually(lambda: len(notes(bench)) == 1)  # whatever becomes of the first
        assert bench.settled(bench.ask()).status is Status.READY
        clear(min(in_the_way))
        eventually(lambda: notes(bench) == [])
        assert len(list(bench.studio.archive.list())) == 2


def clear(film: Path) -> None:
    (film / "in the way").rmdir()
    film.rmdir()


def test_one_of_a_video_that_is_just_being_saved_waits_until_it_is(
    api: HostileApi, tmp_path: Path
) -> None:
    """Ended before, a kill between film and ledger would leave a film that nobody looks for."""
    bench = studio_in(tmp_path, api.url)
    asked = bench.ask()
    bench.steps.take(asked)
    bench.studio.delete(ANN, asked.id)
    recovery = Recovery(bench.context)
    recovery.end_deletions(in_flight={asked.id})
    assert notes(bench) == [asked.id]
    recovery.end_deletions(in_flight=())
    assert notes(bench) == []
    close(bench)
