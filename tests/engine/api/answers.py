"""What tests of the API look for in answers."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import requests

from tests.engine.serving import KEY, Served


def assert_envelope(reply: requests.Response, status: int) -> dict[str, Any]:
    """An error as the API documents it; return its members."""
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/json"
    error = reply.json()
    assert set(error) >= {"message", "path", "requestId", "statusCode", "timestamp"}
    assert error["statusCode"] == str(status)
    assert error["path"] == urlsplit(reply.url).path
    assert error["message"].endswith((".", "!"))
    assert KEY not in reply.text
    uuid.UUID(error["requestId"])
    assert datetime.fromisoformat(error["timestamp"]).tzinfo
    return dict(error)


def video_url(engine: Served, prompt: str = "Hello") -> str:
    return str(engine.finished(engine.accepted(prompt))["video"]["url"])
