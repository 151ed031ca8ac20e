"""OldFilms: films that have been there for KEEP_DAYS go by themselves, a few at a time."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from lib.ledger import Ledger

_log = logging.getLogger(__name__)

#: Seconds between two looks; and while more is to go.
EVERY: Final = 3600.0
_SOON: Final = 1.0


@dataclass(frozen=True, slots=True)
class OldFilms:
    """Files follow their rows as they do when somebody deletes a film."""

    ledger: Ledger
    keep: timedelta
    clock: Callable[[], datetime]

    def run(self) -> float:
        """Delete some of what is too old; return the seconds until the next look."""
        now = self.clock()
        gone = self.ledger.delete_outlived(now - self.keep, now)
        if not gone:
            return EVERY
        self.ledger.forget_words()
        _log.info("%d films older than %d days were deleted.", gone, self.keep.days)
        return _SOON
