"""The render command: a caption's film into an MP4 file, or the show in figures as JSON.

python -m lib.engine.render "Welcome to Shanghai" --out film.mp4
"""

from __future__ import annotations

import argparse
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from lib.engine import templates
from lib.engine.describe import as_json
from lib.engine.palette import PALETTES
from lib.engine.render import render
from lib.engine.request import RenderRequest
from lib.errors import Cancelled, SkylitError
from lib.format import FORMATS, PORTRAIT
from lib.template import CATALOGUE, SHANGHAI_DRONE_SHOW


def main(arguments: Sequence[str] | None = None) -> int:
    """Render what the command line asks for; return the exit code: 2 for what cannot be."""
    options = _parse(arguments)
    try:
        request = RenderRequest.parse(
            options.words, options.template, options.palette, options.seed, options.format
        )
        told = as_json(request) if options.describe else _film(request, options.out)
    except (Cancelled, KeyboardInterrupt):
        sys.stderr.write("\nStopped; nothing was written.\n")
        return 130
    except SkylitError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"{told}\n")
    return 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m lib.engine.render",
        description="Write your words into the sky, and the film of it into an MP4 file.",
    )
    names = ", ".join(repr(template.name) for template in CATALOGUE)
    palettes = ", ".join(palette.name for palette in PALETTES)
    parser.add_argument("words", help="what shall be written: 1 to 80 characters")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--out", type=Path, metavar="FILE", help="the MP4 to write")
    what.add_argument("--describe", action="store_true", help="draw nothing: print JSON about it")
    parser.add_argument("--template", default=SHANGHAI_DRONE_SHOW.name, help=f"one of {names}")
    formats = ", ".join(each.name for each in FORMATS)
    parser.add_argument("--format", default=PORTRAIT.name, help=f"one of {formats} (%(default)s)")
    parser.add_argument("--palette", help=f"{palettes}, or #RRGGBB; left out: follows the words")
    parser.add_argument("--seed", type=int, help="another number, another show of the same words")
    return parser.parse_args(arguments)


class _Bar:
    """A line of a terminal that fills up."""

    _WIDTH: Final = 32

    def __init__(self) -> None:
        self._shown = -1

    def __call__(self, share: float) -> None:
        percent = int(100 * share)
        if percent == self._shown:
            return
        self._shown = percent
        filled = percent * self._WIDTH // 100
        bar = "━" * filled + "─" * (self._WIDTH - filled)
        sys.stderr.write(f"\r{bar} {percent:3d} %" + ("\n" if percent == 100 else ""))
        sys.stderr.flush()


def _film(request: RenderRequest, path: Path) -> str:
    """Render it, and say what became of it."""
    began = time.perf_counter()
    with _interrupts() as interrupted:
        bar = _Bar() if sys.stderr.isatty() else None
        render(request, path, progress=bar, cancelled=interrupted)
    seconds = time.perf_counter() - began
    show = templates.compose(request)
    return (
        f"{path}: {show.duration:g} s, {request.format.width} x {request.format.height}, "
        f"{path.stat().st_size / 1e6:.1f} MB, "
        f"palette {request.palette.name}, seed {request.seed}, made in {seconds:.1f} s"
    )


@contextmanager
def _interrupts() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl+C was pressed, as a question. As an exception it may come while a thread starts,
    which then waits for ever for somebody to end it, and the process for that thread.
    """
    told = threading.Event()
    before = signal.signal(signal.SIGINT, lambda *_: told.set())
    try:
        yield told.is_set
    finally:
        signal.signal(signal.SIGINT, before)
