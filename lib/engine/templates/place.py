"""Place: where the words hang, so that no app lays its buttons over them.

Reels, TikTok and Shorts cover the edges of a film: 6 % at the sides, 12 % at the top are kept free
of letters (they publish such safe zones for advertisers). The width is the lettering's to keep.
"""

from __future__ import annotations

from typing import Final

from lib.engine.lettering import Lettering
from lib.engine.show import HEIGHT, WIDTH, Camera, Formation

SIDES: Final = 0.06  # of the width
TOP: Final = 0.12  # of the height

_BREATH: Final = 4.0  # pixels: hovering, swaying


def middle(words: Lettering, *, usual: float, raised: float, nearer: float) -> tuple[float, float]:
    """Where the middle of the words hangs: `usual` pixels down, or lower where they are high.

    The camera shows them `raised` pixels lower than they are, and larger by a share of `nearer`.
    """
    lowest_top = TOP * HEIGHT + _BREATH - raised
    return WIDTH / 2, max(usual, lowest_top + words.height / 2 * (1 + nearer))


def nearest(words: Lettering, caption: Formation) -> float:
    """The largest push of a camera that leaves the words, and all who fly beside, in their zones."""
    free = (0.5 - SIDES) * WIDTH / max(words.width / 2, 1.0)
    return max(min(Camera.nearest(caption), free - 1.0), 0.0)
