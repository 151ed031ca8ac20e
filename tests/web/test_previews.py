from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.bootstrap import current_studio
from lib.studio.links import LinkTo, preview_thing
from lib.template import SHANGHAI_DRONE_SHOW
from lib.urls import Urls
from lib.visitor import UNSIGNED_COOKIE, new_id
from lib.web.middleware import middleware
from lib.web.routes import routes, samples
from tests.web.furnished import cookies, furnished


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = Starlette(routes=routes(Urls()), middleware=middleware(Urls()))
    with furnished(tmp_path_factory.mktemp("studio")) as studio:
        visitor = cookies(studio, new_id())
        with TestClient(app, cookies=visitor) as client:
            yield client


def test_a_preview_is_a_picture_of_these_words(client: TestClient) -> None:
    answer = client.get("/previews", params={"words": "  Hello   you ", "palette": "neon"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/webp"
    assert answer.content.startswith(b"RIFF 304 Hello you")


def test_strangers_order_no_previews(client: TestClient) -> None:
    for cookie in ("", f"{UNSIGNED_COOKIE}={new_id()}"):
        headers = {"cookie": cookie}
        answer = stranger_of(client).get("/previews", params={"words": "Hello"}, headers=headers)
        assert (answer.status_code, answer.headers["content-type"][:10]) == (403, "text/plain")
    assert stranger_of(client).get(f"/samples/{SHANGHAI_DRONE_SHOW.slug}.webp").status_code == 200


def test_a_page_signs_one_preview_for_who_has_no_cookie(client: TestClient) -> None:
    studio, soon = current_studio(), datetime.now(UTC) + timedelta(minutes=1)
    asked = {"words": "Hello", "width": "152", "palette": "neon"}
    things = [preview_thing(asked.items())]
    token = studio.sign_link(LinkTo.PREVIEW, things, soon)
    ended = studio.sign_link(LinkTo.PREVIEW, things, soon - timedelta(minutes=2))
    stranger = stranger_of(client)
    for good in (asked, dict(reversed(asked.items()))):
        assert stranger.get("/previews", params={**good, "token": token}).status_code == 200
    for bad in (
        {**asked, "token": ended},
        {**asked, "token": ""},
        {**asked, "words": "Other", "token": token},
        {**asked, "seed": "1", "token": token},
        {"words": "Hello", "token": token},
    ):
        assert stranger.get("/previews", params=bad).status_code == 403
    twice = {**asked, "words": ["Hello", "Other"], "token": token}
    assert stranger.get("/previews", params=twice).status_code == 403


def stranger_of(client: TestClient) -> TestClient:
    return TestClient(client.app)


def test_a_browser_that_has_the_preview_is_sent_nothing(client: TestClient) -> None:
    etag = client.get("/previews", params={"words": "Hello"}).headers["etag"]
    again = client.get("/previews", params={"words": "Hello"}, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_nobody_orders_a_preview_of_any_size(client: TestClient) -> None:
    for asked, given in (("152", b"RIFF 152"), ("608", b"RIFF 608"), ("9999", b"RIFF 304")):
        answer = client.get("/previews", params={"words": "Hello", "width": asked})
        assert answer.content.startswith(given)


def test_words_that_cannot_be_drawn_are_refused_with_a_sentence(client: TestClient) -> None:
    for words, expected in (("", "one character is enough"), ("x" * 81, "Take out 1")):
        answer = client.get("/previews", params={"words": words})
        assert answer.status_code == 400
        assert expected in answer.text
        assert answer.headers["content-type"].startswith("text/plain")
    assert "cannot draw" in client.get("/previews", params={"words": "no ☠"}).text


def test_a_template_that_nobody_knows_is_refused(client: TestClient) -> None:
    answer = client.get("/previews", params={"words": "Hello", "template": "<b>x</b>"})
    assert answer.status_code == 400


@pytest.mark.parametrize("palette", ["bad", "#12", "gold;", "x" * 3000])
def test_a_palette_that_nobody_knows_is_refused(client: TestClient, palette: str) -> None:
    reply = client.get("/previews", params={"words": "Hello", "palette": palette})
    assert reply.status_code == 400
    assert "palette" in reply.text


def test_an_engine_that_is_starting_is_worth_another_try(tmp_path: Path) -> None:
    app = Starlette(routes=routes(Urls()), middleware=middleware(Urls()))
    with furnished(tmp_path, engine=False) as studio:
        client = TestClient(app, cookies=cookies(studio, new_id()))
        answer = client.get("/previews", params={"words": "Hello"})
        assert answer.status_code == 503
        assert answer.headers["retry-after"]


def test_every_template_has_a_sample(client: TestClient) -> None:
    answer = client.get(f"/samples/{SHANGHAI_DRONE_SHOW.slug}.webp")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/webp"
    assert client.get(f"/samples/{SHANGHAI_DRONE_SHOW.slug}.webp?still").status_code == 200
    assert client.get("/samples/nothing.webp").status_code == 404


def test_a_page_shows_samples_before_the_engine_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    colours = [Image.new("RGB", (8, 8), (shade, 0, 0)) for shade in range(0, 200, 20)]
    file = tmp_path / f"{SHANGHAI_DRONE_SHOW.slug}.webp"
    colours[0].save(file, "WEBP", save_all=True, append_images=colours[1:], lossless=True)
    monkeypatch.setattr(samples, "FOLDER", tmp_path)
    app = Starlette(routes=routes(Urls()), middleware=middleware(Urls()))
    with furnished(tmp_path / "data", engine=False):
        answer = TestClient(app).get(f"/samples/{SHANGHAI_DRONE_SHOW.slug}.webp?still")
    assert answer.status_code == 200
    with Image.open(io.BytesIO(answer.content)) as still:
        assert getattr(still, "n_frames", 1) == 1
        assert still.convert("RGB").getpixel((4, 4))[0] > 60  # type: ignore[index]  # of three bands


def test_the_fonts_are_our_own_and_stay(client: TestClient) -> None:
    for name in ("inter-latin-wght-normal.woff2", "outfit-latin-wght-normal.woff2"):
        answer = client.get(f"/fonts/{name}")
        assert answer.content.startswith(b"wOF2")
        assert "immutable" in answer.headers["cache-control"]
    assert client.get("/fonts/../logo.svg").status_code == 404
