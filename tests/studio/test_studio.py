"""Asking for a video, and looking at what there is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lib.errors import (
    GenerationNotFound,
    InvalidChoice,
    NotNow,
)
from lib.generation import Status, Video
from lib.person import Action, Person, Viewer, may
from lib.provider import Provider
from lib.request import VideoRequest
from lib.search import Search
from lib.studio import Studio
from lib.template import LANTERN_FESTIVAL, SHANGHAI_DRONE_SHOW
from tests.studio.asking import NOW, SECOND
from tests.viewers import ALL_SEEING, ANN, BOB, NOBODY
from tests.web.furnished import generating, moved
from tests.workbench import Workbench, close, ready, studio_in

HI = VideoRequest.parse("Hi")
VIDEO = Video(duration=9.0, width=8, height=8, has_sound=True, size=1, sha256="ab")


# ── asking ────────────────────────────────────────────────────────────────────────────────────


def test_what_is_asked_for_is_written_down_and_the_tracker_is_woken(bench: Workbench) -> None:
    woken: list[str] = []
    studio = replace(bench.studio, wake=lambda: woken.append("woken"))
    made = studio.create(
        ANN,
        VideoRequest.parse(" Hello  you ", palette="gold", seed=7),
        provider=Provider.BUILTIN, idempotency_key="d",
    )  # fmt: skip
    assert studio.get(ANN, made.id) == made
    assert (made.caption.text, made.status, made.request.palette, made.request.seed) == (
        "Hello you", Status.QUEUED, "gold", 7,
    )  # fmt: skip
    assert woken == ["woken"]


def test_the_vendor_is_asked_for_no_palette_and_no_seed(studio: Studio) -> None:
    made = studio.create(
        ANN,
        VideoRequest.parse("Hi", palette="gold", seed=7),
        provider=Provider.AIMLAPI,
        idempotency_key="d",
    )
    assert (made.request.palette, made.request.seed) == (None, None)


def test_two_fast_clicks_make_one(studio: Studio) -> None:
    first, second = (
        studio.create(ANN, HI, provider=Provider.BUILTIN, idempotency_key="d") for _ in range(2)
    )
    assert first == second
    assert studio.history(ANN).total == 1


def test_a_template_that_the_provider_does_not_have_makes_nothing(studio: Studio) -> None:
    lanterns = VideoRequest.parse("Hi", template=LANTERN_FESTIVAL.name)
    with pytest.raises(InvalidChoice, match="Shanghai Drone Show"):
        studio.create(ANN, lanterns, provider=Provider.AIMLAPI, idempotency_key="d")
    assert studio.history(ANN).total == 0


def test_a_provider_that_is_not_set_up_is_not_offered(studio: Studio) -> None:
    without_key = replace(studio, apis={Provider.BUILTIN: studio.apis[Provider.BUILTIN]})
    assert studio.providers == (Provider.BUILTIN, Provider.AIMLAPI)
    assert without_key.providers == (Provider.BUILTIN,)
    with pytest.raises(InvalidChoice, match="AIMLAPI_API_KEY"):
        without_key.create(ANN, HI, provider=Provider.AIMLAPI, idempotency_key="d")


# ── looking ───────────────────────────────────────────────────────────────────────────────────


def test_somebody_elses_is_not_there(bench: Workbench) -> None:
    made = bench.ask()
    for other in (BOB, Viewer(None), Viewer(Person("")), Viewer(Person("' OR 1=1"))):
        with pytest.raises(GenerationNotFound, match="not here"):
            bench.studio.get(other, made.id)
    with pytest.raises(GenerationNotFound, match="not here"):
        bench.studio.get(ANN, "nothing")
    assert bench.studio.history(BOB).generations == ()


def test_a_shared_history_shows_all_and_lets_nobody_change_anothers(
    bench: Workbench, tmp_path: Path
) -> None:
    made = bench.ask()
    shared = studio_in(tmp_path / "data", lambda: None, shared_history=True)
    bob = shared.studio.viewer(BOB.person)
    assert shared.studio.get(bob, made.id) == made
    assert shared.studio.history(bob).total == 1
    for change in (shared.studio.cancel, shared.studio.delete, shared.studio.recheck):
        with pytest.raises(NotNow, match="Somebody else"):
            change(bob, made.id)
    close(shared)


@pytest.mark.parametrize("viewer", [ANN, BOB, NOBODY, ALL_SEEING])
def test_a_history_lists_just_what_its_viewer_may_see(bench: Workbench, viewer: Viewer) -> None:
    made = [bench.ask(viewer=whose) for whose in (ANN, BOB, ANN)]
    visible = {each for each in made if may(viewer, Action.SEE, each)}
    found = bench.studio.history(viewer)
    assert (set(found.generations), found.total) == (visible, len(visible))


def test_a_refresh_finds_the_newest_that_is_under_way(bench: Workbench) -> None:
    assert bench.studio.latest(ANN) is None
    first = generating(bench.studio, ANN, provider=Provider.AIMLAPI)
    second = bench.ask()
    assert bench.studio.latest(ANN) == second
    assert bench.studio.in_progress(ANN) == [second, first]
    bench.studio.cancel(ANN, second.id)
    assert bench.studio.latest(ANN) == first


def test_history_comes_in_pages_and_a_page_too_far_is_the_last(bench: Workbench) -> None:
    made = [bench.ask(f"Number {number}") for number in range(5)]
    found = bench.studio.history(ANN, page=2, per_page=2)
    assert (found.total, found.page, found.pages) == (5, 2, 3)
    assert found.generations == (made[2], made[1])
    assert bench.studio.history(ANN, page=99, per_page=2).generations == (made[0],)
    assert bench.studio.history(ANN, page=-1, per_page=2).page == 1
    assert bench.studio.history(ANN, Search(words="number 3")).generations == (made[3],)
    empty = bench.studio.history(BOB)
    assert (empty.generations, empty.total, empty.page, empty.pages) == ((), 0, 1, 1)


def test_the_estimate_learns_from_this_teams_runs(bench: Workbench, tmp_path: Path) -> None:
    assert bench.studio.estimate(SHANGHAI_DRONE_SHOW, Provider.AIMLAPI).runs == 0
    made = ready(bench)
    estimate = bench.studio.estimate(SHANGHAI_DRONE_SHOW, Provider.AIMLAPI)
    assert (estimate.runs, estimate.seconds) == (1, 1.0)
    assert bench.studio.progress(made, NOW).fraction == 1.0


def test_a_film_that_skylit_was_ended_in_the_middle_of_says_nothing_of_drawing(
    bench: Workbench,
) -> None:
    ready(bench)
    free = bench.ask(provider=Provider.BUILTIN)
    submit = free.submitting(NOW)
    accepted = submit.submitted("task", NOW, poll=SECOND, deadline=SECOND)
    saving = accepted.completed(0.0, NOW + 22 * SECOND)
    made = saving.ready(VIDEO, NOW + 22 * SECOND)
    moved(bench.studio, free, submit, accepted, saving, made)
    assert bench.studio.estimate(SHANGHAI_DRONE_SHOW, Provider.BUILTIN).seconds == 22.0
    started_again = replace(bench.studio, begun=NOW + 9 * SECOND)
    estimate = started_again.estimate(SHANGHAI_DRONE_SHOW, Provider.BUILTIN)
    assert (estimate.runs, estimate.seconds) == (0, 5.0)


def test_an_estimate_is_of_drawing_and_not_of_waiting_for_others(bench: Workbench) -> None:
    at_once = bench.studio.settings.films_at_once
    for place in range(4 * at_once):  # all asked for at once; each takes 2 s
        old = bench.ask(provider=Provider.BUILTIN)
        submit = old.submitting(NOW)
        accepted = submit.submitted(f"task {place}", NOW, poll=SECOND, deadline=SECOND)
        end = NOW + 2 * SECOND * (1 + place // at_once)
        saving = accepted.completed(0.0, end)
        moved(bench.studio, old, submit, accepted, saving, saving.ready(VIDEO, end))
    estimate = bench.studio.estimate(SHANGHAI_DRONE_SHOW, Provider.BUILTIN)
    assert (estimate.low, estimate.seconds, estimate.high) == (2.0, 2.0, 2.0)
    assert bench.studio.in_line(Provider.BUILTIN) == 0
    waiting = [bench.ask(provider=Provider.BUILTIN, viewer=each) for each in (ANN, BOB)]
    assert bench.studio.in_line(Provider.BUILTIN) == 2
    assert bench.studio.in_line(Provider.AIMLAPI) == 0
    assert "1 before you" in bench.studio.progress(waiting[1], NOW).sentence


def test_a_price_is_known_as_soon_as_one_paid_run_is(bench: Workbench, tmp_path: Path) -> None:
    assert bench.studio.price(SHANGHAI_DRONE_SHOW, Provider.AIMLAPI) is None
    ready(bench)
    assert bench.studio.price(SHANGHAI_DRONE_SHOW, Provider.AIMLAPI) == 1.0
    assert bench.studio.price(SHANGHAI_DRONE_SHOW, Provider.BUILTIN) is None
