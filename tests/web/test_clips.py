from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from lib import rendition
from lib.person import Viewer
from lib.studio import Studio
from lib.studio.links import LinkTo
from lib.text import say
from tests.web.furnished import FILM, POSTER, generating, ready


def test_a_film_arrives_whole_for_its_owner(
    studio: Studio, viewer: Viewer, client: TestClient
) -> None:
    made = ready(studio, viewer)
    answer = client.get(f"/clips/{made.id}.mp4")
    assert answer.status_code == 200
    assert answer.content == FILM
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["content-length"] == str(len(FILM))
    assert "content-disposition" not in answer.headers
    assert "content-encoding" not in answer.headers


def test_a_poster_arrives_for_its_owner(studio: Studio, viewer: Viewer, client: TestClient) -> None:
    made = ready(studio, viewer)
    answer = client.get(f"/clips/{made.id}.webp")
    assert (answer.status_code, answer.content) == (200, POSTER)
    assert answer.headers["content-type"] == "image/webp"


def test_nobody_else_learns_that_a_film_exists(
    studio: Studio, viewer: Viewer, stranger: TestClient
) -> None:
    made = ready(studio, viewer)
    theirs = stranger.get(f"/clips/{made.id}.mp4")
    nothing = stranger.get("/clips/there-never-was-one-000.mp4")
    assert theirs.status_code == nothing.status_code == 404
    assert theirs.text == nothing.text
    assert stranger.get(f"/clips/{made.id}.webp").status_code == 404


@pytest.mark.parametrize(
    "cookie", ["", "x", "../../etc/passwd", "a" * 23, "account:somebody-else--"]
)
def test_a_made_up_cookie_opens_nothing(
    studio: Studio, viewer: Viewer, client: TestClient, cookie: str
) -> None:
    made = ready(studio, viewer)
    client.cookies.clear()
    answer = client.get(
        f"/clips/{made.id}.mp4",
        headers={"cookie": f"{studio.visitors.cookie_name(secure=False)}={cookie}"},
    )
    assert answer.status_code == 404


def test_a_signed_link_opens_one_film_until_it_ends(
    studio: Studio, viewer: Viewer, stranger: TestClient
) -> None:
    one, other = ready(studio, viewer, "One"), ready(studio, viewer, "Other")
    now = datetime.now(UTC)
    token = studio.sign_link(LinkTo.CLIP, [one.id], now + timedelta(minutes=1))
    ended = studio.sign_link(LinkTo.CLIP, [one.id], now - timedelta(seconds=1))
    assert stranger.get(f"/clips/{one.id}.mp4", params={"token": token}).content == FILM
    assert stranger.get(f"/clips/{other.id}.mp4", params={"token": token}).status_code == 404
    assert stranger.get(f"/clips/{one.id}.mp4", params={"token": ended}).status_code == 404
    altered = token[:-1] + ("A" if token[-1] != "A" else "B")
    assert stranger.get(f"/clips/{one.id}.mp4", params={"token": altered}).status_code == 404


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-", 0, 10240),
        ("bytes=0-0", 0, 1),
        ("bytes=100-199", 100, 200),
        ("bytes=10000-99999", 10000, 10240),
        ("bytes=-16", 10224, 10240),
        ("bytes=-99999", 0, 10240),
    ],
)
def test_a_player_gets_the_bytes_that_it_asks_for(
    studio: Studio, viewer: Viewer, client: TestClient, asked: str, start: int, end: int
) -> None:
    made = ready(studio, viewer)
    answer = client.get(f"/clips/{made.id}.mp4", headers={"range": asked})
    assert answer.status_code == 206
    assert answer.content == FILM[start:end]
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{len(FILM)}"
    assert answer.headers["content-length"] == str(end - start)


@pytest.mark.parametrize("asked", ["bytes=99999-", "bytes=10240-", "bytes=-0"])
def test_a_range_behind_the_end_is_said_to_be_one(
    studio: Studio, viewer: Viewer, client: TestClient, asked: str
) -> None:
    made = ready(studio, viewer)
    answer = client.get(f"/clips/{made.id}.mp4", headers={"range": asked})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(FILM)}"


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,5-6", "bytes=9-3", "bytes=-", "chapters=1-2", "bytes=x-"]
)
def test_a_range_that_makes_no_sense_is_ignored(
    studio: Studio, viewer: Viewer, client: TestClient, asked: str
) -> None:
    made = ready(studio, viewer)
    answer = client.get(f"/clips/{made.id}.mp4", headers={"range": asked})
    assert (answer.status_code, answer.content) == (200, FILM)


