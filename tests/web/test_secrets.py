"""The whole app at its most talkative, with a key, against an API that quotes and leaks: silence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from starlette.requests import Request
from starlette.responses import Response

from lib.generation import Status
from lib.ledger import Ledger
from lib.person import Person
from lib.provider import Provider
from lib.share import Share, hash_of, token_of
from lib.studio import Signer
from lib.visitor import Visitors, new_id
from tests.films import film
from tests.hostile_api import (
    KEY,
    accepts,
    completes,
    delivers,
    documented,
    hostile_api,
    pending,
    redirects,
    says,
)
from tests.leaks import leaks_in
from tests.web.furnished import furnished, queued
from tests.web.served import free_port, said, started, wait_until_up
from tests.workbench import eventually

_SECRET = "a-secret-to-sign-with"


async def drops_headers(_: Request) -> Response:
    """Headers that no parser takes: the one that we use warns of them, with the whole address."""
    return Response(film(), headers={"content-length": "5", "x": "a\x0b: b"})


@pytest.mark.timeout(120)
def test_no_key_and_no_link_is_in_anything_that_the_app_writes(tmp_path: Path) -> None:
    visitor, data, port = new_id(), tmp_path / "data", free_port()
    visitors = Visitors(Signer.load(_SECRET, tmp_path / "unused"))
    with furnished(data, paid=True, engine=False) as studio:
        asked = [
            queued(
                studio, studio.viewer(visitors.person(visitor)), f"Hello {n}", Provider.AIMLAPI
            ).id
            for n in range(3)
        ]
    with hostile_api() as api:
        api.submit = [documented(400, f"Bad key {KEY}"), accepts]
        api.check = [pending("queued"), completes]
        api.file = [redirects(302, "https://10.0.0.1/x?signature=secret-signature"),
                    says(500, KEY), drops_headers, delivers(film())]  # fmt: skip
        environ = {"AIMLAPI_API_KEY": KEY, "AIMLAPI_BASE_URL": api.url, "POLL_SECONDS": "0.1"}
        talkative = {"STREAMLIT_LOGGER_LEVEL": "debug", "SECRET_KEY": _SECRET}
        with started(tmp_path, port, **environ, **talkative) as process:
            wait_until_up(port, process)
            ledger = Ledger.open(None, data)
            ends = eventually(lambda: _ends(ledger, asked), 60)
            token = _shared(ledger, visitors.person(visitor), asked)
            ledger.close()
            assert sorted(ends) == [Status.FAILED, Status.READY, Status.READY]
            _visit(port, dict([visitors.cookie(visitor, secure=False)]), asked)
            _follow(port, token, asked)
    assert list(leaks_in(tmp_path)) == []
    for secret in (_SECRET, visitor, token):
        assert secret not in said(tmp_path)


def _ends(ledger: Ledger, ids: list[str]) -> list[Status] | None:
    found = [ledger.get(each) for each in ids]
    statuses = [each.status for each in found if each]
    return statuses if all(status.is_final for status in statuses) else None


def _visit(port: int, cookies: dict[str, str], ids: list[str]) -> None:
    """As its owner, and by a signed link, which must not be written down either."""
    signer = Signer.load(_SECRET, Path("unused"))
    for each in ids:
        token = signer.sign_until("clip", each, datetime.now(UTC) + timedelta(hours=1))
        for query in ({}, {"token": token}):
            answer = requests.get(
                f"http://127.0.0.1:{port}/clips/{each}.mp4",
                params=query, cookies=cookies, timeout=30,
            )  # fmt: skip
            assert answer.status_code in {200, 404}
            assert KEY not in answer.text + str(answer.headers)


def _shared(ledger: Ledger, owner: Person, ids: list[str]) -> str:
    """Make a public link to these films; return its token."""
    share = Share.new(
        owner=owner, generation_ids=tuple(ids), now=datetime.now(UTC), expires_at=None
    )
    token = token_of(share.id, Signer.load(_SECRET, Path("unused")))
    ledger.add_share(share, hash_of(token))
    return token


def _follow(port: int, token: str, ids: list[str]) -> None:
    """As anybody who has the link, and as somebody who tries it elsewhere."""
    home, link = f"http://127.0.0.1:{port}", f"/s/{token}"
    paths = [link, f"{link}/embed", *(f"{link}/{each}.mp4" for each in ids), f"{link}/nothing"]
    for path in (*paths, f"/clips/{ids[0]}.mp4?token={token}", f"/oembed?url={home}{link}"):
        answer = requests.get(home + path, timeout=30)
        assert answer.status_code in {200, 404}
        assert token not in str(answer.headers)
    assert requests.get(home + link, timeout=30).status_code == 200
