"""A link -> a file: every redirect looked at, never more bytes or seconds than agreed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

import urllib3
from requests import PreparedRequest, RequestException, Response, Session

from lib.errors import BadVideo, DeadLink, StorageError, Unavailable
from lib.video_api import deadlines
from lib.video_api.egress import as_sent, is_same_host, split
from lib.video_api.sessions import USER_AGENT, outside_session

#: Seconds to connect, and seconds between two bytes.
TIMEOUT: Final = (5.0, 30.0)

_REDIRECTS: Final = 5
_CUT_OFF: Final = "The answer was cut off on its way."


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetcher:
    """Downloads with no key. `session` is for the API's own host, `home`; others must be public."""

    home: str
    session: Session = field(repr=False)
    outside: Session = field(repr=False, default_factory=outside_session)
    largest: int = 200_000_000  # bytes
    longest: float = 300.0  # seconds for the whole download
    timeout: tuple[float, float] = TIMEOUT

    def fetch(self, url: str, target: Path) -> None:
        """Raise DeadLink, Unavailable (try again), BadVideo (do not) or StorageError."""
        end = time.monotonic() + self.longest
        with self._open(url) as response:
            declared = self._declared_size(response)
            try:
                received = self._copy(chunks(response, end), target)
            except OSError as error:  # the wire's own have become Unavailable: this is the disk
                raise _unwritable(error) from error
        if declared is not None and received != declared:
            raise Unavailable(_CUT_OFF)

    def _copy(self, content: Iterator[bytes], target: Path) -> int:
        """Return how many bytes there were."""
        received = 0
        with target.open("wb") as file:
            for chunk in content:
                received += len(chunk)
                if received > self.largest:
                    raise BadVideo(self._too_large)
                file.write(chunk)
        return received

    def _open(self, url: str) -> Response:
        for _ in range(_REDIRECTS):
            response = self._get(url)
            if not response.is_redirect:
                return _good(response)
            response.close()
            url = urljoin(url, response.headers["location"])
        raise BadVideo("The video's link leads from one address to the next without an end.")

    def _get(self, url: str) -> Response:
        url = as_sent(url)
        parts = split(url)
        at_home = is_same_host(url, self.home)
        if not at_home and parts.scheme != "https":
            raise BadVideo("The video's link is not encrypted; Skylit follows https only.")
        # The name that was asked for, also where the connection is made to a checked address.
        headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", "Host": parts.netloc}
        try:
            return (self.session if at_home else self.outside).get(
                url,
                headers=headers,
                timeout=self.timeout,
                stream=True,
                allow_redirects=False,
                auth=without_key,
            )
        except RequestException as error:
            raise Unavailable("The host of the video does not answer.") from error
        except ValueError as error:  # requests looks at where a redirect leads, followed or not
            raise BadVideo("The video's link leads to something that is no address.") from error

    def _declared_size(self, response: Response) -> int | None:
        """Bytes that shall come. What was packed on the way cannot be checked, and is refused."""
        if response.headers.get("content-encoding", "identity") != "identity":
            raise BadVideo("The video's host sends it packed, which videos never are.")
        text = response.headers.get("content-length", "")
        declared = int(text) if text.isascii() and text.isdigit() else None
        if declared is not None and declared > self.largest:
            raise BadVideo(self._too_large)
        return declared

    @property
    def _too_large(self) -> str:
        return f"The video is larger than {self.largest // 1_000_000} MB; Skylit does not take it."


def without_key(request: PreparedRequest) -> PreparedRequest:
    """An `auth` that adds nothing: else requests would look for a password in ~/.netrc."""
    return request


def chunks(response: Response, end: float) -> Iterator[bytes]:
    """What the wire brings, until it is over. Raise Unavailable at `end` (monotonic)."""
    try:
        yield from deadlines.chunks(response, end)
    except TimeoutError as error:
        raise Unavailable("The answer came too slowly.") from error
    except (urllib3.exceptions.HTTPError, RequestException, OSError) as error:
        raise Unavailable(_CUT_OFF) from error


def _good(response: Response) -> Response:
    status = response.status_code
    if status == 200:
        return response
    response.close()
    if status in {401, 403, 404, 410}:
        raise DeadLink("The video's link has expired.", status=status)
    raise Unavailable(f"The host of the video has a problem ({status}).")


def _unwritable(error: OSError) -> StorageError:
    return StorageError(
        f"The video cannot be written to the disk ({error.strerror}). "
        "Make room or mend its rights: it goes on by itself."
    )
