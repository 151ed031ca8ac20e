"""Loops: pictures of one size as an endless GIF or animated WebP."""

from __future__ import annotations

import io
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import av
import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame
from PIL import Image

Bytes = npt.NDArray[np.uint8]

_COLOURS: Final = 160  # of a GIF
_SAMPLES: Final = 8  # pictures from which its colours are taken
_DITHER: Final = 7.0  # levels of 255, either way
_WEBP_QUALITY: Final = 62

#: Bayer's ordered dither, 8 x 8, from -0.5 to 0.5. It stands still, so what does not move costs
#: nothing; a dither by chance would differ everywhere in every picture.
_TWO: Final = np.array([[0, 2], [3, 1]])
_FOUR: Final = np.block([[4 * _TWO, 4 * _TWO + 2], [4 * _TWO + 3, 4 * _TWO + 1]])
_BAYER: Final = (
    np.block([[4 * _FOUR, 4 * _FOUR + 2], [4 * _FOUR + 3, 4 * _FOUR + 1]]) + 0.5
) / 64 - 0.5

#: The colours of a table that finds the nearest of a palette: 64 steps of red, green and blue.
_BITS: Final = 6


def webp(pictures: Sequence[Bytes], rate: float) -> bytes:
    """Return an animated WebP of `rate` pictures a second, each (height, width, 3)."""
    file = io.BytesIO()
    first, *others = pictures
    Image.fromarray(first).save(
        file,
        "WEBP",
        save_all=True,
        append_images=map(Image.fromarray, others),
        duration=round(1000 / rate),
        loop=0,
        quality=_WEBP_QUALITY,
        method=2,
    )
    return file.getvalue()


def gif(pictures: Sequence[Bytes], rate: float) -> bytes:
    """Return a GIF of `rate` pictures a second, each (height, width, 3), all in the same colours."""
    pace = Fraction(rate).limit_denominator(100)
    palette = _palette(pictures)
    nearest, colours = _nearest(palette), _as_argb(palette)
    height, width = pictures[0].shape[:2]
    tiles = -(-height // 8), -(-width // 8)
    dither = np.tile(2 * _DITHER * _BAYER, tiles)[:height, :width].astype(np.int16)
    file = io.BytesIO()
    with av.open(file, "w", format="gif", options={"loop": "0"}) as out:
        stream = out.add_stream("gif", rate=pace)
        stream.width, stream.height, stream.pix_fmt = width, height, "pal8"
        for number, picture in enumerate(pictures):
            indices = _indexed(picture, dither, nearest)
            frame = VideoFrame.from_ndarray((indices, colours), format="pal8")  # type: ignore[arg-type]  # takes a pair for this format
            frame.pts, frame.time_base = number, 1 / pace
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return file.getvalue()


def _palette(pictures: Sequence[Bytes]) -> Bytes:
    """Return (_COLOURS, 3): the colours of pictures all along the film."""
    step = max(1, len(pictures) // _SAMPLES)
    sample = np.concatenate([picture[::2, ::2] for picture in pictures[::step]])
    quantized = Image.fromarray(np.ascontiguousarray(sample)).quantize(
        _COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
    )
    found = np.array(quantized.getpalette(), np.uint8).reshape(-1, 3)
    palette = np.zeros((_COLOURS, 3), np.uint8)
    palette[: min(len(found), _COLOURS)] = found[:_COLOURS]
    return palette


def _nearest(palette: Bytes) -> Bytes:
    """Return, for each colour of `_BITS` bits a channel, the index of the nearest in the palette."""
    steps = (np.arange(1 << _BITS, dtype=np.float32) + 0.5) * (256 >> _BITS)
    colours = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1).reshape(-1, 3)
    known = palette.astype(np.float32)
    found = np.empty(len(colours), np.uint8)
    for part in range(0, len(colours), 1 << 14):
        some = colours[part : part + (1 << 14)]
        found[part : part + (1 << 14)] = ((known**2).sum(axis=1) - 2 * some @ known.T).argmin(
            axis=1
        )
    return found


def _indexed(picture: Bytes, dither: npt.NDArray[np.int16], nearest: Bytes) -> Bytes:
    dithered = np.clip(picture.astype(np.int16) + dither[:, :, None], 0, 255) >> (8 - _BITS)
    red, green, blue = (dithered[:, :, channel].astype(np.int32) for channel in range(3))
    found: Bytes = nearest[(red << 2 * _BITS) | (green << _BITS) | blue]
    return found


def _as_argb(palette: Bytes) -> Bytes:
    """Return the palette as FFmpeg holds it: 256 colours, alpha first."""
    colours = np.zeros((256, 4), np.uint8)
    colours[:, 0] = 255
    colours[: len(palette), 1:] = palette
    return colours
