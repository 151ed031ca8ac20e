# ruff: noqa: I001  # it imports the modules of another release
# mypy: ignore-errors
"""Writes tests/database/first_release/: a data folder as the first release left it.

Run it in a checkout of that release (commit d8f3978) and with its environment:

    git worktree add ../first d8f3978
    cd ../first && python <this file> <target folder>

One SQL file for each kind of database (tables and rows, by that release's own tables and rows), and
the archive. Everything in it is made up. Generations stand in every status, of both providers.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path.cwd()))

from sqlalchemy import insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from lib.archive import film_of, poster_of
from lib.caption import Caption
from lib.generation import Generation
from lib.ledger.schema import asked, deletions, generations, metadata, schema_version, to_row
from lib.video_file.inspection import inspect
from lib.template import Provider
from tests.films import film

NOW = datetime(2026, 11, 28, 12, 0, 0, 250_000, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
ANN, BOB = "visitor:AnnAnnAnnAnnAnnAnnAnnA", "visitor:BobBobBobBobBobBobBobB"


def main(folder: Path) -> None:
    (folder / "archive").mkdir(parents=True, exist_ok=True)
    rows = [*made(folder / "archive")]
    for name, dialect in (("sqlite", sqlite.dialect()), ("postgresql", postgresql.dialect())):
        statements = [*tables(), *filled(rows)]
        text = "".join(
            f"{str(each.compile(dialect=dialect, compile_kwargs={'literal_binds': True})).strip()};\n"
            for each in statements
        )
        (folder / f"{name}.sql").write_text(text)


def tables() -> list[Any]:
    made: list[Any] = []
    for table in metadata.sorted_tables:
        made.append(CreateTable(table))
        made += [CreateIndex(index) for index in sorted(table.indexes, key=lambda i: str(i.name))]
    return made


def filled(rows: list[Generation]) -> list[Any]:
    return [
        *(insert(generations).values(to_row(row)) for row in rows),
        insert(asked).values(generation_id="ready", owner=ANN, asked_at=NOW),
        insert(deletions).values(id="deleted", deleted_at=NOW),
        insert(schema_version).values(version=1),
    ]


def new(name: str, provider: Provider, owner: str = ANN, **more: Any) -> Generation:
    made = Generation.new(
        owner=owner,
        draft=f"draft of {name}",
        caption=Caption.parse(f"{name} 上海 it’s"),
        template="Shanghai Drone Show",
        provider=provider,
        now=NOW,
        **more,
    )
    return replace(made, id=name)


def made(archive: Path) -> list[Generation]:
    paid, free = Provider.AIMLAPI, Provider.BUILTIN

    def accepted(name: str, provider: Provider, task: str, owner: str = ANN) -> Generation:
        sent = new(name, provider, owner).submitting(NOW)
        return sent.submitted(task, NOW, poll=SECOND, deadline=DAY, credits_used=1.5)

    def saved(name: str, provider: Provider, task: str) -> Generation:
        (archive / film_of(name)).write_bytes(film())
        video = inspect(archive / film_of(name), archive / poster_of(name))
        saving = accepted(name, provider, task).completed(None, NOW, deadline=DAY)
        return saving.ready(video, NOW + 7 * SECOND)

    unsure = new("unconfirmed", paid).submitting(NOW).unconfirmed("No answer.", NOW, SECOND)
    return [
        new("queued", free, palette="gold", seed=2**32 - 1),
        new("queued-paid", paid),
        new("submitting-paid", paid).submitting(NOW),
        accepted("generating", free, "task-of-generating"),
        accepted("generating-paid", paid, "task-of-generating-paid"),
        accepted("saving-paid", paid, "task-of-saving").completed(2.5, NOW, deadline=DAY),
        saved("ready", free, "task-of-ready"),
        saved("ready-paid", paid, "task-of-ready-paid"),
        accepted("shares-a-task", paid, "task-of-ready-paid", owner=BOB).failed("No.", NOW),
        accepted("failed", free, "task-of-failed").failed("The engine said no.", NOW),
        accepted("timed-out-paid", paid, "task-of-timed-out").timed_out("Late.", NOW),
        unsure,
        replace(unsure, id="left-to-its-owner", draft="d").left_to_its_owner("Unknown.", NOW),
        new("cancelled", free).cancelled("It was not sent yet: nothing was charged.", NOW),
        new("of-bob", free, BOB),
    ]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
