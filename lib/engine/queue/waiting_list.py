"""A thread-safe FIFO of ids from which any id can be removed."""

from __future__ import annotations

import threading


class WaitingList:
    """Ids in order of arrival."""

    def __init__(self) -> None:
        self._ids: dict[str, None] = {}  # in order of arrival
        self._closed = False
        self._changed = threading.Condition()

    def __len__(self) -> int:
        return len(self._ids)

    def join(self, task_id: str) -> None:
        with self._changed:
            self._ids[task_id] = None
            self._changed.notify()

    def leave(self, task_id: str) -> None:
        """Remove an id; do nothing if it was called already."""
        with self._changed:
            self._ids.pop(task_id, None)

    def call(self) -> str | None:
        """Block until there is an id and return the oldest; return None once the list is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._ids or self._closed)
            if self._closed:
                return None
            first = next(iter(self._ids))
            del self._ids[first]
            return first

    def close(self) -> None:
        """Make every `call` return None."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    @property
    def is_closed(self) -> bool:
        return self._closed
