"""The look of every template is what was last looked at: frames beside kept ones.

After a change of look on purpose: look (make contact-sheet), then draw them again with
`pytest tests/golden --renew-golden`, and look at the difference that git shows.

Kept are WebP files of half the size, and both sides pass through the same encoder, so that the same
frame differs by nothing. Another processor rounds otherwise: lights fall a sixteenth of a pixel
away, drones on their way may have swapped letters, and the encoder may choose otherwise. With kernels
for any x86-64 and numpy without AVX that came to 0.55 levels on average and 5 for one value in a
hundred; the tolerance is twice as much.
"""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from benchmarks.contact_sheet import moments
from lib.engine import templates
from lib.engine.raster import Renderer
from lib.engine.render import renderer_for
from lib.engine.request import RenderRequest
from lib.engine.show import Show
from lib.format import PORTRAIT, Format
from lib.template import CATALOGUE, Template
from tests.engine.portrait import OTHERS

FRAMES: Final = Path(__file__).parent / "frames"
FAILURES: Final = Path(__file__).resolve().parents[2] / "test-results" / "golden"

#: name -> words, palette, seed
CAPTIONS: Final = {
    "latin": ("I ♥ Shanghai", "gold", 7),
    "han": ("新年快乐 上海", "neon", 3),
}
MOMENTS: Final = ("writing", "still", "finale")

#: Levels of 255: the mean over the picture, and what one value in a hundred may differ by.
MEAN: Final = 1.1
RARE: Final = 10.0

Pixels = npt.NDArray[np.float32]


@lru_cache(maxsize=1)
def _stage(template: str, caption: str, size: Format = PORTRAIT) -> tuple[Show, Renderer]:
    words, palette, seed = CAPTIONS[caption]
    show = templates.compose(RenderRequest.parse(words, template, palette, seed, size.name))
    return show, renderer_for(show)


def _encoded(template: str, caption: str, moment: str, size: Format = PORTRAIT) -> bytes:
    show, renderer = _stage(template, caption, size)
    frame = Image.fromarray(renderer.still(moments(show)[moment]))
    file = io.BytesIO()
    frame.resize((size.width // 2, size.height // 2), Image.Resampling.BOX).save(
        file, "WEBP", quality=88, method=6
    )
    return file.getvalue()


def _pixels(webp: bytes) -> Pixels:
    return np.asarray(Image.open(io.BytesIO(webp)).convert("RGB"), np.float32)


def differences(golden: Pixels, now: Pixels) -> tuple[float, float]:
    """The mean and the 99th percentile of how far values lie apart, in levels of 255."""
    apart = np.abs(golden - now)
    return float(apart.mean()), float(np.percentile(apart, 99))


def alike(golden: Pixels, now: Pixels) -> bool:
    mean, rare = differences(golden, now)
    return mean <= MEAN and rare <= RARE


def _picture_of(golden: Pixels, now: Pixels, path: Path) -> Path:
    """Side by side: what was kept, what is drawn now, eight times what lies between."""
    path.parent.mkdir(parents=True, exist_ok=True)
    three = np.concatenate([golden, now, np.clip(8 * np.abs(golden - now), 0, 255)], axis=1)
    Image.fromarray(three.astype(np.uint8)).save(path)
    return path


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("caption", CAPTIONS)
@pytest.mark.parametrize("template", CATALOGUE, ids=lambda t: t.slug)
def test_a_frame_looks_as_it_last_did(
    template: Template, caption: str, moment: str, *, renewing: bool
) -> None:
    name = f"{template.slug}/{caption}-{moment}"
    _compare(name, _encoded(template.name, caption, moment), renewing=renewing)


@pytest.mark.parametrize(("size", "template"), OTHERS, ids=str)
def test_a_frame_of_another_format_looks_as_it_last_did(
    size: Format, template: Template, *, renewing: bool
) -> None:
    now = _encoded(template.name, "latin", "still", size)
    _compare(f"{template.slug}/latin-still-{size}", now, renewing=renewing)


def _compare(name: str, now: bytes, *, renewing: bool) -> None:
    kept = FRAMES / f"{name}.webp"
    if renewing:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(now)
    assert kept.exists(), (
        f"There is no golden frame {name}.webp yet. Look at make contact-sheet; if it is "
        "beautiful, keep it with: pytest tests/golden --renew-golden"
    )
    golden, drawn = _pixels(kept.read_bytes()), _pixels(now)
    if not alike(golden, drawn):
        picture = _picture_of(golden, drawn, FAILURES / f"{name}.png")
        mean, rare = differences(golden, drawn)
        pytest.fail(
            f"{name} has changed: by {mean:.2f} levels on average ({MEAN} allowed), one value in a "
            f"hundred by {rare:.0f} ({RARE:.0f} allowed). See {picture}. If that is meant, keep it "
            "with: pytest tests/golden --renew-golden"
        )


def test_frames_of_templates_that_are_gone_are_gone() -> None:
    slugs = {template.slug for template in CATALOGUE}
    assert {folder.name for folder in FRAMES.iterdir()} <= slugs


def test_all_kept_frames_stay_small() -> None:
    assert sum(path.stat().st_size for path in FRAMES.rglob("*.webp")) < 2_000_000


def test_a_change_of_look_is_noticed() -> None:
    """Dusk of one in twenty, a step of one pixel, words that are dimmer by a tenth."""
    show, renderer = _stage("Shanghai Drone Show", "latin")
    frame = renderer.still(show.still_at)[::2, ::2].astype(np.float32)
    left, top, right, bottom = (round(edge / 2) for edge in show.box)
    dimmed = frame.copy()
    dimmed[top:bottom, left:right] *= 0.9
    assert alike(frame, frame + np.float32(0.4))
    assert not alike(frame, frame * np.float32(0.95))
    assert not alike(frame, np.roll(frame, 1, axis=1))
    assert not alike(frame, dimmed)
