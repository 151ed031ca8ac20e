"""The reason of a row that an earlier Skylit wrote, which had no column for it.

An earlier Skylit may go on beside this one while an upgrade rolls, so such rows are met at any
time. Revision 0003 writes the same into the rows that it finds; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lib.generation import Reason, Status
from lib.provider import Provider


def reason_of(row: Mapping[str, Any]) -> Reason | None:  # noqa: PLR0911  # one for each status
    """Tell the reason from the columns that combined to say it."""
    match Status(row["status"]):
        case Status.QUEUED:
            return Reason.NOT_SENT if row["problem"] is not None else None
        case Status.SUBMITTING:
            return None
        case Status.GENERATING | Status.SAVING:
            return Reason.DELAYED if row["problem"] is not None else None
        case Status.READY:
            return Reason.FILE_MISSING if row["problem"] is not None else None
        case Status.FAILED if row["deadline_at"] is not None:
            return Reason.TIMED_OUT
        case Status.FAILED:
            return Reason.REFUSED if row["task_id"] is None else Reason.NOT_MADE
        case Status.UNCONFIRMED:
            return Reason.NOT_IN_LOG if row["due_at"] is None else Reason.ANSWER_LOST
        case Status.CANCELLED:
            return _of_a_cancelled(row)


def _of_a_cancelled(row: Mapping[str, Any]) -> Reason:
    free = row["provider"] == Provider.BUILTIN.value
    if row["task_id"] is not None:
        return Reason.TO_BE_DROPPED if free else Reason.ACCEPTED
    sent = row["submitted_at"] is not None and not free
    return Reason.MAY_HAVE_ARRIVED if sent else Reason.CALLED_OFF
