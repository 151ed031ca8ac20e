"""Two ways tell the reason of a row that the first release wrote, and both must say the same.

The migration fills the column of rows that it finds; `reason_of` reads rows that the first release goes
on writing beside this one. Every combination of the columns that decide is tried, in both databases.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import Any, Final

from sqlalchemy import MetaData, Table, create_engine, insert, select

from lib.database import address
from lib.database.tables import generations
from lib.generation import REASONS, Status
from lib.ledger import Ledger
from lib.ledger.earlier import reason_of
from lib.provider import Provider
from tests.database.first_release import put_into

NOW: Final = datetime(2026, 11, 28, 12)  # noqa: DTZ001  # as the first release wrote it, in UTC

#: What combines to tell the reason. Which moment or id stands there makes no difference.
CHOICES: Final[dict[str, list[Any]]] = {
    "status": [status.value for status in Status],
    "provider": [provider.value for provider in Provider],
    "problem": [None, "", "The answer was lost."],
    "has_task": [False, True],
    "submitted_at": [None, NOW],
    "due_at": [None, NOW],
    "deadline_at": [None, NOW],
}


def rows() -> Iterator[dict[str, Any]]:
    for number, values in enumerate(product(*CHOICES.values())):
        row = dict(zip(CHOICES, values, strict=True))
        name = f"row-{number}"
        same = {"caption": "Hello", "folded": "hello", "template": "Shanghai Drone Show"}
        times = {"created_at": NOW, "updated_at": NOW, "attempts": 0}
        task_id = name if row.pop("has_task") else None
        yield {"id": name, "owner": "ann", "draft": name, "task_id": task_id} | same | times | row


def test_the_migration_and_the_reader_tell_every_row_the_same_reason(
    tmp_path: Path, url: str | None
) -> None:
    put_into(tmp_path, url)
    engine = create_engine(address(url, tmp_path))
    with engine.begin() as connection:
        table = Table("generations", MetaData(), autoload_with=connection)
        connection.execute(insert(table), list(rows()))
    Ledger.open(url, tmp_path).close()
    with engine.connect() as connection:
        query = select(generations).where(generations.c.draft.startswith("row-"))
        found = [{**row} for row in connection.execute(query).mappings()]
    engine.dispose()
    assert len(found) == len(list(rows()))
    for row in found:
        assert row["reason"] == reason_of(row), row
        assert reason_of(row) in REASONS[Status(row["status"])]
