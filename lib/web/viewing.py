"""Who asks: whoever signed in or the visitor whom the cookie proves, and what a signed link opens."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request

from lib.person import Action, Viewer, may
from lib.studio import Studio
from lib.studio.links import LinkTo, preview_thing
from lib.web.middleware.sign_in import VIEWER


def viewer_of(request: Request, studio: Studio) -> Viewer:
    """Return who has signed in, or where nobody does the visitor whom the cookie proves.

    Somebody without a name if neither is there.
    """
    if studio.settings.signs_in:
        found = request.scope.get(VIEWER)
        return found if isinstance(found, Viewer) else Viewer(None)
    return studio.viewer(studio.visitors.person_from(request.cookies))


def linked_viewer_of(
    request: Request, studio: Studio, purpose: LinkTo, things: Sequence[str]
) -> Viewer:
    """Return the same, who may also see these things if a page has signed the link: `?token=`."""
    token = request.query_params.get("token", "")
    return studio.linked(viewer_of(request, studio), purpose, things, token)


def may_preview(request: Request, studio: Studio) -> bool:
    """Return whether this is a visitor of ours, or somebody with a link that a page has signed."""
    query = request.query_params.multi_items()
    thing = preview_thing((name, value) for name, value in query if name != "token")
    return may(linked_viewer_of(request, studio, LinkTo.PREVIEW, [thing]), Action.PREVIEW)
