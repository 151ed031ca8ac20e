"""Who asks: the owner whom a request's cookie proves, and what its signed link opens."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.requests import Request

from lib.person import Person, Viewer
from lib.studio import Studio


def owner_of(request: Request, studio: Studio) -> str | None:
    """Return the visitor whom the cookie proves; None for everybody else, accounts included."""
    return studio.visitors.owner_from(request.cookies)


def watcher(request: Request, studio: Studio, purpose: str, ids: str) -> Viewer:
    """Return who asks: named by the visitor's cookie, or allowed by a page's signature.

    The signature, `?token=`, was made for this purpose over these ids, joined by commas.
    """
    owner = owner_of(request, studio)
    return Viewer(
        Person(owner) if owner else None,
        sees_all=is_signed(request, studio, purpose, ids) or studio.settings.shared_history,
    )


def is_signed(request: Request, studio: Studio, purpose: str, ids: str) -> bool:
    token = request.query_params.get("token", "")
    return bool(token) and studio.signer.verify_until(purpose, ids, token, datetime.now(UTC))


def may_preview(request: Request, studio: Studio) -> bool:
    """Return whether this is a visitor of ours, or somebody with a link that a page has signed."""
    if owner_of(request, studio) is not None:
        return True
    query, token = request.query_params.multi_items(), request.query_params.get("token", "")
    asked = [(name, value) for name, value in query if name != "token"]
    return bool(token) and studio.verify_preview(asked, token, datetime.now(UTC))
