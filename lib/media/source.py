"""Source: a film opened for decoding, its stream of pictures, and its length."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, cast

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from lib.errors import BadVideo, StorageError
from lib.media.playable import UNKNOWN, codec_of
from lib.problem import Code, Problem

#: The largest side in pixels: above it, one decoded frame alone is a burden.
_LARGEST: Final = 4096

#: Seconds. A caption's film takes about fifteen; ten minutes of it is some other file.
_LONGEST: Final = 600.0

#: How a Matroska file begins, WebM among them (RFC 8794, 11.2.1): some video APIs send those.
_MATROSKA: Final = b"\x1a\x45\xdf\xa3"

_OPTIONS: Final = {
    "mp4": {"protocol_whitelist": "file", "enable_drefs": "0"},
    "matroska": {"protocol_whitelist": "file"},
}

_DISK_ERRORS: Final = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.ENOENT}
)


@contextmanager
def opened(path: Path) -> Iterator[InputContainer]:
    """Open this one file as MP4 or WebM. A playlist of other files or hosts is refused.

    Raise BadVideo, also for errors in the block that come from the file; StorageError for the disk's.
    """
    try:
        kind = _kind_of(path)
        with av.open(str(path), format=kind, options=_OPTIONS[kind]) as container:
            yield container
    except MemoryError:  # FFmpeg's own is one, too
        raise
    except (av.FFmpegError, ValueError, OverflowError, OSError) as error:
        if not _is_the_disks(error):
            raise BadVideo(Code.FILE_BROKEN) from error
        why = getattr(error, "strerror", None)
        raise StorageError(Problem.of(Code.FILES_UNUSABLE, why=why)) from error


def _kind_of(path: Path) -> str:
    with path.open("rb") as file:
        return "matroska" if file.read(len(_MATROSKA)) == _MATROSKA else "mp4"


def _is_the_disks(error: Exception) -> bool:
    """Return whether the disk failed. FFmpeg's errors are OSErrors, too; the number tells them apart."""
    if isinstance(error, av.FFmpegError):
        return error.errno in _DISK_ERRORS
    return isinstance(error, OSError)


def pictures(container: InputContainer) -> VideoStream:
    """Return the stream of pictures.

    Raise BadVideo if there is none, its size is absurd, or FFmpeg does not know its codec.
    """
    if not container.streams.video:
        raise BadVideo(Code.FILE_WITHOUT_PICTURES)
    stream = container.streams.video[0]
    if codec_of(stream) == UNKNOWN:
        raise BadVideo(Code.CODEC_UNKNOWN)
    if not (0 < stream.width <= _LARGEST and 0 < stream.height <= _LARGEST):
        size = {"width": stream.width, "height": stream.height}
        raise BadVideo(Problem.of(Code.PICTURE_TOO_LARGE, **size, largest=_LARGEST))
    stream.thread_type = "AUTO"  # twice as fast on two cores: somebody waits for this
    return stream


def refuse_damage(piece: Packet[Any] | VideoFrame) -> None:
    """Raise BadVideo for a packet or a picture that is not whole."""
    if piece.is_corrupt:
        raise BadVideo(Code.FILE_BROKEN)


def duration_of(stream: VideoStream) -> float:
    """Return the length in seconds; Matroska tells only that of the whole file.

    Raise BadVideo if it is absurd or unknown.
    """
    whole = cast("InputContainer", stream.container).duration  # microseconds
    if stream.duration is not None and stream.time_base is not None:
        duration = float(stream.duration * stream.time_base)
    elif whole is not None:
        duration = whole / 1e6
    else:
        raise BadVideo(Code.FILE_BROKEN)
    if not 0 < duration <= _LONGEST:
        raise BadVideo(Problem.of(Code.VIDEO_TOO_LONG, seconds=round(duration)))
    return duration
