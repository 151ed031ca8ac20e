"""Where a generation stands and why, and what cannot be done with it."""

from __future__ import annotations

from typing import Final

from lib.problem import Code

SENTENCES: Final = {
    Code.ASKED_FOR: (
        "This video is paid, so somebody has to say yes to it first. Nothing is sent until then."
    ),
    Code.APPROVED: "Somebody said yes[: “{word}”]. Your caption waits in line.",
    Code.DECLINED: "Somebody said no[: “{word}”]. Nothing was sent, and nothing was charged.",
    Code.WAITS_IN_LINE: "{cause} Your caption waits in line.",
    Code.SENT_AGAIN: "Your caption waits in line to be sent again.",
    Code.ASKED_AGAIN: "{cause} Your caption was taken already; Skylit asks again.",
    Code.FETCHED_AGAIN: "{cause} Your video is made; Skylit tries again to fetch it.",
    Code.TAKEN_BACK: "The video API has taken the video back. Skylit asks again.",
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
    Code.BAD_VIDEO: (
        "{provider} delivered twice, and neither video can be used. {cause} Check again later."
    ),
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
    Code.CANCELLED_FREE: "It will not be made, unless you try again.",
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
    Code.NOT_HERE: "This video is not here: it was deleted, or its address is wrong.",
    Code.NOT_ONESELF: "This is your own account: ask another admin.",
    Code.ADMINS_ONLY: "This is for admins.",
    Code.NOT_YOURS: "Somebody else made this video: only they can change it.",
    Code.STANDS_ELSEWHERE: "That cannot be done now: this video {status}.",
    Code.NOTHING_TO_TRY_AGAIN: "There is nothing to try again: this video {status}.",
    Code.TASK_NOT_THERE: "The video API does not have this one. Try it again instead.",
    Code.STILL_BEING_MADE: "It is being made right now. Cancel it first.",
    Code.GONE_FOR_GOOD: "It is too late to bring this back: it has been deleted for good.",
    Code.ONE_ANSWER: "Give the id that the video API shows, or have it sent again: one of the two.",
    Code.TASK_ID_NOT_GIVEN: (
        "Put its id into the field first; the video API lists it among your requests."
    ),
    Code.TASK_ID_OF_ANOTHER: (
        "That id belongs to another video that is here already. Look for the one with these words "
        "and this time."
    ),
    Code.TASK_ID_KNOWN: "Another video here has this id of the video API already.",
}
