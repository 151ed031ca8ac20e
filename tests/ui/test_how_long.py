from __future__ import annotations

import pytest

from lib.ui import phrases


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (None, "Every video stays here."),
        (1, "for 1 day."),
        (90, "for 90 days."),
        (3650, "3,650 days"),
    ],
)
def test_how_long_a_video_stays_is_said(days: int | None, said: str) -> None:
    assert said in phrases.stays(days)
