"""Killed while a batch is written down: all of its rows are there, or none."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from lib.ledger import Ledger
from lib.settings import PROJECT
from tests.ledger.batch_writer import ANN

ROWS = 5000


@pytest.mark.parametrize("seconds", [0.02, 0.1, 0.25, 0.5])
def test_a_batch_that_is_killed_while_it_is_written_is_whole_or_not_there(
    tmp_path: Path, seconds: float
) -> None:
    Ledger.open(None, tmp_path).close()
    command = [sys.executable, "-m", "tests.ledger.batch_writer", str(tmp_path), str(ROWS)]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "writing\n"
        threading.Timer(seconds, process.kill).start()
        told = process.stdout.read()
    ledger = Ledger.open(None, tmp_path)
    found = [ledger.standing(each.id).total for each in ledger.batches_of(ANN, limit=9)]
    waiting = len(ledger.waiting_in_batch(ledger.batches_of(ANN, limit=1)[0].id)) if found else 0
    ledger.close()
    assert (found, waiting) in [([], 0), ([ROWS], ROWS)]
    assert found or told == ""
