"""Glance: a film that our own engine made, and whose bytes are the very ones that it wrote.

Nothing in it needs to be found out, so that it needs neither a process of its own nor a look at every
picture: that took a second of CPU time, for which somebody waits. Only its best picture is decoded.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from lib.errors import BadVideo
from lib.generation import Video
from lib.media.decode import BEST_MOMENTS, brightest, write
from lib.media.source import duration_of, opened, pictures
from lib.problem import Code


def glance(film: Path, poster: Path, *, sha256: str) -> Video:
    """Write the best picture as WebP to `poster`; return what the film says of itself.

    `sha256` is that of its bytes, which the caller has compared. Raise BadVideo or StorageError.
    """
    with opened(film) as container:
        stream = pictures(container)
        duration = duration_of(stream)
        write(brightest(_best_pictures(container, stream, duration)), poster)
        return Video(
            duration=round(duration, 3),
            width=stream.width,
            height=stream.height,
            has_sound=bool(container.streams.audio),
            size=film.stat().st_size,
            sha256=sha256,
        )


def _best_pictures(
    container: InputContainer, stream: VideoStream, duration: float
) -> Iterator[VideoFrame]:
    """Yield pictures, the best moment first, each decoded from the keyframe before it."""
    for share in BEST_MOMENTS:
        yield _picture_at(container, stream, duration * share)


def _picture_at(container: InputContainer, stream: VideoStream, moment: float) -> VideoFrame:
    """Return the first picture at or after that moment (seconds), else the last one."""
    if stream.time_base is None:
        raise BadVideo(Code.FILE_BROKEN)
    container.seek(int(moment / stream.time_base), stream=stream)
    last = None
    for last in container.decode(stream):
        if (last.time or 0.0) >= moment:
            break
    if last is None:
        raise BadVideo(Code.FILE_BROKEN)
    return last
