"""What whoever runs Skylit reads: at its start, of its database, of backups."""

from __future__ import annotations

from typing import Final

from lib.problem import Code

SENTENCES: Final = {
    Code.DISK_FULL: "The disk is full. Make room: what waits goes on by itself.",
    Code.DISK_FAILS: "The disk fails to read or write the database. Check the disk.",
    Code.DATABASE_READ_ONLY: (
        "The database may not be written. Give its folder to Skylit's account."
    ),
    Code.DATABASE_REPLICA: (
        "The database may only be read: Skylit is connected to a replica. Look at DATABASE_URL."
    ),
    Code.DATABASE_BUSY: "The database is busy with something else. Try again in a moment.",
    Code.DATABASE_DAMAGED: (
        "The database file is damaged: some of it is lost. Stop Skylit and put your last copy in its "
        "place: make restore BACKUP={backup} FORCE=1 (the damaged one is kept beside it)."
    ),
    Code.DATABASE_IS_NONE: (
        "The database file is no database. Stop Skylit and put your last copy in its place: make "
        "restore BACKUP={backup} FORCE=1 (the damaged one is kept beside it)."
    ),
    Code.DATABASE_UNOPENABLE: (
        "The database file cannot be opened. Check who may write to its folder."
    ),
    Code.DATABASE_UNREACHABLE: "The database cannot be reached. Try again in a moment.",
    Code.DATABASE_REFUSES: "The database refused to work. Look at its log, then try again.",
    Code.DATABASE_ODD: "The database gave an unexpected answer. Try again.",
    Code.DATABASE_MOVED: (
        "The database file was moved away or replaced while Skylit ran. Put it back, or start "
        "Skylit anew: until then nothing is written."
    ),
    Code.DATABASE_ADDRESS: (
        "DATABASE_URL is not an address that Skylit can use. Write sqlite:////path/to/file.db, or "
        "postgresql+psycopg://user:password@host/name with psycopg installed (requirements-postgres.txt)."
    ),
    Code.DATABASE_NOT_COPIED: (
        "The database could not be copied before its upgrade[ ({why})]. Nothing was changed in it. "
        "Make room beside it, then start Skylit again."
    ),
    Code.DATABASE_COPY_DAMAGED: (
        "The copy of the database turned out damaged. Nothing was changed. Try again."
    ),
    Code.DATABASE_TOO_NEW: (
        "This database needs a newer Skylit[, {release} or later] (its tables are number {found}, "
        "this Skylit knows {known}). Nothing was changed in it. Install that version, or set "
        "DATA_DIR or DATABASE_URL to another place."
    ),
    Code.DATABASE_FOREIGN: (
        "The database is not Skylit's, or is damaged: its table {table} lacks {lacks}. Nothing was "
        "changed in it. Restore a backup, or set DATA_DIR or DATABASE_URL to another place."
    ),
    Code.LOCK_UNWRITABLE: "The lock file cannot be written[: {why}].",
    Code.DEPOSED: "Another process has taken over the tracking; this one writes nothing.",
    Code.STARTING: "Skylit is just starting. Try again in a moment.",
    Code.SETTING_HOLDS_A_PASSWORD: (
        "AIMLAPI_BASE_URL must hold no password: keys go in AIMLAPI_API_KEY."
    ),
    Code.SETTING_UNENCRYPTED: (
        "AIMLAPI_BASE_URL must begin with https://, or everybody on the way could read the key. "
        "Plain http is for an API on this very machine."
    ),
    Code.SETTING_NO_ADDRESS: "{setting} must be an http or https address, such as https://host.",
    Code.SETTING_NO_NUMBER: "{setting} must be a number, not {received}.",
    Code.SETTING_NOT_POSITIVE: "{setting} must be more than 0, not {received}.",
    Code.SETTING_NO_NAMES: (
        "{setting} must be names such as skylit.example.com or *.example.com, with commas between "
        "them, not {received}."
    ),
    Code.SETTING_NO_NETWORKS: (
        "{setting} must be addresses or networks such as 10.0.0.7 or 10.0.0.0/24, with commas "
        "between them: {why}."
    ),
    Code.SETTING_NO_FLAG: "{setting} must be yes or no, not {received}.",
    Code.SETTING_WEBHOOK_UNSIGNED: (
        "WEBHOOK_SECRET must be set beside WEBHOOK_URL: it signs what is told there, so that the "
        "receiver knows who says it."
    ),
    Code.SETTING_NO_HEADER: (
        "{setting} must be the name of a header such as X-Forwarded-Email, not {received}."
    ),
    Code.SETTING_NO_ROLE: "{setting} must be viewer, maker, approver or admin, not {received}.",
    Code.SIGN_IN_LACKS: (
        "The section [auth] of secrets.toml lacks {setting}. docs/operating.md shows one that is whole."
    ),
    Code.SIGN_IN_UNINSTALLED: (
        "Sign-in needs Streamlit's extra: .venv/bin/pip install -r requirements-auth.txt "
        "(streamlit[auth], which brings Authlib)."
    ),
    Code.SIGN_IN_TWICE: (
        "People sign in either by [auth] in secrets.toml or by SIGN_IN_HEADER. Take one away."
    ),
    Code.SIGN_IN_UNTRUSTED: (
        "SIGN_IN_HEADER needs TRUSTED_PROXIES: without it anybody could say who they are."
    ),
    Code.SECRETS_UNREADABLE: "The file {file} cannot be read as TOML ({why}).",
    Code.DATA_UNWRITABLE: (
        "The data folder {folder} cannot be written[ ({why})]. Give it to the account that runs "
        "Skylit, make room, or set DATA_DIR to another one."
    ),
    Code.SECRET_UNUSABLE: (
        "The secret in {file} can be neither read nor made[: {why}]. Give the folder to the account "
        "that runs Skylit, or set SECRET_KEY."
    ),
    Code.SECRET_DAMAGED: "The file {file} is damaged. Delete it: a new one is made, old links expire.",
    Code.NOTHING_TO_BACK_UP: "There is nothing to back up yet: {file} does not exist.",
    Code.BACKUP_THERE: "The folder {folder} is there already. Name a folder that is not: BACKUP=folder.",
    Code.BACKUP_IS_NONE: "The folder {folder} is no backup of Skylit's: it has no {lacks}.",
    Code.BACKUP_DAMAGED: (
        "The backup {folder} is damaged: {file} is missing or altered. Nothing was changed. Take "
        "another backup."
    ),
    Code.BACKUP_OF_ANOTHER_KIND: (
        "DATABASE_URL and this backup do not fit together: one is a database server's, the other an "
        "SQLite file's. Set DATABASE_URL as it was when the backup was taken."
    ),
    Code.BACKUP_UNWRITABLE: (
        "The disk failed while the backup was written[ ({why})]. Make room or mend its rights, then "
        "try again: nothing was lost."
    ),
    Code.BACKUP_UNRESTORABLE: (
        "The disk failed while the backup was put back[ ({why})]. Make room or mend its rights, then "
        "try again: nothing was lost."
    ),
    Code.DAILY_COPY_UNWRITABLE: (
        "The disk failed while the daily copy was written[ ({why})]. Make room or mend its rights, then "
        "try again: nothing was lost."
    ),
    Code.DATA_THERE: (
        "There is data already: {names}. Say FORCE=1 to restore all the same; what is there is then "
        "moved aside, not deleted."
    ),
    Code.STILL_RUNNING: "Skylit is running on this data. Stop it first, then restore.",
}
