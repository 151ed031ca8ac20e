"""Tariffs: what each paid provider says of its price and of the account, asked now and then.

No page waits for it. Where the API does not say, films go on being counted as they cost before.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final

from lib.errors import VideoApiError
from lib.ledger import Ledger
from lib.provider import Provider
from lib.video_api import VideoApi

_log = logging.getLogger(__name__)

#: Seconds between two looks. A balance is no older than that where it stands on a page.
EVERY: Final = 600.0


def keep_tariff(ledger: Ledger, provider: Provider, api: VideoApi, now: datetime) -> float:
    """Ask this provider. Return the seconds until the next time. Raise StorageError."""
    price, balance = _told(api.price), _told(api.balance)
    if price is not None or balance is not None:
        ledger.keep_tariff(provider, price, balance, now)
    return EVERY


def _told(ask: Callable[[], float | None]) -> float | None:
    try:
        return ask()
    except VideoApiError as error:
        _log.info("A price or balance is not known: %s", error)
        return None
