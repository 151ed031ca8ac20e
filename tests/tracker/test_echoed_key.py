"""The API repeats the key in some field of some answer: no page, no row and no log ever holds it."""

from __future__ import annotations

import base64
import json
import sqlite3
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import pytest

from lib.generation import Status
from tests.films import film
from tests.hostile_api import KEY, TASK, HostileApi, accepts, delivers, pending, says
from tests.leaks import leaks_in
from tests.viewers import ANN
from tests.workbench import Workbench

#: As the API may spell it; the last two as a limit of 300 letters, ours or its own, leaves it.
SPELLINGS: Final = {
    "plain": f"key {KEY}",
    "per cent": quote(f"{KEY}/").replace("-", "%2D"),
    "Base64": base64.b64encode(f"Bearer {KEY}".encode()).decode(),
    "cut by us": "x" * 284 + " " + KEY,
    "cut by the API": f"Unknown key {KEY[:13]}",
}

STATUSES: Final = (
    300, 302, 308, 400, 401, 402, 403, 404, 405, 409, 410, 413, 415, 418, 422, 429, 451, 500, 503,
)  # fmt: skip


def every_field(said: str) -> dict[str, Any]:
    """Both envelopes, and whatever else a body may hold, all of it saying this."""
    return {
        "message": said, "path": said, "requestId": said, "statusCode": said, "timestamp": said,
        "title": said, "instance": said, "detail": said, said: said,
        "error": {"name": said, "message": said, "data": {"kind": said}},
        "errors": [{"field": said, "message": said, "received": said, "expected": said}],
    }  # fmt: skip


def problem_alone(said: str) -> dict[str, Any]:
    return {"title": said, "status": 400, "error": {"name": said, "message": said}}


def headers(said: str) -> dict[str, str]:
    return {"retry_after": said, "x_request_id": said, "location": said, "x_inference_id": said}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("envelope", [every_field, problem_alone])
def test_a_refusal_that_quotes_it(
    bench: Workbench, api: HostileApi, tmp_path: Path, spelling: str, envelope: Any
) -> None:
    said = SPELLINGS[spelling]
    for status in STATUSES:
        api.submit = [says(status, envelope(said), **headers(said))]
        _steps(bench, 1)
    _nothing_holds_it(bench, tmp_path)


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize(
    "member", ["status", "message", "error", "progress", "meta", "video", "id"]
)
def test_a_check_that_quotes_it(
    bench: Workbench, api: HostileApi, tmp_path: Path, spelling: str, member: str
) -> None:
    said = SPELLINGS[spelling]
    everywhere: dict[str, Any] = {
        "status": {"status": said},
        "message": {"status": "queued", "message": said},
        "error": {"status": "error", "error": {"name": said, "message": said}},
        "progress": {"status": "generating", "progress": said},
        "meta": {"status": "queued", "meta": {"usage": {"credits_used": said}}},
        "video": {"status": "completed", "video": {"url": f"https://127.0.0.1/{said}?key={said}"}},
        "id": {"id": said, "status": "queued"},
    }
    api.check = [says(200, {"id": TASK} | everywhere[member]), *_refused(said)]
    _steps(bench, 4)
    _nothing_holds_it(bench, tmp_path)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_submit_a_log_and_a_file_host_that_quote_it(
    bench: Workbench, api: HostileApi, tmp_path: Path, spelling: str
) -> None:
    said = SPELLINGS[spelling]
    quoting = quote(said)
    api.submit = [
        says(200, {"id": said, "status": said}, x_inference_id=quoting),
        says(200, {"id": quoting, "status": "queued"}),
        accepts,
    ]
    api.logs = [
        says(200, {"data": [{"client_request_id": said, "inference_id": said, "model": said}]}),
        says(402, every_field(said)),
    ]
    api.check = [
        pending("queued"),
        says(200, {"id": TASK, "status": "completed", "video": {"url": f"{api.url}/file.mp4"}}),
    ]
    api.file = [says(302, said, location=f"/{quoting}"), says(410, said), delivers(film())]
    for _ in range(3):
        _steps(bench, 6)
    _nothing_holds_it(bench, tmp_path)


def _refused(said: str) -> list[Any]:
    return [says(status, every_field(said), **headers(said)) for status in (402, 404, 410, 503)]


def _steps(bench: Workbench, count: int) -> None:
    asked = bench.ask()
    for _ in range(count):
        found = bench.see(asked)
        if found.status not in {Status.FAILED, Status.READY}:
            bench.steps.take(found)
    assert bench.see(asked).status is not Status.SUBMITTING


def _nothing_holds_it(bench: Workbench, folder: Path) -> None:
    """Neither half of it, in no column of any table."""
    assert list(leaks_in(folder)) == []
    with sqlite3.connect(folder / "skylit.db") as database:
        tables = [
            name
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        rows = [row for table in tables for row in database.execute(f'SELECT * FROM "{table}"')]
    database.close()
    held = json.dumps(rows, default=str)
    assert rows
    assert bench.studio.history(ANN).generations
    assert KEY[:13] not in held
    assert KEY[-12:] not in held
