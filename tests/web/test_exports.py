"""Every channel: what can be had of a film is made when it is asked for, once, and goes with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from lib.bootstrap import found_by_pages
from lib.clock import utc_now
from lib.generation import Generation
from lib.person import Viewer
from lib.provider import Provider
from lib.rendition import FILM
from lib.studio import Studio
from lib.studio.links import LinkTo
from lib.video_api import VideoApi
from tests.films import film
from tests.hostile_api import KEY, HostileApi, delivers, hostile_api
from tests.web.furnished import furnished, generating, ready
from tests.workbench import eventually

SHORT: dict[str, Any] = {"seconds": 0.3, "width": 64, "height": 96}


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    """Without an engine, until a test has one."""
    with furnished(tmp_path, paid=True, engine=False) as opened:
        yield opened


@pytest.fixture
def made(studio: Studio, viewer: Viewer) -> Generation:
    return ready(studio, viewer, "Grand opening", film=film(**SHORT))


def paid(studio: Studio, viewer: Viewer, content: bytes) -> Generation:
    """A film that no provider draws again: as one of the vendor's, which only we have."""
    made = ready(studio, viewer, "Grand opening", film=content, provider=Provider.AIMLAPI)
    assert not made.provider.is_repeatable
    return made


def there(client: TestClient, address: str) -> Callable[[], dict[str, Any] | None]:
    def look() -> dict[str, Any] | None:
        found: dict[str, Any] = client.get(address).json()
        assert "problem" not in found
        return found if "url" in found else None

    return look


def files(client: TestClient, made: Generation) -> dict[str, dict[str, Any]]:
    return {each["key"]: each for each in client.get(f"/exports/{made.id}").json()["files"]}


def test_the_menu_lists_every_channel_and_says_how_it_is_made(
    made: Generation, client: TestClient
) -> None:
    found = files(client, made)
    assert list(found) == [
        "1080x1920", "1080x1350", "1080x1080", "1920x1080", "gif", "animation", "jpg", "png",
        "silent", "page",
    ]  # fmt: skip
    assert {each["way"] for each in found.values()} == {"drawn", "converted"}
    assert not any("url" in each for each in found.values())


def test_a_file_is_made_when_it_is_asked_for_and_kept_with_the_film(
    studio: Studio, made: Generation, client: TestClient
) -> None:
    address = f"/exports/{made.id}/jpg"
    assert "url" not in client.get(address).json()  # looking asks for nothing
    client.post(address)
    found = eventually(there(client, address))
    picture = client.get(found["url"])
    assert picture.headers["content-type"] == "image/jpeg"
    assert len(picture.content) == found["size"]
    name = f"{made.created_at.date()}-grand-opening-jpg.jpg"
    assert name in client.get(found["save"]).headers["content-disposition"]
    before = client.get(found["url"]).headers["etag"]
    client.post(address)  # what is there is not made again
    assert client.get(found["url"]).headers["etag"] == before
    studio.delete(studio.viewer(made.owner), made.id)
    assert client.get(found["url"]).status_code == 404
    assert list(studio.archive.list()) == []


@pytest.fixture
def engine(studio: Studio) -> Iterator[HostileApi]:
    """An engine that is asked for formats, and delivers what a test says."""
    with hostile_api() as api:
        apis = {**studio.apis, Provider.BUILTIN: VideoApi(lambda: api.url, KEY)}
        with found_by_pages(replace(studio, apis=apis)):
            yield api


def test_another_format_of_a_film_of_our_own_is_drawn_anew_from_the_same_request(
    made: Generation, client: TestClient, engine: HostileApi
) -> None:
    drawn = film(seconds=0.2, width=80, height=80)
    engine.file = [delivers(drawn)]
    address = f"/exports/{made.id}/1080x1080"
    client.post(address)
    found = eventually(there(client, address))
    assert client.get(found["url"]).content == drawn
    assert (
        f"{made.created_at.date()}-grand-opening-1x1.mp4"
        in (client.get(found["save"]).headers["content-disposition"])
    )
    (asked,) = engine.posts
    assert (asked["prompt"], asked["template"]) == ("Grand opening", made.request.template.name)
    assert asked["format"] == "1080x1080"
    assert "seed" not in asked  # it follows from the words, as the film's own did


def test_what_the_engine_delivers_is_looked_at_before_it_is_kept(
    studio: Studio, made: Generation, client: TestClient, engine: HostileApi
) -> None:
    engine.file = [delivers(b"no film" * 100)]
    address = f"/exports/{made.id}/1920x1080"
    client.post(address)
    eventually(lambda: client.get(address).json().get("problem"))
    assert studio.archive.exports(made.id) == {}
    engine.file = [delivers(film(**SHORT))]
    client.post(address)
    eventually(there(client, address))


def test_while_the_engine_is_away_a_format_says_so(made: Generation, client: TestClient) -> None:
    address = f"/exports/{made.id}/1920x1080"
    client.post(address)
    assert "engine" in eventually(lambda: client.get(address).json().get("problem"))


