"""A paid video waits until somebody who may says yes; nobody else can, and nothing is sent before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from lib.batch import Batch, Plan, Wording
from lib.charge import BEFORE_ANY_FILM, CREDITS_A_DOLLAR, dollars
from lib.errors import BatchNotFound, NotNow
from lib.generation import Generation, Reason, Status
from lib.person import Role, Viewer
from lib.problem import Code, Problem
from lib.provider import Provider
from lib.request import VideoRequest
from lib.studio import LONGEST_WORD, BatchOrder, Studio
from lib.text import say
from tests.viewers import ANN, BOB
from tests.web.furnished import furnished, left_to_its_owner, moved, queued

BOSS = replace(BOB, role=Role.APPROVER)


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with furnished(tmp_path, engine=False, paid=True) as opened:
        hook = "https://hooks.example/skylit"
        settings = replace(opened.settings, approval_over=0.0, webhook_url=hook)
        yield replace(opened, settings=settings)


def over(studio: Studio, dollars: float | None) -> Studio:
    return replace(studio, settings=replace(studio.settings, approval_over=dollars))


def ask(studio: Studio, viewer: Viewer = ANN, words: str = "Hello") -> Generation:
    return queued(studio, viewer, words, Provider.AIMLAPI)


def test_what_is_asked_for_is_not_due_until_somebody_says_yes(studio: Studio) -> None:
    asked = ask(studio)
    assert (asked.reason, asked.due_at) == (Reason.ASKED_FOR, None)
    assert studio.ledger.next_due(Provider.AIMLAPI, [Status.QUEUED], asked.created_at) is None
    assert [each.film for each in studio.asked_for(BOSS)] == [asked]
    approved = studio.approve(BOSS, asked.id, "Go for it")
    assert approved.due_at is not None
    assert "Go for it" in say(approved.problem)
    assert studio.asked_for(BOSS) == []


def test_a_no_sends_nothing_costs_nothing_and_is_told_with_its_word(studio: Studio) -> None:
    declined = studio.decline(BOSS, ask(studio).id, "Use the free one")
    assert (declined.status, declined.reason) == (Status.CANCELLED, Reason.DECLINED)
    told = say(studio.get(ANN, declined.id).problem)
    assert "Use the free one" in told
    assert "nothing was charged" in told
    assert studio.ledger.spent(f"{studio.clock():%Y-%m}") == 0


def test_the_word_stays_in_the_timeline_after_the_video_went_on(studio: Studio) -> None:
    approved = studio.approve(BOSS, ask(studio).id, "Go for it")
    moved(studio, approved, approved.submitting(approved.updated_at))
    events = studio.detail(ANN, approved.id).events
    assert [each.status for each in events] == [Status.QUEUED, Status.QUEUED, Status.SUBMITTING]
    assert "Go for it" in say(events[1].problem)


@pytest.mark.parametrize("viewer", [ANN, BOB, Viewer(None), Viewer(None, sees_all=True)])
def test_nobody_else_says_yes_or_sees_what_waits(studio: Studio, viewer: Viewer) -> None:
    asked = ask(studio)
    for act in (studio.approve, studio.decline):
        with pytest.raises(NotNow, match="approve paid videos"):
            act(viewer, asked.id)
    with pytest.raises(NotNow):
        studio.asked_for(viewer)
    assert studio.get(ANN, asked.id) == asked


def test_what_was_decided_is_not_decided_again(studio: Studio) -> None:
    asked = ask(studio)
    studio.approve(BOSS, asked.id)
    for act in (studio.approve, studio.decline):
        with pytest.raises(NotNow):
            act(BOSS, asked.id)


def test_its_owner_can_still_take_it_back(studio: Studio) -> None:
    asked = ask(studio)
    assert studio.cancel(ANN, asked.id).cost_nothing
    with pytest.raises(NotNow):
        studio.approve(BOSS, asked.id)


def test_an_approver_is_not_asked_and_the_free_engine_never_is(studio: Studio) -> None:
    assert not ask(studio, BOSS).waits_for_approval
    assert not queued(studio, ANN).waits_for_approval
    assert not ask(over(studio, None)).waits_for_approval


def test_only_what_costs_more_than_the_limit_waits(studio: Studio) -> None:
    paid = ask(over(studio, None))
    making = paid.submitting(paid.created_at).submitted(
        "task", paid.created_at, poll=timedelta(0), deadline=timedelta(1)
    )
    sent = paid.submitting(paid.created_at)
    moved(studio, paid, sent, making, making.completed(2.0 * CREDITS_A_DOLLAR, paid.created_at))
    assert ask(over(studio, 1.99), words="Dear").waits_for_approval
    assert not ask(over(studio, 2.0), words="Cheap").waits_for_approval


def test_a_retry_is_asked_for_anew(studio: Studio) -> None:
    declined = studio.decline(BOSS, ask(studio).id)
    assert studio.retry(ANN, declined.id, "again").waits_for_approval


def test_a_lost_one_is_sent_again_by_an_approver_alone(studio: Studio) -> None:
    lost = left_to_its_owner(over(studio, None), ANN)
    with pytest.raises(NotNow) as refused:
        studio.resolve(ANN, lost.id, send_again=True)
    assert refused.value.problem.code is Code.NEEDS_APPROVAL


def test_a_long_or_odd_word_is_cut_and_tidied(studio: Studio) -> None:
    declined = studio.decline(BOSS, ask(studio).id, "No\0 \ud800" + "x" * 1000)
    assert declined.problem is not None
    word = str(declined.problem.params["word"])
    assert len(word) == LONGEST_WORD
    assert word.startswith("No xxx")


def test_a_cookie_proves_an_approver_until_it_ends(studio: Studio) -> None:
    later = studio.clock() + timedelta(hours=1)
    token = studio.approvers.token(later)
    cookies = {studio.approvers.cookie_name(secure=False): token}
    assert studio.as_approver(ANN, cookies).role is Role.APPROVER
    for other in ({}, {"skylit_approver": token}, {next(iter(cookies)): f"{token}x"}):
        assert studio.as_approver(ANN, other) == ANN
    after = replace(studio, clock=lambda: later + timedelta(seconds=1))
    assert after.as_approver(ANN, cookies) == ANN


def test_a_request_that_needs_a_yes_is_the_same_after_it_was_read_back(studio: Studio) -> None:
    asked = ask(studio)
    assert studio.ledger.get(asked.id) == asked
    assert VideoRequest.parse("Hello") == asked.request


# ── a batch gets one answer ──────────────────────────────────────────────────────────────────


def begin(studio: Studio, viewer: Viewer = ANN, rows: str = "Ann\nBo\nCy") -> Batch:
    table = studio.read_table(f"name\n{rows}\n".encode())
    words = Wording.parse("Hi {name}", table)
    plan = Plan.of(table, words, Provider.AIMLAPI)
    order = BatchOrder(plan=plan, provider=Provider.AIMLAPI, name="shops", wording=words.text)
    return studio.start_batch(viewer, order, idempotency_key=rows)


def reasons(studio: Studio, batch: Batch) -> set[Reason | None]:
    return {film.generation.reason for film in studio.batch_films(ANN, batch.id)}


def test_a_batch_is_asked_for_as_a_whole_and_a_yes_sends_all_of_it(studio: Studio) -> None:
    batch = begin(studio)
    assert reasons(studio, batch) == {Reason.ASKED_FOR}
    assert studio.batch_progress(ANN, batch.id).time_left == "waits for a yes"
    (asked,) = studio.asked_for(BOSS)
    assert (asked.id, asked.words, asked.films) == (batch.id, "Hi {name}", 3)
    assert asked.credits == 3 * BEFORE_ANY_FILM
    assert studio.count_asked_for(BOSS) == 1
    assert studio.approve_batch(BOSS, batch.id, "Go") == 3
    assert reasons(studio, batch) == {None}
    assert all(film.generation.due_at for film in studio.batch_films(ANN, batch.id))


def test_a_no_ends_a_batch_that_has_cost_nothing(studio: Studio) -> None:
    batch = begin(studio)
    assert studio.decline_batch(BOSS, batch.id, "Too dear") == 3
    assert reasons(studio, batch) == {Reason.DECLINED}
    assert studio.standing(ANN, batch.id).is_over
    assert studio.ledger.spent_on(batch.id) == 0
    with pytest.raises(NotNow, match="already"):
        studio.approve_batch(BOSS, batch.id)


def test_nobody_else_says_yes_to_a_batch(studio: Studio) -> None:
    batch = begin(studio)
    for act in (studio.approve_batch, studio.decline_batch):
        with pytest.raises(NotNow):
            act(ANN, batch.id)
    with pytest.raises(BatchNotFound):
        studio.approve_batch(BOSS, "no such batch")
    assert studio.count_asked_for(ANN) == 0
    assert reasons(studio, batch) == {Reason.ASKED_FOR}


def test_a_batch_counts_with_what_all_of_it_costs(studio: Studio) -> None:
    one = dollars(BEFORE_ANY_FILM)
    assert reasons(over(studio, one * 3), begin(over(studio, one * 3))) == {None}
    dear = begin(over(studio, one * 3), rows="Di\nEd\nFay\nGus")
    assert reasons(studio, dear) == {Reason.ASKED_FOR}


def test_rows_added_and_tried_again_are_asked_for_with_what_the_batch_has_cost(
    studio: Studio,
) -> None:
    cheap = over(studio, dollars(BEFORE_ANY_FILM) * 3)
    batch = begin(cheap)
    table = studio.read_table(b"name\nDi\n")
    cheap.add_rows(ANN, batch.id, Plan.of(table, Wording.parse("Hi {name}", table), batch.provider))
    assert reasons(studio, batch) == {None, Reason.ASKED_FOR}
    first = studio.batch_films(ANN, batch.id)[0].generation
    sent = first.submitting(first.created_at)
    no = sent.failed(Reason.REFUSED, Problem.told("No."), first.created_at)
    moved(studio, first, sent, no)
    assert studio.retry_failed(ANN, batch.id) == 1
    assert studio.batch_films(ANN, batch.id)[0].generation.waits_for_approval


def test_an_approver_begins_a_batch_without_a_question(studio: Studio) -> None:
    films = studio.batch_films(BOSS, begin(studio, BOSS).id)
    assert not any(film.generation.waits_for_approval for film in films)


# ── and is told to the other ─────────────────────────────────────────────────────────────────


def told(studio: Studio) -> list[tuple[str, str]]:
    """What waits to be told: the event, and its text."""
    later = studio.clock() + timedelta(minutes=1)
    found = studio.ledger.due_messages(later, limit=100)
    return sorted((each.event, json.loads(each.body)["text"]) for each in found)


def test_asked_for_and_answered_are_told_by_webhook(studio: Studio) -> None:
    studio.approve(BOSS, ask(studio).id, "Go <!channel>")
    batch = begin(studio)
    studio.decline_batch(BOSS, batch.id)
    answered, refused, film, whole = told(studio)
    assert refused == ("approval.answered", "Yes to “Hello” — Go &lt;!channel&gt;.")
    assert answered == ("approval.answered", "No to “Hi {name}”, 3 films.")
    assert film == ("approval.asked", "Somebody asks for a yes: “Hello”, about $0.53.")
    assert whole == (
        "approval.asked", "Somebody asks for a yes: “Hi {name}”, 3 films, about $1.57.",
    )  # fmt: skip


def test_what_was_asked_for_twice_is_told_once(studio: Studio) -> None:
    assert begin(studio) == begin(studio)
    assert len(told(studio)) == 1


def test_nothing_is_told_without_a_webhook_or_where_nobody_is_asked(studio: Studio) -> None:
    silent = replace(studio, settings=replace(studio.settings, webhook_url=None))
    silent.approve(BOSS, ask(silent).id)
    ask(studio, BOSS)
    queued(studio, ANN)
    assert told(studio) == []
