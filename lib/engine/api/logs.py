"""Logs: the record of what was asked, by which a client finds a submit whose answer it lost."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Self

from starlette.datastructures import QueryParams

from lib.engine.api.parsing import MODEL, number_in_query
from lib.engine.queue.task_store import Task, TaskStatus
from lib.errors import InvalidInput
from lib.problem import Problem

LONGEST: Final = timedelta(days=92)
_PERIOD: Final = re.compile(r"(\d{1,6})([mhd])")
_UNITS: Final = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}
_SUCCEEDED: Final = "succeeded"
_FAILED: Final = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogQuery:
    """From `start` until before `end`; no models means all, no status means both."""

    start: datetime
    end: datetime
    models: frozenset[str]
    status: str | None
    limit: int
    offset: int

    @classmethod
    def parse(cls, query: QueryParams, now: datetime) -> Self:
        """Raise InvalidInput, saying which parameter. Without a span: the last 24 hours."""
        start, end = _span(query, now)
        status = query.get("status")
        if status not in {None, _SUCCEEDED, _FAILED}:
            raise _invalid("status", f"{_SUCCEEDED!r} | {_FAILED!r}", repr(status))
        return cls(
            start=start,
            end=end,
            models=frozenset(query.getlist("model")),
            status=status,
            limit=number_in_query(query, "limit", 1, 100) or 50,
            offset=number_in_query(query, "offset", 0, 10**9) or 0,
        )

    def matches(self, task: Task) -> bool:
        return (
            self.start <= task.accepted_at < self.end
            and (not self.models or MODEL in self.models)
            and self.status in {None, _outcome(task)}
        )


def answer(query: LogQuery, newest_first: Iterable[Task]) -> dict[str, Any]:
    """The page that was asked for, as JSON."""
    found = [task for task in newest_first if query.matches(task)]
    page = found[query.offset : query.offset + query.limit]
    return {
        "data": [_entry(task) for task in page],
        "pagination": {
            "limit": query.limit,
            "offset": query.offset,
            "total": len(found),
            "has_more": query.offset + len(page) < len(found),
        },
    }


def _entry(task: Task) -> dict[str, Any]:
    return {
        "created": task.accepted_at.isoformat(timespec="milliseconds"),
        "status": _outcome(task),
        "origin": "api",
        "model": MODEL,
        "cost": {"usd": 0, "credits": 0},
        "tokens": None,
        "request_id": task.request_id,
        "inference_id": task.id,
        "client_request_id": task.client_request_id,
    }


def _outcome(task: Task) -> str:
    """Of the request: one that was accepted and is still being drawn has succeeded."""
    return _FAILED if task.status is TaskStatus.ERROR else _SUCCEEDED


def _span(query: QueryParams, now: datetime) -> tuple[datetime, datetime]:
    if "start" not in query and "end" not in query:
        # Our clock ticks on between a POST and this: what was accepted just now is in it.
        return now - _period(query.get("period") or "24h"), now + timedelta(seconds=1)
    end = _moment(query, "end") if "end" in query else now
    start = _moment(query, "start") if "start" in query else end - timedelta(days=1)
    if not timedelta(0) <= end - start <= LONGEST:
        raise _invalid("start", f"at most {LONGEST.days} days before end", start.isoformat())
    return start, end


def _moment(query: QueryParams, field: str) -> datetime:
    text = query[field]
    try:
        moment = datetime.fromisoformat(text)
        if moment.year < 1970 or moment.year > 9000:
            raise ValueError("beyond what can be reckoned with")  # noqa: TRY301 - no moment either
    except ValueError as error:
        raise _invalid(field, "a moment in ISO 8601", repr(text[:40])) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _period(text: str) -> timedelta:
    match = _PERIOD.fullmatch(text)
    period = int(match[1]) * _UNITS[match[2]] if match else timedelta.max
    if period > LONGEST:
        expected = f"a number with m, h or d, such as 24h, up to {LONGEST.days}d"
        raise _invalid("period", expected, repr(text[:40]))
    return period


def _invalid(field: str, expected: str, received: str) -> InvalidInput:
    return InvalidInput(
        Problem.told(f"{field}: expected {expected}, received {received}."),
        field=field,
        expected=expected,
        received=received,
    )