def test_nothing_is_left_over_where_files_are_made(
    studio: Studio, made: Generation, client: TestClient
) -> None:
    keys = ("jpg", "1920x1080")  # one is made, the other one fails
    for key in keys:
        client.post(f"/exports/{made.id}/{key}")
    files = [f"/exports/{made.id}/{key}" for key in keys]
    eventually(lambda: not any("fraction" in client.get(each).json() for each in files))
    assert list((studio.settings.data_dir / "exports").iterdir()) == []


def test_a_page_is_saved_and_never_opened_here(made: Generation, client: TestClient) -> None:
    address = f"/exports/{made.id}/page"
    client.post(address)
    found = eventually(there(client, address))
    page = client.get(found["url"])
    assert page.headers["content-disposition"].startswith("attachment;")
    assert "sandbox" in page.headers["content-security-policy"]
    assert len(page.content) <= 1.4 * len(film(**SHORT)) + 4000


def test_a_film_that_was_deleted_meanwhile_leaves_nothing_behind(
    studio: Studio, viewer: Viewer, client: TestClient
) -> None:
    made = ready(studio, viewer, film=film(seconds=3.0, width=360, height=640))
    client.post(f"/exports/{made.id}/gif")
    studio.delete(viewer, made.id)
    eventually(lambda: studio.exporter.job((made.id, "gif")) is None)
    assert list(studio.archive.list()) == []


def test_a_file_that_is_finished_while_its_film_can_be_brought_back_harms_no_film(
    studio: Studio, viewer: Viewer, made: Generation, client: TestClient
) -> None:
    client.post(f"/exports/{made.id}/gif")
    studio.delete_soon(viewer, made.id)
    eventually(lambda: studio.exporter.job((made.id, "gif")) is None)
    studio.undo_delete(viewer, made.id)
    assert client.get(f"/clips/{made.id}.mp4").content == film(**SHORT)


def test_what_is_cancelled_is_not_kept_and_can_be_asked_for_again(
    studio: Studio, viewer: Viewer, client: TestClient
) -> None:
    made = ready(studio, viewer, film=film(seconds=3.0, width=360, height=640))
    address = f"/exports/{made.id}/gif"
    assert client.post(address).json()["fraction"] < 1
    client.delete(address)
    eventually(lambda: "fraction" not in client.get(address).json())
    assert "url" not in client.get(address).json()
    assert "fraction" in client.post(address).json()


def test_a_film_that_cannot_be_read_says_so_and_can_be_asked_for_again(
    studio: Studio, viewer: Viewer, client: TestClient
) -> None:
    made = ready(studio, viewer, film=b"no film" * 100)
    address = f"/exports/{made.id}/gif"
    client.post(address)
    found = eventually(lambda: client.get(address).json().get("problem"))
    assert "video" in found
    assert "fraction" in client.post(address).json()


def test_strangers_get_nothing_and_have_nothing_made(
    studio: Studio, made: Generation, stranger: TestClient
) -> None:
    for method in ("GET", "POST", "DELETE"):
        for address in (f"/exports/{made.id}", f"/exports/{made.id}/gif"):
            assert stranger.request(method, address).status_code in {404, 405}
    assert studio.exporter.job((made.id, "gif")) is None
    assert stranger.get(f"/clips/{made.id}/gif.gif").status_code == 404


def test_a_signed_link_opens_the_files_of_its_own_film(
    studio: Studio, viewer: Viewer, made: Generation, stranger: TestClient
) -> None:
    other = ready(studio, viewer, film=film(**SHORT))
    token = studio.sign_link(LinkTo.CLIP, [made.id], utc_now() + timedelta(hours=1))
    address = f"/exports/{made.id}/jpg?token={token}"
    stranger.post(address)
    found = eventually(there(stranger, address))
    assert stranger.get(found["url"]).status_code == 200
    assert stranger.get(f"/exports/{other.id}?token={token}").status_code == 404
    assert stranger.get(found["url"].partition("?")[0]).status_code == 404


@pytest.mark.parametrize("key", ["film", "card", "1x1", "..", "608x1080", "gif%2Fx"])
def test_what_nobody_makes_is_not_there(made: Generation, client: TestClient, key: str) -> None:
    assert client.post(f"/exports/{made.id}/{key}").status_code in {404, 405}


def test_what_is_not_ready_has_no_files(studio: Studio, viewer: Viewer, client: TestClient) -> None:
    under_way = generating(studio, viewer)
    assert client.get(f"/exports/{under_way.id}").status_code == 503


def test_a_films_own_format_and_a_second_silence_are_not_offered(
    studio: Studio, viewer: Viewer, client: TestClient
) -> None:
    made = ready(studio, viewer, film=film(**SHORT))
    assert made.video is not None
    square = replace(made.video, width=1080, height=1080, has_sound=False)
    later = replace(made, video=square, updated_at=utc_now())
    assert studio.ledger.swap(made, later)
    assert not {"1080x1080", "silent"} & set(files(client, later))


def test_where_the_film_is_there_only_once_it_is_fitted_into_the_format(
    studio: Studio, viewer: Viewer, client: TestClient
) -> None:
    made = paid(studio, viewer, film(**SHORT))
    assert files(client, made)["1080x1080"]["way"] == "fitted"
    address = f"/exports/{made.id}/1080x1080"
    client.post(address)
    found = eventually(there(client, address))
    assert found["size"] == len(client.get(found["url"]).content)
    assert FILM.key(made.id) in dict(studio.archive.list())
