"""A selection does what each of its films allows: stars for one's own, and no film twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.errors import GenerationNotFound
from lib.generation import Status
from lib.search import Order, Search
from lib.studio import MOST, Studio
from lib.visitor import new_id
from tests.web.furnished import failed, furnished, generating, ready, viewer_of


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with furnished(tmp_path, engine=False) as opened:
        yield opened


def test_what_is_chosen_comes_in_its_order_each_once_and_nobody_elses(studio: Studio) -> None:
    ann, bob = viewer_of(studio, new_id()), viewer_of(studio, new_id())
    one, two = ready(studio, ann, "One"), ready(studio, ann, "Two")
    hers = ready(studio, bob, "Hers")
    found = studio.chosen(ann, [two.id, hers.id, one.id, two.id, "x", "\0"])
    assert [each.id for each in found] == [two.id, one.id]
    assert len(studio.chosen(ann, [one.id] * (2 * MOST))) == 1


def test_what_was_just_deleted_is_not_among_the_chosen_until_that_is_undone(
    studio: Studio,
) -> None:
    ann = viewer_of(studio, new_id())
    one, two = ready(studio, ann, "One"), ready(studio, ann, "Two")
    studio.delete_soon(ann, one.id, two.id)
    assert studio.chosen(ann, [one.id, two.id]) == []
    assert studio.count(ann, Search(words="two")) == 0
    studio.undo_delete(ann, one.id, two.id)
    assert studio.chosen(ann, [one.id, two.id]) == [one, two]


def test_only_ones_own_get_a_star(studio: Studio) -> None:
    ann, bob = viewer_of(studio, new_id()), viewer_of(studio, new_id())
    mine, hers = ready(studio, ann, "Mine"), ready(studio, bob, "Hers")
    assert studio.star(ann, [mine.id, hers.id]) == 1
    assert studio.get(ann, mine.id).starred_at is not None
    assert studio.get(bob, hers.id).starred_at is None
    assert studio.count(ann, Search(starred=True)) == 1
    assert studio.star(ann, [mine.id], starred=False) == 1
    assert studio.count(ann, Search(starred=True)) == 0


def test_a_film_knows_its_place_among_what_was_found(studio: Studio) -> None:
    ann = viewer_of(studio, new_id())
    films = [ready(studio, ann, words) for words in ("Spring one", "Other", "Spring two")]
    place = studio.place(ann, Search(words="spring", order=Order.OLDEST), films[2])
    assert (place.number, place.before, place.after) == (2, films[0].id, None)


def test_all_that_is_known_of_a_film_is_told_to_its_owner(studio: Studio) -> None:
    ann, bob = viewer_of(studio, new_id()), viewer_of(studio, new_id())
    detail = studio.detail(ann, ready(studio, ann, "Mine").id)
    assert [each.status for each in detail.events] == [
        Status.QUEUED, Status.SUBMITTING, Status.GENERATING, Status.SAVING, Status.READY,
    ]  # fmt: skip
    assert {each.name for each in detail.files} == {"film.mp4", "poster.webp"}
    assert detail.is_own
    with pytest.raises(GenerationNotFound):
        studio.detail(bob, detail.generation.id)


def test_one_that_is_under_way_or_failed_has_a_page_as_well(studio: Studio) -> None:
    ann = viewer_of(studio, new_id())
    assert studio.detail(ann, generating(studio, ann, "Soon").id).files == ()
    assert studio.detail(ann, failed(studio, ann, "Bad").id).events[-1].status is Status.FAILED
