"""A render backend for tests of the API: real calls in real workers and real files, without the drawing.

What it does depends on the caption's first word, and on files in the folder FAST_WORKSHOP names:
    wait   half done, then waits until the file `go` is there, or it is cancelled
    fail   raises an error that cannot be pickled, as foreign ones often cannot
    full   raises what a full disk raises
    die    its process dies, every time
    trip   its process dies the first time
Every drawing leaves its process id and its caption in `drawn`; palette, seed and caption in `looks`.
"""

from __future__ import annotations

import errno
import os
import signal
import time
from pathlib import Path
from typing import Final

import regex

from lib.caption import Caption
from lib.engine.legibility import LegibilityReport, Writing
from lib.engine.queue.render_backend import Cancelling, Progress, RenderBackend
from lib.engine.request import RenderRequest
from lib.errors import Cancelled, UnsupportedCharacters
from lib.format import PORTRAIT, Format
from lib.problem import Problem
from lib.template import Template

FOLDER: Final = "FAST_WORKSHOP"
DEADLINE: Final = 30.0


class Stubborn(Exception):
    def __init__(self, *, reason: str) -> None:
        super().__init__(reason)


def prepare() -> None:
    pass


def render(order: RenderRequest, path: Path, progress: Progress, cancelled: Cancelling) -> None:
    folder = Path(os.environ[FOLDER])
    words = order.caption.text
    path.write_bytes(b"half")
    progress(0.5)
    with (folder / "drawn").open("a") as log:
        log.write(f"{os.getpid()} {words}\n")
    with (folder / "looks").open("a") as log:
        log.write(f"{order.palette.name} {order.seed} {words}\n")
    match words.split()[0]:
        case "wait":
            _wait_for(folder / "go", cancelled)
        case "fail":
            raise Stubborn(reason="no")
        case "full":
            raise OSError(errno.ENOSPC, "No space left on device")
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "trip" if not (folder / "tripped").exists():
            (folder / "tripped").touch()
            os.kill(os.getpid(), signal.SIGKILL)
    path.write_bytes(film(words))
    progress(1.0)


def film(words: str) -> bytes:
    """What stands in the file of that caption."""
    return f"{words}|".encode() * 1000


def still(order: RenderRequest, width: int) -> bytes:
    folder = Path(os.environ[FOLDER])
    if order.caption.text.startswith("die"):
        os.kill(os.getpid(), signal.SIGKILL)
    if order.caption.text.startswith("wait"):
        _wait_for(folder / "go")
    with (folder / "stills").open("a") as log:
        log.write(f"{order.caption}\n")
    return f"RIFF {width} {order.caption} {order.seed}".encode()


def furnish(template: Template, size: Format) -> None:
    with (Path(os.environ[FOLDER]) / "furnished").open("a") as log:
        log.write(f"{template.slug} {size}\n")


#: What no typeface has, or none is asked for here: a symbol, hieroglyphs, private use, the future.
UNDRAWABLE: Final = "☠𓀀\ue000\U0001fae9\u0378"


def read(caption: Caption, size: Format) -> LegibilityReport:
    count = len(caption)
    writing = Writing(
        lines=(caption.text,),
        drones=100 * count,
        letter_height=120.0 * size.width / PORTRAIT.width,
        outline=2.2 * count,
    )
    return LegibilityReport.of(caption, writing)


def check(caption: Caption) -> None:
    graphemes = regex.findall(r"\X", caption.text)
    if missing := tuple(each for each in graphemes if {*each} & {*UNDRAWABLE}):
        raise UnsupportedCharacters(
            Problem.told("The drones cannot draw these. Take them out."), characters=missing
        )


def _wait_for(path: Path, cancelled: Cancelling = lambda: False) -> None:
    deadline = time.monotonic() + DEADLINE
    while not path.exists() and time.monotonic() < deadline:
        if cancelled():
            raise Cancelled(Problem.told("It was cancelled."))
        time.sleep(0.01)


FAST: Final = RenderBackend(
    prepare=prepare,
    warm_up=prepare,
    render=render,
    still=still,
    read=read,
    furnish=furnish,
    check=check,
)
