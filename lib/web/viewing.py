"""Who watches: what a request may see of films that are under way."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.requests import Request

from lib.person import Person, Viewer
from lib.studio import Studio
from lib.visitor import owner_from


def watcher(request: Request, studio: Studio) -> Viewer:
    """Named by the visitor's cookie, or allowed by a signature over the ids that a page shows."""
    ids, token = (request.query_params.get(each, "") for each in ("ids", "token"))
    signed = bool(token) and studio.signer.verify_until("progress", ids, token, datetime.now(UTC))
    owner = owner_from(request.cookies)
    return Viewer(
        Person(owner) if owner else None, sees_all=signed or studio.settings.shared_history
    )
