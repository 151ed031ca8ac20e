"""Code: everything that can go wrong. The facts that a code needs stand beside it."""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """The value is the word in the database; it never changes."""

    # ── while it is on its way ────────────────────────────────────────────────────────────────
    ASKED_FOR = "asked_for"
    APPROVED = "approved"  # word where one was given
    DECLINED = "declined"  # word where one was given
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
    BATCH_EMPTY = "batch_empty"
    BATCH_NOT_HERE = "batch_not_here"
    BATCH_NOT_YOURS = "batch_not_yours"
    BATCH_TOO_MANY_WAIT = "batch_too_many_wait"  # most
    WEBHOOK_REFUSES = "webhook_refuses"  # http_status
    WEBHOOK_UNENCRYPTED = "webhook_unencrypted"
    TABLE_NOT_HERE = "table_not_here"
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
    # ── what cannot be made as it was asked for ──────────────────────────────────────────────
    CAPTION_EMPTY = "caption_empty"
    CAPTION_TOO_LONG = "caption_too_long"  # length, limit, over
    NO_SUCH_CHOICE = "no_such_choice"  # field, received, expected
    NOT_OFFERED = "not_offered"  # provider, field, received, expected
    PROVIDER_NOT_SET_UP = "provider_not_set_up"  # provider
    SEED_OUT_OF_RANGE = "seed_out_of_range"  # largest
    NOT_SEARCHABLE = "not_searchable"  # field, received
    MAY_NOT_MAKE = "may_not_make"
    MAY_NOT_APPROVE = "may_not_approve"
    NEEDS_APPROVAL = "needs_approval"
    ANSWERED_ALREADY = "answered_already"
    APPROVER_LINK_ENDED = "approver_link_ended"
    TOO_MANY_A_MINUTE = "too_many_a_minute"  # limit, wait
    NETWORK_TOO_MANY = "network_too_many"  # wait
    PAID_DAY_USED_UP = "paid_day_used_up"  # limit
    MONTH_USED_UP = "month_used_up"  # limit, needed
    BATCH_USED_UP = "batch_used_up"  # limit, needed
    PERSON_USED_UP = "person_used_up"  # limit, needed

    # ── what cannot be done with a generation ────────────────────────────────────────────────
    NOT_HERE = "not_here"
    NOT_YOURS = "not_yours"
    NOT_ONESELF = "not_oneself"
    ADMINS_ONLY = "admins_only"
    STANDS_ELSEWHERE = "stands_elsewhere"  # status
    NOTHING_TO_TRY_AGAIN = "nothing_to_try_again"  # status
    TASK_NOT_THERE = "task_not_there"
    STILL_BEING_MADE = "still_being_made"
    GONE_FOR_GOOD = "gone_for_good"
    ONE_ANSWER = "one_answer"
    TASK_ID_NOT_GIVEN = "task_id_not_given"
    TASK_ID_OF_ANOTHER = "task_id_of_another"
    TASK_ID_KNOWN = "task_id_known"

    # ── exports and public links ─────────────────────────────────────────────────────────────
    EXPORT_TOO_EARLY = "export_too_early"
    EXPORT_UNKNOWN = "export_unknown"
    EXPORT_NOT_MADE = "export_not_made"
    EXPORT_UNWRITABLE = "export_unwritable"  # why
    EXPORTS_CROWDED = "exports_crowded"
    EXPORT_FAILED = "export_failed"
    FILM_MISSING = "film_missing"
    ENGINE_CANNOT_DRAW = "engine_cannot_draw"  # cause
    ENGINE_SLOW = "engine_slow"
    SHARING_OFF = "sharing_off"
    SHARE_SIZE = "share_size"  # most
    SHARE_TOO_EARLY = "share_too_early"
    SHARE_NEEDS_A_MAKER = "share_needs_a_maker"
    SHARE_NOT_YOURS = "share_not_yours"
    SHARE_UNKNOWN = "share_unknown"
    SHARE_ENDED = "share_ended"
    SHARED_FILM_DELETED = "shared_film_deleted"
    SHARED_FILM_DAMAGED = "shared_film_damaged"
    DOWNLOAD_NOT_SHARED = "download_not_shared"

    # ── the database ─────────────────────────────────────────────────────────────────────────
    DISK_FULL = "disk_full"
    DISK_FAILS = "disk_fails"
    DATABASE_READ_ONLY = "database_read_only"
    DATABASE_REPLICA = "database_replica"
    DATABASE_BUSY = "database_busy"
    DATABASE_DAMAGED = "database_damaged"  # backup
    DATABASE_IS_NONE = "database_is_none"  # backup
    DATABASE_UNOPENABLE = "database_unopenable"
    DATABASE_UNREACHABLE = "database_unreachable"
    DATABASE_REFUSES = "database_refuses"
    DATABASE_ODD = "database_odd"
    DATABASE_MOVED = "database_moved"
    DATABASE_ADDRESS = "database_address"
    DATABASE_NOT_COPIED = "database_not_copied"  # why
    DATABASE_COPY_DAMAGED = "database_copy_damaged"
    DATABASE_TOO_NEW = "database_too_new"  # found, known, release where told
    DATABASE_FOREIGN = "database_foreign"  # table, lacks
    LOCK_UNWRITABLE = "lock_unwritable"  # why
    DEPOSED = "deposed"

    # ── starting, backing up, restoring: read by whoever runs Skylit ─────────────────────────
    STARTING = "starting"
    SETTING_HOLDS_A_PASSWORD = "setting_holds_a_password"  # noqa: S105  # a code
    SETTING_UNENCRYPTED = "setting_unencrypted"
    SETTING_NO_ADDRESS = "setting_no_address"  # setting
    SETTING_NO_NUMBER = "setting_no_number"  # setting, received
    SETTING_NOT_POSITIVE = "setting_not_positive"  # setting, received
    SETTING_NO_NAMES = "setting_no_names"  # setting, received
    SETTING_NO_NETWORKS = "setting_no_networks"  # setting, why
    SETTING_NO_FLAG = "setting_no_flag"  # setting, received
    SETTING_WEBHOOK_UNSIGNED = "setting_webhook_unsigned"
    SETTING_NO_HEADER = "setting_no_header"  # setting, received
    SETTING_NO_ROLE = "setting_no_role"  # setting, received
    SIGN_IN_LACKS = "sign_in_lacks"  # setting
    SIGN_IN_UNINSTALLED = "sign_in_uninstalled"
    SIGN_IN_TWICE = "sign_in_twice"
    SIGN_IN_UNTRUSTED = "sign_in_untrusted"
    SECRETS_UNREADABLE = "secrets_unreadable"  # file, why
    DATA_UNWRITABLE = "data_unwritable"  # folder, why
    SECRET_UNUSABLE = "secret_unusable"  # noqa: S105  # file, why
    SECRET_DAMAGED = "secret_damaged"  # noqa: S105  # file
    NOTHING_TO_BACK_UP = "nothing_to_back_up"  # file
    BACKUP_THERE = "backup_there"  # folder
    BACKUP_IS_NONE = "backup_is_none"  # folder, lacks
    BACKUP_DAMAGED = "backup_damaged"  # folder, file
    BACKUP_OF_ANOTHER_KIND = "backup_of_another_kind"
    BACKUP_UNWRITABLE = "backup_unwritable"  # why
    BACKUP_UNRESTORABLE = "backup_unrestorable"  # why
    DAILY_COPY_UNWRITABLE = "daily_copy_unwritable"  # why
    DATA_THERE = "data_there"  # names
    STILL_RUNNING = "still_running"

    #: Words that are not ours to choose: the API's own, or a sentence stored by an earlier Skylit.
    TOLD = "told"  # sentence
