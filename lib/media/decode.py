"""The look at a film itself: every picture decoded, every packet read, the best picture kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import av
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image

from lib.errors import BadVideo, StorageError
from lib.generation import Video
from lib.media.checksum import sha256_of

#: The largest side in pixels: above it, one decoded frame alone is a burden.
_LARGEST: Final = 4096

#: Seconds. A caption's film takes about fifteen; ten minutes of it is some other file.
_LONGEST: Final = 600.0

#: Where in the film its best picture is, as shares of its length, the best first: the caption
#: stands, the fireworks are yet to come. The rest is for films that are dark just there.
_BEST_MOMENTS: Final = (0.65, 0.5, 0.8, 0.35, 0.0)

#: Mean luma (0 to 255) below which a frame counts as black. A night sky with drones has about 20.
_BLACK: Final = 6.0

#: At 80, a picture of 608 x 1080 takes 30 to 60 kB.
_QUALITY: Final = 80

_BROKEN: Final = "The file is no video that can be played: it is damaged or cut short."


def look(path: Path, poster: Path | None) -> Video:
    """Raise BadVideo or StorageError, as `inspect` says. Memory and time are the caller's to limit."""
    with _opened(path) as container:
        stream = _pictures(container)
        duration = _duration(stream)
        seen = _look_through(container, stream, [duration * share for share in _BEST_MOMENTS])
        if poster is not None:
            _write(_brightest(seen.kept), poster)
        return Video(
            duration=round(duration, 3),
            width=stream.width,
            height=stream.height,
            has_sound=bool(container.streams.audio),
            size=path.stat().st_size,
            sha256=sha256_of(path),
        )


@contextmanager
def _opened(path: Path) -> Iterator[InputContainer]:
    """As MP4 only, and this file only: a playlist that names other files or hosts is refused."""
    options = {"protocol_whitelist": "file", "enable_drefs": "0"}
    try:
        with av.open(str(path), format="mp4", options=options) as container:
            yield container
    except MemoryError:  # FFmpeg's own is one, too
        raise
    except (av.FFmpegError, ValueError, OverflowError) as error:
        raise BadVideo(_BROKEN) from error
    except OSError as error:
        raise StorageError(
            f"The video's files cannot be written or read ({error.strerror}). Look after the disk."
        ) from error


def _pictures(container: InputContainer) -> VideoStream:
    """The stream of pictures, of a size that can be worked with."""
    if not container.streams.video:
        raise BadVideo("The file holds no pictures, only sound or data.")
    stream = container.streams.video[0]
    if not (0 < stream.width <= _LARGEST and 0 < stream.height <= _LARGEST):
        raise BadVideo(
            f"The video is {stream.width} x {stream.height} pixels; "
            f"Skylit takes up to {_LARGEST} a side."
        )
    stream.thread_type = "AUTO"  # twice as fast on two cores: somebody waits for this
    return stream


def _duration(stream: VideoStream) -> float:
    """Seconds."""
    if stream.duration is None or stream.time_base is None:
        raise BadVideo(_BROKEN)
    duration = float(stream.duration * stream.time_base)
    if not 0 < duration <= _LONGEST:
        raise BadVideo(f"The video claims to be {duration:.0f} seconds long.")
    return duration


@dataclass(slots=True)
class _Seen:
    """What came by: how many packets, and for each wanted moment the first picture from then on."""

    packets: int = 0
    last: VideoFrame | None = None
    kept: list[VideoFrame] = field(default_factory=list)


def _look_through(
    container: InputContainer, stream: VideoStream, moments: Sequence[float]
) -> _Seen:
    """Read it to the end. A file that was cut short has fewer packets than its index says.

    Packets, not pictures: an edit list may rightly hide some of those.
    """
    seen, wanted = _Seen(), {moment: place for place, moment in enumerate(moments)}
    kept: dict[int, VideoFrame] = {}
    for packet in container.demux():
        if packet.is_corrupt:
            raise BadVideo(_BROKEN)
        if packet.stream.index != stream.index:
            continue  # sound needs no more than to be whole
        seen.packets += packet.size > 0
        for frame in stream.decode(packet):
            _refuse_damage(frame)
            seen.last = frame
            for moment in [at for at in wanted if (frame.time or 0.0) >= at]:
                kept[wanted.pop(moment)] = frame
    if seen.last is None or seen.packets < stream.frames:
        raise BadVideo(_BROKEN)
    seen.kept = [kept.get(place, seen.last) for place in range(len(moments))]
    return seen


def _refuse_damage(frame: VideoFrame) -> None:
    if frame.is_corrupt:
        raise BadVideo(_BROKEN)


def _brightest(frames: Sequence[VideoFrame]) -> VideoFrame:
    """The first that is not black, in order of preference; else whichever has the most light."""
    for frame in frames:
        if _luma(frame) >= _BLACK:
            return frame
    return max(frames, key=_luma)


def _luma(frame: VideoFrame) -> float:
    return float(frame.reformat(width=64, height=64, format="gray").to_ndarray().mean())


def _write(frame: VideoFrame, target: Path) -> None:
    Image.fromarray(frame.to_ndarray(format="rgb24")).save(target, "WEBP", quality=_QUALITY)
