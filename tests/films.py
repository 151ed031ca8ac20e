"""Small real films for tests: a moving pattern and a tone, encoded as a video API would."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import av
import numpy as np

_OPTIONS = {".mp4": {"movflags": "faststart"}, ".mov": {"movflags": "faststart"}}

RATE = 20
SAMPLE_RATE = 48_000


@cache
def film(
    *,
    seconds: float = 0.6,
    width: int = 64,
    height: int = 96,
    pictures: bool = True,
    sound: bool = True,
    dark_until: float = 0.0,
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    sound_codec: str = "aac",
    kind: str = "mp4",
) -> bytes:
    """An MP4 with its index in front. Black until `dark_until` seconds, then bright.

    `kind` is another sort of file, by its ending; codecs are FFmpeg's encoders.
    """
    with tempfile.TemporaryDirectory() as folder:  # the index moves to the front on disk alone
        target = Path(folder, f"film.{kind}")
        size = (width, height) if pictures else None
        _encode(target, seconds, size, dark_until, (codec, pix_fmt), sound_codec if sound else None)
        return target.read_bytes()


def _encode(
    target: Path,
    seconds: float,
    size: tuple[int, int] | None,
    dark_until: float,
    form: tuple[str, str],
    sound: str | None,
) -> None:
    with av.open(target, "w", options=_OPTIONS.get(target.suffix, {})) as container:
        picture = container.add_stream(form[0], rate=RATE) if size else None
        tone = container.add_stream(sound, rate=SAMPLE_RATE, layout="stereo") if sound else None
        if size:
            assert isinstance(picture, av.VideoStream)
            picture.width, picture.height, picture.pix_fmt = *size, form[1]
            for frame in _pictures(round(seconds * RATE), *size, dark_until):
                container.mux(picture.encode(frame))
            container.mux(picture.encode(None))
        if tone:
            assert isinstance(tone, av.AudioStream)
            container.mux(tone.encode(_tone(seconds)))
            container.mux(tone.encode(None))


def _pictures(frames: int, width: int, height: int, dark_until: float) -> Iterator[av.VideoFrame]:
    ramp = np.add.outer(np.arange(height), np.arange(width)) % 200
    for number in range(frames):
        light = 0 if number / RATE < dark_until else 1
        grey = ((ramp + 7 * number) % 200 + 40) * light
        picture = np.repeat(grey[:, :, None], 3, axis=2).astype(np.uint8)
        yield av.VideoFrame.from_ndarray(picture, format="rgb24")


def _tone(seconds: float) -> av.AudioFrame:
    moments = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    wave = (0.2 * np.sin(2 * np.pi * 440.0 * moments)).astype(np.float32)
    frame = av.AudioFrame.from_ndarray(np.stack([wave, wave]), format="fltp", layout="stereo")
    frame.sample_rate = SAMPLE_RATE
    return frame
