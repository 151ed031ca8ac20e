"""Webhook: one message to one address, signed.

The address is looked up and judged by the rules of lib/video_api/egress.py, and then connected to as it
was judged. No redirect is followed: it could lead to where the address itself may not.

The receiver checks `X-Skylit-Signature: t=<seconds since 1970>,v1=<hex>`, which is the HMAC-SHA256 of
`<t>.<body>` under WEBHOOK_SECRET, and drops a message whose `X-Skylit-Event-Id` it has seen: after a
crash one may be told twice. Stripe signs in the same way.
"""

from __future__ import annotations

import hmac
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from requests import Request

from lib.errors import BadVideo, NotHeard, NotSent, Unavailable
from lib.problem import Code, Problem
from lib.video_api.egress import as_sent, checked_address
from lib.video_api.exchange import Exchange

#: Seconds to connect, and for the head of the answer.
_TIMEOUT: Final = (5.0, 10.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    url: str = field(repr=False)  # it may hold a token, as Slack's does
    secret: str = field(repr=False)
    allows_private: bool = False
    timeout: tuple[float, float] = _TIMEOUT

    def send(self, message_id: str, body: str, now: datetime) -> None:
        """Return once it was heard. Raise NotHeard, which says why not and names no address."""
        content = body.encode()
        try:
            url = as_sent(self.url)
            answer = Exchange.begin(
                Request("POST", url, data=content, headers=self._headers(message_id, content, now)),
                self.timeout,
                address=self._address(url),
            )
        except (BadVideo, NotSent, Unavailable) as error:
            raise NotHeard(error.problem) from error
        with closing(answer):
            if not 200 <= answer.status < 300:
                raise NotHeard(Problem.of(Code.WEBHOOK_REFUSES, http_status=answer.status))

    def _address(self, url: str) -> str | None:
        """Raise BadVideo or Unavailable for where no message may go."""
        if self.allows_private:
            return None
        if urlsplit(url).scheme != "https":
            raise NotHeard(Code.WEBHOOK_UNENCRYPTED)
        return checked_address(url)

    def _headers(self, message_id: str, content: bytes, now: datetime) -> dict[str, str]:
        moment = str(int(now.timestamp()))
        signed = hmac.new(self.secret.encode(), f"{moment}.".encode() + content, "sha256")
        return {
            "Content-Type": "application/json; charset=utf-8",
            "X-Skylit-Event-Id": message_id,
            "X-Skylit-Signature": f"t={moment},v1={signed.hexdigest()}",
        }
