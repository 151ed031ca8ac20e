"""Streams: encoder settings that every client plays, and the film's sound, taken along."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.video.stream import VideoStream

from lib.media.playable import UNKNOWN, codec_of, plays_sound
from lib.media.source import opened, pictures

#: Main profile without B-frames: the narrowest documented limits among the messengers. A keyframe
#: every two seconds is what the social networks ask for. No edit lists: some players ignore them.
_H264: Final = {
    "preset": "superfast",
    "crf": "19",
    "profile": "main",
    "bf": "0",
    "x264-params": "mbtree=1:rc-lookahead=10",
    "color_range": "tv",
    "colorspace": "bt709",
    "color_primaries": "bt709",
    "color_trc": "bt709",
}
_KEYFRAME_SECONDS: Final = 2
_MP4: Final = {"movflags": "+faststart"}
_WITHOUT_EDIT_LISTS: Final = {"use_editlist": "0"}
_AAC_BITS_PER_SECOND: Final = 128_000


@contextmanager
def mp4(target: Path, title: str = "", *, edit_lists: bool = False) -> Iterator[OutputContainer]:
    """An MP4 being written, its index in front.

    Pictures that are copied out of their order of display need edit lists to keep time with the sound.
    """
    options = _MP4 if edit_lists else {**_MP4, **_WITHOUT_EDIT_LISTS}
    with av.open(str(target), "w", format="mp4", options=options) as container:
        if title:
            container.metadata["title"] = title
        yield container


def picture_stream(out: OutputContainer, source: VideoStream, size: tuple[int, int]) -> VideoStream:
    """Return a stream of pictures of this size, with the pace and the clock of `source`."""
    rate = source.average_rate or Fraction(30)
    options = {**_H264, "g": str(max(1, round(_KEYFRAME_SECONDS * rate)))}
    stream = out.add_stream("libx264", rate=rate, options=options)
    stream.width, stream.height = size
    stream.pix_fmt = "yuv420p"
    stream.codec_context.thread_count = 2
    if source.time_base is not None:
        stream.codec_context.time_base = source.time_base
    return stream


class Sound:
    """The film's first stream of sound on its way into `out`: copied where browsers play it already.

    Sound that FFmpeg cannot decode is left out: a silent film is better than none.
    """

    def __init__(self, film: InputContainer, out: OutputContainer) -> None:
        found = film.streams.audio[0] if film.streams.audio else None
        self.source = None if found is None or codec_of(found) == UNKNOWN else found
        self._stream: AudioStream | None = None
        self._copied = self.source is not None and plays_sound(self.source)
        self._out = out
        if self.source is not None and self._copied:
            self._stream = out.add_stream_from_template(self.source)
        elif self.source is not None:
            self._stream = out.add_stream("aac", rate=48_000, layout="stereo")
            self._stream.bit_rate = _AAC_BITS_PER_SECOND

    def take(self, packet: av.Packet[AudioStream]) -> None:
        """Pass on one packet; an empty one ends the sound."""
        if self._stream is None or self.source is None:
            return
        if not self._copied:
            for frame in self.source.decode(packet):
                self._out.mux(self._stream.encode(frame))
            if packet.size == 0:
                self._out.mux(self._stream.encode(None))
        elif packet.size:
            packet.stream = self._stream
            self._out.mux(packet)


def write_silent(film: Path, target: Path, *, progress: Callable[[float], None]) -> None:
    """Write the same pictures, packet by packet, without sound. Raise BadVideo."""
    with opened(film) as container, mp4(target, container.metadata.get("title", "")) as out:
        source = pictures(container)
        stream = out.add_stream_from_template(source)
        for number, packet in enumerate(container.demux(source), start=1):
            if packet.size:
                packet.stream = stream
                out.mux(packet)
            progress(min(1.0, number / max(source.frames, 1)))
