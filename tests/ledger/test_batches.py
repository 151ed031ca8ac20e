"""A batch is written down whole or not at all, keeps nobody waiting, and is told of once."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lib.batch import Batch, BatchFilm, Table, TableDraft
from lib.errors import TooMany
from lib.generation import Generation, Reason, Status
from lib.ledger import Ledger, Limits
from lib.person import Person
from lib.problem import Code, Problem
from lib.provider import Provider
from lib.request import VideoRequest

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LATER = NOW + 900 * SECOND
ANN, BOB = Person("ann"), Person("bob")


def batch_of(owner: Person = ANN, key: str = "key", provider: Provider = Provider.BUILTIN) -> Batch:
    return Batch.new(
        owner=owner, idempotency_key=key, name="shops.csv", wording="Hi {name}",
        provider=provider, refused=0, now=NOW,
    )  # fmt: skip


def films_of(batch: Batch, count: int, *, first: int = 1) -> list[BatchFilm]:
    return [
        BatchFilm(number=number, file_name="", generation=film(batch, number))
        for number in range(first, first + count)
    ]


def film(batch: Batch, number: int) -> Generation:
    return Generation.new(
        VideoRequest.parse(f"Hi {number}"), provider=batch.provider, owner=batch.owner,
        idempotency_key=f"{batch.id}:{number}", now=NOW + number * SECOND, batch_id=batch.id,
    )  # fmt: skip


def written(ledger: Ledger, count: int, owner: Person = ANN, key: str = "key") -> Batch:
    batch = batch_of(owner, key)
    return ledger.add_batch(batch, films_of(batch, count))


def single(ledger: Ledger, owner: Person) -> Generation:
    return ledger.add(
        Generation.new(
            VideoRequest.parse("Alone"), provider=Provider.BUILTIN, owner=owner,
            idempotency_key="alone", now=NOW + 500 * SECOND,
        )
    )  # fmt: skip


def taken_up(ledger: Ledger, *, limit: int = 2, in_batches: int | None = None) -> list[Generation]:
    """Take the next ones up, as the tracker does."""
    found = ledger.due(
        Provider.BUILTIN, [Status.QUEUED], LATER, limit=limit, at_once=4, in_batches=in_batches
    )
    for each in found:
        assert ledger.swap(each, each.submitting(LATER))
    return found


def failed(ledger: Ledger, generation: Generation) -> None:
    submit = generation.submitting(LATER)
    assert ledger.swap(generation, submit)
    no = submit.failed(Reason.REFUSED, Problem.of(Code.REFUSED), LATER)
    assert ledger.swap(submit, no)


def test_a_batch_is_there_with_all_of_its_films(ledger: Ledger) -> None:
    batch = written(ledger, 600)
    films = ledger.batch_films(batch.id)
    assert [film.number for film in films] == list(range(1, 601))
    assert films[0].generation.batch_id == batch.id
    assert (ledger.standing(batch.id).waiting, ledger.standing(batch.id).total) == (600, 600)
    assert ledger.batch(batch.id) == batch
    assert ledger.batches_of(ANN, limit=5) == [batch]


def test_the_same_key_is_the_same_batch(ledger: Ledger) -> None:
    first = written(ledger, 3)
    again = written(ledger, 3)
    assert again == first
    assert ledger.standing(first.id).total == 3
    assert written(ledger, 3, BOB) != first


def test_two_presses_at_once_make_one_batch(ledger: Ledger) -> None:
    found = list[Batch]()
    threads = [threading.Thread(target=lambda: found.append(written(ledger, 50))) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len({each.id for each in found}) == 1
    assert ledger.standing(found[0].id).total == 50


def test_nothing_is_written_where_one_row_cannot_be(ledger: Ledger) -> None:
    batch = batch_of()
    films = films_of(batch, 600)
    twice = replace(films[-1], generation=films[0].generation)
    with pytest.raises(Exception, match=r"."):
        ledger.add_batch(batch, [*films[:-1], twice])
    assert ledger.batch(batch.id) is None
    assert list(ledger.in_status(Status.QUEUED)) == []


def test_each_paid_film_of_a_batch_counts_for_the_day(ledger: Ledger) -> None:
    limits = Limits(paid_per_day=10)
    batch = batch_of(provider=Provider.AIMLAPI)
    ledger.add_batch(batch, films_of(batch, 6), limits=limits)
    other = batch_of(BOB, provider=Provider.AIMLAPI)
    with pytest.raises(TooMany, match="used up"):
        ledger.add_batch(other, films_of(other, 5), limits=limits)
    assert ledger.batch(other.id) is None
    assert ledger.add_batch(other, films_of(other, 4), limits=limits) == other


def test_a_batch_is_one_request_of_the_minute(ledger: Ledger) -> None:
    limits = Limits(per_minute=2)
    for key in ("one", "two"):
        batch = batch_of(key=key)
        ledger.add_batch(batch, films_of(batch, 30), limits=limits)
    third = batch_of(key="three")
    with pytest.raises(TooMany):
        ledger.add_batch(third, films_of(third, 1), limits=limits)


def test_who_wants_one_film_is_next_though_a_batch_came_before(ledger: Ledger) -> None:
    written(ledger, 100)
    assert len(taken_up(ledger)) == 2
    for owner in (BOB, ANN):  # also somebody whose own batch it is
        alone = single(ledger, owner)
        assert taken_up(ledger)[0].id == alone.id


def test_batches_together_have_no_more_than_so_many_under_way(ledger: Ledger) -> None:
    written(ledger, 10)
    written(ledger, 10, BOB)
    assert len(taken_up(ledger, limit=9, in_batches=3)) == 3
    assert taken_up(ledger, limit=9, in_batches=3) == []


def test_batches_take_turns_and_each_goes_in_the_order_of_its_rows(ledger: Ledger) -> None:
    written(ledger, 10)
    assert [each.caption.text for each in taken_up(ledger)] == ["Hi 1", "Hi 2"]
    written(ledger, 10, BOB)
    owners = [each.owner.id for each in taken_up(ledger, limit=6)]
    assert owners[:2] == ["bob", "bob"]
    assert Counter(owners) == {"bob": 4, "ann": 2}


def test_a_paused_batch_waits_and_then_goes_on(ledger: Ledger) -> None:
    batch = written(ledger, 5)
    ledger.pause_batch(batch.id, NOW)
    assert taken_up(ledger) == []
    ledger.pause_batch(batch.id, None)
    assert len(taken_up(ledger)) == 2


def test_several_are_changed_in_one_go_and_only_if_they_still_stand_there(ledger: Ledger) -> None:
    batch = written(ledger, 5)
    waiting = ledger.waiting_in_batch(batch.id)
    taken_up(ledger)
    stop = Problem.of(Code.CANCELLED_UNSENT)
    assert ledger.swap_several([(each, each.cancelled(stop, LATER)) for each in waiting]) == 3
    standing = ledger.standing(batch.id)
    assert (standing.cancelled, standing.drawn, standing.waiting) == (3, 2, 0)


def test_a_new_try_takes_the_place_of_the_one_that_failed_once(ledger: Ledger) -> None:
    batch = written(ledger, 3)
    first = ledger.batch_films(batch.id)[0].generation
    failed(ledger, first)
    tries = [replace(film(batch, 1), id=f"try {n}", idempotency_key=f"try {n}") for n in "ab"]
    assert ledger.retry_in_batch(batch, {first.id: tries[0]}) == 1
    assert ledger.retry_in_batch(batch, {first.id: tries[1]}) == 0
    assert ledger.batch_films(batch.id)[0].generation.id == "try a"
    assert ledger.standing(batch.id).total == 3


def test_rows_are_added_later_once(ledger: Ledger) -> None:
    batch = written(ledger, 3)
    more = films_of(batch, 2, first=4)
    assert ledger.add_to_batch(batch, more)
    assert not ledger.add_to_batch(batch, films_of(batch, 2, first=4))
    assert ledger.standing(batch.id).total == 5


def test_the_end_of_a_batch_is_noted_once_and_again_after_more(ledger: Ledger) -> None:
    batch = written(ledger, 2)
    assert ledger.finish_batches(LATER) == []
    for each in ledger.waiting_in_batch(batch.id):
        failed(ledger, each)
    assert [each.id for each in ledger.finish_batches(LATER)] == [batch.id]
    assert ledger.finish_batches(LATER) == []
    ledger.add_to_batch(batch, films_of(batch, 1, first=3))
    assert ledger.finish_batches(LATER) == []
    failed(ledger, ledger.waiting_in_batch(batch.id)[0])
    assert [each.id for each in ledger.finish_batches(LATER)] == [batch.id]


def test_a_deleted_film_leaves_its_batch(ledger: Ledger) -> None:
    batch = written(ledger, 3)
    ledger.delete(ledger.batch_films(batch.id)[0].generation.id, NOW)
    assert [film.number for film in ledger.batch_films(batch.id)] == [2, 3]


def test_what_waits_in_a_batch_stands_before_nobody(ledger: Ledger) -> None:
    written(ledger, 50)
    taken_up(ledger)
    alone = single(ledger, BOB)
    assert ledger.in_line(Provider.BUILTIN) == 3
    assert ledger.in_line(Provider.BUILTIN, before=alone) == 2
    assert [each.id for each in ledger.unfinished(BOB)] == [alone.id]
    assert len(ledger.under_way()) == 3


def test_a_table_is_kept_until_it_is_one_of_many_or_old(ledger: Ledger) -> None:
    table = Table(("name",), (("Ann",), ("Bo",)))
    drafts = [TableDraft.new(ANN, f"{number}.csv", table) for number in range(7)]
    for number, draft in enumerate(drafts):
        ledger.keep_table(draft, NOW + number * SECOND)
    assert [ledger.table_draft(each.id) is not None for each in drafts] == [False] * 2 + [True] * 5
    mended = replace(drafts[-1], table=table.with_cell(1, 0, "Bob"))
    ledger.keep_table(mended, NOW + 60 * SECOND)
    assert ledger.table_draft(mended.id) == mended
    ledger.keep_table(TableDraft.new(BOB, "", table), NOW + timedelta(days=8))
    assert ledger.table_draft(mended.id) is None
