"""Source: a film opened for decoding, its stream of pictures, and its length."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from lib.errors import BadVideo, StorageError
from lib.problem import Code, Problem

#: The largest side in pixels: above it, one decoded frame alone is a burden.
_LARGEST: Final = 4096

#: Seconds. A caption's film takes about fifteen; ten minutes of it is some other file.
_LONGEST: Final = 600.0

#: What browsers play in an MP4, by FFmpeg's names. HEVC plays where the hardware does.
_PLAYABLE: Final = frozenset({"h264", "hevc", "av1", "vp8", "vp9"})

_DISK_ERRORS: Final = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.ENOENT}
)


@contextmanager
def opened(path: Path) -> Iterator[InputContainer]:
    """Open it as MP4, and this file only: a playlist that names other files or hosts is refused.

    Raise BadVideo, also for errors in the block that come from the file; StorageError for the disk's.
    """
    options = {"protocol_whitelist": "file", "enable_drefs": "0"}
    try:
        with av.open(str(path), format="mp4", options=options) as container:
            yield container
    except MemoryError:  # FFmpeg's own is one, too
        raise
    except (av.FFmpegError, ValueError, OverflowError, OSError) as error:
        if not _is_the_disks(error):
            raise BadVideo(Code.FILE_BROKEN) from error
        why = getattr(error, "strerror", None)
        raise StorageError(Problem.of(Code.FILES_UNUSABLE, why=why)) from error


def _is_the_disks(error: Exception) -> bool:
    """FFmpeg's errors are OSErrors, too: the number tells whose fault it is."""
    if isinstance(error, av.FFmpegError):
        return error.errno in _DISK_ERRORS
    return isinstance(error, OSError)


def pictures(container: InputContainer) -> VideoStream:
    """The stream of pictures.

    Raise BadVideo if there is none, its size is absurd, or browsers do not play its codec.
    """
    if not container.streams.video:
        raise BadVideo(Code.FILE_WITHOUT_PICTURES)
    stream = container.streams.video[0]
    codec = getattr(stream.codec_context, "name", "unknown")  # None for one that FFmpeg lacks
    if codec not in _PLAYABLE:
        raise BadVideo(Problem.of(Code.CODEC_UNPLAYABLE, codec=codec))
    if not (0 < stream.width <= _LARGEST and 0 < stream.height <= _LARGEST):
        size = {"width": stream.width, "height": stream.height}
        raise BadVideo(Problem.of(Code.PICTURE_TOO_LARGE, **size, largest=_LARGEST))
    stream.thread_type = "AUTO"  # twice as fast on two cores: somebody waits for this
    return stream


def duration_of(stream: VideoStream) -> float:
    """The length in seconds. Raise BadVideo if it is absurd or unknown."""
    if stream.duration is None or stream.time_base is None:
        raise BadVideo(Code.FILE_BROKEN)
    duration = float(stream.duration * stream.time_base)
    if not 0 < duration <= _LONGEST:
        raise BadVideo(Problem.of(Code.VIDEO_TOO_LONG, seconds=round(duration)))
    return duration
