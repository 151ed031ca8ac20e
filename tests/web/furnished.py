"""A studio as the app opens it, on a folder of its own: real ledger, real archive, real engine API.

The engine's HTTP is its own; only its drawing is the fast one of tests/engine.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from lib import rendition
from lib.archive import Archive
from lib.bootstrap import found_by_pages
from lib.generation import Generation, Reason, Video
from lib.ledger import Ledger
from lib.person import Viewer
from lib.problem import Problem
from lib.provider import Provider
from lib.request import VideoRequest
from lib.settings import Settings
from lib.studio import Signer, Studio
from lib.video_api import VideoApi
from tests.engine.serving import KEY, serving

FILM: Final = bytes(range(256)) * 40
POSTER: Final = b"RIFF poster"
_numbers: Final = itertools.count()


@contextlib.contextmanager
def furnished(
    folder: Path, *, paid: bool = False, engine: bool = True, database: str | None = None
) -> Iterator[Studio]:
    """Open it and let pages and routes find it. `paid`: the vendor is offered too.

    `database` is the address of PostgreSQL; None: SQLite in the folder.
    """
    with contextlib.ExitStack() as stack:
        address = stack.enter_context(serving(folder / "engine")).url if engine else None
        ledger = Ledger.open(database, _made(folder))
        stack.callback(ledger.close)
        apis = {Provider.BUILTIN: VideoApi(lambda: address, KEY)}
        if paid:
            apis[Provider.AIMLAPI] = VideoApi(lambda: None, "a-key-that-no-page-may-show")
        studio = Studio(
            ledger=ledger,
            archive=Archive.open_url(None, folder / "archive"),
            apis=apis,
            settings=Settings(data_dir=folder, submits_per_minute=1000),
            signer=Signer.load(None, folder / "secret"),
        )
        stack.callback(studio.exporter.stop)
        stack.enter_context(found_by_pages(studio))
        yield studio


def cookies(studio: Studio, visitor: str) -> dict[str, str]:
    """What this visitor's browser sends over plain http."""
    return dict([studio.visitors.cookie(visitor, secure=False)])


def viewer_of(studio: Studio, visitor: str) -> Viewer:
    """Who looks through that browser."""
    return studio.viewer(studio.visitors.person(visitor))


def queued(
    studio: Studio, viewer: Viewer, words: str = "Hello", provider: Provider = Provider.BUILTIN
) -> Generation:
    return studio.create(
        viewer,
        VideoRequest.parse(words),
        provider=provider,
        idempotency_key=f"key-{next(_numbers)}",
    )


def generating(
    studio: Studio, viewer: Viewer, words: str = "Hello", provider: Provider = Provider.BUILTIN
) -> Generation:
    waiting = queued(studio, viewer, words, provider)
    now = waiting.created_at
    submit = moved(studio, waiting, waiting.submitting(now))
    span = timedelta(seconds=1000)
    return moved(
        studio, submit, submit.submitted(f"task-{waiting.id}", now, poll=span, deadline=span)
    )


def ready(
    studio: Studio,
    viewer: Viewer,
    words: str = "Hello",
    *,
    film: bytes = FILM,
    at: datetime | None = None,
    provider: Provider = Provider.BUILTIN,
) -> Generation:
    """With its files in the archive."""
    return _stored(studio, generating(studio, viewer, words, provider), film, at)


def finish(studio: Studio, waiting: Generation, *, fails: bool = False) -> Generation:
    """Bring one from the queue to its end."""
    now, span = waiting.created_at, timedelta(seconds=1000)
    submit = waiting.submitting(now)
    making = submit.submitted(f"task-{waiting.id}", now, poll=span, deadline=span)
    moved(studio, waiting, submit, making)
    if fails:
        problem = Problem.told("It failed.")
        return moved(studio, making, making.failed(Reason.NOT_MADE, problem, now))
    return _stored(studio, making)


def _stored(
    studio: Studio, making: Generation, film: bytes = FILM, at: datetime | None = None
) -> Generation:
    for key, content in (
        (rendition.FILM.key(making.id), film),
        (rendition.POSTER.key(making.id), POSTER),
    ):
        file = studio.settings.data_dir / "delivered"
        file.write_bytes(content)
        studio.archive.store(key, file)
    now = at or datetime.now(UTC)
    saving = moved(studio, making, making.completed(0.0, now))
    video = Video(
        duration=10.6, width=608, height=1080, has_sound=True, size=len(film), sha256="5" * 64
    )
    return moved(studio, saving, saving.ready(video, now))


def failed(
    studio: Studio, viewer: Viewer, words: str = "Hello", problem: str = "It failed."
) -> Generation:
    making = generating(studio, viewer, words)
    return moved(
        studio, making, making.failed(Reason.NOT_MADE, Problem.told(problem), making.created_at)
    )


def unconfirmed(studio: Studio, viewer: Viewer, words: str = "Hello") -> Generation:
    waiting = queued(studio, viewer, words, Provider.AIMLAPI)
    now = waiting.created_at
    submit = moved(studio, waiting, waiting.submitting(now))
    problem = "The answer was lost on its way."
    return moved(studio, submit, submit.unconfirmed(Problem.told(problem), now, timedelta(hours=1)))


def left_to_its_owner(studio: Studio, viewer: Viewer, words: str = "Hello") -> Generation:
    """Unconfirmed, and looked for in vain."""
    lost = unconfirmed(studio, viewer, words)
    problem = Problem.told("It was not found.")
    return moved(studio, lost, lost.left_to_its_owner(problem, lost.created_at))


def moved(studio: Studio, old: Generation, *moves: Generation) -> Generation:
    """Write down one move after another."""
    for new in moves:
        assert studio.ledger.swap(old, new)
        old = new
    return old


def _made(folder: Path) -> Path:
    (folder / "engine").mkdir(parents=True, exist_ok=True)
    return folder
