"""The engine's API: the video API's own HTTP, so that one client speaks to both.

POST   /v2/video/generations   a request -> its task's id    needs the key
GET    /v2/video/generations   ?generation_id= -> how far    needs the key
DELETE /v2/video/generations   ?generation_id= -> no more    needs the key; ours alone
GET    /v2/video/previews      a still, or how it will read  needs the key; ours alone
GET    /v2/logs, /v2/billing   what was asked, what it cost  needs the key
GET    /files/ID.mp4           the video, by a signed link that dies after 600 s
GET    /v1/models, /health     templates and their formats; whether the engine is up
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, cast

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.endpoints import HTTPEndpoint
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route, Router

from lib.content_disposition import content_disposition
from lib.engine.api import logs
from lib.engine.api.auth import KeyRequired, RequestIds
from lib.engine.api.housekeeping import housekeeping
from lib.engine.api.parsing import (
    MODEL,
    number_in_query,
    read_body,
    request_in_body,
    request_in_query,
    text_in_query,
)
from lib.engine.api.previews import Answer, Previews
from lib.engine.api.responses import JsonAnswer, on_any_error, on_http_error, on_our_error
from lib.engine.api.signed_urls import SignedUrls
from lib.engine.queue.queue import TaskQueue
from lib.engine.queue.render_backend import RenderBackend
from lib.engine.queue.task_store import Task, TaskStatus, TaskStore
from lib.engine.request import RenderRequest
from lib.errors import SkylitError, UnknownTask
from lib.file_names import attachment_name
from lib.format import FORMATS
from lib.problem import Problem
from lib.template import CATALOGUE

NARROWEST_STILL: Final = 64
_FREE: Final = {"usage": {"credits_used": 0}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """What the API stands on. `keep` is how long finished tasks and their videos stay."""

    key: str = field(repr=False)
    backend: RenderBackend
    store: TaskStore
    queue: TaskQueue
    previews: Previews
    links: SignedUrls
    clock: Callable[[], datetime]
    keep: timedelta = timedelta(hours=24)

    def accept(self, wanted: RenderRequest, request: Request) -> Task:
        """Raise UnsupportedCharacters, Throttled or StorageError, having accepted nothing."""
        self.backend.check(wanted.caption)
        return self.queue.accept(
            wanted,
            request_id=request.state.request_id,
            client_request_id=request.state.client_request_id,
        )


def create_app(engine: Engine) -> Starlette:
    v2 = [
        Route("/video/generations", GenerationsEndpoint),
        Route("/video/previews", preview),
        Route("/logs", log),
        Route("/billing", billing),
    ]
    app = Starlette(
        routes=[
            Mount(
                "/v2",
                Router(v2, redirect_slashes=False),
                middleware=[Middleware(KeyRequired, key=engine.key)],
            ),
            Route("/files/{name}", download),
            Route("/v1/models", models),
            Route("/health", health),
        ],
        middleware=[Middleware(RequestIds)],
        exception_handlers={
            SkylitError: on_our_error,
            HTTPException: on_http_error,
            Exception: on_any_error,
        },
        lifespan=_lifespan,
    )
    app.router.redirect_slashes = False
    app.state.engine = engine
    return app


class GenerationsEndpoint(HTTPEndpoint):
    async def post(self, request: Request) -> Response:
        engine = _engine(request)
        wanted = request_in_body(await read_body(request))
        task = await run_in_threadpool(engine.accept, wanted, request)
        content = {"id": task.id, "status": task.status, "meta": _FREE}
        return JsonAnswer(content, headers=_generation_headers(task))

    def get(self, request: Request) -> Response:
        engine = _engine(request)
        task_id = text_in_query(request.query_params, "generation_id")
        task = engine.queue.find(task_id)
        if not task:
            raise UnknownTask(
                Problem.told(
                    "There is no generation of this id. It may have been deleted; ask again."
                )
            )
        return JsonAnswer(_generation(task, request), headers=_generation_headers(task))

    async def delete(self, request: Request) -> Response:
        """Delete a task: queued or rendering, it stops. Ours alone: the AI/ML API cannot delete."""
        task_id = text_in_query(request.query_params, "generation_id")
        await run_in_threadpool(_engine(request).queue.forget, task_id)
        return JsonAnswer({"id": task_id, "status": "deleted"})


async def preview(request: Request) -> Response:
    """A still; for a client that accepts JSON alone, how well the caption will read."""
    engine, query = _engine(request), request.query_params
    wanted = request_in_query(query)
    if "application/json" in request.headers.get("accept", ""):
        return _preview(request, await engine.previews.legibility(wanted))
    widest = wanted.format.width
    # Unless told half as wide as the video: sharp in a page, drawn in a moment.
    width = number_in_query(query, "width", NARROWEST_STILL, widest) or widest // 2
    return _preview(request, await engine.previews.still(wanted, width))


def log(request: Request) -> Response:
    engine = _engine(request)
    query = logs.LogQuery.parse(request.query_params, engine.clock())
    return JsonAnswer(logs.answer(query, engine.queue.newest_first()))


def billing(_request: Request) -> Response:
    return JsonAnswer({"current_balance": 0, "currency": "USD"})


def models(request: Request) -> Response:
    wanted = request.query_params.getlist("id")
    model = {
        "id": MODEL,
        "type": "video",
        "templates": [
            {
                "name": template.name,
                "description": template.description,
                "formats": [size.name for size in FORMATS],
            }
            for template in CATALOGUE
        ],
        "pricing": {"credits": 0},
    }
    return JsonAnswer({"object": "list", "data": [model] if not wanted or MODEL in wanted else []})


async def health(_request: Request) -> Response:
    """Answered without a thread, so that it waits for no other answer."""
    return JsonAnswer({"status": "ok"})


def download(request: Request) -> Response:
    """The video itself: Range, ETag and HEAD are Starlette's."""
    engine, query = _engine(request), request.query_params
    task_id = request.path_params["name"].removesuffix(".mp4")
    engine.links.verify(
        task_id, query.get("expires", ""), query.get("signature", ""), engine.clock()
    )
    task, video = engine.queue.find(task_id), engine.store.video(task_id)
    if not task or not video.exists():
        raise UnknownTask(Problem.told("This video is no longer kept. Ask for it again."))
    return FileResponse(
        video,
        media_type="video/mp4",
        headers={
            "content-disposition": content_disposition(attachment_name(task.prompt, "mp4")),
            "cache-control": "private, max-age=600",
            "x-content-type-options": "nosniff",
        },
    )


