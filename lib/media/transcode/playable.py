"""Playable: a film that came in another format, as every browser plays it.

What browsers play already is copied packet by packet, so that nothing of it is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

from av.container import OutputContainer
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from av.video.stream import VideoStream

from lib.errors import BadVideo
from lib.media.playable import plays_pictures
from lib.media.source import duration_of, opened, pictures, refuse_damage
from lib.media.transcode.stream import Sound, mp4, picture_stream
from lib.problem import Code

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.packet import Packet

#: Seconds by which a whole film may end sooner than it says.
_MISSING: Final = 0.25

#: Lines from which on pictures that do not name their colour space are taken for HD, as players do.
_HD: Final = 720
_UNNAMED: Final = 2  # FFmpeg's AVCOL_SPC_UNSPECIFIED


def write_playable(film: Path, target: Path, *, progress: Callable[[float], None]) -> None:
    """Write the film as an MP4 of H.264 with AAC, of the same size and pace. Raise BadVideo."""
    with (
        opened(film) as container,
        mp4(target, container.metadata.get("title", ""), edit_lists=True) as out,
    ):
        source = pictures(container)
        length = duration_of(source)
        images: _Images = (_Copied if plays_pictures(source) else _Encoded)(source, out)
        sound = Sound(container, out)
        packets, end = 0, 0.0
        for packet in container.demux([each for each in (source, sound.source) if each]):
            refuse_damage(packet)
            end = max(end, _end_of(packet))
            if packet.stream is sound.source:
                sound.take(cast("Packet[AudioStream]", packet))
                continue
            packets += packet.size > 0
            images.take(cast("Packet[VideoStream]", packet))
            progress(min(1.0, end / length))
        # Where a file does not count its pictures, only its length tells that it was cut short.
        if packets < source.frames or (not source.frames and end < length - _MISSING):
            raise BadVideo(Code.FILE_BROKEN)


def _end_of(packet: Packet[Any]) -> float:
    """Return the packet's end in seconds of the film; 0 for the empty packet at the end."""
    return float(((packet.pts or 0) + (packet.duration or 0)) * (packet.time_base or 0))


class _Images(Protocol):
    """The pictures on their way."""

    def take(self, packet: Packet[VideoStream]) -> None:
        """Pass one packet on; an empty one ends them."""


class _Copied:
    def __init__(self, source: VideoStream, out: OutputContainer) -> None:
        self._out = out
        self._stream = out.add_stream_from_template(source)

    def take(self, packet: Packet[VideoStream]) -> None:
        if packet.size:
            packet.stream = self._stream
            self._out.mux(packet)


class _Encoded:
    """Encodes pictures, of even width and height as 4:2:0 needs: at most one line more than the film."""

    def __init__(self, source: VideoStream, out: OutputContainer) -> None:
        self._source = source
        self._out = out
        self._size = source.width + source.width % 2, source.height + source.height % 2
        self._stream = picture_stream(out, source, self._size)
        if source.sample_aspect_ratio:  # pixels that are not square
            self._stream.codec_context.sample_aspect_ratio = source.sample_aspect_ratio
        self._scaler = VideoReformatter()  # one for all: each has threads of its own
        self._last: int | None = None

    def take(self, packet: Packet[VideoStream]) -> None:
        for picture in self._source.decode(packet):
            refuse_damage(picture)
            self._put(picture)
        if not packet.size:
            self._out.mux(self._stream.encode(None))

    def _put(self, picture: VideoFrame) -> None:
        """Encode a picture; leave out a second one of the same moment, which an encoder refuses."""
        if picture.pts is None or (self._last is not None and picture.pts <= self._last):
            return
        if self._last is None and picture.rotation:
            self._stream.set_display_rotation(picture.rotation)
        self._last = picture.pts
        self._out.mux(self._stream.encode(self._as_hd(picture)))

    def _as_hd(self, picture: VideoFrame) -> VideoFrame:
        """Convert the picture to the colours that our stream declares: BT.709, video range."""
        unnamed = Colorspace.ITU709 if picture.height >= _HD else Colorspace.ITU601
        shown = self._scaler.reformat(
            picture,
            *self._size,
            "yuv420p",
            src_colorspace=unnamed if picture.colorspace == _UNNAMED else None,
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            interpolation=Interpolation.LANCZOS | Interpolation.ACCURATE_RND,
        )
        shown.pts, shown.time_base = picture.pts, picture.time_base
        return shown
