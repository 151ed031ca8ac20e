"""The command line makes what is not there yet, and goes on where it ended."""

from __future__ import annotations

import csv
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import lib.batch.__main__ as command
from lib.generation import Status
from lib.settings import Settings
from lib.studio import Studio
from tests.web.furnished import FILM, finish, furnished

TABLE = "name,file\nAnn,first\nBo,\n,nobody\n"


@contextmanager
def worked_at(studio: Studio, failing: set[str]) -> Iterator[None]:
    """As with a tracker: what waits comes to its end; words in `failing` fail once."""
    over = threading.Event()

    def work() -> None:
        while not over.wait(0.02):
            for each in list(studio.ledger.in_status(Status.QUEUED)):
                finish(studio, each, fails=each.caption.text in failing)
                failing.discard(each.caption.text)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    words = set[str]()

    @contextmanager
    def opened(settings: Settings) -> Iterator[Studio]:
        with furnished(settings.data_dir, engine=False) as studio, worked_at(studio, words):
            yield studio

    monkeypatch.setattr(command, "open_studio", opened)
    return words


def run(folder: Path, *more: str, table: str = TABLE) -> int:
    file = folder / "table.csv"
    file.write_text(table, "utf-8")
    return command.main([str(file), "--caption", "Hi {name}!", "--out", str(folder / "out"), *more])


def results(folder: Path) -> list[dict[str, str]]:
    with (folder / "out" / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def films(folder: Path) -> dict[str, int]:
    return {each.name: each.stat().st_mtime_ns for each in (folder / "out").glob("*.mp4")}


def test_each_row_becomes_a_file_of_its_name(
    tmp_path: Path, failing: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert not failing
    assert run(tmp_path) == 1  # a row was refused
    assert "Row 3 is refused: No value in “name”." in capsys.readouterr().err
    assert films(tmp_path).keys() == {"first.mp4", "Hi Bo!.mp4"}
    assert (tmp_path / "out" / "first.mp4").read_bytes() == FILM
    assert [row["state"] for row in results(tmp_path)] == ["ready", "ready"]


def test_the_same_command_makes_nothing_twice(tmp_path: Path, failing: set[str]) -> None:
    assert not failing
    run(tmp_path)
    before = films(tmp_path)
    (tmp_path / "out" / "Hi Bo!.mp4").unlink()
    run(tmp_path)
    after = films(tmp_path)
    assert after.keys() == before.keys()
    assert after["first.mp4"] == before["first.mp4"]


def test_what_failed_is_tried_again_when_it_is_asked_for(tmp_path: Path, failing: set[str]) -> None:
    failing.add("Hi Bo!")
    table = "name,file\nAnn,first\nBo,\n"
    assert run(tmp_path, table=table) == 1
    assert films(tmp_path).keys() == {"first.mp4"}
    assert run(tmp_path, "--retry", table=table) == 0
    assert films(tmp_path).keys() == {"first.mp4", "Hi Bo!.mp4"}


def test_what_cannot_be_read_is_said(
    tmp_path: Path, failing: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert not failing
    assert run(tmp_path, table='name\n"open') == 2
    assert "row 2" in capsys.readouterr().err
    out = str(tmp_path / "out")
    assert command.main([str(tmp_path / "nothing.csv"), "--out", out]) == 2
    assert "nothing.csv" in capsys.readouterr().err
