"""Gaussian blur in plain numpy: a kernel where it is narrow, a smaller picture where it is wide."""

from __future__ import annotations

from typing import Final

import numpy as np

from lib.engine.scenery.core.canvas import Field, resized

WIDEST: Final = 4.0  # sigma in pixels; beyond it a picture of half the size gives the same, cheaper


def blurred(picture: Field, sigma: float) -> Field:
    """(h, w) or (h, w, c); edges repeat outwards."""
    return stretched(picture, sigma, sigma)


def stretched(picture: Field, across: float, down: float) -> Field:
    """Different sigmas along a row and along a column, in pixels; 0 leaves that axis alone."""
    return _along(_along(picture, across, axis=1), down, axis=0)


def _along(picture: Field, sigma: float, axis: int) -> Field:
    if sigma <= 0:
        return picture
    if sigma > WIDEST:
        return _grown(_along(_halved(picture, axis), sigma / 2, axis), picture.shape)
    reach = int(np.ceil(3 * sigma))
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    weights = (weights / weights.sum()).astype(np.float32)
    margins = [(reach, reach) if axis == i else (0, 0) for i in range(picture.ndim)]
    wide = np.pad(picture, margins, mode="edge")
    total = np.zeros(picture.shape, np.float32)
    size = picture.shape[axis]
    for offset, weight in enumerate(weights):
        total += weight * _cut(wide, offset, size, axis)
    return total


def _cut(picture: Field, start: int, size: int, axis: int) -> Field:
    return picture[start : start + size] if axis == 0 else picture[:, start : start + size]


def _halved(picture: Field, axis: int) -> Field:
    size = picture.shape[axis]
    if size % 2:
        margins = [(0, 1) if axis == i else (0, 0) for i in range(picture.ndim)]
        picture = np.pad(picture, margins, mode="edge")
    if axis == 0:
        return 0.5 * (picture[0::2] + picture[1::2])
    return 0.5 * (picture[:, 0::2] + picture[:, 1::2])


def _grown(picture: Field, shape: tuple[int, ...]) -> Field:
    if picture.ndim == 2:
        return resized(picture, (shape[0], shape[1]))
    channels = [_grown(picture[..., channel], shape[:2]) for channel in range(shape[2])]
    return np.maximum(np.stack(channels, axis=-1), 0.0)
