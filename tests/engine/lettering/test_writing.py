"""In which order letters are written."""

from __future__ import annotations

import numpy as np
import pytest

from lib.caption import Caption
from lib.engine.lettering import letter
from lib.engine.lettering.writing import written


@pytest.mark.parametrize("words", ["HI", "开业大吉 Grand Opening", "مرحبا بكم", "·"])
def test_every_dot_has_its_turn(words: str) -> None:
    lettering = letter(Caption(words))
    turn = written(lettering)
    assert turn.shape == (len(lettering.dots),)
    assert turn.min() == 0.0
    assert turn.max() <= 1.0
    assert np.isfinite(turn).all()


def test_letters_follow_one_another_the_way_their_script_runs() -> None:
    for words, way in (("Hello Shanghai", 1.0), ("مرحبا بكم في شنغهاي", -1.0)):
        lettering = letter(Caption(words))
        assert np.corrcoef(lettering.dots[:, 0], written(lettering))[0, 1] * way > 0.6


def test_ink_flows_along_a_stroke() -> None:
    """An I is written from its top to its foot: no dot long before its neighbours."""
    lettering = letter(Caption("I"))
    down, turn = lettering.dots[:, 1], written(lettering)
    assert np.corrcoef(down, turn)[0, 1] > 0.9
