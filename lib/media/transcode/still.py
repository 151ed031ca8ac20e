"""Stills: the film's best picture as a file that every program opens."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from av.video.frame import VideoFrame
from PIL import Image

from lib.errors import BadVideo
from lib.media.decode import BEST_MOMENTS, brightest
from lib.media.source import duration_of, opened, pictures
from lib.problem import Code

_OPTIONS: Final[dict[str, dict[str, Any]]] = {
    "jpg": {"format": "JPEG", "quality": 92, "optimize": True, "subsampling": 0},
    "png": {"format": "PNG", "optimize": True},
}


def write_still(film: Path, target: Path, ending: str) -> None:
    """Write the best picture as JPEG or PNG. Raise BadVideo, OSError where it cannot be written."""
    picture = Image.fromarray(best_picture(film).to_ndarray(format="rgb24"))
    with target.open("wb") as file:
        picture.save(file, **_OPTIONS[ending])


def best_picture(film: Path) -> VideoFrame:
    return brightest(frames_at(film, BEST_MOMENTS))


def frames_at(film: Path, shares: Sequence[float]) -> list[VideoFrame]:
    """Return the picture at each share of the film's length. Raise BadVideo."""
    found: dict[int, VideoFrame] = {}
    last: VideoFrame | None = None
    with opened(film) as container:
        stream = pictures(container)
        wanted = [share * duration_of(stream) for share in shares]
        for last in container.decode(stream):
            now = last.time or 0.0
            for place, moment in enumerate(wanted):
                if now >= moment and place not in found:
                    found[place] = last
    if last is None:
        raise BadVideo(Code.FILE_BROKEN)
    return [found.get(place, last) for place in range(len(shares))]
