"""A public link reaches its films and nothing else, knows nobody, and ends when its owner says so."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from starlette.testclient import TestClient

from lib.clock import utc_now
from lib.person import Viewer
from lib.share import TOKEN_LENGTH
from lib.studio import Studio
from tests.web.furnished import FILM, generating, ready
from tests.web.sharing import below, find_instead, link_to, set_up

# ── what it opens ─────────────────────────────────────────────────────────────────────────────


def test_whoever_has_the_link_gets_the_film_by_range_and_its_words(
    studio: Studio, viewer: Viewer, anybody: TestClient
) -> None:
    share, path = link_to(studio, viewer, "Grand <opening>")
    page = anybody.get(path)
    assert page.status_code == 200
    assert "Grand &lt;opening&gt;" in page.text
    film = f"{path}/{share.generation_ids[0]}.mp4"
    assert f'src=".{film.removeprefix("/s")}"' in page.text
    part = anybody.get(film, headers={"range": "bytes=5-104"})
    assert (part.status_code, part.content) == (206, FILM[5:105])
    assert anybody.get(film).content == FILM
    saved = anybody.get(f"{film}?download=1").headers["content-disposition"]
    assert saved.startswith("attachment;")


def test_a_link_to_several_shows_them_in_order(
    studio: Studio, viewer: Viewer, anybody: TestClient
) -> None:
    share, path = link_to(studio, viewer, "One", "Two", "Three")
    page = anybody.get(path).text
    assert re.findall(r"<h1[^>]*>([^<]+)</h1>", page) == ["One", "Two", "Three"]
    for place in range(3):
        for address in below(share, path, place=place):
            assert anybody.get(address).status_code == 200, address


def test_a_token_reaches_its_films_and_nothing_else(
    studio: Studio, viewer: Viewer, anybody: TestClient
) -> None:
    share, path = link_to(studio, viewer, "Shared")
    token, mine = path.removeprefix("/s/"), share.generation_ids[0]
    other = ready(studio, viewer, "A secret launch")
    _, other_path = link_to(studio, viewer, "Another link")
    under_way = generating(studio, viewer, "A secret plan")
    for secret in (other.id, under_way.id, mine):
        for address in (
            f"/clips/{secret}.mp4?token={token}",
            f"/clips/{secret}.webp?token={token}",
            f"/clips/{secret}/gif.gif?token={token}",
            f"/exports/{secret}?token={token}",
            f"/exports/{secret}/gif?token={token}",
            f"/stage?g={secret}&token={token}",
        ):
            assert anybody.get(address).status_code == 404, address
        progress = anybody.get(f"/progress?ids={secret}&token={token}")
        assert progress.status_code == 403
    for address in (
        f"{path}/{other.id}.mp4", f"{path}/{other.id}.webp", f"{path}/{under_way.id}.mp4",
        f"{other_path}/{mine}.mp4", f"{path}/../clips/{mine}.mp4", f"{path}/{mine}.mp4/x",
        f"{path}/exports", f"{path}/{mine}", f"{path}x", path[:-1], path.upper(), "/s/", "/s",
        f"/s/{share.id}", f"/s/{mine}", f"/s/{'x' * TOKEN_LENGTH}", "/s/%00", "/s/'--",
        f"/s/{mine}/{mine}.mp4", "/oembed", "/oembed?url=//[", f"/oembed?url=/s/{mine}",
    ):  # fmt: skip
        answer = anybody.get(address)
        assert answer.status_code == 404, address
        assert "secret" not in answer.text
    assert anybody.post(path).status_code in {404, 405}
    assert anybody.get("/previews?words=Hi", params={"token": token}).status_code == 403


def test_no_other_films_words_are_anywhere_on_the_page(
    studio: Studio, viewer: Viewer, anybody: TestClient
) -> None:
    ready(studio, viewer, "A secret launch")
    _, path = link_to(studio, viewer, "Shared")
    page = anybody.get(path).text
    assert "secret" not in page
    assert viewer.person is not None
    assert viewer.person.id not in page
    assert "<nav" not in page


# ── knowing nobody ────────────────────────────────────────────────────────────────────────────


def test_nobody_gets_a_cookie_and_no_cookie_counts(
    studio: Studio, viewer: Viewer, anybody: TestClient, client: TestClient
) -> None:
    share, path = link_to(studio, viewer)
    for address in [*below(share, path), "/s/unknown", "/robots.txt"]:
        for browser in (anybody, client):
            answer = browser.get(address, headers={"accept": "text/html"})
            assert "set-cookie" not in answer.headers, address
    studio.stop_sharing(viewer, share.id)
    for address in below(share, path):
        assert client.get(address).status_code == 410, address  # also for its owner's browser


def test_nobody_who_leaves_the_page_takes_the_address_along(
    studio: Studio, viewer: Viewer, anybody: TestClient
) -> None:
    share, path = link_to(studio, viewer)
    for address in below(share, path):
        headers = anybody.get(address).headers
        assert headers["referrer-policy"] == "no-referrer", address
        assert path not in str(headers)
    studio.stop_sharing(viewer, share.id)
    for address in below(share, path):
        assert anybody.get(address).headers["referrer-policy"] == "no-referrer", address


def test_looks_are_counted_once_each_and_nothing_is_kept_of_who_looked(
    studio: Studio, viewer: Viewer, anybody: TestClient
) -> None:
    share, path = link_to(studio, viewer)
    for _ in range(3):
        anybody.get(path, headers={"cookie": "skylit_visitor=x", "x-forwarded-for": "1.2.3.4"})
    anybody.get(f"{path}/embed")
    anybody.head(path)
    for program in ("Slackbot-LinkExpanding 1.0", "facebookexternalhit/1.1", "WhatsApp/2.23.1"):
        anybody.get(path, headers={"user-agent": program})
    assert studio.views(share) == 4
    assert studio.ledger.views(share.id) == {utc_now().date().isoformat(): 4}


# ── its end ───────────────────────────────────────────────────────────────────────────────────


def test_a_link_that_was_stopped_is_gone_in_a_kind_sentence_and_undone_it_works_again(
    studio: Studio, viewer: Viewer, anybody: TestClient
) -> None:
    share, path = link_to(studio, viewer, "A secret launch")
    studio.stop_sharing(viewer, share.id)
    for address in below(share, path):
        answer = anybody.get(address)
        assert answer.status_code == 410, address
        assert "secret" not in answer.text
    assert "This link has ended" in anybody.get(path).text
    studio.resume_sharing(viewer, share.id)
    for address in below(share, path):
        assert anybody.get(address).status_code == 200, address


def test_a_link_ends_with_its_time_and_with_its_film(
    studio: Studio, viewer: Viewer, anybody: TestClient
) -> None:
    share, path = link_to(studio, viewer, days=7)
    soon = utc_now() + timedelta(days=7, seconds=-5)
    find_instead(replace(studio, clock=lambda: soon))
    assert anybody.get(path).status_code == 200
    find_instead(replace(studio, clock=lambda: soon + timedelta(seconds=10)))
    assert anybody.get(path).status_code == 410
    studio.share_until(viewer, share.id, None)
    assert anybody.get(path).status_code == 200
    studio.delete(viewer, share.generation_ids[0])
    for address in below(share, path):
        assert anybody.get(address).status_code == 410, address


def test_a_link_to_several_goes_on_without_the_one_that_was_deleted(
    studio: Studio, viewer: Viewer, anybody: TestClient
) -> None:
    share, path = link_to(studio, viewer, "Stays", "Goes")
    studio.delete(viewer, share.generation_ids[1])
    page = anybody.get(path).text
    assert "Stays" in page
    assert "Goes" not in page
    assert anybody.get(f"{path}/{share.generation_ids[1]}.mp4").status_code == 404


def test_a_film_that_is_about_to_be_deleted_is_gone_from_its_link_until_that_is_taken_back(
    studio: Studio, viewer: Viewer, anybody: TestClient
) -> None:
    share, path = link_to(studio, viewer)
    studio.delete_soon(viewer, share.generation_ids[0])
    for address in below(share, path):
        assert anybody.get(address).status_code == 410, address
    studio.undo_delete(viewer, share.generation_ids[0])
    for address in below(share, path):
        assert anybody.get(address).status_code == 200, address


def test_switched_off_no_link_opens_anything(
    studio: Studio, viewer: Viewer, anybody: TestClient
) -> None:
    share, path = link_to(studio, viewer)
    set_up(studio, public_sharing=False)
    for address in below(share, path):
        assert anybody.get(address).status_code == 404, address


def test_a_download_that_is_kept_back_is_neither_offered_nor_answered(
    studio: Studio, viewer: Viewer, anybody: TestClient
) -> None:
    share, path = link_to(studio, viewer)
    film = f"{path}/{share.generation_ids[0]}.mp4"
    assert "download=1" in anybody.get(path).text
    studio.share_terms(viewer, share.id, may_download=False, is_indexed=False)
    assert "download=1" not in anybody.get(path).text
    assert anybody.get(f"{film}?download=1").status_code == 404
    assert anybody.get(film).status_code == 200
