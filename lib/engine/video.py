"""Frames and samples to an MP4 file: H.264 and AAC, ready to play while it still loads.

Three threads share the work of one film: one draws into a small pool of frames, one composes the
sound, and the caller's own encodes the picture, which is why it, too, reports and may cancel.
The settings were chosen by measuring: this preset costs half of `veryfast` at the same PSNR, one
thread is enough because drawing keeps the other core busy, and more look-ahead than ten frames
buys nothing for lights on a dark sky. Bytes are the same for the same input on the same machine;
another build of x264 or another family of processors may round differently.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from fractions import Fraction
from itertools import chain
from pathlib import Path
from queue import SimpleQueue
from typing import Final, NamedTuple, Self, TypeAlias, cast

import av
import llvmlite.binding  # type: ignore[import-untyped]  # numba's compiler; has no types
import numpy as np
import numpy.typing as npt
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Disposition
from av.video.frame import PictureType
from av.video.plane import VideoPlane
from av.video.stream import VideoStream

from lib import files
from lib.engine.arrays import Floats
from lib.engine.show import FPS, SAMPLE_RATE
from lib.errors import Cancelled, StorageError
from lib.problem import Problem

Plane = npt.NDArray[np.uint8]
_Packet: TypeAlias = "Packet[VideoStream] | Packet[AudioStream]"

#: draw(t, y, u, v) writes the frame of second t: y is (height, width), u and v half of either.
Draw = Callable[[float, Plane, Plane, Plane], None]

#: More than the encoder and the painter hold at a time; a frame is one megabyte.
_POOL: Final = 8

#: x264's AVX-512 code for mbtree reads memory that it never wrote (core 165; seen by filling fresh
#: memory with MALLOC_PERTURB_: other filling, other file). Its AVX2 code does not, and is as fast.
_ASM: Final = ":asm=avx2" if llvmlite.binding.get_host_cpu_features().get("avx512f") else ""

_H264: Final = {
    "preset": "superfast",
    "crf": "19.5",
    "profile": "high",
    "bf": "3",
    "g": str(2 * FPS),  # a keyframe every two seconds, as networks ask for
    "forced-idr": "1",
    # More bits for dark blocks: else the sky's grain is lost, and its gradients turn to stairs.
    "x264-params": "mbtree=1:rc-lookahead=10:aq-mode=3" + _ASM,
    "color_range": "tv",
    "colorspace": "bt709",
    "color_primaries": "bt709",
    "color_trc": "bt709",
}
#: No edit lists, which some players ignore: times are signed instead, and the sound's encoder delay
#: is taken from its silent start.
_MP4: Final = {"movflags": "+faststart+negative_cts_offsets", "use_editlist": "0"}
_AAC_BITS_PER_SECOND: Final = 128_000
_AAC_DELAY: Final = 1024  # samples
#: A quarter of the default coder's time, and 1.5 dB nearer to the original at this rate.
_AAC: Final = {"aac_coder": "fast"}


def encode(
    path: Path,
    *,
    draw: Draw,
    sound: Callable[[], Floats],
    frames: int,
    title: str,
    size: tuple[int, int],
    cover: bytes | None = None,
    keyframes: Collection[int] = (),
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    render_slot: AbstractContextManager[object] | None = None,
) -> None:
    """Write a film of `frames` frames, FPS a second, with `sound` (2, samples) at SAMPLE_RATE.

    `cover` is a JPEG that file managers show, `keyframes` are frames that change all at once.
    `draw` and `sound` run in threads of their own, `progress` (0 to 1) and `cancelled` in the
    caller's after every frame. Drawing is done within `render_slot`, from the first frame to the last.
    The file appears whole or not at all. Raise Cancelled when told to stop, StorageError when the
    file cannot be written, and whatever `draw` or `sound` raise.
    """
    with _whole_or_nothing(path) as draft, av.open(draft, "w", format="mp4", options=_MP4) as film:
        film.metadata["title"] = title
        picture, music = _picture_stream(film, size), _music_stream(film)
        packets: list[_Packet] = [] if cover is None else [_cover_packet(film, cover, size)]
        with ThreadPoolExecutor(2, thread_name_prefix="film") as threads:
            heard = threads.submit(lambda: _encode_sound(music, sound()))
            slot = render_slot or nullcontext()
            with _Projector(threads, draw, frames, size, slot, keyframes) as projector:
                packets += _encode_pictures(picture, projector, frames, progress, cancelled)
            packets += heard.result()
        # In the order of time, whichever thread was the quicker: the same bytes every time.
        film.mux(sorted(packets, key=_decoding_time))


def _decoding_time(packet: _Packet) -> Fraction:
    return Fraction(packet.dts or 0) * packet.time_base


@contextmanager
def _whole_or_nothing(path: Path) -> Iterator[Path]:
    """Yield a draft that takes the place of `path`, safe on disk, unless something goes wrong."""
    draft = files.draft_of(path)
    with _telling(path, OSError):
        draft.touch(exist_ok=False)  # a place that cannot be written is told now, not at the end
    try:
        with _telling(path, av.FFmpegError):
            yield draft
        with _telling(path, OSError):
            files.settle(draft, path)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def _telling(path: Path, kind: type[OSError | av.FFmpegError]) -> Iterator[None]:
    """Turn errors of this kind, which are about the file, into a sentence for its person."""
    try:
        yield
    except kind as error:
        raise StorageError(
            Problem.told(
                f"The video could not be written to {path} ({error.strerror or 'unknown reason'}). "
                "Make room there or choose another place."
            )
        ) from error


# --- Picture ---------------------------------------------------------------------------------


class _Canvas(NamedTuple):
    """A frame of the encoder's and its planes as arrays: drawing needs no copy."""

    frame: av.VideoFrame
    planes: tuple[Plane, Plane, Plane]

    @classmethod
    def blank(cls, size: tuple[int, int]) -> _Canvas:
        frame = av.VideoFrame(*size, "yuv420p")
        y, u, v = (_as_array(plane) for plane in frame.planes)
        return cls(frame, (y, u, v))


