"""Writes one large batch down, to be killed meanwhile: `python -m tests.ledger.batch_writer FOLDER ROWS`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from lib.batch import Batch, BatchFilm
from lib.generation import Generation
from lib.ledger import Ledger
from lib.person import Person
from lib.provider import Provider
from lib.request import VideoRequest

ANN = Person("ann")


def films(batch: Batch, rows: int) -> list[BatchFilm]:
    now = datetime.now(UTC)
    return [
        BatchFilm(
            number=number,
            file_name="",
            generation=Generation.new(
                VideoRequest.parse(f"Hi {number}"), provider=batch.provider, owner=ANN,
                idempotency_key=f"{batch.id}:{number}", now=now, batch_id=batch.id,
            ),
        )
        for number in range(1, rows + 1)
    ]  # fmt: skip


def main(folder: str, rows: int) -> None:
    ledger = Ledger.open(None, Path(folder))
    batch = Batch.new(
        owner=ANN, idempotency_key="key", name="table.csv", wording="Hi {n}",
        provider=Provider.BUILTIN, refused=0, now=datetime.now(UTC),
    )  # fmt: skip
    wanted = films(batch, rows)
    sys.stdout.write("writing\n")
    sys.stdout.flush()
    ledger.add_batch(batch, wanted)
    sys.stdout.write("written\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
