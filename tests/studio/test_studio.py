"""The studio: what is asked for is kept, what is somebody else's is not there, what is gone is gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lib.content_disposition import content_disposition
from lib.errors import (
    FileLost,
    GenerationNotFound,
    InvalidChoice,
    InvalidInput,
    NotNow,
    StorageError,
    TooMany,
)
from lib.generation import Reason, Status, Video
from lib.person import Action, Person, Viewer, may
from lib.problem import Problem
from lib.provider import Provider
from lib.rendition import FILM
from lib.request import VideoRequest
from lib.search import Search
from lib.studio import Studio
from lib.studio.links import LinkTo
from lib.template import LANTERN_FESTIVAL, SHANGHAI_DRONE_SHOW
from lib.text import say
from tests.films import film
from tests.hostile_api import TASK
from tests.viewers import ALL_SEEING, ANN, BOB, NOBODY
from tests.web.furnished import generating, left_to_its_owner, moved
from tests.workbench import Workbench, close, eventually, ready, studio_in

HI = VideoRequest.parse("Hi")
NOW = datetime.now(UTC)
SECOND = timedelta(seconds=1)
VIDEO = Video(duration=9.0, width=8, height=8, has_sound=True, size=1, sha256="ab")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    """No tracker runs, so that everything stays where a test has put it."""
    made = studio_in(tmp_path / "data", lambda: None)
    yield made
    close(made)


@pytest.fixture
def studio(bench: Workbench) -> Studio:
    return bench.studio


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


# ── changing one's mind ───────────────────────────────────────────────────────────────────────


def test_what_was_not_sent_is_cancelled_for_free_and_says_so(bench: Workbench) -> None:
    cancelled = bench.studio.cancel(ANN, bench.ask().id)
    assert cancelled.status is Status.CANCELLED
    assert "nothing was charged" in say(cancelled.problem)


def test_what_is_being_made_may_be_charged_and_says_so(bench: Workbench) -> None:
    cancelled = bench.studio.cancel(
        ANN, generating(bench.studio, ANN, provider=Provider.AIMLAPI).id
    )
    assert "may still make it and charge" in say(cancelled.problem)
    free = bench.studio.cancel(ANN, generating(bench.studio, ANN).id)
    assert "charge" not in say(free.problem)


def test_what_is_being_saved_is_cancelled_and_can_be_had_later(bench: Workbench) -> None:
    """However long its file takes: it may be large, or its host slow."""
    saving = generating(bench.studio, ANN, provider=Provider.AIMLAPI)
    moved(bench.studio, saving, saving.completed(None, NOW))
    cancelled = bench.studio.cancel(ANN, saving.id)
    assert cancelled.status is Status.CANCELLED
    assert "had taken it already" in say(cancelled.problem)
    assert cancelled.can_be_checked_again


def test_what_is_ready_cannot_be_cancelled(bench: Workbench) -> None:
    with pytest.raises(NotNow, match="this video is ready"):
        bench.studio.cancel(ANN, ready(bench).id)


def test_a_retry_keeps_the_words_and_knows_the_first_try(bench: Workbench) -> None:
    first = generating(bench.studio, ANN, provider=Provider.AIMLAPI)
    with pytest.raises(NotNow, match="is being made"):
        bench.studio.retry(ANN, first.id, "draft 2")
    moved(bench.studio, first, first.failed(Reason.NOT_MADE, Problem.told("No."), NOW))
    again = bench.studio.retry(ANN, first.id, "draft 2")
    assert (again.caption, again.retry_of, again.status) == (first.caption, first.id, Status.QUEUED)
    assert bench.studio.retry(ANN, first.id, "draft 2") == again


def test_trying_again_is_no_way_around_the_limit(bench: Workbench) -> None:
    studio = replace(bench.studio, settings=replace(bench.studio.settings, submits_per_minute=2))
    first = studio.cancel(ANN, bench.ask().id)
    second = studio.retry(ANN, first.id, "draft 2")
    studio.cancel(ANN, second.id)
    for tried in (first, second):
        with pytest.raises(TooMany):
            studio.retry(ANN, tried.id, "draft 3")
    assert studio.retry(ANN, first.id, "draft 2").id == second.id  # asked for already: no new wish
    assert studio.history(ANN).total == 2


def test_what_was_given_up_can_be_checked_again(bench: Workbench) -> None:
    first = generating(bench.studio, ANN, provider=Provider.AIMLAPI)
    moved(bench.studio, first, first.timed_out(Problem.told("Late."), NOW))
    again = bench.studio.recheck(ANN, first.id)
    assert (again.status, again.task_id) == (Status.GENERATING, first.task_id)
    assert again.problem is None
    assert again.due_at is not None


def test_what_was_never_sent_cannot_be_checked_again(bench: Workbench) -> None:
    made = bench.ask()
    bench.studio.cancel(ANN, made.id)
    with pytest.raises(NotNow, match="Try it again instead"):
        bench.studio.recheck(ANN, made.id)


def test_an_unconfirmed_one_goes_on_under_the_id_that_its_owner_found(bench: Workbench) -> None:
    settled = bench.studio.resolve(
        ANN, left_to_its_owner(bench.studio, ANN).id, task_id=f" {TASK} "
    )
    assert (settled.status, settled.task_id, settled.problem) == (Status.GENERATING, TASK, None)


def test_an_unconfirmed_one_is_sent_again_only_when_its_owner_says_so(bench: Workbench) -> None:
    lost = left_to_its_owner(bench.studio, ANN)
    assert bench.studio.latest(ANN) == lost
    with pytest.raises(InvalidInput):
        bench.studio.resolve(ANN, lost.id, task_id="not an id")
    with pytest.raises(NotNow, match="one of the two"):
        bench.studio.resolve(ANN, lost.id)
    assert bench.studio.resolve(ANN, lost.id, send_again=True).status is Status.QUEUED
    with pytest.raises(NotNow):
        bench.studio.resolve(ANN, lost.id, task_id=TASK)
    with pytest.raises(NotNow):
        bench.studio.resolve(ANN, lost.id, send_again=True)


def test_an_unconfirmed_one_can_be_looked_up_once_more(bench: Workbench) -> None:
    again = bench.studio.recheck(ANN, left_to_its_owner(bench.studio, ANN).id)
    assert (again.status, again.attempts) == (Status.UNCONFIRMED, 0)
    assert again.due_at is not None


# ── the files ─────────────────────────────────────────────────────────────────────────────────


def test_a_ready_video_can_be_read_whole_and_in_part(bench: Workbench, tmp_path: Path) -> None:
    made = ready(bench, "Grüße / 上海")
    clip = bench.studio.clip(ANN, made.id)
    assert b"".join(clip.open()) == film()
    assert b"".join(clip.open(10, 20)) == film()[10:20]
    assert (clip.size, clip.media_type) == (len(film()), "video/mp4")
    assert made.video is not None
    assert clip.etag == made.video.sha256
    assert "filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%E4%B8%8A%E6%B5%B7.mp4" in content_disposition(
        clip.file_name
    )
    assert clip.path is not None
    assert clip.path.read_bytes() == film()
    poster = bench.studio.poster(ANN, made.id)
    assert b"".join(poster.open()).startswith(b"RIFF")
    assert poster.etag != clip.etag


def test_what_is_not_ready_has_no_clip(bench: Workbench) -> None:
    for generation_id in (bench.ask().id, "nothing", "../../etc/passwd"):
        with pytest.raises(GenerationNotFound):
            bench.studio.clip(ANN, generation_id)


def test_a_file_that_is_gone_is_a_sentence(bench: Workbench, tmp_path: Path) -> None:
    made = ready(bench)
    bench.studio.archive.delete(FILM.key(made.id))
    with pytest.raises(FileLost, match="missing from the archive"):
        bench.studio.clip(ANN, made.id)


def test_deleting_takes_row_film_and_poster(bench: Workbench, tmp_path: Path) -> None:
    made = ready(bench)
    bench.studio.delete(ANN, made.id)
    assert list(bench.studio.archive.list()) == []
    assert bench.studio.ledger.unfinished_deletions() == []
    with pytest.raises(GenerationNotFound):
        bench.studio.get(ANN, made.id)
    with pytest.raises(GenerationNotFound):
        bench.studio.delete(ANN, made.id)


def test_nobody_deletes_what_is_anothers(bench: Workbench, tmp_path: Path) -> None:
    made = ready(bench)
    with pytest.raises(GenerationNotFound):
        bench.studio.delete(BOB, made.id)
    assert bench.studio.clip(ANN, made.id).size == len(film())


def test_deleting_what_is_under_way_leaves_a_note_for_what_may_still_arrive(
    bench: Workbench,
) -> None:
    made = generating(bench.studio, ANN, provider=Provider.AIMLAPI)
    bench.studio.delete(ANN, made.id)
    assert bench.studio.ledger.unfinished_deletions() == [made.id]


def test_a_signed_link_is_for_one_clip_and_ends(bench: Workbench) -> None:
    studio = replace(bench.studio, clock=lambda: NOW)
    later = replace(bench.studio, clock=lambda: NOW + 2 * SECOND)
    made, other = bench.ask(), bench.ask()
    token = studio.sign_link(LinkTo.CLIP, [made.id], NOW + SECOND)
    assert studio.get(studio.linked(NOBODY, LinkTo.CLIP, [made.id], token), made.id) == made
    for viewer in (
        studio.linked(NOBODY, LinkTo.CLIP, [other.id], token),
        studio.linked(NOBODY, LinkTo.STAGE, [made.id], token),
        later.linked(NOBODY, LinkTo.CLIP, [made.id], token),
    ):
        assert viewer == NOBODY
    holds_it = studio.linked(NOBODY, LinkTo.CLIP, [made.id], token)
    with pytest.raises(GenerationNotFound):
        studio.get(holds_it, other.id)
    with pytest.raises(NotNow):
        studio.cancel(holds_it, made.id)


def test_a_storage_that_fails_on_a_delete_is_ended_by_the_tracker(
    bench: Workbench, tmp_path: Path
) -> None:
    """The folder turns into a file: nothing in it can be deleted."""
    made = ready(bench)
    folder = bench.studio.archive.path("")
    assert folder is not None
    aside = folder.with_name("aside")
    folder.rename(aside)
    folder.write_text("in the way")
    with pytest.raises(StorageError):
        bench.studio.delete(ANN, made.id)
    folder.unlink()
    aside.rename(folder)
    assert bench.studio.ledger.unfinished_deletions() == [made.id]
    bench.tracker.run_pass()
    eventually(lambda: bench.studio.ledger.unfinished_deletions() == [])
    assert list(bench.studio.archive.list()) == []
    bench.tracker.stop()
