"""Sign-in: Streamlit's own `[auth]`, as its secrets.toml has it, and the cookie that follows from it.

Streamlit sends people to the identity provider and keeps what it says in a signed cookie. Its format
is known here and nowhere else in Skylit (streamlit/auth_util.py, web/server/starlette):

    _streamlit_user = <signed JSON of the ID token's claims>         signed by itsdangerous,
    _streamlit_user = <signed "chunks-2">, _streamlit_user_1, _2     with the name as salt
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Self

from itsdangerous import BadData, URLSafeTimedSerializer

from lib.errors import SettingsError
from lib.problem import Code, Problem

COOKIE: Final = "_streamlit_user"

#: Streamlit's name for the provider that stands in [auth] itself.
UNNAMED: Final = "default"

_CHUNKS: Final = re.compile(r"chunks-([1-9]\d?)")

_NEEDED: Final = ("client_id", "client_secret", "server_metadata_url")


@dataclass(frozen=True, slots=True)
class SignIn:
    """`providers` are such as "google"; "default" for the one without a name."""

    cookie_secret: str = field(repr=False)
    redirect_uri: str
    providers: tuple[str, ...]
    client_secrets: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, auth: Mapping[str, object]) -> Self:
        """Read the section. Raise SettingsError naming what it lacks."""
        for name in ("redirect_uri", "cookie_secret"):
            if not auth.get(name):
                raise SettingsError(Problem.of(Code.SIGN_IN_LACKS, setting=name))
        named = {
            name: part
            for name, part in auth.items()
            if isinstance(part, dict) and "client_id" in part
        }
        providers = {**({UNNAMED: auth} if auth.get("client_id") or not named else {}), **named}
        for part in providers.values():
            for name in _NEEDED:
                if not part.get(name):
                    raise SettingsError(Problem.of(Code.SIGN_IN_LACKS, setting=name))
        return cls(
            cookie_secret=str(auth["cookie_secret"]),
            redirect_uri=str(auth["redirect_uri"]),
            providers=tuple(providers),
            client_secrets=tuple(str(part["client_secret"]) for part in providers.values()),
        )

    @property
    def secrets(self) -> tuple[str, ...]:
        """Return what no log may hold."""
        return (self.cookie_secret, *self.client_secrets)

    @classmethod
    def load(cls, files: list[Path]) -> Self | None:
        """Return what the last of these files says that has [auth]. Raise SettingsError."""
        found: Mapping[str, object] | None = None
        for file in files:
            found = _auth_in(file) or found
        return cls.of(found) if found else None

    def claims_in(self, cookies: Mapping[str, str], seconds: float) -> str | None:
        """Return the JSON in the cookie if it is Streamlit's and not older than that; else None."""
        whole = self._verified(COOKIE, cookies, seconds)
        chunks = _CHUNKS.fullmatch(whole or "")
        if chunks is None:
            return whole
        parts = [
            self._verified(f"{COOKIE}_{number}", cookies, seconds)
            for number in range(1, int(chunks[1]) + 1)
        ]
        return None if None in parts else "".join(each or "" for each in parts)

    def _verified(self, name: str, cookies: Mapping[str, str], seconds: float) -> str | None:
        try:
            text = URLSafeTimedSerializer(self.cookie_secret, salt=name).loads(
                cookies.get(name, ""), max_age=int(seconds)
            )
        except BadData:
            return None
        return text if isinstance(text, str) else None


def secrets_files(project: Path, environ: Mapping[str, str]) -> list[Path]:
    """Return where Streamlit looks for secrets; later files overrule earlier ones."""
    if named := environ.get("STREAMLIT_SECRETS_FILES", "").split():
        return [Path(each) for each in named]
    name = Path(".streamlit", "secrets.toml")
    return [Path(os.path.expanduser("~")) / name, project / name]  # noqa: PTH111  # Path.home raises


def is_installed() -> bool:
    """Return whether Streamlit's `auth` extra is there."""
    return all(find_spec(name) is not None for name in ("authlib", "httpx"))


def parsed(claims: str) -> dict[str, object]:
    """Return the claims; {} for what is none of ours."""
    try:
        found = json.loads(claims)
    except ValueError:
        return {}
    is_ours = isinstance(found, dict) and found.get("is_logged_in") is True
    return found if is_ours else {}


def _auth_in(file: Path) -> Mapping[str, object] | None:
    try:
        found = tomllib.loads(file.read_text("utf-8")).get("auth")
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        problem = Problem.of(Code.SECRETS_UNREADABLE, file=str(file), why=type(error).__name__)
        raise SettingsError(problem) from error
    return found if isinstance(found, dict) else None
