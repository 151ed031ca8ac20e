"""Generations that a visitor has already, written beside the running app: nothing is rendered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import BrowserContext

from lib import rendition
from lib.generation import Generation, Status, Video
from lib.person import Viewer
from lib.provider import Provider
from lib.request import VideoRequest
from lib.studio import Studio
from lib.visitor import new_id
from tests.films import film
from tests.web.furnished import POSTER, furnished, viewer_of

SECONDS: Final = 30.0  # long enough to be seen playing
_FAR: Final = timedelta(minutes=55)  # left alone; beyond an hour is a wrong clock, and due now


@dataclass(frozen=True)
class Shelf:
    """What one visitor has. `put` writes a row; the others say what is in it."""

    studio: Studio
    visitor: str

    @property
    def viewer(self) -> Viewer:
        return viewer_of(self.studio, self.visitor)

    def show_to(self, context: BrowserContext, url: str) -> None:
        """Let this browser be that visitor."""
        name, value = self.studio.visitors.cookie(self.visitor, secure=False)
        context.add_cookies([{"name": name, "value": value, "url": url}])

    def ready(self, words: str, *, seconds: float = SECONDS, **more: Any) -> Generation:
        return self.studio.ledger.add(self._finished(self._new(words, **more), seconds))

    def _finished(self, generation: Generation, seconds: float) -> Generation:
        """Keep a film and its poster."""
        content = film(seconds=seconds, width=152, height=270)
        for key, bytes_ in (
            (rendition.FILM.key(generation.id), content),
            (rendition.POSTER.key(generation.id), POSTER),
        ):
            file = self.studio.settings.data_dir / f"{generation.id}.part"
            file.write_bytes(bytes_)
            self.studio.archive.store(key, file)
        video = Video(
            duration=seconds, width=152, height=270, has_sound=True, size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )  # fmt: skip
        now = datetime.now(UTC)
        return replace(generation, status=Status.READY, video=video, ready_at=now, due_at=None)

    def moving(self, words: str, **more: Any) -> Generation:
        """One that is being made, for as long as anybody looks."""
        far = datetime.now(UTC) + _FAR
        fields = {"status": Status.GENERATING, "due_at": far, "deadline_at": far, **more}
        return self.put(words, task_id=f"task-{new_id()}", **fields)

    def put(self, words: str, **fields: Any) -> Generation:
        return self.studio.ledger.add(self._new(words, **fields))

    def _new(self, words: str, **fields: Any) -> Generation:
        blank = Generation.new(
            VideoRequest.parse(words), provider=Provider.BUILTIN,
            owner=self.studio.visitors.person(self.visitor), idempotency_key=new_id(), now=datetime.now(UTC),
        )  # fmt: skip
        return replace(blank, **fields)


@contextmanager
def shelf_beside(data: Path, database: str | None = None) -> Iterator[Shelf]:
    with furnished(data, engine=False, database=database) as studio:
        yield Shelf(studio, new_id())
