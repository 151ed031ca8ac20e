"""Moves: when a generation came to where it stood, for its timeline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select

from lib.database.tables import moves
from lib.generation import Event, Generation, Reason, Status
from lib.ledger.rows import problem_of
from lib.ledger.store import Store

_m: Final = moves.c


class Moves(Store):
    def moves(self, generation_id: str) -> list[Event]:
        """Return them in the order in which they were made; none of before there was this table."""
        query = select(moves).where(_m.generation_id == generation_id).order_by(_m.number)
        with self._read() as connection:
            return [_event({**row}) for row in connection.execute(query).mappings()]


def _event(row: Mapping[str, Any]) -> Event:
    status, reason = Status(row["status"]), _reason(row["reason"])
    return Event(status, row["moved_at"], reason, problem_of(row))


def _reason(word: str | None) -> Reason | None:
    """None also for a word of a newer Skylit."""
    return Reason(word) if word in set(Reason) else None


def has_moved(old: Generation, new: Generation) -> bool:
    """Return whether it stands elsewhere now. How far it is, and short delays, are no moves."""
    if old.status is not new.status or old.waits_for_approval:
        return True
    return old.reason is not new.reason and not new.status.is_moving


def note_move(connection: Connection, generation: Generation) -> None:
    """Write down where it stands from now on, in the transaction that makes it so."""
    connection.execute(insert(moves).values(move_row(generation)))


def move_row(generation: Generation) -> dict[str, Any]:
    """Return the row that says so."""
    problem = generation.problem
    return {
        "generation_id": generation.id,
        "moved_at": generation.updated_at,
        "status": generation.status.value,
        "reason": generation.reason and generation.reason.value,
        "problem": problem and problem.code.value,
        "problem_params": problem and problem.params_as_json(),
    }


def forget_moves(connection: Connection, generation_id: str) -> None:
    connection.execute(delete(moves).where(_m.generation_id == generation_id))