def _as_array(plane: VideoPlane) -> Plane:
    """Rows may be padded; the padding is blackened so that no byte depends on what memory held."""
    rows: Plane = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    rows[:] = 0
    return rows[: plane.height, : plane.width]


class _Projector:
    """Draws ahead of the encoder in a thread; iterates over the frames in order.

    Frames go round between two queues. None on `_blank` tells the painter to stop; None on
    `_drawn` tells the encoder that no more will come, whatever the reason.
    """

    def __init__(
        self,
        threads: ThreadPoolExecutor,
        draw: Draw,
        frames: int,
        size: tuple[int, int],
        render_slot: AbstractContextManager[object],
        keyframes: Collection[int],
    ) -> None:
        self._draw = draw
        self._frames = frames
        self._render_slot = render_slot
        self._keyframes = keyframes
        self._blank: SimpleQueue[_Canvas | None] = SimpleQueue()
        self._drawn: SimpleQueue[_Canvas | None] = SimpleQueue()
        for _ in range(_POOL):
            self._blank.put(_Canvas.blank(size))
        self._painting = threads.submit(self._paint)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._blank.put(None)

    def __iter__(self) -> Iterator[av.VideoFrame]:
        while canvas := self._drawn.get():
            yield canvas.frame
            self._blank.put(canvas)
        self._painting.result()

    def _paint(self) -> None:
        try:
            with self._render_slot:
                self._paint_all()
        finally:
            self._drawn.put(None)

    def _paint_all(self) -> None:
        for index in range(self._frames):
            canvas = self._blank.get()
            if canvas is None:
                return
            self._draw(index / FPS, *canvas.planes)
            canvas.frame.pts = index
            is_key = index in self._keyframes
            canvas.frame.pict_type = PictureType.I if is_key else PictureType.NONE
            self._drawn.put(canvas)


def _picture_stream(film: OutputContainer, size: tuple[int, int]) -> VideoStream:
    stream = film.add_stream("libx264", rate=FPS, options=_H264)
    stream.width, stream.height = size
    stream.pix_fmt = "yuv420p"
    stream.codec_context.thread_count = 1
    return stream


def _cover_packet(film: OutputContainer, cover: bytes, size: tuple[int, int]) -> _Packet:
    """The cover as a stream of one picture, which an MP4 keeps beside its title."""
    stream = film.add_stream("mjpeg", rate=1)
    stream.width, stream.height = size
    stream.pix_fmt = "yuvj420p"
    stream.disposition = Disposition.attached_pic
    packet = cast("Packet[VideoStream]", Packet(cover))
    packet.stream = stream
    packet.pts = packet.dts = 0
    packet.time_base = Fraction(1)
    return packet


def _encode_pictures(
    stream: VideoStream,
    pictures: _Projector,
    frames: int,
    progress: Callable[[float], None] | None,
    cancelled: Callable[[], bool] | None,
) -> Iterator[_Packet]:
    for done, frame in enumerate(pictures, start=1):
        if cancelled is not None and cancelled():
            raise Cancelled(Problem.told("The video was cancelled before it was finished."))
        yield from stream.encode(frame)
        if progress is not None:
            progress(done / frames)
    yield from stream.encode(None)


# --- Sound -----------------------------------------------------------------------------------


def _music_stream(film: OutputContainer) -> AudioStream:
    stream = film.add_stream("aac", rate=SAMPLE_RATE, options=_AAC)
    stream.layout = "stereo"
    stream.bit_rate = _AAC_BITS_PER_SECOND
    return stream


def _encode_sound(stream: AudioStream, samples: Floats) -> list[_Packet]:
    whole = av.AudioFrame.from_ndarray(
        np.ascontiguousarray(samples[:, _AAC_DELAY:]), "fltp", "stereo"
    )
    whole.sample_rate = SAMPLE_RATE
    whole.pts = 0
    whole.time_base = Fraction(1, SAMPLE_RATE)
    return list(chain(stream.encode(whole), stream.encode(None)))
