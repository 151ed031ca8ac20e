from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from lib.engine import sample
from lib.engine.request import RenderRequest


def test_a_sample_is_the_whole_show_in_small_and_runs_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample, "RATE", 1)
    file = tmp_path / "show.webp"
    sample.write_sample(RenderRequest.parse("Hi", palette="gold"), file)
    with Image.open(file) as film:
        assert film.size == (152, 270)
        assert getattr(film, "n_frames", 1) >= 10
        assert film.info["loop"] == 0
    assert list(tmp_path.iterdir()) == [file]
