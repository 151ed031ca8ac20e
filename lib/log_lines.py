"""Log lines: what happened, in which request, to which generation. As text, or as JSON for a collector.

No line holds a caption. Secrets are taken out before a line gets here (log_redaction).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from asgi_correlation_id.context import correlation_id
from pythonjsonlogger.json import JsonFormatter

_generation: Final[ContextVar[str | None]] = ContextVar("generation", default=None)

_TEXT: Final = "%(asctime)s %(levelname)-7s %(name)s: %(message)s%(ids)s"
#: Each becomes a member of the JSON object; what a line has no value for is left out.
_MEMBERS: Final = {
    "asctime": "time",
    "levelname": "level",
    "name": "logger",
    "message": "message",
    "request": "request",
    "generation": "generation",
}


@contextmanager
def about_generation(generation_id: str) -> Iterator[None]:
    """Name it in every line that this thread logs within."""
    token = _generation.set(generation_id)
    try:
        yield
    finally:
        _generation.reset(token)


def log_handler(*, as_json: bool) -> logging.Handler:
    """Return a handler for standard error whose lines name request and generation."""
    handler = logging.StreamHandler()
    handler.addFilter(_with_ids)
    handler.setFormatter(_Json() if as_json else logging.Formatter(_TEXT))
    return handler


def _with_ids(record: logging.LogRecord) -> bool:
    ids = {"request": correlation_id.get(), "generation": _generation.get()}
    record.__dict__.update(ids)
    record.ids = "".join(f" {name}={value}" for name, value in ids.items() if value)
    return True


class _Json(JsonFormatter):
    def __init__(self) -> None:
        wanted = " ".join(f"%({name})s" for name in _MEMBERS)
        super().__init__(wanted, rename_fields=_MEMBERS, json_ensure_ascii=False)

    def process_log_record(self, log_data: dict[str, object]) -> dict[str, object]:
        return {
            name: value for name, value in log_data.items() if value is not None and name != "ids"
        }
