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

#: The largest side in pixels: above it, one decoded frame alone is a burden.
_LARGEST: Final = 4096

#: Seconds. A caption's film takes about fifteen; ten minutes of it is some other file.
_LONGEST: Final = 600.0

#: What browsers play in an MP4, by FFmpeg's names. HEVC plays where the hardware does.
_PLAYABLE: Final = frozenset({"h264", "hevc", "av1", "vp8", "vp9"})

_DISK_ERRORS: Final = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.ENOENT}
)

BROKEN: Final = "The file is no video that can be played: it is damaged or cut short."


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
            raise BadVideo(BROKEN) from error
        raise StorageError(
            f"The video's files cannot be written or read ({_why(error)}). Look after the disk."
        ) from error


def _is_the_disks(error: Exception) -> bool:
    """FFmpeg's errors are OSErrors, too: the number tells whose fault it is."""
    if isinstance(error, av.FFmpegError):
        return error.errno in _DISK_ERRORS
    return isinstance(error, OSError)


def _why(error: Exception) -> str:
    return str(getattr(error, "strerror", "") or "unknown reason")


def pictures(container: InputContainer) -> VideoStream:
    """The stream of pictures.

    Raise BadVideo if there is none, its size is absurd, or browsers do not play its codec.
    """
    if not container.streams.video:
        raise BadVideo("The file holds no pictures, only sound or data.")
    stream = container.streams.video[0]
    codec = getattr(stream.codec_context, "name", "unknown")  # None for one that FFmpeg lacks
    if codec not in _PLAYABLE:
        raise BadVideo(f"Its pictures are in a format ({codec}) that browsers do not play.")
    if not (0 < stream.width <= _LARGEST and 0 < stream.height <= _LARGEST):
        raise BadVideo(
            f"The video is {stream.width} x {stream.height} pixels; "
            f"Skylit takes up to {_LARGEST} a side."
        )
    stream.thread_type = "AUTO"  # twice as fast on two cores: somebody waits for this
    return stream


def duration_of(stream: VideoStream) -> float:
    """The length in seconds. Raise BadVideo if it is absurd or unknown."""
    if stream.duration is None or stream.time_base is None:
        raise BadVideo(BROKEN)
    duration = float(stream.duration * stream.time_base)
    if not 0 < duration <= _LONGEST:
        raise BadVideo(f"The video claims to be {duration:.0f} seconds long.")
    return duration
