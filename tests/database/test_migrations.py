"""What an older Skylit wrote goes on with a newer one, whatever happens in between."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from lib.backup import restore
from lib.backup.contents import write_sums
from lib.database import address, connect
from lib.database.migrate import HEAD
from lib.database.schema import metadata
from lib.errors import StorageError, TaskTaken
from lib.files import DRAFT
from lib.generation import Generation, Status
from lib.ledger import Ledger
from lib.provider import Provider
from lib.rendition import FILM
from lib.search import Search
from lib.settings import PROJECT, Settings
from tests.database.first_release import FIXTURE, STATUSES, inserts, put_into
from tests.database.raw import raw
from tests.hostile_api import HostileApi, hostile_api, says
from tests.viewers import ALL_SEEING
from tests.workbench import close, eventually, studio_in, tracking

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)

#: Opens the database, and dies in the middle of its last migration.
KILLED = """
import os, signal, sys
from pathlib import Path
from alembic import op
from lib.ledger import Ledger
op.create_index = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
Ledger.open(sys.argv[1] or None, Path(sys.argv[2]))
"""


def by_id(ledger: Ledger) -> dict[str, Generation]:
    return ledger.among(STATUSES)


def test_every_generation_of_the_first_release_stands_where_it_stood(
    tmp_path: Path, url: str | None
) -> None:
    put_into(tmp_path, url)
    ledger = Ledger.open(url, tmp_path)
    found = by_id(ledger)
    assert {each.id: each.status for each in found.values()} == STATUSES
    queued = found["queued"]
    assert (queued.caption.text, queued.created_at) == (
        "queued 上海 it’s",
        datetime(2026, 11, 28, 12, 0, 0, 250_000, tzinfo=UTC),
    )
    assert ledger.unfinished_deletions() == ["deleted"]
    ledger.close()


def test_its_films_play_and_nothing_of_it_is_sent_twice(tmp_path: Path, url: str | None) -> None:
    put_into(tmp_path, url)
    with hostile_api() as api:
        api.logs = [says(200, {"data": [], "pagination": {"has_more": False}})]
        with tracking(_bench(tmp_path, url, api)) as bench:
            for name in ("queued", "queued-paid", "of-bob"):
                eventually(lambda name=name: _ended(bench.context.ledger, name))  # type: ignore[misc]
            eventually(lambda: _asks_its_owner(bench.context.ledger, "submitting-paid"))
            for name in ("ready", "ready-paid"):
                film = b"".join(bench.studio.clip(ALL_SEEING, name).open())
                assert film == (FIXTURE / "archive" / FILM.key(name)).read_bytes()
        sent = [post["headers"]["x-client-request-id"] for post in api.posts]
    assert sorted(sent) == ["skylit-of-bob", "skylit-queued", "skylit-queued-paid"]


def _bench(folder: Path, url: str | None, api: HostileApi):  # type: ignore[no-untyped-def]  # noqa: ANN202
    return studio_in(folder, api.url, ledger=Ledger.open(url, folder))


def _ended(ledger: Ledger, name: str) -> bool:
    found = ledger.get(name)
    return found is not None and found.status.is_final


def _asks_its_owner(ledger: Ledger, name: str) -> bool:
    found = ledger.get(name)
    return found is not None and found.status is Status.UNCONFIRMED and found.due_at is None


def test_a_migration_that_is_killed_in_its_middle_is_finished_at_the_next_start(
    tmp_path: Path, url: str | None
) -> None:
    put_into(tmp_path, url)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, url or "", str(tmp_path)], cwd=PROJECT, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    ledger = Ledger.open(url, tmp_path)
    assert {each.id: each.status for each in by_id(ledger).values()} == STATUSES
    ledger.close()


def test_a_checked_copy_of_the_file_lies_beside_it_before_it_is_changed(tmp_path: Path) -> None:
    put_into(tmp_path)
    Ledger.open(None, tmp_path).close()
    (copy,) = tmp_path.glob("skylit.db.before-*")
    assert copy.stat().st_mode & 0o077 == 0
    kept = sqlite3.connect(copy)
    assert kept.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert kept.execute("SELECT count(*) FROM generations").fetchone() == (len(STATUSES),)
    columns = {name for _, name, *_ in kept.execute("PRAGMA table_info(generations)")}
    kept.close()
    assert "reason" not in columns
    Ledger.open(None, tmp_path).close()
    assert list(tmp_path.glob("skylit.db.before-*")) == [copy]


def test_where_there_is_no_room_for_the_copy_nothing_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_into(tmp_path)

    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(Path, "replace", no_room)
        with pytest.raises(StorageError, match=r"No space left.*Nothing was changed"):
            Ledger.open(None, tmp_path)
    database = sqlite3.connect(tmp_path / "skylit.db")
    assert not database.execute("SELECT * FROM sqlite_master WHERE name = 'leadership'").fetchall()
    database.close()
    assert not list(tmp_path.glob(f"*{DRAFT}"))


def test_the_first_release_goes_on_writing_beside_a_newer_one(
    tmp_path: Path, url: str | None
) -> None:
    put_into(tmp_path, url)
    ledger = Ledger.open(url, tmp_path)
    with raw(url, tmp_path) as connection:
        for statement in inserts("postgresql" if url else "sqlite"):
            another = statement.replace("'visitor:", "'visitor:2").replace(
                "VALUES ('", "VALUES ('2"
            )
            another = another.replace("'task-of-", "'task-of-2-")
            if "shares-a-task" not in another:
                connection.exec_driver_sql(another.replace("%", "%%"))
        versions = connection.exec_driver_sql("SELECT version FROM schema_version").all()
    assert versions == [(1,)]  # what the first release asks before it begins
    found = ledger.get("2queued")
    assert found is not None
    assert found.status is Status.QUEUED
    ledger.close()


def test_an_older_skylit_goes_on_after_a_newer_ones_additions(
    tmp_path: Path, url: str | None
) -> None:
    put_into(tmp_path, url)
    ledger = Ledger.open(url, tmp_path)
    with raw(url, tmp_path) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0999'")
        connection.exec_driver_sql("ALTER TABLE generations ADD COLUMN of_tomorrow VARCHAR")
    ledger.close()
    older = Ledger.open(url, tmp_path)
    assert len(by_id(older)) == len(STATUSES)
    older.close()


def test_rows_that_share_a_task_keep_it_and_no_further_row_gets_it(
    tmp_path: Path, url: str | None
) -> None:
    put_into(tmp_path, url)
    ledger = Ledger.open(url, tmp_path)
    found = by_id(ledger)
    assert found["ready-paid"].task_id == found["shares-a-task"].task_id == "task-of-ready-paid"
    lost = found["left-to-its-owner"]
    taken = lost.submitted("task-of-ready-paid", NOW, poll=NOW - NOW, deadline=NOW - NOW)
    with pytest.raises(TaskTaken):
        ledger.swap(lost, taken)
    assert ledger.get(lost.id) == lost
    again = found["shares-a-task"].resumed(NOW, deadline=NOW - NOW)
    assert ledger.swap(found["shares-a-task"], again)  # it goes on as it did before
    assert not ledger.knows_task("task-of-ready-paid", Provider.BUILTIN)
    ledger.close()


def test_a_backup_of_the_first_release_restores(tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    backup.mkdir()
    put_into(backup)
    write_sums(backup)
    settings = Settings(data_dir=tmp_path / "data")
    assert restore(settings, backup, NOW).held_back == 1
    bench = studio_in(settings.data_dir, lambda: None)
    found = by_id(bench.context.ledger)
    assert found.pop("queued-paid").status is Status.UNCONFIRMED
    assert {each.id: each.status for each in found.values()} == {
        name: status for name, status in STATUSES.items() if name != "queued-paid"
    }
    film = b"".join(bench.studio.clip(ALL_SEEING, "ready").open())
    close(bench)
    assert film == (FIXTURE / "archive" / FILM.key("ready")).read_bytes()


def test_the_migrations_make_the_tables_that_the_code_knows(
    tmp_path: Path, url: str | None
) -> None:
    put_into(tmp_path, url)
    engine = connect(address(url, tmp_path))
    with engine.connect() as connection:
        options = {"include_object": lambda _, name, *__: not name.startswith("search_")}
        assert (
            compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
        )
    engine.dispose()


def test_captions_of_the_first_release_are_found_as_new_ones_are(
    tmp_path: Path, url: str | None
) -> None:
    put_into(tmp_path, url)
    ledger = Ledger.open(url, tmp_path)
    found = ledger.ids(ALL_SEEING, Search(words="上海 it's"), limit=99)
    assert set(found) == set(STATUSES)
    assert "queued" in ledger.ids(ALL_SEEING, Search(words="queued"), limit=99)
    assert ledger.ids(ALL_SEEING, Search(words="never written"), limit=99) == []
    ledger.close()


def test_the_newest_revision_is_the_one_that_the_start_asks_for() -> None:
    script = ScriptDirectory(str(PROJECT / "lib" / "database" / "migrations"))
    assert script.get_current_head() == HEAD


def test_what_the_first_release_paid_for_is_among_the_costs(
    tmp_path: Path, url: str | None
) -> None:
    put_into(tmp_path, url)
    ledger = Ledger.open(url, tmp_path)
    charges = {each.generation_id: each for each in ledger.charges(ALL_SEEING, "2026-11")}
    paid = {name for name, each in by_id(ledger).items() if each.provider.charges}
    assert charges.keys() == paid
    assert charges["ready-paid"].amount == 1.5
    assert charges["ready-paid"].is_certain
    assert not charges["submitting-paid"].is_certain
    ledger.close()
