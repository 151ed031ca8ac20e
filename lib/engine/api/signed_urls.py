"""Links to videos: signed, so that they need no key, and dead after ten minutes."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Self
from urllib.parse import quote, urlencode

import regex

from lib.errors import DeadLink
from lib.signing import Signer

LIFETIME: Final = timedelta(seconds=600)
_PURPOSE: Final = "engine video"
_NAME_BYTES: Final = 120
#: What a file name may not hold on one system or another (and %, which some browsers decode).
#: The joiner and the non-joiner stay: they are part of emoji and of Persian.
_UNSAFE: Final = regex.compile(r"""(?V1)[[\p{C}\p{Zl}\p{Zp}<>:"/\\|?*%]--[\u200c\u200d]]+""")
#: Device names of Windows, which no file there may bear, whatever its suffix.
_DEVICE: Final = regex.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Links:
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
                "This link is not valid. Ask for the generation again to get a fresh one."
            )
        if now >= datetime.fromtimestamp(int(expires), UTC):
            raise DeadLink(
                "This link has expired. Ask for the generation again to get a fresh one."
            )


def _signed(task_id: str, expires: str) -> str:
    return f"{task_id}:{expires}"


def attachment(caption: str) -> str:
    """A Content-Disposition that names the file after its caption (RFC 6266, RFC 8187)."""
    name = _safe(caption) or "video"
    plain = _safe(unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode())
    encoded = quote(f"{name}.mp4", safe="")
    return f"attachment; filename=\"{plain or 'video'}.mp4\"; filename*=UTF-8''{encoded}"


def _safe(text: str) -> str:
    """A file name's stem for any system, or nothing: whole characters, no dots or blanks at the ends."""
    folded = " ".join(_UNSAFE.sub(" ", text).split())
    stem = _first_bytes(folded, _NAME_BYTES).strip(". ")
    return f"{stem} video" if _DEVICE.fullmatch(stem) else stem


def _first_bytes(text: str, limit: int) -> str:
    """As many whole characters from the start as fit into that many bytes of UTF-8."""
    characters = regex.findall(r"\X", text)
    while len("".join(characters).encode()) > limit:
        characters.pop()
    return "".join(characters)
