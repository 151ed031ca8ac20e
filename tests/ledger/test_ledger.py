"""The ledger: nothing written is lost, whoever is second changes nothing, and faults are sentences."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.caption import Caption
from lib.database.connection import connect
from lib.errors import SettingsError, StorageError
from lib.generation import Generation, Reason, Status, Video
from lib.ledger import Ledger
from lib.person import Person, Viewer
from lib.problem import Problem
from lib.provider import Provider
from lib.request import VideoRequest
from lib.search import EVERYTHING, Search
from lib.settings import PROJECT
from lib.template import LANTERN_FESTIVAL
from tests.database.raw import raw, with_pragma
from tests.viewers import ALL_SEEING, ANN

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
NAME = "Shanghai Drone Show"
VIDEO = Video(
    duration=12.5, width=608, height=1080, has_sound=True, size=5_000_000_000, sha256="ab"
)


OPENS = """
import sys
from pathlib import Path
from lib.ledger import Ledger
Ledger.open(sys.argv[1] or None, Path(sys.argv[2]))
"""


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(None, tmp_path)
    yield opened
    opened.close()


_count = iter(range(1_000_000))


def asked(
    words: str = "Hello",
    *,
    owner: str = "ann",
    key: str | None = None,
    now: datetime = NOW,
    provider: Provider = Provider.BUILTIN,
) -> Generation:
    return Generation.new(
        VideoRequest(caption=Caption(words)),
        provider=provider,
        owner=Person(owner),
        idempotency_key=key or f"key {next(_count)}",
        now=now,
    )


def finished(words: str = "Hello", *, at: datetime = NOW, took: float = 5.0) -> Generation:
    task = f"task {next(_count)}"
    generating = asked(words, now=at).submitting(at).submitted(task, at, poll=SECOND, deadline=DAY)
    end = at + timedelta(seconds=took)
    return generating.completed(1.5, end).ready(VIDEO, end)


def test_what_is_added_comes_back_equal_and_with_its_zone(ledger: Ledger) -> None:
    made = finished("Hello 上海 👩‍👩‍👧‍👦 <b>")
    request = replace(made.request, palette="gold", seed=2**32 - 1, template=LANTERN_FESTIVAL)
    generation = replace(made, request=request, retry_of="x")
    assert ledger.add(generation) == generation
    found = ledger.get(generation.id)
    assert found == generation
    assert found.created_at.utcoffset() == timedelta(0)


def test_a_time_from_another_zone_is_the_same_moment(ledger: Ledger) -> None:
    from datetime import timezone

    shanghai = NOW.astimezone(timezone(timedelta(hours=8)))
    generation = asked(now=shanghai)
    ledger.add(generation)
    assert ledger.get(generation.id) == generation


@pytest.mark.parametrize("generation_id", ["", "nothing", "x\x00", "ä", "\ud800", "' OR 1=1 --"])
def test_an_id_that_nobody_has_finds_nothing(ledger: Ledger, generation_id: str) -> None:
    ledger.add(asked())
    assert ledger.get(generation_id) is None


def test_one_draft_of_one_owner_is_one_generation(ledger: Ledger) -> None:
    first = ledger.add(asked("First", key="d"))
    assert ledger.add(asked("Second", key="d")) == first
    assert ledger.add(asked("Third", key="d", owner="bob")) != first
    assert ledger.count(ALL_SEEING, EVERYTHING) == 2


def test_twenty_clicks_at_once_make_one_generation(ledger: Ledger) -> None:
    with ThreadPoolExecutor(20) as pool:
        made = list(pool.map(lambda _: ledger.add(asked(key="d")), range(20)))
    assert len({generation.id for generation in made}) == 1


def test_whoever_swaps_second_changes_nothing(ledger: Ledger) -> None:
    old = ledger.add(asked())
    submit, cancelled = (
        old.submitting(NOW + SECOND),
        old.cancelled(Problem.told("Stopped."), NOW + SECOND),
    )
    assert ledger.swap(old, submit)
    assert not ledger.swap(old, cancelled)
    assert not ledger.swap(old, submit)
    assert ledger.get(old.id) == submit


def test_of_many_at_once_one_gets_the_right_to_send(ledger: Ledger) -> None:
    old = ledger.add(asked())
    start = threading.Barrier(8)

    def race(number: int) -> bool:
        start.wait()
        return ledger.swap(old, old.submitting(NOW + number * SECOND))

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(race, range(1, 9))) == 1


def test_a_swap_within_one_status_is_compared_as_well(ledger: Ledger) -> None:
    old = ledger.add(asked().submitting(NOW).submitted("t", NOW, poll=SECOND, deadline=DAY))
    assert ledger.swap(old, old.still_generating("queued", 0.1, NOW + SECOND, SECOND))
    assert not ledger.swap(old, old.still_generating("queued", 0.2, NOW + SECOND, SECOND))


def test_what_was_deleted_cannot_be_swapped_back(ledger: Ledger) -> None:
    old = ledger.add(asked())
    ledger.delete(old.id, NOW)
    assert not ledger.swap(old, old.submitting(NOW))
    assert ledger.get(old.id) is None


def test_a_deletion_is_noted_until_it_is_done(ledger: Ledger) -> None:
    old = ledger.add(asked())
    ledger.delete(old.id, NOW)
    ledger.delete(old.id, NOW)
    ledger.delete("nothing", NOW)
    assert ledger.unfinished_deletions() == [old.id]
    ledger.deletion_done(old.id)
    assert ledger.unfinished_deletions() == []


def test_deleted_words_are_not_left_in_the_file(sqlite: Ledger, tmp_path: Path) -> None:
    old = sqlite.add(asked("a very secret caption"))
    sqlite.delete(old.id, NOW)
    sqlite.close()
    with sqlite3.connect(tmp_path / "skylit.db") as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    assert b"very secret" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


def test_what_is_due_comes_longest_waiting_first(ledger: Ledger) -> None:
    later, sooner, not_yet = (asked(now=NOW + delta * SECOND) for delta in (2, 1, 9))
    for each in (later, sooner, not_yet):
        ledger.add(each)
    worker_group = (Provider.BUILTIN, [Status.QUEUED])
    assert ledger.due(*worker_group, NOW + 5 * SECOND, limit=9) == [sooner, later]
    assert ledger.due(*worker_group, NOW + 5 * SECOND, limit=1) == [sooner]
    assert ledger.due(*worker_group, NOW + 5 * SECOND, limit=9, without={sooner.id}) == [later]
    assert ledger.next_due(*worker_group, NOW + 5 * SECOND) == not_yet.due_at
    assert ledger.due(Provider.AIMLAPI, [Status.QUEUED], NOW + DAY, limit=9) == []
    assert ledger.due(Provider.BUILTIN, [Status.SAVING], NOW + DAY, limit=9) == []


def test_a_clock_that_was_set_back_freezes_nothing(ledger: Ledger) -> None:
    tomorrow = ledger.add(asked(now=NOW + DAY))
    ledger.add(
        asked(now=NOW + DAY).cancelled(Problem.told("Stopped."), NOW + DAY)
    )  # waits for nothing
    moving = [Status.QUEUED, Status.CANCELLED]
    assert ledger.due(Provider.BUILTIN, moving, NOW, limit=9) == [tomorrow]


def test_only_what_a_deadline_ended_lately_is_given_up(ledger: Ledger) -> None:
    def ended(at: datetime) -> Generation:
        task = f"task {next(_count)}"
        return asked(now=at).submitting(at).submitted(task, at, poll=SECOND, deadline=DAY)

    late = ledger.add(ended(NOW).timed_out(Problem.told("Late."), NOW + SECOND))
    ledger.add(ended(NOW).failed(Reason.NOT_MADE, Problem.told("No."), NOW + SECOND))
    ledger.add(ended(NOW - 9 * DAY).timed_out(Problem.told("Late."), NOW))
    assert ledger.given_up_since(NOW - DAY) == [late]


def test_history_is_newest_first_and_of_this_owner(ledger: Ledger) -> None:
    mine = [ledger.add(asked(f"number {n}", now=NOW + n * SECOND)) for n in range(5)]
    ledger.add(asked(owner="bob"))
    assert ledger.page(ANN, EVERYTHING, offset=0, limit=2, total=5) == mine[:2:-1]
    assert ledger.page(ANN, EVERYTHING, offset=4, limit=2, total=5) == mine[:1]
    assert (ledger.count(ANN, EVERYTHING), ledger.count(ALL_SEEING, EVERYTHING)) == (5, 6)


@pytest.mark.parametrize(
    ("words", "wanted", "found"),
    [
        ("Hello World", "LLO  wor", True),
        ("ÄRGER", "ärger", True),
        ("Straße", "STRASSE", True),
        ("Ｗｉｄｅ", "wide", True),
        ("Привет", "ПРИ", True),
        ("100% sure", "0%", True),
        ("1000 sure", "0%", False),
        ("snake_case", "e_c", True),
        ("snakescase", "e_c", False),
        ("back\\slash", "k\\s", True),
        ("Hello", "help", False),
        ("Hello", "Hello " * 10_000, True),
        ("Hello", "%_" * 30_000, False),
        ("Hello", "\x00hello\ud800", True),
    ],
)
def test_the_search_finds_words_as_people_mean_them(
    ledger: Ledger,
    words: str,
    wanted: str,
    found: bool,  # noqa: FBT001  # a column of the table above
) -> None:
    ledger.add(asked(words))
    search = Search.parse({"q": wanted}, NOW)
    shown = ledger.page(ANN, search, offset=0, limit=9, total=1)
    assert ledger.count(ANN, search) == len(shown) == found


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(min_size=1, max_size=30))
def test_every_caption_is_found_by_itself(ledger: Ledger, words: str) -> None:
    text = " ".join(words.encode(errors="ignore").decode().replace("\0", "").split())
    generation = ledger.add(asked(text, owner=f"owner {next(_count)}"))
    assert ledger.count(Viewer(generation.owner), Search(words=text)) == 1


def test_the_unfinished_are_those_that_move_or_wait_for_a_word(ledger: Ledger) -> None:
    queued = ledger.add(asked(now=NOW))
    lost = ledger.add(
        asked(now=NOW + SECOND).submitting(NOW).unconfirmed(Problem.told("?"), NOW, SECOND)
    )
    ledger.add(finished())
    ledger.add(asked().cancelled(Problem.told("Stopped."), NOW))
    assert ledger.unfinished(Person("ann")) == [lost, queued]


def test_recent_runs_are_the_last_of_one_template(ledger: Ledger) -> None:
    for number, took in enumerate([9.0, 4.0, 6.0]):
        ledger.add(finished(at=NOW + number * DAY, took=took))
    ledger.add(asked())
    found = ledger.recent_runs(NAME, Provider.BUILTIN, 2)
    assert [(run.ready - run.accepted).total_seconds() for run in found] == [6.0, 4.0]
    assert ledger.recent_runs(NAME, Provider.AIMLAPI, 2) == []
    assert ledger.recent_runs("Another", Provider.BUILTIN, 2) == []
    assert ledger.runs_since(NOW + DAY, Provider.BUILTIN) == found


def test_what_runs_were_charged_is_known_where_the_provider_said_so(ledger: Ledger) -> None:
    ledger.add(finished())
    ledger.add(replace(finished(at=NOW + DAY), credits_used=None))
    ledger.add(replace(finished(at=NOW + 2 * DAY), credits_used=2.5))
    assert ledger.recent_credits(NAME, Provider.BUILTIN, 5) == [2.5, 1.5]
    assert ledger.recent_credits(NAME, Provider.AIMLAPI, 5) == []


def test_before_one_in_the_queue_are_those_that_were_asked_for_earlier(ledger: Ledger) -> None:
    first, second = ledger.add(asked(now=NOW)), ledger.add(asked(now=NOW + SECOND, owner="bob"))
    ledger.add(finished(at=NOW))
    saving = asked(now=NOW).submitting(NOW).submitted("t", NOW, poll=SECOND, deadline=DAY)
    ledger.add(saving.completed(0.0, NOW))
    assert ledger.in_line(Provider.BUILTIN) == 2
    assert ledger.in_line(Provider.BUILTIN, before=second) == 1
    assert ledger.in_line(Provider.BUILTIN, before=first) == 0
    assert ledger.in_line(Provider.AIMLAPI) == 0


def test_it_is_all_there_after_a_close_and_an_open(tmp_path: Path) -> None:
    ledger = Ledger.open(None, tmp_path)
    generation = ledger.add(asked())
    ledger.close()
    again = Ledger.open(None, tmp_path)
    assert again.get(generation.id) == generation
    again.close()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            "UPDATE schema_version SET version = 7, usable_from = '3.1'",
            r"newer Skylit, 3\.1 or later \(its tables are number 7, this Skylit knows 1\)",
        ),
        ("INSERT INTO schema_version (version) VALUES (2)", r"number 2"),
        ("ALTER TABLE generations DROP COLUMN problem", r"generations lacks problem"),
    ],
)
def test_a_database_of_another_version_is_a_sentence_and_stays_as_it_is(
    sqlite: Ledger, tmp_path: Path, change: str, told: str
) -> None:
    kept = asked("Kept")
    sqlite.add(kept)
    with raw(None, tmp_path) as connection:
        connection.exec_driver_sql(change)
        connection.exec_driver_sql("DROP TABLE asked")  # what it lacks is not put into it
    sqlite.close()
    before = (tmp_path / "skylit.db").read_bytes()
    with pytest.raises(StorageError, match=f"{told}.*Nothing was changed"):
        Ledger.open(None, tmp_path)
    assert (tmp_path / "skylit.db").read_bytes() == before


def test_postgres_is_asked_for_its_version_as_well(postgres_url: str, tmp_path: Path) -> None:
    Ledger.open(postgres_url, tmp_path).close()
    engine = connect(postgres_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE schema_version SET version = 7")
    try:
        with pytest.raises(StorageError, match="number 7"):
            Ledger.open(postgres_url, tmp_path)
    finally:
        with engine.begin() as connection:
            connection.exec_driver_sql("UPDATE schema_version SET version = 1")
        engine.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_several_processes_may_make_the_tables_at_once(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    url = ""
    if kind == "postgres":
        url = request.getfixturevalue("postgres_url")
        engine = connect(url)
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        engine.dispose()
    started = [
        subprocess.Popen([sys.executable, "-c", OPENS, url, str(tmp_path)], cwd=PROJECT)
        for _ in range(3)
    ]
    assert [process.wait(60) for process in started] == [0, 0, 0]


def test_readers_and_writers_do_not_lock_each_other_out(ledger: Ledger) -> None:
    def write(number: int) -> None:
        ledger.add(asked(f"number {number}"))

    def read(_: int) -> int:
        return len(ledger.page(ANN, EVERYTHING, offset=0, limit=12, total=12))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(60)))
        jobs = [pool.submit(write, n) for n in range(40)] + [
            pool.submit(read, n) for n in range(200)
        ]
        for job in jobs:
            job.result()
    assert ledger.count(ANN, EVERYTHING) == 100


def test_a_file_that_is_no_database_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "skylit.db").write_bytes(b"This is no database, but it is long enough." * 200)
    with pytest.raises(StorageError, match=r"no database.*backup"):
        Ledger.open(None, tmp_path)


@pytest.mark.parametrize("another_in_its_place", [False, True])
def test_a_file_that_is_taken_away_is_a_sentence_until_it_is_back(
    sqlite: Ledger,
    tmp_path: Path,
    another_in_its_place: bool,  # noqa: FBT001  # a column of the table above
) -> None:
    kept, file = asked("Kept"), tmp_path / "skylit.db"
    sqlite.add(kept)
    aside = file.rename(tmp_path / "aside")
    if another_in_its_place:
        shutil.copy(aside, file)
    with pytest.raises(StorageError, match=r"moved away or replaced.*Put it back"):
        sqlite.add(asked("Lost"))
    with pytest.raises(StorageError, match=r"moved away or replaced.*Put it back"):
        sqlite.get(kept.id)
    assert file.exists() is another_in_its_place
    aside.rename(file)
    assert sqlite.get(kept.id) == kept
    sqlite.add(asked("Again"))
    assert sqlite.count(ANN, EVERYTHING) == 2


def test_a_file_that_is_damaged_while_it_is_in_use_is_a_sentence(
    sqlite: Ledger, tmp_path: Path
) -> None:
    for number in range(200):
        sqlite.add(asked(f"number {number}"))
    sqlite.close()  # the pool, and with it what it still holds in memory
    file = tmp_path / "skylit.db"
    with file.open("r+b") as opened:
        opened.seek(4096)
        opened.write(os.urandom(file.stat().st_size - 4096))
    with pytest.raises(StorageError, match=r"damaged.*make restore"):
        sqlite.page(ANN, EVERYTHING, offset=0, limit=12, total=12)


def test_a_damaged_file_is_a_sentence(tmp_path: Path) -> None:
    ledger = Ledger.open(None, tmp_path)
    for number in range(300):
        ledger.add(asked(f"number {number}"))
    ledger.close()
    file = tmp_path / "skylit.db"
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    content = bytearray(file.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    file.write_bytes(content)
    with pytest.raises(StorageError, match="damaged"):
        Ledger.open(None, tmp_path).page(ANN, EVERYTHING, offset=0, limit=50, total=50)


def _fill(ledger: Ledger) -> None:
    for _ in range(500):
        ledger.add(asked("x" * 80))


def test_a_full_disk_loses_nothing_and_is_a_sentence(tmp_path: Path) -> None:
    """SQLite itself says FULL when it may have no more pages."""
    Ledger.open(None, tmp_path).close()
    with raw(None, tmp_path) as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    with with_pragma(f"max_page_count = {pages}"):
        ledger = Ledger.open(None, tmp_path)
        kept = ledger.add(asked())
    with pytest.raises(StorageError, match="disk is full"):
        _fill(ledger)
    assert ledger.get(kept.id) == kept
    ledger.close()


def test_a_database_that_somebody_else_holds_is_a_sentence(
    sqlite: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lib.database.connection.PATIENCE", 0.05)
    impatient = Ledger.open(None, tmp_path)
    other = sqlite3.connect(tmp_path / "skylit.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match="busy"):
        impatient.add(asked())
    other.execute("ROLLBACK")
    other.close()
    impatient.add(asked())
    impatient.close()


@pytest.mark.parametrize("url", ["nonsense", "postgres://x", "oracle9://x", "sqlite+x:///y"])
def test_an_address_that_is_none_is_refused_without_showing_it(url: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        Ledger.open(url, tmp_path)


def test_parameters_are_in_no_error(ledger: Ledger, url: str | None, tmp_path: Path) -> None:
    with raw(url, tmp_path) as connection:
        connection.exec_driver_sql("ALTER TABLE generations RENAME TO elsewhere")
    with pytest.raises(StorageError) as caught:
        ledger.add(asked("a secret caption"))
    assert "secret" not in f"{caught.value} {caught.value.__cause__}"
    with raw(url, tmp_path) as connection:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO generations")


def test_deleted_words_are_nowhere_on_the_disk(sqlite: Ledger, tmp_path: Path) -> None:
    """Neither in the table, nor in an index, nor in the journal; and what stays is whole."""
    kept = [sqlite.add(asked(f"Kept {n}")) for n in range(20)]
    gone = [sqlite.add(asked(f"Unspeakable {n}", now=NOW)) for n in range(20)]
    assert _on_disk(tmp_path, b"nspeakable")
    for each in gone:
        sqlite.delete(each.id, NOW)
        sqlite.deletion_done(each.id)
    assert not _on_disk(tmp_path, b"nspeakable")
    assert not any(_on_disk(tmp_path, each.id.encode()) for each in gone[:5])
    assert [sqlite.get(each.id) for each in kept] == kept


def _on_disk(folder: Path, words: bytes) -> bool:
    return any(words in file.read_bytes() for file in folder.iterdir() if file.is_file())
