"""A small storm in every run; `make storm` is the great one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.storm.storm import Storm

#: Another one tells of other moments; whichever fails is worth keeping.
SEED = 20_260


@pytest.mark.timeout(240)  # fifteen seconds where nothing else runs
def test_a_small_storm_doubles_no_post_and_loses_no_byte(tmp_path: Path) -> None:
    # Of a table the engine gets two films at a time: in so few lives it may never die over one.
    storm = Storm(folder=tmp_path, seed=SEED, paid=28, free=12, kills=8, restores=1, tables=0.0)
    figures = storm.play()
    assert not figures.troubles, f"\nseed {SEED}\n{figures}\n" + "\n".join(figures.troubles)
    assert figures.bytes_lost == 0
    assert figures.ready > 10
    assert figures.kinds > 10
    assert figures.renders_cut > 0
    assert figures.frozen > 0
