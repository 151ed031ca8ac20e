"""A link -> a file: every redirect looked at, never more bytes or seconds than agreed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

from requests import Request

from lib.errors import BadVideo, Cancelled, DeadLink, NotSent, StorageError, Unavailable
from lib.problem import Code, Problem
from lib.video_api.egress import as_sent, checked_address, is_same_host, split
from lib.video_api.exchange import TIMEOUT, Exchange

_REDIRECTS: Final = 5
_REDIRECT: Final = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetcher:
    """Downloads, with no key. `home` is the API's own host; every other one must be public."""

    home: str
    largest: int = 200_000_000  # bytes
    longest: float = 300.0  # seconds for the whole download
    timeout: tuple[float, float] = TIMEOUT
    #: Asked before each piece is written.
    cancelled: Callable[[], bool] = lambda: False

    def fetch(self, url: str, target: Path) -> None:
        """Raise DeadLink, Unavailable (try again), BadVideo (do not), Cancelled or StorageError."""
        end = time.monotonic() + self.longest
        with closing(self._open(url)) as answer:
            self._refuse_size(answer)
            try:
                self._copy(answer.chunks(end), target)
            except OSError as error:  # the wire's own have become Unavailable: this is the disk
                raise _unwritable(error) from error

    def _copy(self, content: Iterator[bytes], target: Path) -> None:
        received = 0
        with target.open("wb") as file:
            for chunk in content:
                if self.cancelled():
                    raise Cancelled(Code.NOT_WANTED)
                received += len(chunk)
                if received > self.largest:
                    raise BadVideo(self._too_large)
                file.write(chunk)

    def _open(self, url: str) -> Exchange:
        """Follow redirects to an answer that brings the file."""
        for _ in range(_REDIRECTS):
            answer = self._get(as_sent(url))
            location = answer.headers.get("location")
            if answer.status not in _REDIRECT or location is None:
                return _good(answer)
            answer.close()
            url = _joined(url, location)
        raise BadVideo(Code.LINK_ENDLESS)

    def _get(self, url: str) -> Exchange:
        at_home = is_same_host(url, self.home)
        if not at_home and split(url).scheme != "https":
            raise BadVideo(Code.LINK_UNENCRYPTED)
        try:
            # Where the file is at home, so is whoever may say where home is.
            address = None if at_home else checked_address(url)
            return Exchange.begin(Request("GET", url), self.timeout, address=address)
        except NotSent as error:
            raise Unavailable(Code.HOST_UNREACHABLE) from error

    def _refuse_size(self, answer: Exchange) -> None:
        """What was packed on the way cannot be checked; what is too large is not even begun."""
        if answer.headers.get("content-encoding", "identity") != "identity":
            raise BadVideo(Code.VIDEO_PACKED)
        if int(answer.headers.get("content-length", 0)) > self.largest:
            raise BadVideo(self._too_large)

    @property
    def _too_large(self) -> Problem:
        return Problem.of(Code.VIDEO_TOO_LARGE, megabytes=self.largest // 1_000_000)


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise BadVideo(Code.LINK_ASTRAY) from error


def _good(answer: Exchange) -> Exchange:
    status = answer.status
    if status == 200:
        return answer
    answer.close()
    if status in {401, 403, 404, 410}:
        raise DeadLink(Code.LINK_EXPIRED, status=status)
    raise Unavailable(Problem.of(Code.HOST_FAILS, http_status=status))


def _unwritable(error: OSError) -> StorageError:
    return StorageError(Problem.of(Code.VIDEO_UNWRITABLE, why=error.strerror))
