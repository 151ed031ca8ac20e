"""`make storm`: the great storm, then a handful of real renders under the same kills.

    python -m tests.storm [--seed N] [--paid 200] [--free 40] [--kills 30] [--renders 4] [--postgres]

Prints what was tried and what came of it; ends with 1 if anything is not as it must be.
"""

from __future__ import annotations

import argparse
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.ledger.postgres import postgres
from tests.storm.storm import Storm
from tests.storm.verdict import Figures
from tests.tracker.victim import POINTS


def main() -> int:
    options = _options()
    _say(f"seed {options.seed}")
    great = _storm(options, "The hostile API, and the engine with small films")
    figures = [great]
    if options.renders:
        figures.append(_renders(options))
    return 1 if any(each.troubles or each.bytes_lost for each in figures) else 0


def _storm(options: argparse.Namespace, title: str) -> Figures:
    with tempfile.TemporaryDirectory() as folder, _database(options) as database:
        storm = Storm(
            folder=Path(folder),
            database=database,
            seed=options.seed,
            paid=options.paid,
            free=options.free,
            kills=options.kills,
            points=POINTS,
            with_slow=True,
            restores=6,
            patience=300.0,
        )
        return _told(title, storm.play())


def _renders(options: argparse.Namespace) -> Figures:
    """The engine draws in earnest: films of a few seconds, killed in the middle of it."""
    with tempfile.TemporaryDirectory() as folder, _database(options) as database:
        storm = Storm(
            folder=Path(folder),
            database=database,
            seed=options.seed,
            paid=0,
            free=options.renders,
            kills=options.renders + 2,
            drawing="real",
            longest_life=5.0,
            patience=900.0,
        )
        return _told("The engine, drawing in earnest", storm.play())


@contextmanager
def _database(options: argparse.Namespace) -> Iterator[str | None]:
    """Where each storm finds its books: a PostgreSQL of its own, or SQLite in its folder."""
    if not options.postgres:
        yield None
        return
    try:
        with postgres() as url:
            yield url
    except pytest.skip.Exception as lacking:
        sys.exit(str(lacking))


def _told(title: str, figures: Figures) -> Figures:
    _say("\n".join(["", title, str(figures), *figures.troubles]))
    return figures


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.storm")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    parser.add_argument("--paid", type=int, default=200)
    parser.add_argument("--free", type=int, default=40)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--renders", type=int, default=4, help="0: none")
    parser.add_argument("--postgres", action="store_true", help="instead of SQLite")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
