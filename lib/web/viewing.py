"""Who asks: the owner whom a request's cookie proves, and what its signed link opens."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.requests import Request

from lib.person import Person, Viewer
from lib.studio import Studio


def owner_of(request: Request, studio: Studio) -> str | None:
    """Return the visitor whom the cookie proves; None for everybody else, accounts included."""
    return studio.visitors.owner_from(request.cookies)


def watcher(request: Request, studio: Studio) -> Viewer:
    """Named by the visitor's cookie, or allowed by a signature over the ids that a page shows."""
    ids, token = (request.query_params.get(each, "") for each in ("ids", "token"))
    signed = bool(token) and studio.signer.verify_until("progress", ids, token, datetime.now(UTC))
    owner = owner_of(request, studio)
    return Viewer(
        Person(owner) if owner else None, sees_all=signed or studio.settings.shared_history
    )
