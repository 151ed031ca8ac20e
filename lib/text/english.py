"""The sentences in English. `{fact}` is filled in; `[…]` goes where one of its facts is unknown."""

from __future__ import annotations

from typing import Final

from lib.problem import Code

#: As the beginning of a sentence.
PROVIDERS: Final = {"builtin": "The built-in engine", "aimlapi": "The AI/ML API"}

SENTENCES: Final = {
    Code.WAITS_IN_LINE: "{cause} Your caption waits in line.",
    Code.SENT_AGAIN: "Your caption waits in line to be sent again.",
    Code.ASKED_AGAIN: "{cause} Your caption was taken already; Skylit asks again.",
    Code.FETCHED_AGAIN: "{cause} Your video is made; Skylit tries again to fetch it.",
    Code.TAKEN_BACK: "The video API takes the video back. It is asked again.",
    Code.TASK_UNKNOWN: "The video API does not know this video (yet).",
    Code.OUR_MISTAKE: "Skylit made a mistake here; its log says which. It tries again.",
    Code.INTERRUPTED: "Skylit was interrupted while sending.",
    Code.MISTAKE_WHILE_SENDING: "Skylit made a mistake while sending.",
    Code.CAPTION_REFUSED: "{cause} Change it and try again; nothing was charged.",
    Code.ACCOUNT_REFUSED: "{cause} Then try again; nothing was charged.",
    Code.REFUSED: "{cause} Nothing was charged.",
    Code.WRONG_ADDRESS: (
        "The video API has nothing at the address that is set. Ask whoever runs Skylit to look at "
        "AIMLAPI_BASE_URL; nothing was charged."
    ),
    Code.TIMED_OUT: (
        "{provider} did not finish in time.[ It last said “{api_status}”.] Check again later: it "
        "may still arrive."
    ),
    Code.TASK_LOST: (
        "{provider} does not know this video any more: the task is lost. Try it again."
    ),
    Code.NOT_MADE: (
        "{provider} could not make this video.[ It says: {cause}][ {then}] Try it again, or change "
        "the words."
    ),
    Code.BAD_VIDEO: ("{provider} delivered, but twice nothing usable. {cause} Check again later."),
    Code.LOOKED_UP: (
        "[{cause} ]Your caption may have arrived all the same, so it is not sent twice: Skylit "
        "looks for it in the API's log for a few minutes."
    ),
    Code.FROM_A_BACKUP: (
        "This caption comes from a backup and may have been sent since, so it is not sent by "
        "itself: Skylit looks for it in the API's log for a few minutes."
    ),
    Code.NOT_IN_LOG: (
        "Whether the API took this caption is unknown, and its log did not show it by {moment}. If "
        "you find the video there, give its id; or send it again, which may be charged twice."
    ),
    Code.ID_UNKNOWN: (
        "{provider} does not know any video of the id “{task_id}”. If you find yours there, give "
        "its id; or send it again, which may be charged twice."
    ),
    Code.ID_TAKEN: (
        "{provider} answered with the id of another video, “{task_id}”, so which one is yours is "
        "unknown. If you find yours there, give its id; or send it again, which may be charged "
        "twice."
    ),
    Code.CANCELLED_UNSENT: "It was not sent yet: nothing was charged.",
    Code.CANCELLED_FREE: "It is not made after all, unless you try it again.",
    Code.CANCELLED_MAY_CHARGE: (
        "The AI/ML API may still make it and charge for it; check again to get it."
    ),
    Code.CANCELLED_IN_TIME: "The API had not taken it: nothing was charged.",
    Code.CANCELLED_TOO_LATE: "The API had taken it already and may charge. Check again to get it.",
    Code.FILE_MISSING: "The file of this video is missing from the archive. {then}",
    Code.FILE_ALTERED: "The file of this video is damaged in the archive. {then}",
    Code.FETCH_AGAIN: (
        "Check again to fetch it from the API, or ask whoever runs Skylit for the backup of it."
    ),
    Code.MAKE_AGAIN: "Check again: the very same video is made once more, free.",
    Code.NOTHING_CHARGED: "Nothing was charged.",
    Code.TOLD: "{sentence}",
}
