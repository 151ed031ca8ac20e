"""RenderBackend: what is asked of a worker process, and how it is asked without harm to the pool.

The functions travel to the workers by name, so they stand at the top of a module. They import what
they need when they run: the server itself never loads it, and stays small and quick to start.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, ParamSpec, Self, TypeVar

from lib.caption import Caption
from lib.engine.legibility import LegibilityReport, read
from lib.engine.queue import memory
from lib.engine.queue.render_slots import render_slot
from lib.engine.request import RenderRequest
from lib.errors import Cancelled, SkylitError
from lib.format import Format
from lib.template import CATALOGUE, Template

_P = ParamSpec("_P")
_T = TypeVar("_T")
_log = logging.getLogger(__name__)
_DISK_IS_FULL: Final = {errno.ENOSPC, errno.EDQUOT}

Progress = Callable[[float], None]
Cancelling = Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderBackend:
    """Whoever can draw in another way hands over another of these.

    prepare  loads what can be loaded before the first film; runs once in a worker that renders
    warm_up  the same for the first still; runs once in the worker that previews
    render   order, path, progress (0 to 1), cancelled -> an MP4 file at the path; raises Cancelled
    still    order, width in pixels -> a picture of the caption in the sky, as WebP
    read     caption, format -> how well it will read
    furnish  template, format -> draws and keeps what a film of that size needs, which may take long
    check    raises UnsupportedCharacters for what cannot be drawn; runs in the server
    """

    prepare: Callable[[], None]
    warm_up: Callable[[], None]
    render: Callable[[RenderRequest, Path, Progress, Cancelling], None]
    still: Callable[[RenderRequest, int], bytes]
    read: Callable[[Caption, Format], LegibilityReport]
    furnish: Callable[[Template, Format], None]
    check: Callable[[Caption], None]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no result: `name` is for programs, `message` a sentence for people."""

    name: str
    message: str

    @classmethod
    def of(cls, error: Exception) -> Self:
        name = type(error).__name__
        if isinstance(error, SkylitError):
            return cls(name, str(error))
        if isinstance(error, OSError) and error.errno in _DISK_IS_FULL:
            return cls("StorageError", "The disk is full. Make room on it and ask again.")
        return cls(
            name,
            f"The drones could not draw this ({name}). Ask again; if it happens again, "
            "the engine's log says why.",
        )


def attempt(call: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T | Failure:
    """Runs in a worker. Errors come back as values: one that cannot be pickled breaks a pool."""
    try:
        return call(*args, **kwargs)
    except Cancelled as error:  # as it was told to
        return Failure.of(error)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is this task's and not the worker's
        _log.warning("A task failed in its worker", exc_info=error)
        return Failure.of(error)


class ProgressFile:
    """A share from 0 to 1 in a file: it needs no channel to the worker, and survives its death."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._written = ""

    def __call__(self, share: float) -> None:
        """Write it where it differs by a hundredth. Never fails: a full disk is the video's affair."""
        text = f"{min(max(share, 0.0), 1.0):.2f}"
        if text == self._written:
            return
        self._written = text
        with contextlib.suppress(OSError):
            self._overwrite(text.encode())

    def read(self) -> float:
        """What was written last, 0 where nothing was."""
        try:
            return float(self._path.read_text())
        except (OSError, ValueError):
            return 0.0

    def _overwrite(self, text: bytes) -> None:
        """In one write of one length and without truncation: a reader never finds it half done."""
        file = os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.write(file, text)
        finally:
            os.close(file)


class CancelFile:
    """Whether a file is there that says to stop: like progress, it needs no channel to the worker."""

    #: It is looked for at every so many questions: of a film's 330, some forty.
    EVERY: Final = 8

    def __init__(self, path: Path) -> None:
        self._path = path
        self._asked = 0

    def __call__(self) -> bool:
        self._asked += 1
        return self._asked % self.EVERY == 1 and self._path.exists()


def _prepare() -> None:
    from lib.engine.prepare import prepare  # noqa: PLC0415 - loads numba: for workers alone

    memory.return_large_arrays()
    prepare()
    memory.settle()


def _warm_up() -> None:
    for template in CATALOGUE:
        _still(RenderRequest.parse("Hi", template.name), 64)
    memory.settle()


def _render(request: RenderRequest, path: Path, progress: Progress, cancelled: Cancelling) -> None:
    from lib.engine.render import render  # noqa: PLC0415 - loads numba: for workers alone

    try:
        render(
            request,
            path,
            progress=progress,
            cancelled=cancelled,
            render_slot=render_slot(cancelled),
        )
    finally:
        memory.give_back_soon()


def _still(request: RenderRequest, width: int) -> bytes:
    from lib.engine.render import still  # noqa: PLC0415 - loads numba: for workers alone

    return still(request, width)


def _furnish(template: Template, size: Format) -> None:
    from lib.engine import scenery  # noqa: PLC0415 - loads numpy: for workers alone
    from lib.engine.frame import Frame  # noqa: PLC0415
    from lib.engine.places import PLACES  # noqa: PLC0415

    scenery.load(PLACES[template.name], Frame(size))


def _check(caption: Caption) -> None:
    from lib.engine.lettering import check_supported  # noqa: PLC0415 - loads fonts: when first asked

    check_supported(caption)


BUILTIN: Final = RenderBackend(
    prepare=_prepare,
    warm_up=_warm_up,
    render=_render,
    still=_still,
    read=read,
    furnish=_furnish,
    check=_check,
)
