"""Election: which process tracks. A lock decides where its holder died, a heartbeat where it stopped.

Every win begins a new term. Whoever tracks writes only while no newer term has begun: that fence
holds back a process that was stopped, taken over from, and then goes on as if nothing had happened.
(Fencing tokens: M. Kleppmann, "How to do distributed locking", 2016.)

    lock free                        its holder died or resigned: begin a term at once
    lock held, heartbeats come       somebody tracks
    lock held, no heartbeat in 15 s  its holder is stopped or cut off: begin a term without the lock,
                                     and take the lock as soon as it is free
"""

from __future__ import annotations

import math
import os
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from lib.clock import utc_now
from lib.database.connection import begin_write
from lib.database.lock import Lock
from lib.database.sentences import sentences
from lib.database.tables import leadership
from lib.errors import Deposed, StorageError

#: Seconds between two heartbeats; without one until people are told; until another takes over.
BEAT: Final = 2.0
QUIET: Final = 8.0
SILENCE: Final = 15.0

_l: Final = leadership.c


@dataclass(frozen=True, slots=True)
class Leadership:
    """The row: who tracks in which term. `holder` is None once that one has resigned."""

    term: int
    holder: str | None
    has_lock: bool
    heartbeat_at: datetime


class Election:
    """Asked again and again by whoever would like to track; it never blocks."""

    def __init__(self, engine: Engine, lock: Lock, *, silence: float = SILENCE) -> None:
        self._engine = engine
        self._lock = lock
        self._silence = silence
        self._name = f"{socket.gethostname()} {os.getpid()} {secrets.token_hex(4)}"
        self._term: int | None = None  # kept after the office is lost: the fence compares it
        self._leads = False
        self._has_lock = False
        self._beaten_at = 0.0  # on the clock that nobody can set
        self._seen: Leadership | None = None
        self._seen_since = 0.0

    def win(self) -> bool:
        """Return True where this process tracks, now or already. Raise StorageError."""
        if self._leads:
            return self._goes_on()
        seen = self._look()
        if self._lock.acquire():
            self._leads = self._may_follow(seen) and self._begin(seen, has_lock=True)
            if not self._leads:
                self._lock.release()
        elif seen and self._is_silent(seen) and not self._lock.is_held_without_heartbeat():
            self._leads = self._begin(seen, has_lock=False)
        return self._leads

    @property
    def leader_is_quiet(self) -> bool:
        """True while another process tracks that has not been heard for a while."""
        return not self._leads and self._is_unheard(self._seen, min(QUIET, self._silence))

    def resign(self) -> None:
        """Let go, so that another may begin at once. What is still being written may yet land."""
        if self._leads:
            with suppress(StorageError), self._write() as connection:
                mine = update(leadership).where(_l.term == self._term)
                connection.execute(mine.values(holder=None))
        self._leads = False
        self._lock.release()

    def hold_fence(self, connection: Connection) -> None:
        """Raise Deposed if a newer term has begun; else none begins before this transaction ends."""
        found = connection.scalar(select(_l.term).with_for_update(read=True, key_share=True))
        if self._term is None or found != self._term:
            self._beaten_at = -math.inf  # the next heartbeat is due: it tells win() as well
            raise Deposed

    def _goes_on(self) -> bool:
        has_lock = self._lock.acquire()
        is_due = time.monotonic() - self._beaten_at >= BEAT
        if is_due or has_lock is not self._has_lock:
            self._leads, self._has_lock = self._beat(has_lock=has_lock), has_lock
        if not self._leads:
            self._lock.release()
        return self._leads

    def _may_follow(self, seen: Leadership | None) -> bool:
        """With the lock in hand: somebody who took over without it may still be at work."""
        return seen is None or seen.holder is None or seen.has_lock or self._is_silent(seen)

    def _is_silent(self, seen: Leadership) -> bool:
        return self._is_unheard(seen, self._silence)

    def _is_unheard(self, seen: Leadership | None, seconds: float) -> bool:
        """Measured by what this process saw, on its own clock: other clocks may be wrong."""
        is_held = seen is not None and seen.holder is not None
        return is_held and time.monotonic() - self._seen_since >= seconds

    def _look(self) -> Leadership | None:
        with sentences(), self._engine.connect() as connection:
            seen = look(connection)
        if seen != self._seen:
            self._seen, self._seen_since = seen, time.monotonic()
        return seen

    def _begin(self, seen: Leadership | None, *, has_lock: bool) -> bool:
        """Begin the next term, if what was seen still holds. Waits for writes under the old term."""
        term = seen.term + 1 if seen else 1
        change = update(leadership) if seen else insert(leadership).values(id=1)
        change = change.values(
            term=term, holder=self._name, has_lock=has_lock, heartbeat_at=utc_now()
        )
        try:
            with self._write() as connection:
                if look(connection, for_update=True) != seen:
                    return False
                connection.execute(change)
        except IntegrityError:  # two at once began the very first term
            return False
        self._term, self._has_lock, self._beaten_at = term, has_lock, time.monotonic()
        return True

    def _beat(self, *, has_lock: bool) -> bool:
        """Say that this process is alive. False: a newer term has begun."""
        mine = update(leadership).where(_l.term == self._term, _l.holder == self._name)
        beat = mine.values(heartbeat_at=utc_now(), has_lock=has_lock)
        with self._write(to_the_disk=False) as connection:
            goes_on = connection.execute(beat).rowcount == 1
        self._beaten_at = time.monotonic()
        return goes_on

    @contextmanager
    def _write(self, *, to_the_disk: bool = True) -> Iterator[Connection]:
        with sentences(), self._engine.connect() as connection, connection.begin():
            begin_write(connection, to_the_disk=to_the_disk)
            yield connection


def look(connection: Connection, *, for_update: bool = False) -> Leadership | None:
    """Return who tracks, or None before anybody did."""
    query = select(_l.term, _l.holder, _l.has_lock, _l.heartbeat_at)
    row = connection.execute(query.with_for_update() if for_update else query).one_or_none()
    return Leadership(*row) if row else None
