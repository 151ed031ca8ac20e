"""Two films stand side by side for whoever may see both, and nothing else does."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from starlette.testclient import TestClient

from lib.person import Viewer
from lib.studio import Studio
from lib.studio.links import LinkTo
from tests.web.furnished import generating, ready


def test_two_films_stand_side_by_side_with_their_words(
    studio: Studio, viewer: Viewer, client: TestClient
) -> None:
    one, two = ready(studio, viewer, "<b>One</b>"), ready(studio, viewer, "Two")
    answer = client.get(f"/compare?g={one.id}&g={two.id}")
    assert answer.status_code == 200
    assert answer.text.count("<video") == 2
    assert "&lt;b&gt;One&lt;/b&gt;" in answer.text
    assert f"./clips/{two.id}.mp4" in answer.text
    assert "script-src 'self';" in answer.headers["content-security-policy"]


def test_it_takes_two_ready_films_of_the_viewers_own(
    studio: Studio, viewer: Viewer, client: TestClient, stranger: TestClient
) -> None:
    one, two = ready(studio, viewer, "One"), ready(studio, viewer, "Two")
    moving = generating(studio, viewer, "Under way")
    for ids in ([one.id], [one.id, one.id], [one.id, moving.id], [], [one.id, "x"]):
        address = f"/compare?{urlencode({'g': ids}, doseq=True)}"
        assert client.get(address).status_code == 404, ids
    assert stranger.get(f"/compare?g={one.id}&g={two.id}").status_code == 404


def test_a_signed_link_opens_these_two_and_no_others(
    studio: Studio, viewer: Viewer, stranger: TestClient
) -> None:
    one, two, three = (ready(studio, viewer, words) for words in ("One", "Two", "Three"))
    ids = [one.id, two.id]
    token = studio.sign_link(LinkTo.COMPARE, ids, studio.clock() + timedelta(hours=1))
    address = f"/compare?{urlencode({'g': ids, 'token': token}, doseq=True)}"
    answer = stranger.get(address)
    assert answer.status_code == 200
    assert "/clips/" in answer.text
    assert stranger.get(address.replace(two.id, three.id)).status_code == 404
    assert stranger.get(address.replace("/compare", "/stage")).status_code == 404
