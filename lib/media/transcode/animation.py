"""Animations for mail: an endless GIF or WebP of the moments that matter, within a size.

Size and pace are chosen by trying: the largest picture that fits, at ten pictures a second while
the words still read well, else at five so that each may be larger.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from av.video.reformatter import Interpolation, VideoReformatter
from PIL import Image

from lib.errors import BadVideo
from lib.media.source import duration_of, opened, pictures
from lib.media.transcode.loops import Bytes, gif, webp
from lib.media.transcode.readable import readability
from lib.problem import Code

_RATE: Final = 10  # pictures a second, or half of it
_MOST: Final = 150  # pictures: of a longer film, only its beginning

#: From where to where, as shares of the film: the words being written, standing, celebrated.
_GIF_SPAN: Final = (0.35, 0.88)
_WEBP_SPAN: Final = (0.12, 1.0)

_GIF_WIDTHS: Final = (480, 432, 400, 360, 320, 288, 256, 224, 192, 160, 128)
_WEBP_WIDTHS: Final = (608, 544, 480, 432, 400, 360, 320, 288, 256, 224, 192)
#: Readability at which words are read with ease.
_READS_WELL: Final = 0.72

#: A shape's size is predicted from the one before; this much stays free for the error.
_MARGIN: Final = 0.96
_TRIES: Final = 4

Progress = Callable[[float], None]
#: Pictures of one size, and how many a second, to a file's content.
Encoder = Callable[[Sequence[Bytes], float], bytes]


@dataclass(frozen=True, slots=True)
class _Shape:
    width: int
    every: int  # 1: all pictures, 2: every other one

    @property
    def weight(self) -> float:
        """Return what the file's size grows with. Fewer pictures differ more from each other."""
        return float(self.width**1.8 / self.every**0.8)

    def of(self, frames: Sequence[Bytes]) -> tuple[list[Bytes], float]:
        """Return the pictures in this shape, and how many of them a second shows."""
        height, width = frames[0].shape[:2]
        size = self.width, round(self.width * height / width)
        shown = [
            np.asarray(Image.fromarray(frame).resize(size, Image.Resampling.BOX))
            for frame in frames[:: self.every]
        ]
        return shown, _RATE / self.every


def write_gif(film: Path, target: Path, largest: int, *, progress: Progress) -> None:
    """A looped GIF of at most `largest` bytes. Raise BadVideo, OSError."""
    frames = _sampled(film, _GIF_SPAN, _GIF_WIDTHS[0], progress)
    target.write_bytes(_chosen(frames, _GIF_WIDTHS, largest, gif, progress))


def write_webp(film: Path, target: Path, largest: int, *, progress: Progress) -> None:
    """A looped animated WebP of at most `largest` bytes. Raise BadVideo, OSError."""
    frames = _sampled(film, _WEBP_SPAN, _WEBP_WIDTHS[0], progress)
    target.write_bytes(_chosen(frames, _WEBP_WIDTHS, largest, webp, progress))


def _sampled(film: Path, span: tuple[float, float], widest: int, progress: Progress) -> list[Bytes]:
    """Return pictures of the span, `_RATE` a second, at most `widest` pixels wide, RGB."""
    taken: list[Bytes] = []
    with opened(film) as container:
        stream = pictures(container)
        length = duration_of(stream)
        start, end = (share * length for share in span)
        width = min(widest, stream.width)
        size = width, round(width * stream.height / stream.width)
        scaler = VideoReformatter()  # one for all: each has threads of its own
        for frame in container.decode(stream):
            now = frame.time or 0.0
            if now >= end or len(taken) == _MOST:
                break
            if now >= start + len(taken) / _RATE:
                scaled = scaler.reformat(frame, *size, "rgb24", interpolation=Interpolation.AREA)
                taken.append(np.asarray(scaled.to_ndarray(), np.uint8))
            progress(0.4 * now / length)
    if not taken:
        raise BadVideo(Code.FILE_BROKEN)
    return taken


def _chosen(
    frames: Sequence[Bytes],
    widths: Sequence[int],
    largest: int,
    encode: Encoder,
    progress: Progress,
) -> bytes:
    """Return the largest readable one that fits; the smallest shape if none does."""
    best = _fitting(frames, [_Shape(width, 1) for width in widths], largest, encode)
    progress(0.75)
    if len(frames) > 1 and _reads(best, frames) < _READS_WELL:
        slower = _fitting(frames, [_Shape(width, 2) for width in widths], largest, encode)
        best = max(best, slower, key=lambda made: _reads(made, frames))
    progress(1.0)
    return best


def _fitting(
    frames: Sequence[Bytes], shapes: Sequence[_Shape], largest: int, encode: Encoder
) -> bytes:
    """Return the first of `shapes`, largest first, that fits; predict the next from each try."""
    shapes = [shape for shape in shapes if shape.width <= frames[0].shape[1]] or [shapes[-1]]
    at = len(shapes) // 2
    fits: bytes | None = None
    for _ in range(_TRIES):
        made = encode(*shapes[at].of(frames))
        if len(made) <= largest and (fits is None or len(made) > len(fits)):
            fits = made
        allowed = shapes[at].weight * largest / len(made) * _MARGIN
        better = next(
            (n for n, shape in enumerate(shapes) if shape.weight <= allowed), len(shapes) - 1
        )
        if better == at or (fits is not None and len(made) > largest and better >= at):
            break
        at = better
    return fits if fits is not None else _smallest(frames, shapes[-1], largest, encode)


def _smallest(frames: Sequence[Bytes], shape: _Shape, largest: int, encode: Encoder) -> bytes:
    """Return ever fewer pictures of the smallest width, down to one, where nothing else fits."""
    made = encode(*shape.of(frames))
    while len(made) > largest and shape.every < len(frames):
        shape = _Shape(shape.width, 2 * shape.every)
        made = encode(*shape.of(frames))
    return made


def _reads(made: bytes, frames: Sequence[Bytes]) -> float:
    """Return how well the words read in the animation's middle, where they stand."""
    with Image.open(io.BytesIO(made)) as animation:
        count = getattr(animation, "n_frames", 1)
        animation.seek(count * 3 // 5)
        shown = animation.convert("RGB")
        film = frames[min(len(frames) - 1, count * 3 // 5 * round(len(frames) / count))]
        return readability(Image.fromarray(film), shown)
