"""Signatures prove that a link or a cookie is ours: HMAC-SHA256 over a purpose and a text."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from lib import files
from lib.errors import SettingsError
from lib.problem import Code, Problem


@dataclass(frozen=True, slots=True)
class Signer:
    """A signature made for one purpose is worth nothing for another."""

    key: bytes = field(repr=False)

    @classmethod
    def load(cls, secret: str | None, file: Path) -> Self:
        """Use the secret that was set, else the one kept in `file`, made at the first start.

        Raise SettingsError if the file can be neither read nor written.
        """
        if secret:
            return cls(hashlib.sha256(secret.encode()).digest())
        try:
            return cls(_kept(file))
        except OSError as error:
            problem = Problem.of(Code.SECRET_UNUSABLE, file=str(file), why=error.strerror)
            raise SettingsError(problem) from error

    def sign(self, purpose: str, text: str) -> str:
        """Return 43 characters that are safe in a URL and in a cookie."""
        signed = f"{purpose}\n{text}".encode(errors="surrogatepass")  # text may be from an address
        digest = hmac.digest(self.key, signed, "sha256")
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def verify(self, purpose: str, text: str, signature: str) -> bool:
        """Compare in constant time. Return False for whatever is no signature."""
        made = self.sign(purpose, text).encode()
        return hmac.compare_digest(made, signature.encode(errors="replace"))

    def sign_until(self, purpose: str, text: str, expires: datetime) -> str:
        """Return a token that holds its own end: `<seconds since 1970>.<signature>`."""
        moment = str(int(expires.timestamp()))
        return f"{moment}.{self.sign(purpose, _bound(moment, text))}"

    def verify_until(self, purpose: str, text: str, token: str, now: datetime) -> bool:
        moment, _, signature = token.partition(".")
        if not self.verify(purpose, _bound(moment, text), signature):
            return False
        return now < datetime.fromtimestamp(int(moment), UTC)


def _bound(moment: str, text: str) -> str:
    return f"until {moment}\n{text}"


def _kept(file: Path) -> bytes:
    """Read the key, or make it. Two processes that start at once agree on one."""
    if not file.exists():
        files.create(file, secrets.token_bytes(32))
    key = file.read_bytes()
    if len(key) < 32:
        raise SettingsError(Problem.of(Code.SECRET_DAMAGED, file=str(file)))
    return key
