"""Files are made few at a time, each once, and none that is no longer wanted."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from lib.errors import BadVideo, TooMany
from lib.problem import Code, Problem
from lib.studio.exporter import AT_ONCE, Exporter, Job
from tests.workbench import eventually

KEY = "film", "gif"


@pytest.fixture
def exporter() -> Iterator[Exporter]:
    made = Exporter()
    yield made
    made.stop()


class Work:
    """Begins, then goes on until it is let go or cancelled."""

    def __init__(self) -> None:
        self.begun = 0
        self._lock = threading.Lock()
        self._go = threading.Event()

    def __call__(self, job: Job) -> None:
        with self._lock:
            self.begun += 1
        while not self._go.is_set():
            job.wait(0.005)

    def let_go(self) -> None:
        self._go.set()


def test_a_file_is_made_once_however_many_ask(exporter: Exporter) -> None:
    work = Work()
    for _ in range(5):
        exporter.ask(KEY, "ann", work)
    eventually(lambda: work.begun)
    work.let_go()
    eventually(lambda: exporter.job(KEY) is None)
    assert work.begun == 1


def test_few_are_made_at_a_time_and_the_others_wait(exporter: Exporter) -> None:
    work = Work()
    for number in range(AT_ONCE + 3):
        exporter.ask((str(number), "gif"), "ann", work)
    eventually(lambda: work.begun == AT_ONCE)
    assert work.begun == AT_ONCE
    assert exporter.job((str(AT_ONCE + 2), "gif")) is not None
    work.let_go()
    eventually(lambda: work.begun == AT_ONCE + 3)


def test_what_waits_and_is_cancelled_is_never_begun(exporter: Exporter) -> None:
    first, second = Work(), Work()
    for number in range(AT_ONCE):
        exporter.ask((str(number), "gif"), "ann", first)
    exporter.ask(KEY, "ann", second)
    exporter.cancel(KEY)
    first.let_go()
    eventually(lambda: exporter.job(KEY) is None)
    assert second.begun == 0


def test_with_a_film_goes_everything_that_is_made_from_it(exporter: Exporter) -> None:
    work = Work()
    for key in ("gif", "png"):
        exporter.ask(("film", key), "ann", work)
    exporter.ask(("other", "gif"), "ann", work)
    exporter.cancel_all("film")
    eventually(lambda: not any(exporter.job(("film", key)) for key in ("gif", "png")))
    assert exporter.job(("other", "gif")) is not None


def test_a_failure_is_told_until_somebody_asks_again(exporter: Exporter) -> None:
    def fail(_: Job) -> None:
        raise BadVideo(Problem.told("The file is no video."))

    exporter.ask(KEY, "ann", fail)
    failed = eventually(lambda: (job := exporter.job(KEY)) and job.problem)
    assert failed == Problem.told("The file is no video.")
    work = Work()
    exporter.ask(KEY, "ann", work)
    again = exporter.job(KEY)
    assert again is not None
    assert again.problem is None


def test_a_mistake_of_ours_is_a_sentence_and_stops_no_other(exporter: Exporter) -> None:
    def stumble(_: Job) -> None:
        raise ZeroDivisionError

    exporter.ask(KEY, "ann", stumble)
    failed = eventually(lambda: (job := exporter.job(KEY)) and job.problem)
    assert failed == Problem.of(Code.EXPORT_FAILED)
    work = Work()
    exporter.ask(("other", "gif"), "ann", work)
    eventually(lambda: work.begun)


def test_nobody_asks_for_more_than_their_share(exporter: Exporter) -> None:
    work = Work()

    def ask_for_too_many() -> None:
        for number in range(1000):
            exporter.ask((str(number), "gif"), "ann", work)

    with pytest.raises(TooMany):
        ask_for_too_many()
    exporter.ask(KEY, "bob", work)
    assert exporter.job(KEY) is not None


def test_progress_never_goes_back_and_stays_within_its_bounds() -> None:
    job = Job("ann")
    told = []
    for share in (0.2, 0.1, 7.0, -1.0):
        job.tell(share)
        told.append(job.fraction)
    assert told == [0.2, 0.2, 1.0, 1.0]
