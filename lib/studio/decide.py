"""Decide: cancel, check again, settle what is unsure, delete."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from lib.audit import AuditEntry, Deed
from lib.errors import DiskFull, InvalidInput, NotNow, VideoApiError
from lib.generation import Generation, Status
from lib.person import Viewer
from lib.problem import Code, Problem
from lib.provider import Provider
from lib.studio.approve import Approving
from lib.studio.make import maker
from lib.video_api import parse_task_id

#: How long a deletion can be taken back.
TIME_TO_UNDO: Final = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class JustDeleted:
    """What one press has deleted, and until when it can be taken back."""

    ids: tuple[str, ...]
    until: datetime


class Decide(Approving):
    def cancel(self, viewer: Viewer, generation_id: str) -> Generation:
        """Stop following it, also while its film is fetched. Raise NotNow once the video is there.

        The tracker tells a provider that can be told to stop making it.
        """
        return self._change(viewer, generation_id, _cancelled)

    def recheck(self, viewer: Viewer, generation_id: str) -> Generation:
        """Ask the API once more about one that was given up, cancelled, lost or never confirmed."""

        def checked_again(generation: Generation, now: datetime) -> Generation:
            if generation.status is Status.UNCONFIRMED or generation.may_have_arrived:
                return generation.looked_up_again(Problem.of(Code.LOOKED_UP), now)
            return generation.resumed(now, deadline=self._deadline)

        return self._change(viewer, generation_id, checked_again)

    def resolve(
        self,
        viewer: Viewer,
        generation_id: str,
        *,
        task_id: str | None = None,
        send_again: bool = False,
    ) -> Generation:
        """Settle an unconfirmed one: it did arrive, under this id; or it shall be sent again.

        Sending again may be charged twice, so only a person decides that. The log is asked once
        more before it is sent.
        Raise InvalidInput for an id that cannot be its own, NotNow if it was settled meanwhile, or
        if only somebody who approves paid videos may send it again.
        """
        if (task_id is None) is not send_again:
            raise NotNow(Code.ONE_ANSWER)
        known = parse_task_id(task_id) if task_id is not None else None

        def settled(generation: Generation, now: datetime) -> Generation:
            if generation.status is not Status.UNCONFIRMED:
                raise NotNow(Problem.of(Code.STANDS_ELSEWHERE, status=generation.status))
            if known is None:
                if self.needs_approval(viewer, generation.request.template, generation.provider):
                    raise NotNow(Code.NEEDS_APPROVAL)
                return generation.sent_again(now, by_owner=True)
            self._refuse_anothers(known, generation.provider)
            return generation.submitted(known, now, poll=timedelta(0), deadline=self._deadline)

        return self._change(viewer, generation_id, settled)

    def delete(self, viewer: Viewer, generation_id: str) -> None:
        """Really delete it: the row and every rendition.

        The row goes first and leaves a note in the same commit; the files follow; then the note
        goes. A crash in between leaves the note, and the tracker ends what was begun. So does a
        video under way: it may be stored concurrently.
        """
        generation = self._changeable(viewer, generation_id)
        self._note_if_anothers(viewer, generation)
        self.remove(generation_id)

    def remove(self, generation_id: str) -> None:
        """Do what `delete` says, without asking who asks."""
        generation = self.ledger.get(generation_id)
        if generation is None:
            return
        self.ledger.delete(generation_id, self.clock())
        self.exporter.cancel_all(generation_id)
        self._forget_the_providers_copy(generation)
        self.archive.delete_all(generation_id)
        if generation.status.is_final:
            self.ledger.deletion_done(generation_id)

    def delete_soon(self, viewer: Viewer, *ids: str) -> None:
        """Hide these at once, and delete them when nobody takes that back in time.

        Without room on the disk to wait, delete them now. Raise NotNow for what is under way.
        """
        wanted = [self._changeable(viewer, generation_id) for generation_id in ids]
        if any(each.status.is_moving for each in wanted):
            raise NotNow(Code.STILL_BEING_MADE)
        try:
            self.ledger.delete_later(wanted, maker(viewer), self.clock() + TIME_TO_UNDO)
        except DiskFull:
            for each in wanted:
                self.delete(viewer, each.id)
        else:
            for each in wanted:
                self._note_if_anothers(viewer, each)
        self.wake()

    def deleted_just_now(self, viewer: Viewer) -> JustDeleted | None:
        """Return what this viewer deleted last and can still have back."""
        if viewer.person is None:
            return None
        pending = self.ledger.can_be_taken_back(viewer.person, self.clock())
        if not pending:
            return None
        until = max(pending.values())
        ids = tuple(each for each, due_at in pending.items() if due_at == until)
        return JustDeleted(ids, until)

    def undo_delete(self, viewer: Viewer, *ids: str) -> None:
        """Bring back what was deleted just now. Raise NotNow where it is gone for good."""
        person, now = viewer.person, self.clock()
        if person is None or self.ledger.take_back(ids, person, now) == 0:
            raise NotNow(Code.GONE_FOR_GOOD)

    # ── inside ────────────────────────────────────────────────────────────────────────────────

    @property
    def _deadline(self) -> timedelta:
        return timedelta(seconds=self.settings.deadline_seconds)

    def _note_if_anothers(self, viewer: Viewer, generation: Generation) -> None:
        """Note it in the audit when an admin deletes somebody else's film."""
        if viewer.person is not None and viewer.person != generation.owner:
            self.ledger.add_to_audit(
                AuditEntry(
                    at=self.clock(), actor=viewer.person, deed=Deed.DELETED_FILM,
                    person=generation.owner, facts={"film": generation.id},
                )
            )  # fmt: skip

    def _forget_the_providers_copy(self, generation: Generation) -> None:
        """Have the provider delete its copy; one that cannot be reached deletes it within minutes."""
        if generation.provider.can_cancel and generation.task_id:
            with contextlib.suppress(VideoApiError):
                self.apis[generation.provider].forget(generation.task_id)

    def _refuse_anothers(self, task_id: str, provider: Provider) -> None:
        """Raise InvalidInput for another generation's id: it would show one person another's film."""
        if self.ledger.knows_task(task_id, provider):
            raise InvalidInput(
                Code.TASK_ID_OF_ANOTHER,
                field="task_id",
                expected="the id of this very video",
                received=repr(task_id),
            )


def _cancelled(generation: Generation, now: datetime) -> Generation:
    """Cancel it, and tell its owner what that means for one that has come so far."""
    return generation.cancelled(what_a_cancel_means(generation), now)


def what_a_cancel_means(generation: Generation) -> Problem:
    if generation.status is Status.QUEUED:
        return Problem.of(Code.CANCELLED_UNSENT)
    if generation.provider.charges and generation.status is Status.SAVING:
        return Problem.of(Code.CANCELLED_TOO_LATE)
    if generation.provider.charges:
        return Problem.of(Code.CANCELLED_MAY_CHARGE)
    return Problem.of(Code.CANCELLED_FREE)
