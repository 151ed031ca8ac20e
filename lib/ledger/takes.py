"""Takes: films that were made of the very same request before, whatever their seed."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, false, select, true

from lib.database.tables import generations
from lib.folding import fold
from lib.generation import Generation, Status
from lib.ledger.deletions import IS_SHOWN
from lib.ledger.store import Store
from lib.person import Viewer
from lib.provider import Provider
from lib.request import VideoRequest

_g: Final = generations.c


class Takes(Store):
    def made_before(
        self, viewer: Viewer, request: VideoRequest, provider: Provider
    ) -> Generation | None:
        """Return the newest film of this request that the viewer may see and that can be played."""
        words = request.caption.text
        query = (
            select(generations)
            .where(
                _may_be_seen_by(viewer),
                _g.folded == fold(words),  # which has an index
                _g.caption == words,
                _g.template == request.template.name,
                _g.format == request.format.name,
                _g.palette.is_not_distinct_from(request.palette),
                _g.provider == provider.value,
                IS_SHOWN,
                _g.status == Status.READY.value,
                _g.reason.is_(None),
            )
            .order_by(_g.created_at.desc(), _g.id.desc())
            .limit(1)
        )
        return self._one(query)


def _may_be_seen_by(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.sees_all:
        return true()
    return false() if viewer.person is None else _g.owner == viewer.person.id
