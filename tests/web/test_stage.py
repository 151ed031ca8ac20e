"""The stage plays what its viewer may see, and nothing else."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urljoin

from httpx2 import Response
from starlette.testclient import TestClient

from lib.person import Viewer
from lib.studio import Studio
from lib.studio.links import LinkTo
from tests.web.furnished import generating, ready


def playlist(client: TestClient, address: str) -> dict[str, Any]:
    answer = client.get(address)
    assert answer.status_code == 200
    found = re.search(r'id="playlist">(.*?)</script>', answer.text, re.DOTALL)
    assert found is not None
    return dict(json.loads(found[1]))


def titles(client: TestClient, address: str) -> list[str]:
    return [film["title"] for film in playlist(client, address)["films"]]


def test_films_play_in_the_order_in_which_they_were_chosen(
    studio: Studio, viewer: Viewer, client: TestClient
) -> None:
    one, two, three = (ready(studio, viewer, words) for words in ("One", "Two", "Three"))
    assert titles(client, f"/stage?g={three.id}&g={one.id}&g={two.id}") == ["Three", "One", "Two"]


def test_a_search_plays_what_it_finds_under_its_words(
    studio: Studio, viewer: Viewer, client: TestClient
) -> None:
    for words in ("Spring sale", "Grand opening", "Spring menu"):
        ready(studio, viewer, words)
    found = playlist(client, "/stage?q=spring")
    assert {film["title"] for film in found["films"]} == {"Spring sale", "Spring menu"}
    assert found["title"] == "spring"


def test_filters_play_what_they_find_and_an_unknown_one_is_refused_kindly(
    studio: Studio, viewer: Viewer, client: TestClient
) -> None:
    one, two = ready(studio, viewer, "One"), ready(studio, viewer, "Two")
    studio.star(viewer, [two.id])
    assert titles(client, "/stage?starred=yes") == ["Two"]
    assert titles(client, "/stage?sort=oldest&when=today&tz=Asia/Shanghai") == ["One", "Two"]
    assert one.starred_at is None
    answer = client.get("/stage?state=%3Cb%3Eodd")
    assert answer.status_code == 400
    assert "History has no state" in answer.text
    assert "<b>odd" not in answer.text


def test_what_is_not_ready_is_left_out(studio: Studio, viewer: Viewer, client: TestClient) -> None:
    done, under_way = ready(studio, viewer, "Done"), generating(studio, viewer, "Under way")
    assert titles(client, f"/stage?g={under_way.id}&g={done.id}&g=there-never-was-one") == ["Done"]


def test_strangers_are_told_that_there_is_nothing(
    studio: Studio, viewer: Viewer, stranger: TestClient
) -> None:
    made = ready(studio, viewer, "A secret launch")
    answer = stranger.get(f"/stage?g={made.id}")
    assert answer.status_code == 404
    assert "secret" not in answer.text


def signed(studio: Studio, *ids: str, hours: float = 1, **more: str) -> str:
    token = studio.sign_link(LinkTo.STAGE, ids, datetime.now(UTC) + timedelta(hours=hours))
    return f"/stage?{urlencode({'g': ids, 'token': token, **more}, doseq=True)}"


def test_a_signed_list_plays_for_whoever_has_no_cookie(
    studio: Studio, viewer: Viewer, stranger: TestClient
) -> None:
    one, two = ready(studio, viewer, "Spring one"), ready(studio, viewer, "Spring two")
    found = playlist(stranger, signed(studio, two.id, one.id, q="spring"))
    assert found["title"] == "spring"
    assert [film["title"] for film in found["films"]] == ["Spring two", "Spring one"]
    for film in found["films"]:
        for address in (film["film"], film["poster"]):
            assert stranger.get(address).status_code == 200


def test_a_signature_opens_its_own_list_until_its_end(
    studio: Studio, viewer: Viewer, stranger: TestClient
) -> None:
    one, two = ready(studio, viewer, "One"), ready(studio, viewer, "Two")
    whole, soon = signed(studio, one.id), datetime.now(UTC) + timedelta(hours=1)
    for address in (
        f"{whole}&g={two.id}",
        whole.replace(one.id, two.id),
        whole.replace("g=", "q="),
        signed(studio, one.id, hours=-1),
        f"/stage?g={one.id}&token={studio.sign_link(LinkTo.CLIP, [one.id], soon)}",
        f"/stage?g={one.id}&token=x.y",
    ):
        assert stranger.get(address).status_code == 404, address


def test_words_cannot_become_markup(studio: Studio, viewer: Viewer, client: TestClient) -> None:
    made = ready(studio, viewer, "</script><script>alert(1)</script>")
    answer = client.get(f"/stage?g={made.id}")
    assert "<script>alert" not in answer.text
    assert titles(client, f"/stage?g={made.id}") == ["</script><script>alert(1)</script>"]


def test_only_our_own_scripts_run_on_the_stage(
    studio: Studio, viewer: Viewer, client: TestClient
) -> None:
    made = ready(studio, viewer)
    policy = client.get(f"/stage?g={made.id}").headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "default-src 'none'" in policy


#: What a page, a style sheet or a module says of another file of ours.
_NAMED = re.compile(
    r"""(?:(?:href|src)=|url\(|from )["'](?P<file>\.[^"']+\.(?:js|css|svg|woff2))["']"""
)


def files_of(client: TestClient, address: str) -> dict[str, Response]:
    """Every file of ours that this page loads, and those that they load in turn."""
    found: dict[str, Response] = {}
    ahead = [address]
    while ahead:
        answer = client.get(name := ahead.pop())
        found[name] = answer
        if not name.endswith((".svg", ".woff2")):
            named = {urljoin(name, each["file"]) for each in _NAMED.finditer(answer.text)}
            ahead += named - found.keys() - set(ahead)
    del found[address]
    return found


def test_every_file_that_a_page_loads_is_there_and_keeps_for_ever(
    studio: Studio, viewer: Viewer, client: TestClient
) -> None:
    one, two = ready(studio, viewer, "One"), ready(studio, viewer, "Two")
    for address in (f"/stage?g={one.id}", f"/compare?g={one.id}&g={two.id}", "/stage?g=nothing"):
        files = files_of(client, address)
        for name, answer in files.items():
            assert answer.status_code == 200, name
            assert "immutable" in answer.headers["cache-control"], name
    assert len({name for name in files_of(client, f"/stage?g={one.id}") if name.endswith("js")}) > 5


def test_a_file_of_another_version_is_not_kept(client: TestClient) -> None:
    answer = client.get("/assets/another/stage.css")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert client.get("/assets/another/stage.html").status_code == 404


def test_a_tall_film_can_be_had_wide_and_a_wide_one_is_left_as_it_is(
    studio: Studio, viewer: Viewer, client: TestClient
) -> None:
    tall, wide = ready(studio, viewer, "Tall"), ready(studio, viewer, "Wide")
    assert wide.video is not None
    video = replace(wide.video, width=1920, height=1080)
    assert studio.ledger.swap(wide, replace(wide, video=video))
    found = playlist(client, f"/stage?g={tall.id}&g={wide.id}")["films"]
    assert client.get(found[0]["wide"]).json()["key"] == "1920x1080"
    assert "wide" not in found[1]
