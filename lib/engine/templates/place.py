"""Place: where the words hang, so that no app lays its buttons over them.

Reels, TikTok and Shorts cover the edges of a film: 6 % at the sides, 12 % at the top are kept free
of letters (they publish such safe zones for advertisers). The width is the lettering's to keep.
"""

from __future__ import annotations

from typing import Final

from lib.engine.camera import Camera
from lib.engine.frame import HIGH, Frame
from lib.engine.lettering import Lettering
from lib.engine.show import Formation

SIDES: Final = 0.06  # of the width
TOP: Final = 0.12  # of the height

BREATH: Final = 4.0  # units: hovering, swaying


def middle(
    words: Lettering, frame: Frame, *, usual: float, raised: float, nearer: float
) -> tuple[float, float]:
    """Where the middle of the words hangs: `usual` units down, or lower if the words are tall.

    The camera shows them `raised` units lower than they are, and larger by a share of `nearer`.
    """
    lowest_top = TOP * HIGH + BREATH - raised
    return frame.middle, max(usual, lowest_top + words.height / 2 * (1 + nearer))


def nearest(words: Lettering, caption: Formation, frame: Frame) -> float:
    """The largest push of a camera that keeps the words, and the drones beside them, in their zone."""
    free = (0.5 - SIDES) * frame.width / max(words.width / 2, 1.0)
    return max(min(Camera.nearest(caption, frame), free - 1.0), 0.0)
