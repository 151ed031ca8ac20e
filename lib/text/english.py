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
    Code.FILE_BROKEN: "The file is no video that can be played: it is damaged or cut short.",
    Code.FILE_UNPLAYABLE: "The file is no video that can be played.",
    Code.FILE_TOO_HARD: "The file takes too long to check, or breaks whatever plays it.",
    Code.FILE_TOO_COMPLEX: "The file needs more memory than any video does.",
    Code.FILE_WITHOUT_PICTURES: "The file holds no pictures, only sound or data.",
    Code.CODEC_UNPLAYABLE: "Its pictures are in a format ({codec}) that browsers do not play.",
    Code.SOUND_UNPLAYABLE: "Its sound is in a format ({codec}) that browsers do not play.",
    Code.FILE_NO_MP4: "It is a kind of file that browsers do not play, not an MP4.",
    Code.CODEC_UNKNOWN: "Its pictures are in a format that nothing here can read.",
    Code.NOT_CONVERTED: "{cause} It cannot be converted. {then}",
    Code.NOT_WANTED: "The video is not wanted any more.",
    Code.PICTURE_TOO_LARGE: (
        "The video is {width} x {height} pixels; Skylit takes up to {largest} a side."
    ),
    Code.VIDEO_TOO_LONG: "The video claims to be {seconds} seconds long.",
    Code.LOOK_BROKEN_OFF: "Work on the video was interrupted. Skylit tries again.",
    Code.LOOK_TOO_LONG: "Checking the video takes too long. Skylit tries again.",
    Code.EXPORT_CANCELLED: "The file was cancelled before it was finished.",
    Code.VIDEO_UNWRITABLE: (
        "The video cannot be written to the disk[ ({why})]. Make room or mend its rights: it goes "
        "on by itself."
    ),
    Code.VIDEO_UNREADABLE: "The video cannot be read from the disk. Skylit tries again.",
    Code.FILES_UNUSABLE: (
        "The video's files cannot be written or read[ ({why})]. Look after the disk."
    ),
    Code.FILE_UNWRITABLE: "The file cannot be written[ ({why})]. Look after the disk.",
    Code.ARCHIVE_FULL: "The archive is full. Make room: what waits goes on by itself.",
    Code.ARCHIVE_READ_ONLY: "The archive is read-only. Mend that: what waits goes on by itself.",
    Code.ARCHIVE_FORBIDDEN: (
        "Skylit may not read or write the archive. Check its rights and credentials."
    ),
    Code.ARCHIVE_LACKS_FILE: "The file is gone from the archive.",
    Code.ARCHIVE_FAILS: "The archive does not answer as it should. Try again in a moment.",
    Code.ARCHIVE_EMPTY: "The archive is empty. Ask whoever runs Skylit to look at its disk.",
    Code.ARCHIVE_NOT_MOUNTED: (
        "The archive is empty though the ledger knows videos in it. Is its disk mounted?"
    ),
    Code.ARCHIVE_ADDRESS: (
        "ARCHIVE_URL is not an address that Skylit can use. Write s3://bucket/folder, "
        "gs://bucket/folder or az://container/folder, or leave it out for a folder."
    ),
    Code.ARCHIVE_FOLDER: (
        "The folder {folder} cannot be made. Give its parent to Skylit's account."
    ),
    Code.TABLE_EMPTY: (
        "There are no rows here. The first row names the columns; captions stand below it."
    ),
    Code.TABLE_TOO_LONG: "This table has more than {most} rows. Split it into several.",
    Code.TABLE_TOO_WIDE: "This table has {columns} columns; {most} are the most.",
    Code.TABLE_TOO_LARGE: "This file is larger than {megabytes} MB. Split it into several.",
    Code.TABLE_NO_TEXT: "This is no table: choose a CSV, XLSX or ODS file.",
    Code.TABLE_NOT_DECODED: (
        "Row {row} holds characters that cannot be read. Save the file as CSV in UTF-8."
    ),
    Code.TABLE_QUOTE_OPEN: (
        "A quotation mark that opens in row {row} never closes. Close it, or take it out."
    ),
    Code.TABLE_ROW_BROKEN: (
        "Row {row} has words after a closing quotation mark. Write a mark inside a cell twice."
    ),
    Code.TABLE_LOCKED: "This file is locked with a password. Save it without one.",
    Code.TABLE_DAMAGED: "This spreadsheet cannot be opened[: {why}]. Save it again, or as CSV.",
    Code.TABLE_SWELLS: (
        "This file grows to more than {megabytes} MB when it is opened. Save it as CSV."
    ),
    Code.TABLE_TOO_HARD: "This spreadsheet is too much to open. Save its table as CSV.",
    Code.NO_SUCH_COLUMN: "There is no column “{column}”. The columns are: {columns}.",
    Code.ROW_WITHOUT_VALUE: "No value in “{column}”.",
    Code.ROW_TOO_LONG: "Too long: {length} characters, {most} at most.",
    Code.ROW_EMPTY: "No words.",
    Code.ROW_UNDRAWABLE: "The drones cannot draw this: {characters}.",
    Code.ROW_TEMPLATE: "No template is called “{value}”.",
    Code.ROW_FORMAT: "No format is called “{value}”.",
    Code.ROW_COLOURS: "No colours are called “{value}”.",
    Code.TOLD: "{sentence}",
}
