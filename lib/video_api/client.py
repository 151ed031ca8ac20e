"""VideoApi: submit, check, download, find_in_logs, preview. One request each; none waits for a render."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from requests import PreparedRequest, Request
from requests.auth import AuthBase

from lib.clock import utc_now
from lib.errors import BadReply, BadRequest, NotSent, UnsupportedCharacters
from lib.format import PORTRAIT
from lib.problem import Code
from lib.redact import Redactor
from lib.request import VideoRequest
from lib.video_api import amounts
from lib.video_api.download import Fetcher
from lib.video_api.exchange import TIMEOUT, Exchange
from lib.video_api.messages import Accepted, Checked, Preview
from lib.video_api.parsing import Reply, accepted, checked, is_task_id, plain, refusal

MODEL: Final = "magic/text-to-video"

#: An answer about a video has a few hundred bytes; a preview some ten thousand.
_LARGEST_REPLY: Final = 1_000_000

#: Entries on a page of the log, as many as the API gives; and pages to read at most. More than
#: 200 in a minute would be refused.
_LOG_PAGE: Final = 100
_LOG_PAGES: Final = 100

#: What finds a request again in the API's log; its answers echo it.
_OUR_ID: Final = "X-Client-Request-Id"

_GENERATIONS: Final = "/v2/video/generations"
_PREVIEWS: Final = "/v2/video/previews"


class VideoApi:
    """A video API at an address, which may change or be missing for a while: the engine restarts.

    Safe for threads. The key goes to that address alone: not along redirects, not with downloads.
    """

    def __init__(
        self,
        address: Callable[[], str | None],
        key: str,
        *,
        timeout: tuple[float, float] = TIMEOUT,
        largest_video: int = 200_000_000,
        longest_download: float = 300.0,
    ) -> None:
        self._address = address
        self._key = _Bearer(key)
        self._redactor = Redactor([key])
        self._timeout = timeout
        self._largest_video = largest_video
        self._longest_download = longest_download

    def submit(self, request: VideoRequest, *, client_request_id: str) -> Accepted:
        """Ask for a video. Every successful call may be charged.

        Raise NotSent or Throttled if it surely was not accepted, Refused if it never will be;
        Unavailable or BadReply leave open whether it was.
        """
        reply = self._ask(
            "POST",
            _GENERATIONS,
            json={"model": MODEL, **_members(request)},
            headers={_OUR_ID: client_request_id},
        )
        return accepted(reply)

    def check(self, task_id: str) -> Checked:
        """Ask how far a task is. Raise UnknownTask if the API has no task of this id."""
        reply = self._ask("GET", _GENERATIONS, params={"generation_id": task_id})
        return checked(reply, task_id)

    def forget(self, task_id: str) -> None:
        """Delete a task and its video, finished or not. Only the built-in engine can."""
        self._ask("DELETE", _GENERATIONS, params={"generation_id": task_id})

    def download(
        self, url: str, target: Path, *, cancelled: Callable[[], bool] = lambda: False
    ) -> None:
        """Fetch a video into a file.

        Raise DeadLink, Unavailable, BadVideo, StorageError, or Cancelled when `cancelled` says so.
        """
        Fetcher(
            home=self._base(),
            largest=self._largest_video,
            longest=self._longest_download,
            timeout=self._timeout,
            cancelled=cancelled,
        ).fetch(url, target)

    def find_in_logs(self, client_request_id: str, start: datetime, end: datetime) -> str | None:
        """Return the task that a submit of ours has made, or None if the log does not list it (yet).

        Raise VideoApiError if the log cannot be read to its end: then not found proves nothing.
        """
        for entries in self._log(start, end):
            if task_id := _ours(entries, client_request_id):
                return task_id
        return None

    def _log(self, start: datetime, end: datetime) -> Iterator[list[Any]]:
        """Page by page, newest first, until there is no more."""
        span = {"start": _iso(start), "end": _iso(end), "model": MODEL, "limit": str(_LOG_PAGE)}
        offset = 0
        for _ in range(_LOG_PAGES):
            members = self._ask("GET", "/v2/logs", params={**span, "offset": str(offset)}).members()
            entries = members.get("data")
            if not isinstance(entries, list):
                raise BadReply(Code.LOG_UNREADABLE)
            yield entries
            if not _has_more(members, entries):
                return
            if not entries:
                break
            offset += len(entries)
        raise BadReply(Code.LOG_ENDLESS)

    def price(self) -> float | None:
        """Return the credits that the API says one film takes; None where it does not say."""
        asked = {"id": MODEL, "include": "pricing"}
        return amounts.price(self._ask("GET", "/v1/models", params=asked).members(), MODEL)

    def balance(self) -> float | None:
        """Return the credits that are left on the account; None where the API does not say."""
        return amounts.balance(self._ask("GET", "/v2/billing").members())

    def preview(self, request: VideoRequest, *, width: int = 304) -> Preview:
        """A still, `width` pixels wide, and how well it will read; the built-in engine alone has these.

        Raise UnsupportedCharacters, naming them, or BadRequest or Unavailable.
        """
        params = {name: str(value) for name, value in _members(request).items()}
        reading = self._reading(params)
        try:
            still = self._ask(
                "GET",
                _PREVIEWS,
                params={**params, "width": str(width)},
                headers={"Accept": "image/webp"},
            )
        except BadRequest as error:
            if not (characters := _unsupported(reading)):
                raise
            raise UnsupportedCharacters(error.problem, characters=characters) from error
        return _preview(reading, still)

    # ── inside ────────────────────────────────────────────────────────────────────────────────

    def _reading(self, params: Mapping[str, str]) -> Mapping[str, Any]:
        headers = {"Accept": "application/json"}
        return self._ask("GET", _PREVIEWS, params=params, headers=headers).members()

    def _base(self) -> str:
        base = self._address()
        if base is None:
            raise NotSent(Code.ENGINE_STARTING)
        return base

    def _ask(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        json: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """One request, one whole answer. Raise VideoApiError for anything but success.

        An answer that echoes the id of another request is BadReply, whatever it says.
        """
        request = Request(
            method, self._base() + path, params=params, json=json, headers=headers, auth=self._key
        )
        with closing(Exchange.begin(request, self._timeout)) as answer:
            reply = self._read(answer, time.monotonic() + self._timeout[1])
        if reply.answers_another_than(request.headers.get(_OUR_ID)):
            raise BadReply(Code.ANSWER_TO_ANOTHER, status=reply.status)
        if not reply.is_success:
            raise refusal(reply, utc_now())
        return reply

    def _read(self, answer: Exchange, end: float) -> Reply:
        """The whole answer, without the key. Raise BadReply if it is too large, else Unavailable."""
        body = bytearray()
        for chunk in answer.chunks(end):
            body += chunk
            if len(body) > _LARGEST_REPLY:
                raise BadReply(Code.ANSWER_TOO_LARGE, status=answer.status)
        return Reply.of(answer.status, answer.headers, bytes(body), self._redactor)


class _Bearer(AuthBase):
    """Given as `auth`, so that no password in the address takes its place."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        # Bytes, so that a key with odd characters is refused by the API, not by requests.
        request.headers["Authorization"] = f"Bearer {self._key}".encode()  # type: ignore[assignment]  # bytes work
        return request


