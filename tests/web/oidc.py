"""A real OpenID Connect provider on loopback, and Streamlit's [auth] that names it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import requests

from tests.web.served import LONGEST, free_port

#: Of the app at the provider; and of the cookie.
CLIENT_SECRET: Final = "a-client-secret-that-nobody-may-see"
COOKIE_SECRET: Final = "a-cookie-secret-that-nobody-may-see"

ANN: Final = {"sub": "ann", "name": "Ann Zhou", "email": "ann@example.com", "groups": ["editors"]}
BOB: Final = {"sub": "bob", "name": "Bob", "email": "bob@example.com", "groups": ["editors"]}
EVE: Final = {
    "sub": "eve",
    "name": "Eve Li",
    "email": "eve@example.com",
    "groups": ["skylit admins"],
}


@contextmanager
def provider(folder: Path, *users: Mapping[str, object]) -> Iterator[str]:
    """Yield its address. It asks for no password: whoever is chosen on its page is signed in."""
    port = free_port()
    known = [part for user in users for part in ("--user-claims", json.dumps(user))]
    with (folder / "provider.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *known],
            env={**os.environ, "PYTHONWARNINGS": "ignore"},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_up(url := f"http://127.0.0.1:{port}", process)
        yield url
    finally:
        process.kill()
        process.wait()


def secrets_file(folder: Path, app: str, provider: str) -> Path:
    """Write Streamlit's secrets.toml for an app at this address."""
    file = folder / "secrets.toml"
    file.write_text(
        f"""
[auth]
redirect_uri = "{app}/oauth2callback"
cookie_secret = "{COOKIE_SECRET}"
client_id = "skylit"
client_secret = "{CLIENT_SECRET}"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""
    )
    return file


def _wait_until_up(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if requests.get(f"{url}/.well-known/openid-configuration", timeout=5).ok:
                return
        except (requests.ConnectionError, requests.Timeout):
            time.sleep(0.05)
    raise AssertionError("The provider did not start.")
