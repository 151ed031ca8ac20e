"""/progress?ids=…: how far films are, for pages that show them. Nobody waits for a database of their own.

Answers as JSON with those of the ids that are under way; one that is missing stands elsewhere by now,
and its page is to be drawn anew. All watchers share one snapshot.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from lib.bootstrap import current_studio
from lib.errors import SkylitError
from lib.person import Action, may
from lib.studio import Studio
from lib.studio.links import LinkTo
from lib.studio.live import Live, Standing
from lib.web.pools import PROGRESS, Busy
from lib.web.viewing import linked_viewer_of

#: Seconds for which a snapshot is fresh; less while some film is nearly done, which is soon over and
#: what somebody waits for.
FRESH: Final = 0.5
_FRESH_AT_THE_END: Final = 0.1

#: A page of history shows twelve.
_MOST: Final = 48

_NO_STORE: Final = {"cache-control": "no-store"}


@dataclass(slots=True)
class Snapshot:
    """What everybody watches. The first who finds it stale renews it; the others wait for that."""

    studio: Studio
    _live: Live = field(init=False)
    _seen: Mapping[str, Standing] = field(default_factory=dict)
    _seen_at: float = 0.0
    _renewing: asyncio.Task[None] | None = None

    def __post_init__(self) -> None:
        self._live = Live(self.studio)

    async def look(self) -> Mapping[str, Standing]:
        """Raise StorageError or Busy."""
        if time.monotonic() - self._seen_at > self._fresh:
            if self._renewing is None or self._renewing.done():
                self._renewing = asyncio.create_task(self._renew())
            await asyncio.shield(self._renewing)
        return self._seen

    @property
    def _fresh(self) -> float:
        at_the_end = any(each.is_nearly_done for each in self._seen.values())
        return _FRESH_AT_THE_END if at_the_end else FRESH

    async def _renew(self) -> None:
        self._seen = await PROGRESS.run(self._live.look)
        self._seen_at = time.monotonic()


async def progress(request: Request) -> Response:
    try:
        studio = current_studio()
        ids = request.query_params.get("ids", "").split(",")
        viewer = linked_viewer_of(request, studio, LinkTo.PROGRESS, ids)
        if viewer.is_stranger:
            return PlainTextResponse("Open Skylit first.", 403, _NO_STORE)
        seen = await _snapshot(request, studio).look()
    except (SkylitError, Busy):
        return PlainTextResponse("Not now.", 503, {"retry-after": "2", **_NO_STORE})
    shown = {
        each: _told(seen[each])
        for each in ids[:_MOST]
        if each in seen and may(viewer, Action.SEE, seen[each])
    }
    return JSONResponse(shown, headers=_NO_STORE)


def _told(standing: Standing) -> dict[str, str | float | bool]:
    return {
        "status": standing.status.value,
        "fraction": round(standing.progress.fraction, 3),
        "sentence": standing.progress.sentence,
        "left": standing.progress.time_left,
        "soon": standing.is_nearly_done,
    }


def _snapshot(request: Request, studio: Studio) -> Snapshot:
    """Return the snapshot of this studio, on the app's one event loop."""
    state = request.app.state
    found: Snapshot | None = getattr(state, "progress", None)
    if found is None or found.studio is not studio:
        found = state.progress = Snapshot(studio)
    return found


ROUTES: Final = [Route("/progress", progress, methods=["GET"])]