def _has_more(members: Mapping[str, Any], entries: list[Any]) -> bool:
    """As the API says; where it does not say, a full page is followed by another one."""
    pagination = members.get("pagination")
    told = pagination.get("has_more") if isinstance(pagination, dict) else None
    return told if isinstance(told, bool) else len(entries) >= _LOG_PAGE


def _ours(entries: list[Any], client_request_id: str) -> str | None:
    for entry in entries:
        if isinstance(entry, dict) and entry.get("client_request_id") == client_request_id:
            task_id = entry.get("inference_id")
            if is_task_id(task_id):
                return task_id
    return None


def _preview(reading: Mapping[str, Any], still: Reply) -> Preview:
    lines, drones = reading.get("lines"), reading.get("drones")
    if not still.headers.get("content-type", "").startswith("image/"):
        raise BadReply(Code.PREVIEW_NO_PICTURE)
    return Preview(
        image=still.body,
        lines=len(lines) if isinstance(lines, list) else 0,
        drones=drones if isinstance(drones, int) else 0,
        verdict=_text(reading.get("verdict")),
        advice=_text(reading.get("advice")),
        palette=_text(reading.get("palette")),
    )


def _unsupported(reading: Mapping[str, Any]) -> tuple[str, ...]:
    """As they came, so that they can be found among the words again: they are never shown."""
    found = reading.get("unsupported_characters")
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()


def _text(value: object) -> str:
    return plain(value, 300) if isinstance(value, str) else ""


def _members(request: VideoRequest) -> dict[str, str | int]:
    """What the wire says of it. Left out is what the vendor does not have and nobody asked for."""
    members: dict[str, str | int | None] = {
        "prompt": request.caption.text,
        "template": request.template.name,
        "format": None if request.format == PORTRAIT else request.format.name,
        "palette": request.palette,
        "seed": request.seed,
    }
    return {name: value for name, value in members.items() if value is not None}


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
