"""The stage plays what its viewer may see, and nothing else."""

from __future__ import annotations

import json
import re
from typing import Any

from starlette.testclient import TestClient

from lib.studio import Studio
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
    studio: Studio, owner: str, client: TestClient
) -> None:
    one, two, three = (ready(studio, owner, words) for words in ("One", "Two", "Three"))
    assert titles(client, f"/stage?g={three.id}&g={one.id}&g={two.id}") == ["Three", "One", "Two"]


def test_a_search_plays_what_it_finds_under_its_words(
    studio: Studio, owner: str, client: TestClient
) -> None:
    for words in ("Spring sale", "Grand opening", "Spring menu"):
        ready(studio, owner, words)
    found = playlist(client, "/stage?q=spring")
    assert {film["title"] for film in found["films"]} == {"Spring sale", "Spring menu"}
    assert found["title"] == "spring"


def test_what_is_not_ready_is_left_out(studio: Studio, owner: str, client: TestClient) -> None:
    done, under_way = ready(studio, owner, "Done"), generating(studio, owner, "Under way")
    assert titles(client, f"/stage?g={under_way.id}&g={done.id}&g=there-never-was-one") == ["Done"]


def test_strangers_are_told_that_there_is_nothing(
    studio: Studio, owner: str, stranger: TestClient
) -> None:
    made = ready(studio, owner, "A secret launch")
    answer = stranger.get(f"/stage?g={made.id}")
    assert answer.status_code == 404
    assert "secret" not in answer.text


def test_words_cannot_become_markup(studio: Studio, owner: str, client: TestClient) -> None:
    made = ready(studio, owner, "</script><script>alert(1)</script>")
    answer = client.get(f"/stage?g={made.id}")
    assert "<script>alert" not in answer.text
    assert titles(client, f"/stage?g={made.id}") == ["</script><script>alert(1)</script>"]


def test_only_our_own_scripts_run_on_the_stage(
    studio: Studio, owner: str, client: TestClient
) -> None:
    made = ready(studio, owner)
    policy = client.get(f"/stage?g={made.id}").headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "default-src 'none'" in policy


def test_its_files_are_there_and_keep_for_ever(client: TestClient) -> None:
    for name in ("stage.js", "stage.css", "icon.svg"):
        answer = client.get(f"/assets/{name}")
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    assert client.get("/assets/stage.html").status_code == 404
