"""Archive: the home of videos. A folder by default; S3, Google or Azure storage by URL.

Five verbs: store, stat, open, delete, list. fetch and sha256 are built on them. A stored file is there
whole or not at all.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import obstore
from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError
from obstore.store import (
    AzureStore,
    GCSStore,
    LocalStore,
    MemoryStore,
    S3Store,
    from_url,
)

from lib import files
from lib.errors import SettingsError, StorageError
from lib.problem import Code, Problem
from lib.rendition import FILM, POSTER

if TYPE_CHECKING:  # these names are in obstore's stubs alone
    from obstore import ObjectMeta
    from obstore.store import ClientConfig, RetryConfig

_Store = LocalStore | MemoryStore | S3Store | GCSStore | AzureStore

#: Bytes that a reader asks for at a time: large enough for speed, small enough for many readers.
_CHUNK: Final = 512 * 1024

#: Seconds in which object storage answers somebody who waits, or is told to be away.
PATIENCE: Final = 8.0

#: Leftovers of killed writes are deleted after this long.
_STALE: Final = timedelta(hours=1)

#: How a disk, a quota and the usual object stores say that there is no more room.
_FULL: Final = (
    "os error 28", "No space left", "os error 122", "QuotaExceeded", "InsufficientStorage",
    "XMinioStorageFull", " 507 ",
)  # fmt: skip
_READ_ONLY: Final = ("os error 30", "Read-only file system")

#: For whole films, which go in when nobody waits.
_CLIENT: Final[ClientConfig] = {"connect_timeout": "5s", "timeout": "60s"}
_RETRY: Final[RetryConfig] = {"max_retries": 3, "retry_timeout": timedelta(seconds=30)}


@dataclass(frozen=True, slots=True)
class Stat:
    size: int  # bytes
    modified: datetime


class Archive:
    """Safe for threads. Every method may raise StorageError, whose problem says what to do."""

    def __init__(self, store: _Store, asked: _Store | None = None) -> None:
        """`asked` is the same store with little patience: it serves those who wait for an answer."""
        self._store = store
        self._asked = asked or store

    @classmethod
    def open_url(cls, url: str | None, folder: Path, *, patience: float = PATIENCE) -> Self:
        """Open the archive at `url`, or in `folder` if there is none. Raise SettingsError.

        A store that accepts a question and does not answer is given up on after `patience` seconds.
        """
        try:
            if not url:
                return cls(_folder_at(folder))
            if url.partition("://")[0] in {"file", "memory"}:
                return cls(_writable(from_url(url)))
            return cls(_remote(url, _CLIENT, _RETRY), _remote(url, *_impatient(patience)))
        except (BaseError, OSError, ValueError) as error:
            if url:
                raise SettingsError(Code.ARCHIVE_ADDRESS) from error
            raise SettingsError(Problem.of(Code.ARCHIVE_FOLDER, folder=str(folder))) from error

    def store(self, key: str, content: Path | bytes) -> None:
        """Put the file there under this key, over what was there; when this returns, it is."""
        with _problems():
            obstore.put(self._store, key, content)
            self._to_the_disk(key)

    def stat(self, key: str) -> Stat | None:
        """Return size and time, or None if there is nothing."""
        with _problems():
            try:
                found = obstore.head(self._asked, key)
            except FileNotFoundError:
                return None
        return _stat(found)

    def open(self, key: str, start: int, end: int) -> Iterator[bytes]:
        """Yield the bytes from `start` up to but not including `end`, in chunks.

        Each is a request of its own: however slow a reader is, none takes long.
        """
        for first in range(start, end, _CHUNK):
            last = min(first + _CHUNK, end)
            with _problems():
                chunk = obstore.get_range(self._asked, key, start=first, end=last)
            yield bytes(chunk)

    def fetch(self, key: str, target: Path) -> bool:
        """Copy the content into a file, onto the disk. Return False if there is nothing.

        Raise OSError if the target cannot be written.
        """
        held = self.stat(key)
        if held is None:
            return False
        with target.open("wb") as file:
            for chunk in self.open(key, 0, held.size):
                file.write(chunk)
        files.sync(target)
        return True

    def sha256(self, key: str) -> str | None:
        """Return the SHA-256 of the content, hexadecimal; None if there is nothing."""
        held = self.stat(key)
        if held is None:
            return None
        digest = hashlib.sha256()
        for chunk in self.open(key, 0, held.size):
            digest.update(chunk)
        return digest.hexdigest()

    def delete(self, key: str) -> None:
        """Delete it; it is no error if it was not there."""
        with _problems():
            try:
                obstore.delete(self._store, key)
            except FileNotFoundError:
                return

    def renditions(self, generation_id: str) -> Iterator[str]:
        """Yield the keys of every rendition of this generation, film and poster first."""
        for rendition in (FILM, POSTER):
            if self.stat(rendition.key(generation_id)) is not None:
                yield rendition.key(generation_id)
        yield from self.exports(generation_id)

    def exports(self, generation_id: str) -> dict[str, Stat]:
        """Return every rendition of this generation but film and poster, by key."""
        with _problems():
            found = obstore.list(self._asked, prefix=f"{generation_id}/").collect()
        return {each["path"]: _stat(each) for each in found}

    def delete_all(self, generation_id: str) -> None:
        """Take away every rendition of this generation."""
        for rendition in (FILM, POSTER):
            self.delete(rendition.key(generation_id))
        for key in self.exports(generation_id):
            self.delete(key)

    def list(self) -> Iterator[tuple[str, Stat]]:
        """Yield every key with its size and time, a thousand a request."""
        with _problems():
            for batch in obstore.list(self._store, chunk_size=1000):
                for found in batch:
                    yield found["path"], _stat(found)

    def path(self, key: str) -> Path | None:
        """Return the file itself if the archive is a folder: the web serves that fastest."""
        folder = self._folder
        return folder / key if folder else None

    def sweep(self, now: datetime) -> int:
        """Delete what killed writes left behind in a folder; return how many files that were.

        The store writes beside the key, under a name with a `#`, and its own list hides those.
        """
        folder = self._folder
        with _problems():
            stale = [file for file in folder.rglob("*#*") if _is_stale(file, now)] if folder else []
            for file in stale:
                file.unlink(missing_ok=True)
        return len(stale)

    @property
    def _folder(self) -> Path | None:
        return self._store.prefix if isinstance(self._store, LocalStore) else None

    def _to_the_disk(self, key: str) -> None:
        """The ledger says `ready` next: a power cut must not leave it with an empty file."""
        if path := self.path(key):
            files.sync(path, path.parent)


def _folder_at(folder: Path) -> LocalStore:
    """A generation's own folder goes with the last rendition in it."""
    return LocalStore(folder, mkdir=True, automatic_cleanup=True)


