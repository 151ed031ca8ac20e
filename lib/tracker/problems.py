"""What the tracker tells a generation's owner: what happened, what it costs, what to do."""

from __future__ import annotations

from lib.errors import (
    BadKey,
    BadRequest,
    BadVideo,
    OutOfCredits,
    Refused,
    UnknownTask,
    VideoApiError,
)
from lib.generation import Generation, Status
from lib.problem import Code, Problem
from lib.video_api import GenerationFailed

INTERRUPTED = Problem.of(Code.INTERRUPTED)
MISTAKE_WHILE_SENDING = Problem.of(Code.MISTAKE_WHILE_SENDING)
CANCELLED_IN_TIME = Problem.of(Code.CANCELLED_IN_TIME)
TASK_UNKNOWN = Problem.of(Code.TASK_UNKNOWN)
TAKEN_BACK = Problem.of(Code.TAKEN_BACK)
OUR_MISTAKE = Problem.of(Code.OUR_MISTAKE)


def waits_in_line(cause: Problem) -> Problem:
    """It was not sent. It will be, once the cause is over."""
    return Problem.of(Code.WAITS_IN_LINE, cause=cause)


def asked_again(generation: Generation, error: VideoApiError) -> Problem:
    """The API has it, so it is not sent again, whatever keeps the API from answering."""
    saving = generation.status is Status.SAVING
    return Problem.of(Code.FETCHED_AGAIN if saving else Code.ASKED_AGAIN, cause=error.problem)


def refused(error: Refused) -> Problem:
    match error:
        case BadRequest():
            return Problem.of(Code.CAPTION_REFUSED, cause=error.problem)
        case UnknownTask():
            return Problem.of(Code.WRONG_ADDRESS)
        case BadKey() | OutOfCredits():
            return Problem.of(Code.ACCOUNT_REFUSED, cause=error.problem)
        case _:
            return Problem.of(Code.REFUSED, cause=error.problem)


def looked_up(cause: Problem | None = None) -> Problem:
    return Problem.of(Code.LOOKED_UP, cause=cause)


def not_in_log(generation: Generation) -> Problem:
    return Problem.of(Code.NOT_IN_LOG, moment=generation.updated_at.isoformat())


def id_unknown(generation: Generation) -> Problem:
    return Problem.of(Code.ID_UNKNOWN, provider=generation.provider, task_id=generation.task_id)


def id_taken(generation: Generation, task_id: str) -> Problem:
    return Problem.of(Code.ID_TAKEN, provider=generation.provider, task_id=task_id)


def cancelled_too_late(generation: Generation) -> Problem:
    """If the API can be told to stop, what was said about the cancel stays true."""
    if generation.provider.can_cancel and generation.problem is not None:
        return generation.problem
    return Problem.of(Code.CANCELLED_TOO_LATE)


def timed_out(generation: Generation) -> Problem:
    return Problem.of(
        Code.TIMED_OUT, provider=generation.provider, api_status=generation.api_status
    )


def task_lost(generation: Generation) -> Problem:
    return Problem.of(Code.TASK_LOST, provider=generation.provider)


def not_made(generation: Generation, answer: GenerationFailed) -> Problem:
    told = answer.message or answer.name
    return Problem.of(
        Code.NOT_MADE,
        provider=generation.provider,
        cause=Problem.told(told) if told else None,
        then=Problem.of(Code.NOTHING_CHARGED) if generation.provider.charges else None,
    )


def bad_video(generation: Generation, error: BadVideo) -> Problem:
    return Problem.of(Code.BAD_VIDEO, provider=generation.provider, cause=error.problem)
