"""One tracks; when it is gone, however it went, another does."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lib.errors import StorageError
from lib.ledger import Ledger
from lib.settings import PROJECT
from tests.ledger.postgres import postgres
from tests.workbench import eventually

HOLDER = """
import sys
from pathlib import Path
from lib.ledger import Ledger
election = Ledger.open(None, Path(sys.argv[1])).election()
print(election.win(), flush=True)
sys.stdin.read()
"""


def test_one_wins_and_keeps_it(tmp_path: Path) -> None:
    ledger = Ledger.open(None, tmp_path)
    first, second = ledger.election(), ledger.election()
    assert (first.win(), second.win(), first.win()) == (True, False, True)
    first.resign()
    assert second.win()
    second.resign()
    second.resign()
    ledger.close()


def test_a_holder_that_is_killed_lets_go(tmp_path: Path) -> None:
    ledger = Ledger.open(None, tmp_path)
    election = ledger.election()
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert holder.stdout is not None
    assert holder.stdin is not None
    assert holder.stdout.readline() == "True\n"
    assert not election.win()
    holder.send_signal(signal.SIGKILL)
    holder.wait(10)
    assert eventually(election.win)
    election.resign()
    ledger.close()
    holder.stdout.close()
    holder.stdin.close()


def test_with_postgres_a_session_that_dies_lets_go(tmp_path: Path) -> None:
    with postgres() as url:
        ledger = Ledger.open(url, tmp_path)
        first, second = ledger.election(), ledger.election()
        assert (first.win(), second.win(), first.win()) == (True, False, True)
        with ledger._engine.begin() as connection:
            connection.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
            )
        with pytest.raises(StorageError):
            first.win()
        assert eventually(second.win)
        assert not first.win()
        second.resign()
        assert eventually(first.win)
        first.resign()
        ledger.close()
