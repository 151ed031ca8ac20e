"""Signed URLs of videos: they need no key, and die after ten minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Self
from urllib.parse import urlencode

from lib.errors import DeadLink
from lib.problem import Problem
from lib.signing import Signer

LIFETIME: Final = timedelta(seconds=600)
_PURPOSE: Final = "engine video"


@dataclass(frozen=True, slots=True)
class SignedUrls:
    """Signs a video's address until an expiry. Times are the caller's: UTC, zoned."""

    signer: Signer

    @classmethod
    def kept_in(cls, file: Path) -> Self:
        """Use the secret in that file, made at the first start. Raise SettingsError if that fails."""
        return cls(Signer.load(None, file))

    def sign(self, task_id: str, now: datetime) -> str:
        """Return path and query of a link that lives until `now` + LIFETIME."""
        expires = str(int((now + LIFETIME).timestamp()))
        signature = self.signer.sign(_PURPOSE, _signed(task_id, expires))
        return f"/files/{task_id}.mp4?{urlencode({'expires': expires, 'signature': signature})}"

    def verify(self, task_id: str, expires: str, signature: str, now: datetime) -> None:
        """Raise DeadLink if the link is not ours, or has expired."""
        if not self.signer.verify(_PURPOSE, _signed(task_id, expires), signature):
            raise DeadLink(
                Problem.told(
                    "This link is not valid. Ask for the generation again to get a fresh one."
                )
            )
        if now >= datetime.fromtimestamp(int(expires), UTC):
            raise DeadLink(
                Problem.told(
                    "This link has expired. Ask for the generation again to get a fresh one."
                )
            )


def _signed(task_id: str, expires: str) -> str:
    return f"{task_id}:{expires}"
