"""Deliver: what is due in the outbox, again and again until it is heard."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from lib.errors import NotHeard
from lib.ledger import Ledger, Message
from lib.notify.webhook import Webhook

_log = logging.getLogger(__name__)

#: The wait after a first failure; it doubles, up to the longest.
_FIRST: Final = timedelta(seconds=10)
_LONGEST: Final = timedelta(hours=1)

#: Nobody wants to be told of it after that.
_GIVEN_UP: Final = timedelta(days=3)

#: Messages of one round: a webhook that hangs costs seconds for each.
_ROUND: Final = 10

#: Seconds between two rounds.
EVERY: Final = 5.0


@dataclass(frozen=True, slots=True)
class Deliver:
    ledger: Ledger
    webhook: Webhook
    clock: Callable[[], datetime]

    def run(self) -> float:
        """Send what is due. Return the seconds until the next round. Raise StorageError."""
        for message in self.ledger.due_messages(self.clock(), limit=_ROUND):
            self._send(message)
        return EVERY

    def _send(self, message: Message) -> None:
        try:
            self.webhook.send(message.id, message.body, self.clock())
        except NotHeard as error:
            self._put_off(message, error)
        else:
            self.ledger.forget_message(message.id)

    def _put_off(self, message: Message, error: NotHeard) -> None:
        now = self.clock()
        if now - message.created_at > _GIVEN_UP:
            _log.error("Nobody heard %s in three days; it is given up: %s", message.event, error)
            self.ledger.forget_message(message.id)
            return
        _log.warning("%s was not heard (%d tries): %s", message.event, message.attempts + 1, error)
        self.ledger.put_off_message(message.id, now + wait(message.attempts))


def wait(attempts: int) -> timedelta:
    """Return the wait after one more failure than `attempts`."""
    return min(_FIRST * (1 << min(attempts, 16)), _LONGEST)
