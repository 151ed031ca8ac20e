"""Replies are read as they come: both envelopes, every word, and never more trust than is due."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.errors import (
    BadKey,
    BadReply,
    BadRequest,
    InvalidInput,
    OutOfCredits,
    Refused,
    SkylitError,
    Throttled,
    Unavailable,
    UnknownTask,
    VideoApiError,
)
from lib.video_api import Accepted, Done, GenerationFailed, Pending
from lib.video_api.parsing import Reply, accepted, checked, parse_task_id, plain, refusal

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
TASK = "x6cwiGJM4VSX8msX6VtRX"


def reply(content: object, status: int = 200, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply.of(status, named, json.dumps(content).encode())


def test_credits_are_read_from_the_body_or_the_header() -> None:
    usage = {"usage": {"credits_used": 1_050_000}}
    assert accepted(reply({"id": TASK, "meta": usage})) == Accepted(TASK, 1_050_000)
    assert accepted(reply({"id": TASK}, X_Aimlapi_Credits_Used="12.5")) == Accepted(TASK, 12.5)
    assert accepted(reply({"id": TASK, "meta": {"usage": None}})) == Accepted(TASK, None)


@pytest.mark.parametrize("word", ["queued", "Waiting", "ACTIVE", "processing", "generating", "odd"])
def test_every_other_word_is_pending_and_shown_as_it_came(word: str) -> None:
    assert checked(reply({"id": TASK, "status": word}), TASK) == Pending(word, None)


@pytest.mark.parametrize(
    ("told", "share"), [(0.5, 0.5), (50, 0.5), (100, 1.0), (-1, None), ("x", None)]
)
def test_progress_is_a_share_however_it_is_written(told: object, share: float | None) -> None:
    answer = checked(reply({"id": TASK, "status": "generating", "progress": told}), TASK)
    assert answer == Pending("generating", share)


@pytest.mark.parametrize("word", ["completed", "COMPLETED", "succeeded"])
def test_done_has_a_link_that_is_not_printed(word: str) -> None:
    content = {"id": TASK, "status": word, "video": {"url": "https://cdn/x?sig=secret"}}
    answer = checked(reply(content), TASK)
    assert answer == Done("https://cdn/x?sig=secret", None)
    assert "secret" not in repr(answer)


@pytest.mark.parametrize("word", ["error", "Failed", "cancelled", "canceled"])
def test_a_failure_carries_the_words_of_the_api(word: str) -> None:
    content = {"id": TASK, "status": word, "error": {"name": "Nope", "message": "No sky"}}
    assert checked(reply(content), TASK) == GenerationFailed("Nope", "No sky")


@pytest.mark.parametrize(
    "content",
    [
        {}, [], "text", None, 7, {"id": TASK}, {"id": TASK, "status": 3}, {"id": TASK, "status": ""},
        {"id": "another", "status": "queued"},
        {"id": TASK, "status": "completed"},
        {"id": TASK, "status": "completed", "video": None},
        {"id": TASK, "status": "completed", "video": {"url": None}},
        {"id": TASK, "status": "completed", "video": {"url": "x" * 9000}},
    ],
)  # fmt: skip
def test_an_answer_that_makes_no_sense_says_so(content: object) -> None:
    with pytest.raises(BadReply, match=r"The video API.*\."):
        checked(reply(content), TASK)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, BadRequest), (401, BadKey), (403, OutOfCredits), (404, UnknownTask), (405, Refused),
        (409, Refused), (413, Refused), (422, Refused), (429, Throttled), (408, Unavailable),
        (500, Unavailable), (502, Unavailable), (503, Unavailable), (504, Unavailable),
        (301, Refused), (307, Refused), (308, Refused), (302, Unavailable), (303, Unavailable),
    ],
)  # fmt: skip
def test_the_status_decides_whether_to_try_again(status: int, kind: type[VideoApiError]) -> None:
    error = refusal(reply({"message": "Oh"}, status), NOW)
    assert type(error) is kind
    assert error.status == status
    assert str(error)


@pytest.mark.parametrize(
    "content",
    [
        {"message": "Invalid enum value", "statusCode": "400"},
        {"title": "T", "status": 400, "error": {"name": "N", "message": "Invalid enum value"}},
        {"message": "Body!", "errors": [{"field": "prompt", "message": "Invalid enum value"}]},
    ],
)
def test_the_sentence_is_found_in_every_envelope(content: object) -> None:
    assert str(refusal(reply(content, 400), NOW)) == "Invalid enum value"


def test_what_was_received_is_kept_for_programs() -> None:
    content = {"message": "B", "errors": [{"message": "No.", "received": "☃ ☄"}]}
    error = refusal(reply(content, 400), NOW)
    assert isinstance(error, BadRequest)
    assert error.received == "☃ ☄"


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("3", 3.0), ("0", 0.0), ("1.5", 1.5), ("-4", 0.0), ("999999", 3600.0),
        ("", None), ("soon", None), ("nan", None), ("inf", None),
        ("1e400", None), ("-inf", None), ("9" * 5000, None), ("1, 2", None), ("٣", 3.0),
        ("Mon, 01 Jan 0001 00:00:00 +2359", 0.0), ("Fri, 31 Dec 9999 23:59:59 -2359", 3600.0),
        ("Fri, 31 Dec 99999 23:59:59 GMT", None), ("Mon, 99 Jan 2026 99:99:99 GMT", None),
        ("Mon, 01 Jan 2026 00:00:00 +99999999999999", None),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90.0),
        ("Sun, 22 Nov 2026 19:00:00 GMT", 0.0),
    ],
)  # fmt: skip
def test_retry_after_is_seconds_or_a_date(header: str, seconds: float | None) -> None:
    error = refusal(reply({}, 429, retry_after=header), NOW)
    assert isinstance(error, Throttled)
    assert error.retry_after == seconds


def test_an_id_may_be_pasted_with_blanks_around_it() -> None:
    assert parse_task_id(f" {TASK}\n") == TASK


@pytest.mark.parametrize("text", ["", "two words", "../x", "a" * 129, "ä", "x\x00"])
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_task_id(text)


def test_what_comes_from_outside_is_one_visible_line() -> None:
    assert plain("a\x1b[31m\u202eb\r\n\x00c", 40) == "a [31m b c"
    assert plain("x" * 500, 10) == "x" * 9 + "…"
    assert plain("👨\u200d👩 \U0001fae9 \ue000", 40) == "👨\u200d👩 \U0001fae9 \ue000"


@given(st.text(max_size=60) | st.from_regex(r"\A\w{3}, \d+ \w{3} \d+ \d+:\d+:\d+ [+-]\d+\Z"))
def test_no_retry_after_whatever_makes_a_sure_refusal_an_unsure_one(header: str) -> None:
    error = refusal(reply({}, 429, retry_after=header), NOW)
    assert isinstance(error, Throttled)
    assert error.retry_after is None or 0 <= error.retry_after <= 3600


@pytest.mark.parametrize(
    "told", [1e308, -1, "1e308", float("nan"), float("inf"), True, "many", [], 10**400, 1e13]
)
def test_credits_that_nobody_can_have_spent_are_not_known(told: object) -> None:
    usage = {"usage": {"credits_used": told}}
    assert accepted(reply({"id": TASK, "meta": usage})) == Accepted(TASK, None)


@given(st.binary(max_size=200), st.integers(100, 599))
def test_no_bytes_whatever_escape_as_another_error(body: bytes, status: int) -> None:
    came = Reply.of(status, {}, body)
    with suppress(SkylitError):
        accepted(came)
    with suppress(SkylitError):
        checked(came, TASK)
    assert str(refusal(came, NOW))


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=8,
)


_MEMBERS = ("id", "status", "video", "error", "errors", "meta", "message", "progress")


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(_MEMBERS, _JSON)))
def test_no_shape_whatever_escapes_as_another_error(content: dict[str, object]) -> None:
    came = reply(content)
    with suppress(SkylitError):
        accepted(came)
    with suppress(SkylitError):
        checked(came, TASK)
    assert str(refusal(came, NOW))