@contextlib.asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    engine = cast("Engine", app.state.engine)
    await run_in_threadpool(engine.queue.open)
    async with housekeeping(engine.queue, engine.previews, engine.keep):
        yield
    await run_in_threadpool(engine.previews.close)
    await run_in_threadpool(engine.queue.close)


def _engine(request: Request) -> Engine:
    return cast("Engine", request.app.state.engine)


def _generation(task: Task, request: Request) -> dict[str, Any]:
    return {
        "id": task.id,
        "status": task.status,
        "video": _video(task, request) if task.status is TaskStatus.COMPLETED else None,
        "error": asdict(task.failure) if task.failure else None,
        "meta": _FREE,
        "progress": _engine(request).queue.progress(task),
    }


def _video(task: Task, request: Request) -> dict[str, str]:
    """Its link, and the SHA-256 of what stands there: whoever fetches it knows that it is ours."""
    found = {"url": _video_url(task, request)}
    with contextlib.suppress(OSError):  # it was deleted just now, and its link is dead
        found["sha256"] = _sha256(_engine(request).store.video(task.id))
    return found


@functools.lru_cache(maxsize=256)
def _sha256(video: Path) -> str:
    """Films never change: each is read once."""
    with video.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _video_url(task: Task, request: Request) -> str:
    """On the host that the client itself called: it reaches that one."""
    engine = _engine(request)
    origin = f"{request.url.scheme}://{request.url.netloc}"
    return origin + engine.links.sign(task.id, engine.clock())


def _generation_headers(task: Task) -> dict[str, str]:
    return {"x-inference-id": task.id, "x-aimlapi-credits-used": "0"}


def _preview(request: Request, found: Answer) -> Response:
    headers = {
        "etag": found.etag,
        "cache-control": "private, max-age=3600",
        "vary": "accept",
    }
    if request.headers.get("if-none-match") == found.etag:
        return Response(status_code=304, headers=headers)
    return Response(found.content, media_type=found.media_type, headers=headers)
