"""What the video API answers, and what its links lead to."""

from __future__ import annotations

from typing import Final

from lib.problem import Code

SENTENCES: Final = {
    Code.ENGINE_STARTING: "The built-in engine is starting.",
    Code.API_UNREACHABLE: "The video API cannot be reached.",
    Code.API_SILENT: "The video API did not answer.",
    Code.API_FAILS: "The video API has a problem of its own ({http_status}).",
    Code.API_BUSY: "The video API has too much to do just now.",
    Code.ANSWER_SLOW: "The answer came too slowly.",
    Code.ANSWER_CUT_OFF: "The answer was cut off on its way, or makes no sense.",
    Code.ANSWER_TOO_LARGE: "The video API's answer is too large.",
    Code.ANSWER_NO_JSON: "The video API answered with something other than JSON.",
    Code.ANSWER_NO_OBJECT: "The video API's answer is no JSON object.",
    Code.ANSWER_WITHOUT_ID: "The video API accepted the caption but gave no id.",
    Code.ANSWER_WITHOUT_STATUS: "The video API's answer lacks a status.",
    Code.ANSWER_WITHOUT_VIDEO: "The video API says that it is done but gives no video.",
    Code.ANSWER_OF_ANOTHER: "The video API answered about another video.",
    Code.ANSWER_TO_ANOTHER: "The video API answered to another request.",
    Code.ANSWER_WITH_TWO_IDS: "The video API accepted the caption but gave two ids.",
    Code.REFUSAL_WITH_ID: "The video API refuses, and names a video all the same.",
    Code.LOG_UNREADABLE: "The video API's log cannot be read.",
    Code.LOG_ENDLESS: "The video API's log does not come to an end.",
    Code.PREVIEW_NO_PICTURE: "The engine's preview is no picture.",
    Code.KEY_UNKNOWN: (
        "The video API does not know the key. Ask whoever runs Skylit to set a valid one."
    ),
    Code.CREDITS_USED_UP: (
        "The video API refuses: its credits are used up, or the key may not do this. Ask whoever "
        "runs Skylit to top up."
    ),
    Code.API_MOVED: (
        "The video API has moved. Ask whoever runs Skylit to set AIMLAPI_BASE_URL anew."
    ),
    Code.NOTHING_AT_ADDRESS: "The video API knows nothing at this address.",
    Code.REQUEST_REFUSED: "The video API refused the request ({http_status}).",
    Code.REQUEST_REFUSED_AS_WRITTEN: "The video API refused this caption or template.",
    Code.TASK_MISSING: "This generation has no task.",
    Code.TASK_ID_INVALID: (
        "This does not look like an id of the video API: it has letters, digits, _ and - only."
    ),
    Code.LINK_EXPIRED: "The video's link has expired.",
    Code.LINK_INVALID: "The video API gave a link that is no address.",
    Code.LINK_NOT_FOLLOWED: "The video API gave a link that Skylit does not follow.",
    Code.LINK_ASTRAY: "The video's link leads to something that is no address.",
    Code.LINK_ENDLESS: "The video's link leads from one address to the next without an end.",
    Code.LINK_UNENCRYPTED: "The video's link is not encrypted; Skylit follows https only.",
    Code.LINK_PRIVATE: "The video's link leads into a private network; Skylit does not go there.",
    Code.HOST_UNREACHABLE: "The host of the video cannot be reached.",
    Code.HOST_UNKNOWN: "The host of the video cannot be found just now.",
    Code.HOST_FAILS: "The host of the video has a problem ({http_status}).",
    Code.VIDEO_PACKED: "The video's host sends it compressed, which videos never are.",
    Code.VIDEO_TOO_LARGE: "The video is larger than {megabytes} MB; Skylit does not take it.",
}
