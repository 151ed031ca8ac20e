"""Fit: the whole film in a frame of another shape, over its own blurred and darkened extension.

Words are never cut: the film is scaled to fit, and what remains free continues it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter

from lib.media.source import opened, pictures
from lib.media.transcode.stream import Sound, mp4, picture_stream
from lib.media.transcode.surroundings import COARSE, Placement, Plane, Surroundings

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.packet import Packet

_BLACK: Final = 16, 128, 128  # of luma and chroma, in video range
#: The surroundings are drawn for every second picture: blurred light shows no difference.
_PACE: Final = 2


def write_fit(
    film: Path,
    target: Path,
    size: tuple[int, int],
    *,
    title: str,
    progress: Callable[[float], None],
) -> None:
    """Write the film as an MP4 of `size` (width, height), with its sound. Raise BadVideo."""
    with opened(film) as container, mp4(target, title) as out:
        source = pictures(container)
        frame = _Frame(Placement.of((source.width, source.height), size))
        stream = picture_stream(out, source, size)
        sound = Sound(container, out)
        wanted = [source] if sound.source is None else [source, sound.source]
        done = 0
        for packet in container.demux(wanted):
            if packet.stream is sound.source:
                sound.take(cast("Packet[AudioStream]", packet))
                continue
            for picture in source.decode(packet):
                out.mux(stream.encode(frame.around(picture)))
                done += 1
                progress(min(1.0, done / max(source.frames, 1)))
        out.mux(stream.encode(None))


class _Frame:
    """The one frame that each picture of the film is laid into."""

    def __init__(self, place: Placement) -> None:
        self._place = place
        self._small = (
            max(2, round(place.width / COARSE / 2) * 2),
            max(2, round(place.height / COARSE / 2) * 2),
        )
        self._frame = VideoFrame(*place.frame, "yuv420p")
        self._planes = planes_of(self._frame)
        self._drawn = 0
        # One for all pictures: each has threads of its own.
        self._scaler, self._shrinker = VideoReformatter(), VideoReformatter()
        halved, small = place.halved(), (self._small[0] // 2, self._small[1] // 2)
        self._places = place, halved, halved
        self._backdrops = (
            Surroundings(place, self._small, _BLACK[0]),
            Surroundings(halved, small, _BLACK[1]),
            Surroundings(halved, small, _BLACK[2]),
        )

    def around(self, picture: VideoFrame) -> VideoFrame:
        """The frame with this picture in it, valid until the next call."""
        self._lay(picture)
        if not self._place.fills and self._drawn % _PACE == 0:
            self._surround(picture)
        self._drawn += 1
        self._frame.pts, self._frame.time_base = picture.pts, picture.time_base
        return self._frame

    def _lay(self, picture: VideoFrame) -> None:
        place = self._place
        scaled = self._scaler.reformat(
            picture, place.width, place.height, "yuv420p", interpolation=Interpolation.LANCZOS
        )
        for out, inner, at in zip(self._planes, planes_of(scaled), self._places, strict=True):
            out[at.top : at.top + at.height, at.left : at.left + at.width] = inner

    def _surround(self, picture: VideoFrame) -> None:
        small = self._shrinker.reformat(
            picture, *self._small, "yuv420p", interpolation=Interpolation.AREA
        )
        for around, plane, out in zip(self._backdrops, planes_of(small), self._planes, strict=True):
            around.draw(plane, out)


def planes_of(frame: VideoFrame) -> tuple[Plane, ...]:
    """The frame's planes as arrays (height, width), not copied."""
    return tuple(
        np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)[
            : plane.height, : plane.width
        ]
        for plane in frame.planes
    )
