"""Links: signed addresses, which open something for whoever has no visitor's cookie."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Final
from urllib.parse import urlencode

from lib.person import Person, Viewer
from lib.studio.parts import Parts


class LinkTo(StrEnum):
    """What a link is for. A signature for one purpose is worth nothing for another."""

    CLIP = "clip"
    PREVIEW = "preview"
    PROGRESS = "progress"
    STAGE = "stage"
    COMPARE = "compare"
    COSTS = "costs"


#: The purpose of a token that says whose films a ZIP holds.
_PROOF: Final = "films.zip"


class Links(Parts):
    def sign_link(self, purpose: LinkTo, things: Sequence[str], expires: datetime) -> str:
        """Return the token of a link to these: the ids of films, or one `preview_thing`."""
        return self.signer.sign_until(purpose, ",".join(things), expires)

    def linked(self, viewer: Viewer, purpose: LinkTo, things: Sequence[str], token: str) -> Viewer:
        """Return the viewer, who may also see these things if the token was signed for them.

        Where people sign in, a link opens nothing by itself: it would for whomever it is sent to.
        """
        text = ",".join(things)
        if (
            self.settings.signs_in
            or not token
            or not self.signer.verify_until(purpose, text, token, self.clock())
        ):
            return viewer
        return replace(viewer, linked=viewer.linked | frozenset(things))

    def prove(self, viewer: Viewer, expires: datetime) -> str:
        """Return a token with which, until then, its holder asks for a ZIP as this person."""
        person = viewer.person.id if viewer.person else ""
        return self.signer.sign_until(_PROOF, person, expires)

    def proven(self, viewer: Viewer, person_id: str, token: str) -> Viewer:
        """Return the person whom the token names, who has no cookie; else the viewer."""
        if (
            self.settings.signs_in
            or not token
            or not self.signer.verify_until(_PROOF, person_id, token, self.clock())
        ):
            return viewer
        return self.viewer(Person(person_id))


def preview_thing(query: Iterable[tuple[str, str]]) -> str:
    """Return what a link to a preview is signed for: its query, sorted."""
    return urlencode(sorted(query))