def _stat(found: ObjectMeta) -> Stat:
    return Stat(size=found["size"], modified=found["last_modified"].astimezone(UTC))


def _remote(url: str, client: ClientConfig, retry: RetryConfig) -> _Store:
    """An own store may speak plain http. Our options would override its variable, so repeat it here."""
    if os.environ.get("AWS_ALLOW_HTTP", "").lower() in {"true", "1"}:
        client = {**client, "allow_http": True}
    return _writable(from_url(url, client_options=client, retry_config=retry))


def _impatient(seconds: float) -> tuple[ClientConfig, RetryConfig]:
    """An answer that fails soon is asked for once more, one that does not come is not."""
    most = timedelta(seconds=seconds)
    return (
        {"connect_timeout": most, "timeout": most},
        {"max_retries": 1, "retry_timeout": most},
    )


def _writable(store: object) -> _Store:
    if not isinstance(store, _Store):
        raise ValueError("an address for reading only")  # noqa: TRY004  # the address is wrong, not a type
    return store


def _is_stale(file: Path, now: datetime) -> bool:
    return now - datetime.fromtimestamp(file.stat().st_mtime, UTC) > _STALE


@contextmanager
def _problems() -> Iterator[None]:
    try:
        yield
    except (BaseError, OSError) as error:
        raise StorageError(_problem(error)) from error


def _problem(error: Exception) -> Code:
    """The store's own words hold addresses and paths, so they go to the log and not to a page."""
    words = str(error)
    if any(sign in words for sign in _FULL):
        return Code.ARCHIVE_FULL
    if any(sign in words for sign in _READ_ONLY):
        return Code.ARCHIVE_READ_ONLY
    if isinstance(error, PermissionDeniedError | UnauthenticatedError | PermissionError):
        return Code.ARCHIVE_FORBIDDEN
    if isinstance(error, FileNotFoundError):
        return Code.ARCHIVE_LACKS_FILE
    return Code.ARCHIVE_FAILS
