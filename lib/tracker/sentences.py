"""What the tracker says to a generation's owner: what happened, what it costs, what to do."""

from __future__ import annotations

from typing import Final

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
from lib.provider import Provider
from lib.video_api import GenerationFailed

_WHO: Final = {Provider.BUILTIN: "The built-in engine", Provider.AIMLAPI: "The AI/ML API"}

CANCELLED_IN_TIME: Final = "The API had not taken it: nothing was charged."


def waits_in_line(problem: str) -> str:
    """Of one that was not sent: it is, once that is over."""
    return f"{_sentence(problem)} Your caption waits in line."


def asked_again(generation: Generation, error: VideoApiError) -> str:
    """Of one that the API has: whatever keeps it from answering, it is not sent again."""
    if generation.status is Status.SAVING:
        return f"{_sentence(str(error))} Your video is made; Skylit tries again to fetch it."
    return f"{_sentence(str(error))} Your caption was taken already; Skylit asks again."


def refused(error: Refused) -> str:
    match error:
        case BadRequest():
            return f"{_sentence(str(error))} Change it and try again; nothing was charged."
        case UnknownTask():
            return (
                "The video API has nothing at the address that is set. Ask whoever runs Skylit "
                "to look at AIMLAPI_BASE_URL; nothing was charged."
            )
        case BadKey() | OutOfCredits():
            return f"{_sentence(str(error))} Then try again; nothing was charged."
        case _:
            return f"{_sentence(str(error))} Nothing was charged."


def unconfirmed(problem: str) -> str:
    told = f"{_sentence(problem)} " if problem else ""
    return (
        f"{told}Your caption may have arrived all the same, so it is not sent twice: "
        "Skylit looks for it in the API's log for a few minutes."
    )


def left_to_its_owner(generation: Generation) -> str:
    moment = f"{generation.updated_at:%Y-%m-%d %H:%M} UTC"
    return (
        f"Whether the API took this caption is unknown, and its log did not show it by {moment}. "
        "If you find the video there, give its id; or send it again, which may be charged twice."
    )


def disowned(generation: Generation) -> str:
    return (
        f"{_WHO[generation.provider]} does not know any video of the id “{generation.task_id}”. "
        "If you find yours there, give its id; or send it again, which may be charged twice."
    )


def cancelled_too_late(generation: Generation) -> str:
    """Where the engine had begun, it ends it: what was said of the cancel stays true."""
    if generation.provider.charges:
        return "The API had taken it already and may charge. Check again to get it."
    return generation.problem or ""


def timed_out(generation: Generation) -> str:
    who = _WHO[generation.provider]
    word = f" It last said “{generation.api_status}”." if generation.api_status else ""
    return f"{who} did not finish in time.{word} Check again later: it may still arrive."


def lost(generation: Generation) -> str:
    who = _WHO[generation.provider]
    return f"{who} does not know this video any more: the task is lost. Try it again."


def api_failed(generation: Generation, answer: GenerationFailed) -> str:
    who = _WHO[generation.provider]
    told = answer.message or answer.name
    why = f" It says: {_sentence(told)}" if told else ""
    free = " Nothing was charged." if generation.provider.charges else ""
    return f"{who} could not make this video.{why}{free} Try it again, or change the words."


def bad_video(generation: Generation, error: BadVideo) -> str:
    who = _WHO[generation.provider]
    return f"{who} delivered, but twice nothing usable. {_sentence(str(error))} Check again later."


def missing(generation: Generation) -> str:
    return f"The file of this video is missing from the archive. {_to_get_it_back(generation)}"


def altered(generation: Generation) -> str:
    return f"The file of this video is damaged in the archive. {_to_get_it_back(generation)}"


def _to_get_it_back(generation: Generation) -> str:
    if generation.provider.charges:
        return (
            "Check again to fetch it from the API, or ask whoever runs Skylit for the backup of it."
        )
    return "Check again: the very same video is made once more, free."


def _sentence(text: str) -> str:
    """Ended like one, whoever wrote it."""
    text = text.strip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
