"""Who may share what, and for how long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from lib.errors import GenerationNotFound, NotNow, ShareNotFound
from lib.person import Person, Role, Viewer
from lib.studio import LASTS, Studio
from lib.studio.share import MOST_FILMS
from tests.web.furnished import furnished, generating, ready

ANN, BOB = Viewer(Person("visitor:ann")), Viewer(Person("visitor:bob"))


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with furnished(tmp_path, engine=False) as opened:
        yield opened


def test_two_fast_clicks_make_one_link(studio: Studio) -> None:
    film = ready(studio, ANN)
    first, second = studio.share(ANN, [film.id]), studio.share(ANN, [film.id])
    assert first == second
    assert studio.shares_of(ANN, film.id) == [first]


def test_a_link_is_for_just_these_films_in_this_order(studio: Studio) -> None:
    one, two = ready(studio, ANN, "One"), ready(studio, ANN, "Two")
    both = studio.share(ANN, [one.id, two.id])
    assert studio.share_of(ANN, [one.id, two.id]) == both
    for others in ([one.id], [two.id, one.id], []):
        assert studio.share_of(ANN, others) is None


@pytest.mark.parametrize("days", LASTS)
def test_a_link_lasts_as_long_as_was_chosen(studio: Studio, days: int | None) -> None:
    share = studio.share(ANN, [ready(studio, ANN).id], days)
    lasts = None if share.expires_at is None else share.expires_at - share.created_at
    assert lasts == (None if days is None else timedelta(days=days))


def test_a_stopped_link_is_no_longer_offered_and_the_next_one_is_another(studio: Studio) -> None:
    film = ready(studio, ANN)
    first = studio.share(ANN, [film.id])
    studio.stop_sharing(ANN, first.id)
    assert studio.share_of(ANN, [film.id]) is None
    second = studio.share(ANN, [film.id])
    assert studio.token(second) != studio.token(first)
    with pytest.raises(ShareNotFound):
        studio.shared(studio.token(first))
    assert [each.id for each in studio.shared(studio.token(second)).films] == [film.id]


def test_only_whose_film_it_is_may_share_it(studio: Studio) -> None:
    film = ready(studio, ANN)
    with pytest.raises(GenerationNotFound):
        studio.share(BOB, [film.id])
    with pytest.raises(NotNow):
        studio.share(replace(BOB, sees_all=True), [film.id])
    with pytest.raises(NotNow):
        studio.share(replace(ANN, role=Role.VIEWER), [film.id])
    assert studio.shares_of(ANN, film.id) == []


def test_nobody_changes_somebody_elses_link(studio: Studio) -> None:
    share = studio.share(ANN, [ready(studio, ANN).id])
    for viewer in (BOB, replace(BOB, sees_all=True), Viewer(None)):
        with pytest.raises(ShareNotFound):
            studio.stop_sharing(viewer, share.id)
        with pytest.raises(ShareNotFound):
            studio.share_until(viewer, share.id, None)
        with pytest.raises(ShareNotFound):
            studio.share_terms(viewer, share.id, may_download=False, is_indexed=True)
    assert studio.ledger.share(share.id) == share


def test_what_is_not_ready_or_too_much_is_not_shared(studio: Studio) -> None:
    with pytest.raises(NotNow, match="not ready"):
        studio.share(ANN, [ready(studio, ANN).id, generating(studio, ANN).id])
    for ids in ([], [ready(studio, ANN).id] * (MOST_FILMS + 1)):
        with pytest.raises(NotNow, match="Choose"):
            studio.share(ANN, ids)


def test_switched_off_nobody_makes_a_link(studio: Studio) -> None:
    film = ready(studio, ANN)
    off = replace(studio, settings=replace(studio.settings, public_sharing=False))
    with pytest.raises(NotNow, match="switched off"):
        off.share(ANN, [film.id])
