"""Problem: what went wrong, as a code with facts. lib/text turns it into a sentence when it is shown.

Stored and compared is the code, never the sentence, so a sentence can be improved or translated at
any time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self


class Code(StrEnum):
    """The value is the word in the database. The facts that a code needs stand beside it."""

    # ── while it is on its way ────────────────────────────────────────────────────────────────
    WAITS_IN_LINE = "waits_in_line"  # cause
    SENT_AGAIN = "sent_again"
    ASKED_AGAIN = "asked_again"  # cause
    FETCHED_AGAIN = "fetched_again"  # cause
    TAKEN_BACK = "taken_back"  # the API said done, and says pending now
    TASK_UNKNOWN = "task_unknown"  # the API does not know the task (yet)
    OUR_MISTAKE = "our_mistake"

    # ── what caused it ────────────────────────────────────────────────────────────────────────
    INTERRUPTED = "interrupted"  # Skylit ended while it was sending
    MISTAKE_WHILE_SENDING = "mistake_while_sending"

    # ── why it failed ─────────────────────────────────────────────────────────────────────────
    CAPTION_REFUSED = "caption_refused"  # cause
    ACCOUNT_REFUSED = "account_refused"  # cause
    REFUSED = "refused"  # cause
    WRONG_ADDRESS = "wrong_address"
    TIMED_OUT = "timed_out"  # provider, api_status where known
    TASK_LOST = "task_lost"  # provider
    NOT_MADE = "not_made"  # provider, cause where told, then where free
    BAD_VIDEO = "bad_video"  # provider, cause

    # ── did it arrive? ────────────────────────────────────────────────────────────────────────
    LOOKED_UP = "looked_up"  # cause where known
    FROM_A_BACKUP = "from_a_backup"
    NOT_IN_LOG = "not_in_log"  # moment
    ID_UNKNOWN = "id_unknown"  # provider, task_id
    ID_TAKEN = "id_taken"  # provider, task_id

    # ── cancelled ─────────────────────────────────────────────────────────────────────────────
    CANCELLED_UNSENT = "cancelled_unsent"
    CANCELLED_FREE = "cancelled_free"
    CANCELLED_MAY_CHARGE = "cancelled_may_charge"
    CANCELLED_IN_TIME = "cancelled_in_time"
    CANCELLED_TOO_LATE = "cancelled_too_late"

    # ── the file of a ready one ───────────────────────────────────────────────────────────────
    FILE_MISSING = "file_missing"  # then
    FILE_ALTERED = "file_altered"  # then
    FETCH_AGAIN = "fetch_again"
    MAKE_AGAIN = "make_again"

    NOTHING_CHARGED = "nothing_charged"

    # ── the video API does not answer, or answers nonsense ───────────────────────────────────
    ENGINE_STARTING = "engine_starting"
    API_UNREACHABLE = "api_unreachable"
    API_SILENT = "api_silent"
    API_FAILS = "api_fails"  # http_status
    API_BUSY = "api_busy"
    ANSWER_SLOW = "answer_slow"
    ANSWER_CUT_OFF = "answer_cut_off"
    ANSWER_TOO_LARGE = "answer_too_large"
    ANSWER_NO_JSON = "answer_no_json"
    ANSWER_NO_OBJECT = "answer_no_object"
    ANSWER_WITHOUT_ID = "answer_without_id"
    ANSWER_WITHOUT_STATUS = "answer_without_status"
    ANSWER_WITHOUT_VIDEO = "answer_without_video"
    ANSWER_OF_ANOTHER = "answer_of_another"
    ANSWER_TO_ANOTHER = "answer_to_another"
    ANSWER_WITH_TWO_IDS = "answer_with_two_ids"
    REFUSAL_WITH_ID = "refusal_with_id"
    LOG_UNREADABLE = "log_unreadable"
    LOG_ENDLESS = "log_endless"
    PREVIEW_NO_PICTURE = "preview_no_picture"

    # ── the video API refuses ─────────────────────────────────────────────────────────────────
    KEY_UNKNOWN = "key_unknown"
    CREDITS_USED_UP = "credits_used_up"
    API_MOVED = "api_moved"
    NOTHING_AT_ADDRESS = "nothing_at_address"
    REQUEST_REFUSED = "request_refused"  # http_status
    REQUEST_REFUSED_AS_WRITTEN = "request_refused_as_written"
    TASK_MISSING = "task_missing"
    TASK_ID_INVALID = "task_id_invalid"

    # ── the link of a video, and what is behind it ────────────────────────────────────────────
    LINK_EXPIRED = "link_expired"
    LINK_INVALID = "link_invalid"
    LINK_NOT_FOLLOWED = "link_not_followed"
    LINK_ASTRAY = "link_astray"
    LINK_ENDLESS = "link_endless"
    LINK_UNENCRYPTED = "link_unencrypted"
    LINK_PRIVATE = "link_private"
    HOST_UNREACHABLE = "host_unreachable"
    HOST_UNKNOWN = "host_unknown"
    HOST_FAILS = "host_fails"  # http_status
    VIDEO_PACKED = "video_packed"
    VIDEO_TOO_LARGE = "video_too_large"  # megabytes

    # ── what a file turns out to be ───────────────────────────────────────────────────────────
    FILE_BROKEN = "file_broken"
    FILE_UNPLAYABLE = "file_unplayable"
    FILE_TOO_HARD = "file_too_hard"
    FILE_TOO_COMPLEX = "file_too_complex"
    FILE_WITHOUT_PICTURES = "file_without_pictures"
    CODEC_UNPLAYABLE = "codec_unplayable"  # codec
    SOUND_UNPLAYABLE = "sound_unplayable"  # codec
    FILE_NO_MP4 = "file_no_mp4"
    CODEC_UNKNOWN = "codec_unknown"
    NOT_CONVERTED = "not_converted"  # cause, then
    NOT_WANTED = "not_wanted"
    PICTURE_TOO_LARGE = "picture_too_large"  # width, height, largest
    VIDEO_TOO_LONG = "video_too_long"  # seconds
    LOOK_BROKEN_OFF = "look_broken_off"
    LOOK_TOO_LONG = "look_too_long"
    EXPORT_CANCELLED = "export_cancelled"

    # ── disk and archive ──────────────────────────────────────────────────────────────────────
    VIDEO_UNWRITABLE = "video_unwritable"  # why
    VIDEO_UNREADABLE = "video_unreadable"
    FILES_UNUSABLE = "files_unusable"  # why
    FILE_UNWRITABLE = "file_unwritable"  # why
    ARCHIVE_FULL = "archive_full"
    ARCHIVE_READ_ONLY = "archive_read_only"
    ARCHIVE_FORBIDDEN = "archive_forbidden"
    ARCHIVE_LACKS_FILE = "archive_lacks_file"
    ARCHIVE_FAILS = "archive_fails"
    ARCHIVE_EMPTY = "archive_empty"
    ARCHIVE_NOT_MOUNTED = "archive_not_mounted"
    ARCHIVE_ADDRESS = "archive_address"
    ARCHIVE_FOLDER = "archive_folder"  # folder

    # ── a table, and its rows ─────────────────────────────────────────────────────────────────
    TABLE_EMPTY = "table_empty"
    TABLE_TOO_LONG = "table_too_long"  # rows, most
    TABLE_TOO_WIDE = "table_too_wide"  # columns, most
    TABLE_TOO_LARGE = "table_too_large"  # megabytes
    TABLE_NO_TEXT = "table_no_text"
    TABLE_NOT_DECODED = "table_not_decoded"  # row
    TABLE_QUOTE_OPEN = "table_quote_open"  # row
    TABLE_ROW_BROKEN = "table_row_broken"  # row
    TABLE_LOCKED = "table_locked"
    TABLE_DAMAGED = "table_damaged"
    TABLE_SWELLS = "table_swells"  # megabytes
    TABLE_TOO_HARD = "table_too_hard"
    NO_SUCH_COLUMN = "no_such_column"  # column, columns
    ROW_WITHOUT_VALUE = "row_without_value"  # column
    ROW_TOO_LONG = "row_too_long"  # length, most
    ROW_EMPTY = "row_empty"
    ROW_UNDRAWABLE = "row_undrawable"  # characters
    ROW_TEMPLATE = "row_template"  # value
    ROW_FORMAT = "row_format"  # value
    ROW_COLOURS = "row_colours"  # value

    #: Words that are not ours to choose: the API's own, or a sentence stored by an earlier Skylit.
    TOLD = "told"  # sentence


@dataclass(frozen=True, slots=True)
class Problem:
    """`facts` fill the sentence's gaps. Hashable and comparable by value."""

    code: Code
    facts: tuple[tuple[str, str | int | float | Problem], ...] = field(default=())

    @classmethod
    def of(cls, code: Code, /, **facts: str | float | Problem | None) -> Self:
        """Leave out facts that are None or empty."""
        known = ((name, fact) for name, fact in sorted(facts.items()))
        return cls(code, tuple((name, fact) for name, fact in known if fact not in {None, ""}))

    @classmethod
    def told(cls, sentence: str) -> Self:
        """Return a problem in somebody else's words."""
        return cls.of(Code.TOLD, sentence=sentence)

    @property
    def params(self) -> dict[str, str | int | float | Problem]:
        return dict(self.facts)

    def params_as_json(self) -> str:
        return json.dumps({name: _plain(fact) for name, fact in self.facts}, ensure_ascii=False)

    def as_json(self) -> str:
        """Return one line that `read` takes, for another process."""
        return json.dumps(_plain(self), ensure_ascii=False)

    @classmethod
    def read(cls, line: str) -> Self:
        """Raise ValueError for what `as_json` did not write."""
        members = json.loads(line)
        if not isinstance(members, Mapping):
            raise ValueError("This is no problem.")  # noqa: TRY004  # bad data
        return cls.from_json(str(members.get("code")), json.dumps(members.get("params")))

    @classmethod
    def from_json(cls, code: str, params: str | None) -> Self:
        """Raise ValueError for an unknown code or for params that are no JSON object."""
        members = json.loads(params or "{}")
        if not isinstance(members, Mapping):
            raise ValueError("The params of a problem are no object.")  # noqa: TRY004  # bad data
        return cls.of(Code(code), **{name: _read(fact) for name, fact in members.items()})


def _plain(fact: str | float | Problem) -> Any:  # noqa: ANN401  # JSON
    if isinstance(fact, Problem):
        return {"code": fact.code.value, "params": {n: _plain(f) for n, f in fact.facts}}
    return fact


def _read(member: Any) -> Any:  # noqa: ANN401  # JSON
    if isinstance(member, Mapping):
        params = {name: _read(fact) for name, fact in dict(member.get("params", {})).items()}
        return Problem.of(Code(member["code"]), **params)
    return member
