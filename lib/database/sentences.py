"""The database's errors as ours: what each means for a person, who is told what can be done."""

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
from lib.problem import Code, Problem

#: The folder of the daily copies, beside the database.
COPIES: Final = "copies"

#: SQLite's error codes (sqlite.org/rescode.html), by the beginning of their names.
_OF_SQLITE: Final = {
    "SQLITE_FULL": Code.DISK_FULL,
    "SQLITE_READONLY": Code.DATABASE_READ_ONLY,
    "SQLITE_BUSY": Code.DATABASE_BUSY,
    "SQLITE_LOCKED": Code.DATABASE_BUSY,
    "SQLITE_CORRUPT": Code.DATABASE_DAMAGED,
    "SQLITE_NOTADB": Code.DATABASE_IS_NONE,
    "SQLITE_CANTOPEN": Code.DATABASE_UNOPENABLE,
    "SQLITE_IOERR": Code.DISK_FAILS,
}

#: PostgreSQL's (postgresql.org/docs/current/errcodes-appendix.html), by the beginning of their codes.
_OF_POSTGRES: Final = {
    "55P03": Code.DATABASE_BUSY,  # lock_timeout
    "57014": Code.DATABASE_BUSY,  # statement_timeout
    "40": Code.DATABASE_BUSY,  # a deadlock, or a serialization failure
    "53100": Code.DISK_FULL,
    "53": Code.DATABASE_BUSY,  # out of connections or of memory
    "57P": Code.DATABASE_UNREACHABLE,  # shut down, crashed, or starting
    "08": Code.DATABASE_UNREACHABLE,
    "25006": Code.DATABASE_REPLICA,
}


@contextmanager
def sentences(file: Path | None = None) -> Iterator[None]:
    """Turn the database's errors into StorageError.

    `file`: SQLite's, so that a damaged one can name its last daily copy.
    IntegrityError passes: a row that is there already is an answer, not a fault.
    """
    try:
        yield
    except IntegrityError:
        raise
    except DBAPIError as error:
        code = _code(error)
        if code is Code.DISK_FULL:
            raise DiskFull(code) from error
        raise StorageError(_with_a_way_back(code, file)) from error
    except SQLAlchemyError as error:
        raise StorageError(Code.DATABASE_ODD) from error


@contextmanager
def address_errors() -> Iterator[None]:
    """Turn a URL that SQLAlchemy cannot use into SettingsError, without showing the URL."""
    try:
        yield
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise SettingsError(Code.DATABASE_ADDRESS) from error


def damaged(file: Path | None) -> Problem:
    """Return what to tell of a database that has lost pages or rows, with the way back."""
    return _with_a_way_back(Code.DATABASE_DAMAGED, file)


def _with_a_way_back(code: Code, file: Path | None) -> Problem:
    """Name the backup that mends it, for the codes that speak of one."""
    if code not in {Code.DATABASE_DAMAGED, Code.DATABASE_IS_NONE}:
        return Problem.of(code)
    copies = sorted(file.parent.glob(f"{COPIES}/????-??-??")) if file else []
    return Problem.of(code, backup=str(copies[-1]) if copies else "backups/…")


def _code(error: DBAPIError) -> Code:
    for attribute, known in (("sqlite_errorname", _OF_SQLITE), ("sqlstate", _OF_POSTGRES)):
        name = getattr(error.orig, attribute, None) or ""
        for beginning, code in known.items():
            if name.startswith(beginning):
                return code
    never_answered = isinstance(error, OperationalError) and not hasattr(
        error.orig, "sqlite_errorname"
    )
    is_away = error.connection_invalidated or never_answered
    return Code.DATABASE_UNREACHABLE if is_away else Code.DATABASE_REFUSES
