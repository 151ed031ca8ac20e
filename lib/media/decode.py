"""Decode a film whole: every picture, every packet, and keep the best picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image

from lib.errors import BadVideo, ForeignFormat
from lib.generation import Video
from lib.media.checksum import sha256_of
from lib.media.playable import foreign_part
from lib.media.source import duration_of, opened, pictures, refuse_damage
from lib.problem import Code

#: Where in the film its best picture is, as shares of its length, the best first: the caption
#: stands, the fireworks are yet to come. The others serve films that are dark at that moment.
BEST_MOMENTS: Final = (0.65, 0.5, 0.8, 0.35, 0.0)

#: Mean luma (0 to 255) below which a frame counts as black. A night sky with drones has about 20.
_BLACK: Final = 6.0

#: At 80, a picture of 608 x 1080 takes 30 to 60 kB.
_QUALITY: Final = 80


def look(path: Path, poster: Path | None) -> Video:
    """Raise BadVideo, ForeignFormat or StorageError, as `inspect` says.

    The caller limits memory and time.
    """
    with opened(path) as container:
        stream = pictures(container)
        duration = duration_of(stream)
        if foreign := foreign_part(container, stream):
            raise ForeignFormat(foreign)
        seen = _look_through(container, stream, [duration * share for share in BEST_MOMENTS])
        if poster is not None:
            write(brightest(seen.kept), poster)
        return Video(
            duration=round(duration, 3),
            width=stream.width,
            height=stream.height,
            has_sound=bool(container.streams.audio),
            size=path.stat().st_size,
            sha256=sha256_of(path),
        )


@dataclass(slots=True)
class _Seen:
    """How many packets came, and for each wanted moment the first picture at or after it."""

    packets: int = 0
    last: VideoFrame | None = None
    kept: list[VideoFrame] = field(default_factory=list)


def _look_through(
    container: InputContainer, stream: VideoStream, moments: Sequence[float]
) -> _Seen:
    """Read to the end. A file that was cut short has fewer packets than its index says.

    Packets are counted, not pictures: an edit list may rightly hide some pictures.
    """
    seen, wanted = _Seen(), {moment: place for place, moment in enumerate(moments)}
    kept: dict[int, VideoFrame] = {}
    for packet in container.demux():
        refuse_damage(packet)
        if packet.stream.index != stream.index:
            continue  # sound needs only to be whole
        seen.packets += packet.size > 0
        for frame in stream.decode(packet):
            refuse_damage(frame)
            seen.last = frame
            for moment in [at for at in wanted if (frame.time or 0.0) >= at]:
                kept[wanted.pop(moment)] = frame
    if seen.last is None or seen.packets < stream.frames:
        raise BadVideo(Code.FILE_BROKEN)
    seen.kept = [kept.get(place, seen.last) for place in range(len(moments))]
    return seen


def brightest(frames: Iterable[VideoFrame]) -> VideoFrame:
    """Return the first that is not black, in order of preference; else the one with the most light."""
    dark = []
    for frame in frames:
        if _luma(frame) >= _BLACK:
            return frame
        dark.append(frame)
    return max(dark, key=_luma)


def _luma(frame: VideoFrame) -> float:
    return float(frame.reformat(width=64, height=64, format="gray").to_ndarray().mean())


def write(frame: VideoFrame, target: Path) -> None:
    """Write the picture as WebP."""
    Image.fromarray(frame.to_ndarray(format="rgb24")).save(target, "WEBP", quality=_QUALITY)
