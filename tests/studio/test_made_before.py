"""What was made already is found before anything is spent: the same request, in any take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lib.generation import Generation, Reason
from lib.person import Person, Viewer
from lib.provider import Provider
from lib.request import VideoRequest
from lib.studio import Studio
from tests.web.furnished import failed, furnished, generating, ready

ANN, BOB = Viewer(Person("visitor:ann")), Viewer(Person("visitor:bob"))
HELLO = VideoRequest.parse("Hello")


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with furnished(tmp_path, engine=False, paid=True) as opened:
        yield opened


def made_before(
    studio: Studio, viewer: Viewer = ANN, provider: Provider = Provider.BUILTIN, **changes: object
) -> Generation | None:
    asked = replace(HELLO, **changes)  # type: ignore[arg-type]
    return studio.made_before(viewer, asked, provider=provider)


def test_the_newest_film_of_the_same_request_is_found(studio: Studio) -> None:
    assert made_before(studio) is None
    now = datetime.now(UTC)
    ready(studio, ANN, at=now - timedelta(hours=1))
    newest = ready(studio, ANN, at=now)
    assert made_before(studio) == newest
    assert made_before(studio, seed=7) == newest


@pytest.mark.parametrize("other", ["Hello!", "hello", "Hello hello", "Hell", "H%llo", "He\nllo"])
def test_other_words_are_another_request(studio: Studio, other: str) -> None:
    ready(studio, ANN, other)
    assert made_before(studio) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"palette": "neon"},
        {"template": VideoRequest.parse("x", template="Neon Alley").template},
        {"format": VideoRequest.parse("x", format="1080x1080").format},
    ],
)
def test_other_settings_are_another_request(studio: Studio, changes: dict[str, Any]) -> None:
    ready(studio, ANN)
    assert made_before(studio, **changes) is None


def test_of_many_films_with_these_words_in_them_the_one_with_just_these_is_found(
    studio: Studio,
) -> None:
    made = ready(studio, ANN)
    for number in range(60):
        ready(studio, ANN, f"Hello {number}")
    assert made_before(studio) == made


def test_what_cannot_be_played_was_not_made(studio: Studio) -> None:
    failed(studio, ANN)
    generating(studio, ANN)
    lost = ready(studio, ANN)
    assert studio.ledger.swap(lost, lost.damaged(Reason.FILE_MISSING, datetime.now(UTC)))
    assert made_before(studio) is None


def test_a_paid_film_is_found_whatever_colours_were_chosen_that_it_cannot_have(
    studio: Studio,
) -> None:
    made = ready(studio, ANN, provider=Provider.AIMLAPI)
    assert made_before(studio, provider=Provider.AIMLAPI, palette="neon") == made
    assert made_before(studio) is None


def test_somebody_elses_is_found_only_where_history_is_shared(studio: Studio) -> None:
    made = ready(studio, ANN)
    assert made_before(studio, BOB) is None
    assert made_before(studio, Viewer(None)) is None
    assert made_before(studio, replace(BOB, sees_all=True)) == made
