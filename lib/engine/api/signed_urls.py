"""Links to videos: signed, so that they need no key, and dead after ten minutes."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Self
from urllib.parse import quote, urlencode

import regex

from lib.errors import DeadLink

LIFETIME: Final = timedelta(seconds=600)
_SECRET_BYTES: Final = 32
_NAME_BYTES: Final = 120
#: What a file name may not hold on one system or another (and %, which some browsers decode).
#: The joiner and the non-joiner stay: they are part of emoji and of Persian.
_UNSAFE: Final = regex.compile(r"""(?V1)[[\p{C}\p{Zl}\p{Zp}<>:"/\\|?*%]--[\u200c\u200d]]+""")
#: Device names of Windows, which no file there may bear, whatever its suffix.
_DEVICE: Final = regex.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Links:
    """Signs with HMAC-SHA256 over id and expiry. Times are the caller's: UTC, zoned."""

    secret: bytes = field(repr=False)

    @classmethod
    def kept_in(cls, file: Path) -> Self:
        """With the secret in that file, made (mode 0600) where there is none. May raise OSError."""
        if not file.exists():
            _write_once(file, secrets.token_bytes(_SECRET_BYTES))
        return cls(file.read_bytes())

    def sign(self, task_id: str, now: datetime) -> str:
        """Path and query of a link that lives until `now` + LIFETIME."""
        expires = str(int((now + LIFETIME).timestamp()))
        query = urlencode({"expires": expires, "signature": self._signature(task_id, expires)})
        return f"/files/{task_id}.mp4?{query}"

    def verify(self, task_id: str, expires: str, signature: str, now: datetime) -> None:
        """Raise DeadLink if it is not ours, or no longer good."""
        ours = self._signature(task_id, expires)
        if not hmac.compare_digest(ours.encode(), signature.encode(errors="replace")):
            raise DeadLink(
                "This link is not valid. Ask for the generation again to get a fresh one."
            )
        if now >= datetime.fromtimestamp(int(expires), UTC):
            raise DeadLink(
                "This link has expired. Ask for the generation again to get a fresh one."
            )

    def _signature(self, task_id: str, expires: str) -> str:
        message = f"{task_id}:{expires}".encode(errors="replace")
        return hmac.new(self.secret, message, hashlib.sha256).hexdigest()


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


def _write_once(file: Path, content: bytes) -> None:
    temporary = file.with_suffix(".tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(descriptor)
    temporary.replace(file)
