"""Batches: many captions as one job: read, planned, begun, paused, cancelled, tried again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from lib.batch import PAID_AT_ONCE, Batch, BatchFilm, Plan, PlannedRow, Standing
from lib.errors import BatchNotFound, NotNow
from lib.format import PORTRAIT, Format
from lib.generation import Generation, Status
from lib.ledger import News
from lib.person import Action, Viewer, may
from lib.problem import Code
from lib.provider import Provider
from lib.request import VideoRequest
from lib.studio.batch_progress import DAMAGED, LETTERS, BatchProgress
from lib.studio.decide import what_a_cancel_means
from lib.studio.estimate import Estimate, in_words
from lib.studio.make import maker
from lib.studio.tables import Tables
from lib.template import SHANGHAI_DRONE_SHOW, Template

#: Batches that are offered to be opened again.
_RECENT: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOrder:
    """What shall be made: the planned rows, by whom, and what a person calls it."""

    plan: Plan
    provider: Provider
    name: str
    wording: str


class Batches(Tables):
    def start_batch(
        self,
        viewer: Viewer,
        order: BatchOrder,
        *,
        idempotency_key: str,
        address: str | None = None,
    ) -> Batch:
        """Write all of its films down, or none. The same key of the same person is the same batch.

        Raise NotNow if nothing in it can be made or this viewer may make none, TooMany, or
        StorageError.
        """
        owner, provider = maker(viewer), self._offered(order.provider)
        if not order.plan.films:
            raise NotNow(Code.BATCH_EMPTY)
        batch = Batch.new(
            owner=owner,
            idempotency_key=idempotency_key,
            name=order.name,
            wording=order.wording,
            provider=provider,
            refused=len(order.plan.refused),
            now=self.clock(),
        )
        asks = self._needs_a_yes(viewer, batch, order.plan.films)
        films = self._films(batch, order.plan.films, first=0, asks=asks)
        kept = self.ledger.add_batch(
            batch,
            films,
            limits=self.limits,
            address=self._hashed(address),
            news=self._asks_for(films, batch),
        )
        self.wake()
        return kept

    def add_rows(
        self, viewer: Viewer, batch_id: str, plan: Plan, *, address: str | None = None
    ) -> Batch:
        """Add the films of a plan behind those that there are. A request that is in it is left out.

        Where somebody else adds at the same time, both are added, one behind the other.
        """
        batch, where = self._own_batch(viewer, batch_id), self._hashed(address)
        while films := self._new_films(viewer, batch, plan):
            news = self._asks_for(films, batch)
            if self.ledger.add_to_batch(batch, films, limits=self.limits, address=where, news=news):
                break
        self.wake()
        return self._own_batch(viewer, batch_id)

    def batch(self, viewer: Viewer, batch_id: str) -> Batch:
        """Raise BatchNotFound, also for what this viewer may not see."""
        batch = self.ledger.batch(batch_id)
        if batch is None or not may(viewer, Action.SEE, batch):
            raise BatchNotFound(Code.BATCH_NOT_HERE)
        return batch

    def batches(self, viewer: Viewer) -> list[Batch]:
        """Return the viewer's own, newest first."""
        return self.ledger.batches_of(viewer.person, limit=_RECENT) if viewer.person else []

    def batch_films(self, viewer: Viewer, batch_id: str) -> list[BatchFilm]:
        """Return its films in the order of its rows."""
        self.batch(viewer, batch_id)
        return self.ledger.batch_films(batch_id)

    def standing(self, viewer: Viewer, batch_id: str) -> Standing:
        self.batch(viewer, batch_id)
        return self.ledger.standing(batch_id)

    def batch_progress(self, viewer: Viewer, batch_id: str) -> BatchProgress:
        """Return how far the whole is, and each; of thousands of films in one small answer."""
        batch = self.batch(viewer, batch_id)
        films = self.ledger.statuses_in_batch(batch_id)
        standing = Standing.of(Counter(film.status for film in films), None)
        return BatchProgress(
            standing=standing,
            states="".join(DAMAGED if film.is_damaged else LETTERS[film.status] for film in films),
            drawn={
                place: film.progress or 0.0
                for place, film in enumerate(films)
                if LETTERS[film.status] == "d"
            },
            time_left=self._time_left(batch, standing, waits=any(each.asks for each in films)),
            is_paused=batch.is_paused,
        )

    def pause_batch(self, viewer: Viewer, batch_id: str) -> None:
        """Begin none of its films any more. What is under way comes to its end."""
        self._own_batch(viewer, batch_id)
        self.ledger.pause_batch(batch_id, self.clock())

    def resume_batch(self, viewer: Viewer, batch_id: str) -> None:
        self._own_batch(viewer, batch_id)
        self.ledger.pause_batch(batch_id, None)
        self.wake()

    def cancel_rest(self, viewer: Viewer, batch_id: str) -> int:
        """Cancel what is not made yet, and keep what is. Return how many were cancelled."""
        self._own_batch(viewer, batch_id)
        cancelled = 0
        while under_way := self._under_way(batch_id):
            now = self.clock()
            changes = [(each, each.cancelled(what_a_cancel_means(each), now)) for each in under_way]
            cancelled += self.ledger.swap_several(changes)
        self.wake()
        return cancelled

    def retry_failed(self, viewer: Viewer, batch_id: str, *, address: str | None = None) -> int:
        """Try again what came to nothing, once for each. Return how many.

        What was cancelled stays so; a paid film that the API may still have is asked for again on its
        own page, where that costs nothing.
        """
        batch = self._own_batch(viewer, batch_id)
        films = (each.generation for each in self.ledger.batch_films(batch_id))
        stopped = [each for each in films if _is_to_be_retried(each)]
        if not stopped:
            return 0
        asks = self._is_to_be_asked(viewer, batch, (each.request for each in stopped))
        tries = {each.id: self._next_try(batch, each, asks=asks) for each in stopped}
        news, where = self._asks(list(tries.values()), batch), self._hashed(address)
        begun = self.ledger.retry_in_batch(
            batch, tries, limits=self.limits, address=where, news=news
        )
        self.wake()
        return begun

    def time_for(
        self, template: Template, provider: Provider, films: Mapping[Format, int], before: int = 0
    ) -> Estimate:
        """Return how long so many films of each format take, as many at a time as are made here.

        `before` films of others come first.
        """
        each = {one: self.usual_estimate(template, provider, one) for one in films}
        last = max(each.values(), key=lambda one: one.seconds)
        others = sum(each[one].seconds * count for one, count in films.items()) - last.seconds
        others += before * (last.seconds if last.other is None else last.other)
        count = before + sum(films.values()) - 1
        alone = replace(last, at_once=last.at_once or PAID_AT_ONCE, other=others / max(count, 1))
        return alone.after(count)

    # ── inside ────────────────────────────────────────────────────────────────────────────────

    def _time_left(self, batch: Batch, standing: Standing, *, waits: bool) -> str:
        if waits:
            return "waits for a yes"
        if not standing.left or batch.is_paused:
            return ""
        films = {PORTRAIT: standing.left}
        estimate = self.time_for(SHANGHAI_DRONE_SHOW, batch.provider, films)
        return f"about {in_words(estimate.seconds)} left"

    def _needs_a_yes(self, viewer: Viewer, batch: Batch, rows: Iterable[PlannedRow]) -> bool:
        requests = (row.request for row in rows if row.request is not None)
        return self._is_to_be_asked(viewer, batch, requests)

    def _is_to_be_asked(
        self, viewer: Viewer, batch: Batch, requests: Iterable[VideoRequest]
    ) -> bool:
        """Return whether all of these wait for a yes together."""
        counts = Counter(each.template for each in requests)
        return self.quote(viewer, batch.provider, counts, batch=batch).needs_approval

    def _asks_for(self, films: Sequence[BatchFilm], batch: Batch) -> News | None:
        return self._asks([each.generation for each in films], batch)

    def _own_batch(self, viewer: Viewer, batch_id: str) -> Batch:
        batch = self.batch(viewer, batch_id)
        if not may(viewer, Action.CHANGE, batch):
            raise NotNow(Code.BATCH_NOT_YOURS)
        return batch

    def _new_films(self, viewer: Viewer, batch: Batch, plan: Plan) -> list[BatchFilm]:
        known = self.ledger.batch_films(batch.id)
        requests = {film.generation.request for film in known}
        fresh = [row for row in plan.films if row.request not in requests]
        last = max((film.number for film in known), default=0)
        return self._films(batch, fresh, first=last, asks=self._needs_a_yes(viewer, batch, fresh))

    def _films(
        self, batch: Batch, rows: Iterable[PlannedRow], *, first: int, asks: bool
    ) -> list[BatchFilm]:
        """Number them on from `first`, in the order of the table."""
        return [
            BatchFilm(
                number=first + row.number,
                file_name=row.file_name,
                generation=self._film(
                    batch, row.request, f"{batch.id}:{first + row.number}", asks=asks
                ),
            )
            for row in rows
            if row.request is not None
        ]

    def _film(
        self,
        batch: Batch,
        request: VideoRequest,
        key: str,
        *,
        asks: bool,
        retry_of: str | None = None,
    ) -> Generation:
        return Generation.new(
            request,
            provider=batch.provider,
            owner=batch.owner,
            idempotency_key=key,
            now=self.clock(),
            retry_of=retry_of,
            batch_id=batch.id,
            needs_approval=asks,
        )

    def _next_try(self, batch: Batch, stopped: Generation, *, asks: bool) -> Generation:
        first, key = stopped.retry_of or stopped.id, f"{batch.id} after {stopped.id}"
        return self._film(batch, stopped.request, key, asks=asks, retry_of=first)

    def _under_way(self, batch_id: str) -> list[Generation]:
        """Leave out what was saved so far that to cancel it would lose a film that is made."""
        found = self.ledger.waiting_in_batch(batch_id)
        return [each for each in found if each.status is not Status.SAVING]


def _is_to_be_retried(generation: Generation) -> bool:
    may_still_come = generation.provider.charges and generation.can_be_checked_again
    is_cancelled = generation.status is Status.CANCELLED
    return generation.has_stopped and not may_still_come and not is_cancelled
