"""What is unsure is never paid for twice, and never shows one person another person's video."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from lib.generation import Generation, Reason, Status
from lib.provider import Provider
from lib.text import say
from tests.hostile_api import TASK, HostileApi, accepts, drops, knows, says
from tests.viewers import ANN, BOB
from tests.workbench import IMPATIENT, Workbench, close, studio_in

SAME_ID = says(200, {"id": TASK, "status": "queued"})
HOUR = timedelta(hours=1)


def taken(bench: Workbench, generation: Generation) -> Generation:
    bench.steps.take(bench.see(generation))
    return bench.see(generation)


def test_one_id_for_two_posts_leaves_the_second_unsure(api: HostileApi, bench: Workbench) -> None:
    api.submit = [SAME_ID]
    anns, bobs = bench.ask("Ann's words"), bench.ask("Bob's words", viewer=BOB)
    assert taken(bench, anns).task_id == TASK
    second = taken(bench, bobs)
    assert (second.status, second.reason, second.task_id) == (
        Status.UNCONFIRMED, Reason.ID_TAKEN, None,
    )  # fmt: skip
    assert second.due_at is None
    assert "of another video" in say(second.problem)
    assert len(api.posts) == 2


def test_one_id_in_the_log_for_two_lost_posts_leaves_the_second_unsure(
    api: HostileApi, bench: Workbench
) -> None:
    api.submit = [drops]
    both = [bench.ask("First"), bench.ask("Second", viewer=BOB)]
    for each in both:
        taken(bench, each)
    api.logs = [
        says(200, {"data": [
            {"client_request_id": each.client_request_id, "inference_id": TASK} for each in both
        ]})
    ]  # fmt: skip
    first, second = (taken(bench, each) for each in both)
    assert (first.status, first.task_id) == (Status.GENERATING, TASK)
    assert (second.status, second.reason) == (Status.UNCONFIRMED, Reason.ID_TAKEN)


def test_a_free_engine_that_repeats_an_id_is_simply_asked_again(
    api: HostileApi, bench: Workbench
) -> None:
    api.submit = [SAME_ID, SAME_ID, accepts]
    first, second = (bench.ask(words, Provider.BUILTIN) for words in ("One", "Two"))
    assert taken(bench, first).task_id == TASK
    assert taken(bench, second).status is Status.QUEUED
    assert taken(bench, second).status is Status.GENERATING
    assert bench.see(second).task_id != TASK


@pytest.fixture
def patient(api: HostileApi, tmp_path: Path) -> Workbench:
    """Its look-ups are over after one; late ones follow."""
    policy = replace(IMPATIENT, look_ups=(timedelta(0),), late_look_ups=(timedelta(0), HOUR))
    return studio_in(tmp_path, api.url, policy=policy)


def asks_its_owner(bench: Workbench, api: HostileApi) -> Generation:
    api.submit = [drops, accepts]
    asked = bench.ask()
    taken(bench, asked)
    found = taken(bench, asked)
    assert (found.status, found.reason) == (Status.UNCONFIRMED, Reason.NOT_IN_LOG)
    return found


def test_a_task_found_late_is_followed_and_no_longer_asked_about(
    api: HostileApi, patient: Workbench
) -> None:
    asked = asks_its_owner(patient, api)
    assert asked.due_at is not None
    api.logs = [knows(api.posts)]
    found = taken(patient, asked)
    assert (found.status, found.reason, found.problem) == (Status.GENERATING, None, None)
    assert len(api.posts) == 1
    close(patient)


def test_the_log_is_looked_at_ever_more_seldom_and_at_last_no_more(
    api: HostileApi, patient: Workbench
) -> None:
    asked = asks_its_owner(patient, api)
    seldom = taken(patient, asked)
    assert seldom.due_at is not None
    assert seldom.due_at - seldom.updated_at == HOUR
    assert taken(patient, asked).due_at is None
    close(patient)


def test_before_it_is_sent_again_the_log_is_asked_once_more(
    api: HostileApi, patient: Workbench
) -> None:
    asked = asks_its_owner(patient, api)
    again = patient.studio.resolve(ANN, asked.id, send_again=True)
    assert (again.status, again.reason) == (Status.QUEUED, Reason.SENT_AGAIN)
    api.logs = [knows(api.posts)]
    assert taken(patient, asked).status is Status.GENERATING
    assert len(api.posts) == 1
    close(patient)


def test_what_the_log_still_does_not_have_is_sent_again_as_its_owner_said(
    api: HostileApi, patient: Workbench
) -> None:
    asked = asks_its_owner(patient, api)
    patient.studio.resolve(ANN, asked.id, send_again=True)
    assert taken(patient, asked).status is Status.GENERATING
    assert len(api.posts) == 2
    close(patient)
