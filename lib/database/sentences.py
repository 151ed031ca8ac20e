"""Sentences for the database's errors: what each means for a person, and what that person can do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    OperationalError,
    SQLAlchemyError,
)

from lib.errors import DiskFull, SettingsError, StorageError

#: The folder of the daily copies, beside the database.
COPIES: Final = "copies"

_RESTORE: Final = (
    "Stop Skylit and put your last backup in its place: "
    "make restore BACKUP=backups/… FORCE=1 (the damaged one is kept beside it)."
)
_BUSY: Final = "The database is busy with something else. Try again in a moment."
_AWAY: Final = "The database cannot be reached. Try again in a moment."
_FULL: Final = "The disk is full. Make room: what waits goes on by itself."
_DAMAGED: Final = f"The database file is damaged. {_RESTORE}"

#: SQLite's error codes (sqlite.org/rescode.html), by the beginning of their names.
_OF_SQLITE: Final = {
    "SQLITE_FULL": _FULL,
    "SQLITE_READONLY": "The database may not be written. Give its folder to Skylit's account.",
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_NOTADB": f"The database file is no database. {_RESTORE}",
    "SQLITE_CANTOPEN": "The database file cannot be opened. Check who may write to its folder.",
    "SQLITE_IOERR": "The disk fails to read or write the database. Check the disk.",
}

#: PostgreSQL's (postgresql.org/docs/current/errcodes-appendix.html), by the beginning of their codes.
_OF_POSTGRES: Final = {
    "55P03": _BUSY,  # lock_timeout
    "57014": _BUSY,  # statement_timeout
    "40": _BUSY,  # a deadlock, or a serialization failure
    "53100": _FULL,
    "53": _BUSY,  # out of connections or of memory
    "57P": _AWAY,  # shut down, crashed, or starting
    "08": _AWAY,
    "25006": "The database may only be read: Skylit is connected to a replica. Look at DATABASE_URL.",
}


@contextmanager
def sentences(file: Path | None = None) -> Iterator[None]:
    """Turn the database's errors into StorageError with a sentence that says what to do.

    `file`: SQLite's, so that the sentence for a damaged one can name the last daily copy.
    IntegrityError passes: a row that is there already is an answer, not a fault.
    """
    try:
        yield
    except IntegrityError:
        raise
    except DBAPIError as error:
        sentence = _sentence(error)
        if sentence == _FULL:
            raise DiskFull(sentence) from error
        raise StorageError(damaged(file) if file and sentence == _DAMAGED else sentence) from error
    except SQLAlchemyError as error:
        raise StorageError("The database gave an unexpected answer. Try again.") from error


@contextmanager
def address_errors() -> Iterator[None]:
    """Turn a URL that SQLAlchemy cannot use into SettingsError, without showing the URL."""
    try:
        yield
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise SettingsError(
            "DATABASE_URL is not an address that Skylit can use. Write sqlite:////path/to/file.db, "
            "or postgresql+psycopg://user:password@host/name with psycopg installed."
        ) from error


def damaged(file: Path) -> str:
    """Return the sentence for a database that has lost pages or rows, with the way back."""
    copies = sorted(file.parent.glob(f"{COPIES}/????-??-??"))
    if not copies:
        return _DAMAGED
    return (
        "The database file is damaged: some of it is lost. Stop Skylit and put the last daily copy "
        f"in its place: make restore BACKUP={copies[-1]} FORCE=1 (or a newer backup of yours; the "
        "damaged one is kept beside it)."
    )


def _sentence(error: DBAPIError) -> str:
    for attribute, known in (("sqlite_errorname", _OF_SQLITE), ("sqlstate", _OF_POSTGRES)):
        name = getattr(error.orig, attribute, None) or ""
        for beginning, sentence in known.items():
            if name.startswith(beginning):
                return sentence
    never_answered = isinstance(error, OperationalError) and not hasattr(
        error.orig, "sqlite_errorname"
    )
    if error.connection_invalidated or never_answered:
        return _AWAY
    return "The database refused to work. Look at its log, then try again."