def test_a_browser_that_has_it_is_sent_nothing(
    studio: Studio, viewer: Viewer, client: TestClient
) -> None:
    made = ready(studio, viewer)
    etag = client.get(f"/clips/{made.id}.mp4").headers["etag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        answer = client.get(f"/clips/{made.id}.mp4", headers={"if-none-match": known})
        assert (answer.status_code, answer.content) == (304, b"")
    assert client.get(f"/clips/{made.id}.mp4", headers={"if-none-match": '"x"'}).content == FILM


def test_a_range_counts_only_for_the_file_that_it_belongs_to(
    studio: Studio, viewer: Viewer, client: TestClient
) -> None:
    made = ready(studio, viewer)
    etag = client.get(f"/clips/{made.id}.mp4").headers["etag"]
    wanted = {"range": "bytes=0-9"}
    same = client.get(f"/clips/{made.id}.mp4", headers={**wanted, "if-range": etag})
    other = client.get(f"/clips/{made.id}.mp4", headers={**wanted, "if-range": '"older"'})
    assert (same.status_code, other.status_code) == (206, 200)


def test_head_says_all_and_sends_nothing(
    studio: Studio, viewer: Viewer, client: TestClient
) -> None:
    made = ready(studio, viewer)
    answer = client.head(f"/clips/{made.id}.mp4")
    assert answer.status_code == 200
    assert answer.content == b""
    assert answer.headers["content-length"] == str(len(FILM))


@pytest.mark.parametrize(
    "words", ['Grand "opening"', "../../etc/passwd", "新年快乐", "=cmd|'/c calc'!A1", "a;b\\c"]
)
def test_a_download_is_named_after_its_caption_and_breaks_no_header(
    studio: Studio, viewer: Viewer, client: TestClient, words: str
) -> None:
    made = ready(studio, viewer, words)
    answer = client.get(f"/clips/{made.id}.mp4", params={"download": "1"})
    named = answer.headers["content-disposition"]
    assert named.startswith("attachment; filename=")
    assert ".mp4" in named
    assert not {"/", "\\", "\n", "\r"} & set(named.split("filename*=")[0])


def test_a_film_that_is_being_made_is_not_there_yet(
    studio: Studio, viewer: Viewer, client: TestClient
) -> None:
    assert client.get(f"/clips/{generating(studio, viewer).id}.mp4").status_code == 404


def test_a_deleted_film_is_gone(studio: Studio, viewer: Viewer, client: TestClient) -> None:
    made = ready(studio, viewer)
    token = studio.sign_link(LinkTo.CLIP, [made.id], datetime.now(UTC) + timedelta(minutes=1))
    studio.delete(viewer, made.id)
    assert client.get(f"/clips/{made.id}.mp4").status_code == 404
    assert client.get(f"/clips/{made.id}.mp4", params={"token": token}).status_code == 404


def test_what_is_answered_can_neither_run_nor_be_framed(
    studio: Studio, viewer: Viewer, client: TestClient
) -> None:
    made = ready(studio, viewer)
    for address in (
        f"/clips/{made.id}.mp4",
        "/clips/nothing.mp4",
        f"/clips/{made.id}.webp?download=1",
        "/fonts/none.woff2",
        "/fonts/inter-latin-wght-normal.woff2",
        "/previews",
        "/samples/nothing.webp",
        "/previews/no/such/path",
    ):
        headers = client.get(address).headers
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["x-frame-options"] == "SAMEORIGIN"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "sandbox" in headers["content-security-policy"]
        assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert "private" in client.get(f"/clips/{made.id}.mp4").headers["cache-control"]


@pytest.mark.parametrize(
    ("left", "reason"), [(None, "missing"), (FILM[:-1], "damaged"), (b"", "damaged")]
)
def test_a_film_that_the_archive_lost_or_cut_says_so_when_it_is_asked_for(
    studio: Studio, viewer: Viewer, client: TestClient, left: bytes | None, reason: str
) -> None:
    made, other = ready(studio, viewer), ready(studio, viewer)
    film = studio.archive.path(rendition.FILM.key(made.id))
    assert film is not None
    film.unlink() if left is None else film.write_bytes(left)
    answer = client.get(f"/clips/{made.id}.mp4")
    assert (answer.status_code, answer.headers["cache-control"]) == (410, "no-store")
    assert reason in answer.text
    told = studio.get(viewer, made.id)
    assert told.is_damaged
    assert say(told.problem) == answer.text
    assert not studio.get(viewer, other.id).is_damaged


def test_in_place_of_a_lost_poster_stands_a_calm_picture_and_the_film_plays(
    studio: Studio, viewer: Viewer, client: TestClient, stranger: TestClient
) -> None:
    made = ready(studio, viewer)
    studio.archive.delete(rendition.POSTER.key(made.id))
    share = studio.share(viewer, [made.id], 7)
    for address in (f"/clips/{made.id}", f"/s/{studio.token(share)}/{made.id}"):
        answer = client.get(f"{address}.webp")
        assert (answer.status_code, answer.headers["content-type"]) == (404, "image/svg+xml")
        assert answer.headers["cache-control"] == "no-store"
        assert client.get(f"{address}.mp4").status_code == 200
    assert not studio.get(viewer, made.id).is_damaged
    assert not stranger.get(f"/clips/{made.id}.webp").headers["content-type"].startswith("image")


def test_an_archive_that_is_not_there_loses_nobodys_video(
    studio: Studio, viewer: Viewer, client: TestClient
) -> None:
    made = ready(studio, viewer)
    for key, _ in [*studio.archive.list()]:
        studio.archive.delete(key)
    assert client.get(f"/clips/{made.id}.mp4").status_code == 503
    assert not studio.get(viewer, made.id).is_damaged
