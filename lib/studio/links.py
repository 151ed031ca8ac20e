"""Links: signed addresses, which open something for whoever has no visitor's cookie."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlencode

from lib.person import Viewer
from lib.studio.parts import Parts


class LinkTo(StrEnum):
    """What a link is for. A signature for one purpose is worth nothing for another."""

    CLIP = "clip"
    PREVIEW = "preview"
    PROGRESS = "progress"
    STAGE = "stage"


class Links(Parts):
    def sign_link(self, purpose: LinkTo, things: Sequence[str], expires: datetime) -> str:
        """Return the token of a link to these: the ids of films, or one `preview_thing`."""
        return self.signer.sign_until(purpose, ",".join(things), expires)

    def linked(self, viewer: Viewer, purpose: LinkTo, things: Sequence[str], token: str) -> Viewer:
        """Return the viewer, who may also see these things if the token was signed for them."""
        text = ",".join(things)
        if not token or not self.signer.verify_until(purpose, text, token, self.clock()):
            return viewer
        return replace(viewer, linked=viewer.linked | frozenset(things))


def preview_thing(query: Iterable[tuple[str, str]]) -> str:
    """Return what a link to a preview is signed for: its query, in whatever order it was given."""
    return urlencode(sorted(query))
