"""Reading replies: JSON, both error envelopes, every status word. What came is data, never trusted."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Self, TypeGuard

from lib.errors import (
    BadKey,
    BadReply,
    BadRequest,
    InvalidInput,
    OutOfCredits,
    Refused,
    Throttled,
    Unavailable,
    UnknownTask,
    VideoApiError,
)
from lib.problem import Code, Problem
from lib.redact import NOTHING_SECRET, Redactor
from lib.video_api import amounts
from lib.video_api.messages import Accepted, Checked, Done, GenerationFailed, Pending

#: The vendor's words and those of its suppliers that have leaked into its schemas, in any case.
_DONE: Final = frozenset({"completed", "succeeded"})
_FAILED: Final = frozenset({"error", "failed", "cancelled", "canceled"})

#: Known ids are 21 characters of A-Za-z0-9_-; other models of the vendor's use colons and dots.
_TASK_ID: Final = re.compile(r"[A-Za-z0-9._:~-]{1,128}")

_SHA256: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)

#: It makes one picture of several, such as a family.
ZERO_WIDTH_JOINER: Final = "\u200d"

#: Redirects that surely did not take the request: it shall be sent elsewhere (RFC 9110, 15.4).
_MOVED_AWAY: Final = frozenset({301, 307, 308})

#: Statuses below 500 that may be said of a request that was taken: time-outs, too early, closed.
_UNDECIDED: Final = frozenset({408, 425, 499})


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer. `headers`, in lower case, and `members` hold no key; `body` is as it came."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    redactor: Redactor = field(repr=False)

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300

    def answers_another_than(self, client_request_id: str | None) -> bool:
        """Return whether it echoes the id of a request, and not of this one."""
        echo = self.headers.get("x-client-request-id")
        return client_request_id is not None and echo is not None and echo != client_request_id

    def members(self) -> dict[str, Any]:
        """The JSON object in the body. Raise BadReply if there is none, or one that says a thing twice."""
        try:
            found = self.redactor.tree(json.loads(self.body, object_pairs_hook=_each_once))
        except (ValueError, RecursionError) as error:
            raise BadReply(Code.ANSWER_NO_JSON, status=self.status) from error
        if not isinstance(found, dict):
            raise BadReply(Code.ANSWER_NO_OBJECT, status=self.status)
        return found

    @classmethod
    def of(
        cls,
        status: int,
        headers: Mapping[str, str],
        body: bytes,
        redactor: Redactor = NOTHING_SECRET,
    ) -> Self:
        clean = {name.lower(): redactor.text(value) for name, value in headers.items()}
        return cls(status, clean, body, redactor)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of two ids in one answer nobody knows which is meant (RFC 8259, 4). Raise ValueError."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name came twice")
    return found


def is_task_id(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and _TASK_ID.fullmatch(value) is not None


def parse_task_id(text: str) -> str:
    """An id as a person pastes it. Raise InvalidInput for what cannot be one."""
    found = text.strip()
    if not is_task_id(found):
        raise InvalidInput(
            Code.TASK_ID_INVALID,
            field="task_id",
            expected="1 to 128 of A-Z a-z 0-9 _ - . : ~",
            received=repr(plain(found, 40)),
        )
    return found


def accepted(reply: Reply) -> Accepted:
    """Read the answer to a submit that succeeded. Raise BadReply without one id: outcome unknown."""
    header = reply.headers.get("x-inference-id", "")
    try:
        members = reply.members()
    except BadReply:
        if not is_task_id(header):
            raise
        members = {}  # the header carries the same id: a garbled body loses nothing
    task_id = members.get("id", header)
    if not is_task_id(task_id):
        raise BadReply(Code.ANSWER_WITHOUT_ID, status=reply.status)
    if header and header != task_id:
        raise BadReply(Code.ANSWER_WITH_TWO_IDS, status=reply.status)
    return Accepted(task_id, amounts.credits_used(members, reply.headers))


def checked(reply: Reply, task_id: str) -> Checked:
    """Read how far a task is. An unknown status word counts as pending and is shown as it came."""
    members = reply.members()
    if members.get("id", task_id) != task_id:
        raise BadReply(Code.ANSWER_OF_ANOTHER, status=reply.status)
    word = members.get("status")
    if not isinstance(word, str) or not word:
        raise BadReply(Code.ANSWER_WITHOUT_STATUS, status=reply.status)
    if word.lower() in _DONE:
        url, credits_used = (
            _video_url(members, reply.status),
            amounts.credits_used(members, reply.headers),
        )
        return Done(url, credits_used, _sha256(members))
    if word.lower() in _FAILED:
        return _failure(members)
    return Pending(plain(word, 40), amounts.progress(members))


def _sha256(members: Mapping[str, Any]) -> str | None:
    video = members.get("video")
    told = video.get("sha256") if isinstance(video, dict) else None
    return told if isinstance(told, str) and _SHA256.fullmatch(told) else None


def refusal(reply: Reply, now: datetime) -> VideoApiError:
    """Turn an answer other than success into an error, whose type says whether to try again.

    Only what surely says no is a refusal: any other answer leaves open whether the request was taken.
    """
    status = reply.status
    if not _says_no(status):
        return Unavailable(Problem.of(Code.API_FAILS, http_status=status), status=status)
    if _names_a_task(_members_if_any(reply)):
        return BadReply(Code.REFUSAL_WITH_ID, status=status)
    if status == 429:
        return Throttled(Code.API_BUSY, retry_after=amounts.retry_after(reply.headers, now))
    return _refused(reply)


def _says_no(status: int) -> bool:
    return status in _MOVED_AWAY or (400 <= status < 500 and status not in _UNDECIDED)


def _names_a_task(members: Mapping[str, Any]) -> bool:
    """True for the body of a submit that was taken, whatever its status line became on the way."""
    explains = members.keys() & {"message", "error", "errors", "title", "detail"}
    return is_task_id(members.get("id")) and "status" in members and not explains


def _refused(reply: Reply) -> VideoApiError:
    said, status = _message(reply), reply.status
    match status:
        case 400:
            problem = said or Problem.of(Code.REQUEST_REFUSED_AS_WRITTEN)
            return BadRequest(problem, status=status, received=_received(reply))
        case 401:
            return BadKey(Code.KEY_UNKNOWN, status=status)
        case 403:
            return OutOfCredits(Code.CREDITS_USED_UP, status=status)
        case 404:
            return UnknownTask(Code.NOTHING_AT_ADDRESS, status=status)
        case 301 | 307 | 308:
            return Refused(Code.API_MOVED, status=status)
        case _:
            unexplained = Problem.of(Code.REQUEST_REFUSED, http_status=status)
            return Refused(said or unexplained, status=status)


def plain(text: str, limit: int) -> str:
    """Return one line of visible text without control characters, at most `limit` characters.

    Kept is what Python's tables do not know yet: it may be a new emoji.
    """
    visible = (" " if _is_unseen(c) else c for c in text[: 4 * limit])
    line = " ".join("".join(visible).split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def _is_unseen(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "CZ" and category not in {"Cn", "Co"} and character != ZERO_WIDTH_JOINER


def _message(reply: Reply) -> Problem | None:
    """Find the sentence in any envelope: that of the field at fault first, else the general one."""
    members = _members_if_any(reply)
    said, inner = members.get("message"), members.get("error")
    if not isinstance(said, str) and isinstance(inner, dict):
        said = inner.get("message")
    said = _fault(members).get("message", said)
    words = plain(said, 300) if isinstance(said, str) else ""
    return Problem.told(words) if words else None


def _received(reply: Reply) -> str:
    received = _fault(_members_if_any(reply)).get("received")
    return plain(received, 300) if isinstance(received, str) else ""


def _fault(members: Mapping[str, Any]) -> Mapping[str, Any]:
    """The first of the fields that were refused, as the built-in engine lists them."""
    faults = members.get("errors")
    first = faults[0] if isinstance(faults, list) and faults else None
    return first if isinstance(first, dict) else {}


def _members_if_any(reply: Reply) -> Mapping[str, Any]:
    try:
        return reply.members()
    except BadReply:
        return {}


def _failure(members: Mapping[str, Any]) -> GenerationFailed:
    error = members.get("error")
    error = error if isinstance(error, dict) else {}
    name, message = error.get("name"), error.get("message")
    return GenerationFailed(
        plain(name, 80) if isinstance(name, str) else "",
        plain(message, 300) if isinstance(message, str) else "",
    )


def _video_url(members: Mapping[str, Any], status: int) -> str:
    video = members.get("video")
    url = video.get("url") if isinstance(video, dict) else None
    if not isinstance(url, str) or not 0 < len(url) <= 8192:
        raise BadReply(Code.ANSWER_WITHOUT_VIDEO, status=status)
    return url
