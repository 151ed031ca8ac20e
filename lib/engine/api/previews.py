"""Previews: a still of a caption while it is typed, or how well it will read. They never wait for a render.

They have their own worker, and recent answers are cached: pages ask for the same one often.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from concurrent.futures import BrokenExecutor, Executor
from dataclasses import asdict, dataclass
from itertools import product
from typing import Final, TypeVar

from starlette.concurrency import run_in_threadpool

from lib.caption import Caption
from lib.engine.legibility import LegibilityReport
from lib.engine.queue.render_backend import Failure, RenderBackend, attempt
from lib.engine.request import RenderRequest
from lib.errors import SkylitError, Throttled, UnsupportedCharacters
from lib.format import FORMATS, PORTRAIT, Format
from lib.problem import Problem
from lib.template import CATALOGUE, Template

_T = TypeVar("_T")

#: Previews in memory; a still has some 20 kB.
KEPT: Final = 256
#: Previews awaited at a time: beyond, the page has typed on and needs the older ones no more.
AWAITED: Final = 32
#: How often one is asked for whose worker dies under it.
TRIES: Final = 2


class PreviewFailed(SkylitError):
    pass


@dataclass(frozen=True, slots=True)
class Answer:
    content: bytes
    media_type: str

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.content).hexdigest()[:32]}"'


class Previews:
    """For one event loop. The executor is its own: `close` shuts it down.

    Both questions raise Throttled when too many wait, and PreviewFailed when the worker fails.
    """

    def __init__(
        self, backend: RenderBackend, executor: Executor, painter: Callable[[], Executor]
    ) -> None:
        """`painter` makes the executor that draws places in other sizes, once one is wanted."""
        self._backend = backend
        self._executor = executor
        self._kept: OrderedDict[object, Answer] = OrderedDict()
        self._awaited = 0
        self._hire = painter
        self._painter: Executor | None = None
        self._furnished: dict[object, asyncio.Future[object]] = {}

    def close(self) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)
        if self._painter is not None:
            self._painter.shutdown(wait=True, cancel_futures=True)

    async def still(self, request: RenderRequest, width: int) -> Answer:
        """The caption in the sky, WebP, `width` pixels wide. Raise UnsupportedCharacters."""
        await run_in_threadpool(self._backend.check, request.caption)
        if kept := self._recall((request, width)):
            return kept
        await self._furnish(request.template, request.format)
        picture = await self._ask(self._backend.still, request, width)
        return self._keep((request, width), Answer(picture, "image/webp"))

    async def legibility(self, request: RenderRequest) -> Answer:
        """How well the caption will read, and the palette it will have, as JSON.

        What cannot be drawn is named in it.
        """
        question = (request.caption, request.palette.name, request.format)
        if kept := self._recall(question):
            return kept
        report = asdict(await self._read(request.caption, request.format))
        content = json.dumps(report | {"palette": request.palette.name})
        return self._keep(question, Answer(content.encode("ascii"), "application/json"))

    async def furnish_ahead(self, idle: Callable[[], Awaitable[None]]) -> None:
        """Draw every place in every other size, one after another; `idle` returns when it is time."""
        for size, template in product(FORMATS, CATALOGUE):
            await idle()
            await self._furnish(template, size)
        if self._painter is not None:  # it has nothing to do any more, and holds memory
            self._painter.shutdown(wait=False)
            self._painter = None

    async def _furnish(self, template: Template, size: Format) -> None:
        """Wait until the place is drawn in this size, in a worker that delays no other preview."""
        place = (template.name, size)
        if size == PORTRAIT:  # drawn at installation
            return
        if place not in self._furnished:
            self._painter = self._painter or self._hire()
            self._furnished[place] = asyncio.wrap_future(
                self._painter.submit(attempt, self._backend.furnish, template, size)
            )
        try:
            await asyncio.shield(self._furnished[place])
        except BrokenExecutor:
            # The preview's worker draws the place instead; the next preview may try again.
            del self._furnished[place]

    async def _read(self, caption: Caption, size: Format) -> LegibilityReport:
        try:
            await run_in_threadpool(self._backend.check, caption)
        except UnsupportedCharacters as error:
            return LegibilityReport.undrawable(error.characters, str(error))
        return await self._ask(self._backend.read, caption, size)

    async def _ask(self, call: Callable[..., _T], *args: object) -> _T:
        if self._awaited >= AWAITED:
            raise Throttled(
                Problem.told("Too many previews are being drawn. Ask again."), retry_after=1.0
            )
        self._awaited += 1
        try:
            answer = await self._answer(call, *args)
        finally:
            self._awaited -= 1
        if isinstance(answer, Failure):
            raise PreviewFailed(Problem.told(answer.message))
        return answer

    async def _answer(self, call: Callable[..., _T], *args: object) -> _T | Failure:
        for _ in range(TRIES):
            try:
                return await asyncio.wrap_future(self._executor.submit(attempt, call, *args))
            except BrokenExecutor:
                continue
        return Failure("WorkerDied", "The preview's worker died over this caption. Ask again.")

    def _recall(self, question: object) -> Answer | None:
        if question in self._kept:
            self._kept.move_to_end(question)
        return self._kept.get(question)

    def _keep(self, question: object, preview: Answer) -> Answer:
        self._kept[question] = preview
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return preview
