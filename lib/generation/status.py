"""Status: where a generation stands. Reason: why it stands there."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Status(StrEnum):
    """The value is the word in the database."""

    QUEUED = "queued"  # written down, not sent yet: costs nothing
    SUBMITTING = "submitting"  # the right to send, once; found here after a crash: unconfirmed
    GENERATING = "generating"  # the API has it, under task_id
    SAVING = "saving"  # the API is done; the file is not ours yet
    READY = "ready"  # the file is in the archive, checked
    FAILED = "failed"  # will not come; the reason says why
    UNCONFIRMED = "unconfirmed"  # a paid POST whose answer was lost: never sent again by itself
    CANCELLED = "cancelled"  # we stopped following it, and the engine stopped making it

    @property
    def is_final(self) -> bool:
        """True where nothing happens any more unless a person asks for it."""
        return self in {Status.READY, Status.FAILED, Status.CANCELLED}

    @property
    def is_moving(self) -> bool:
        """True where the tracker takes the next step by itself."""
        return self in {Status.QUEUED, Status.SUBMITTING, Status.GENERATING, Status.SAVING}


class Reason(StrEnum):
    """The value is the word in the database. No reason: everything goes its ordinary way."""

    # queued
    ASKED_FOR = "asked_for"  # a paid one, which waits until somebody who may says yes or no
    NOT_SENT = "not_sent"  # a submit surely did not arrive, or was put off: it is sent again
    SENT_AGAIN = "sent_again"  # its owner's word: the log is asked once more before it is sent
    # queued or saving
    NO_ROOM = "no_room"  # a disk of ours is full: it goes on once there is room
    # generating or saving
    DELAYED = "delayed"  # a check or a download failed for now: it is tried again
    # ready, but damaged
    FILE_MISSING = "file_missing"  # the archive has lost its file
    FILE_ALTERED = "file_altered"  # the archive holds another file than was stored
    NOT_RESTORED = "not_restored"  # its lost file was fetched again, in vain
    # failed
    REFUSED = "refused"  # the API said no to the submit: nothing was charged
    TIMED_OUT = "timed_out"  # nobody said no: the video may be there by now
    TASK_LOST = "task_lost"  # the API does not know the task any more
    NOT_MADE = "not_made"  # the API tried and failed
    BAD_VIDEO = "bad_video"  # what was delivered is no playable video
    # unconfirmed
    ANSWER_LOST = "answer_lost"  # it may have arrived: it is looked up in the API's log
    NOT_IN_LOG = "not_in_log"  # looked up in vain: its owner decides
    ID_UNKNOWN = "id_unknown"  # the API never knew the id: its owner decides
    ID_TAKEN = "id_taken"  # the API gave the id of another generation: its owner decides
    # cancelled
    DECLINED = "declined"  # somebody said no
    CALLED_OFF = "called_off"  # no task is known, and none can cost anything
    MAY_HAVE_ARRIVED = "may_have_arrived"  # cancelled during a paid POST: the log may know it
    ACCEPTED = "accepted"  # the API has it and cannot be told to stop: it can be fetched
    TO_BE_DROPPED = "to_be_dropped"  # the API has it and is still to be told to stop


#: Which reasons go with which status; None: no reason.
REASONS: Final[dict[Status, frozenset[Reason | None]]] = {
    Status.QUEUED: frozenset(
        {None, Reason.ASKED_FOR, Reason.NOT_SENT, Reason.SENT_AGAIN, Reason.NO_ROOM}
    ),
    Status.SUBMITTING: frozenset({None}),
    Status.GENERATING: frozenset({None, Reason.DELAYED}),
    Status.SAVING: frozenset({None, Reason.DELAYED, Reason.NO_ROOM}),
    Status.READY: frozenset({None, Reason.FILE_MISSING, Reason.FILE_ALTERED, Reason.NOT_RESTORED}),
    Status.FAILED: frozenset(
        {Reason.REFUSED, Reason.TIMED_OUT, Reason.TASK_LOST, Reason.NOT_MADE, Reason.BAD_VIDEO}
    ),
    Status.UNCONFIRMED: frozenset(
        {Reason.ANSWER_LOST, Reason.NOT_IN_LOG, Reason.ID_UNKNOWN, Reason.ID_TAKEN}
    ),
    Status.CANCELLED: frozenset(
        {
            Reason.DECLINED,
            Reason.CALLED_OFF,
            Reason.MAY_HAVE_ARRIVED,
            Reason.ACCEPTED,
            Reason.TO_BE_DROPPED,
        }
    ),
}
