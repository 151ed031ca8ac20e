"""What passes close by hides what flies, on its own side of the people, and goes on its way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lib.engine.raster import Plane
from lib.engine.render import renderer_for
from lib.engine.request import RenderRequest
from lib.engine.scenery import Scenery
from lib.engine.show import Passage, Show
from lib.engine.templates import compose
from lib.template import CATALOGUE, Template
from tests.engine.portrait import HEIGHT, WIDTH
from tests.engine.raster.planes import Draw

PASSAGE = Passage(when=1.0, x=300.0, y=300.0, vx=200.0)
BLACK = 16


@pytest.fixture
def crossed(dark: Scenery) -> Scenery:
    """A dark place with a black board, 60 x 200, that passes."""
    board = np.ones((200, 60), np.float32)
    return replace(
        dark, front_alpha=board, front_light=np.zeros((3, 200, 60), np.float32), front_rim=0 * board
    )


def light(frame: Plane, x: int) -> float:
    """What is seen within the board, were it at x, around the height at which the drones fly."""
    return float(frame[270:310, x - 20 : x + 20].mean()) - BLACK


def test_lights_are_hidden_where_it_is_and_shine_where_it_has_been(
    frame: Draw, show: Show, crossed: Scenery
) -> None:
    show = replace(show, front=PASSAGE)
    for t in (1.0, 1.27):  # there a drone is behind it
        x = round(PASSAGE.at(t)[0])
        bare, _, _ = frame(replace(show, front=None), crossed, t)
        seen, _, _ = frame(show, crossed, t)
        assert light(bare, x) > 1
        assert light(seen, x) < 0.75 * light(bare, x), "their glow lies on the lens"
        assert np.array_equal(seen[:, : x - 60], bare[:, : x - 60])


@pytest.mark.parametrize("before", [False, True])
def test_it_passes_behind_the_people_or_before_them(
    frame: Draw, unlit: Show, crossed: Scenery, *, before: bool
) -> None:
    people = replace(
        crossed,
        crowd_alpha=np.ones_like(crossed.crowd_alpha),
        crowd_light=np.full_like(crossed.crowd_light, 0.4),
    )
    low = replace(PASSAGE, y=HEIGHT - 60.0, before_people=before)
    seen, _, _ = frame(replace(unlit, front=low), people, 1.0)
    assert (seen[HEIGHT - 40, 300] < BLACK + 12) == before


@pytest.mark.parametrize("template", CATALOGUE, ids=lambda t: t.slug)
def test_in_every_template_something_stands_before_the_words_and_is_gone_when_they_are_shown(
    template: Template,
) -> None:
    for seed in range(4):
        show = compose(RenderRequest.parse("Grand Opening", template.name, seed=seed))
        left, _, right, _ = show.box
        assert show.front is not None
        crossing = [t for t in np.arange(0.0, 11.0, 0.1) if left < show.front.at(t)[0] < right]
        assert crossing
        assert not 0 < show.front.at(show.still_at)[0] < WIDTH or show.front.vy < 0


def test_fireworks_light_towers_and_people_and_nothing_else_does() -> None:
    show = compose(RenderRequest.parse("Grand Opening", seed=7))
    renderer = renderer_for(show)
    assert not renderer.moment(show.cues.finale - 0.5).fire.any()
    lit = max(renderer.moment(shell.at + 0.2).fire.max() for shell in show.cues.shells)
    assert lit > 0.2 * max(show.palette.start)
