"""What other sites, messengers and search engines are told of a public link."""

from __future__ import annotations

import io
import re
from html import unescape

from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.person import Viewer
from lib.rendition import POSTER
from lib.studio import Studio
from lib.urls import Urls
from lib.web.middleware import middleware
from lib.web.routes import routes
from tests.web.sharing import below, link_to, set_up


def meta(page: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', page)
    return {name: unescape(content) for name, content in found}


def test_search_engines_are_kept_away_unless_the_owner_wants_them(
    studio: Studio, viewer: Viewer, anybody: TestClient
) -> None:
    share, path = link_to(studio, viewer)
    for address in below(share, path)[:-1]:
        assert "noindex" in anybody.get(address).headers["x-robots-tag"], address
    assert "noindex" in meta(anybody.get(path).text)["robots"]
    studio.share_terms(viewer, share.id, may_download=True, is_indexed=True)
    page = anybody.get(path)
    assert "x-robots-tag" not in page.headers
    assert "robots" not in meta(page.text)
    robots = anybody.get("/robots.txt").text.splitlines()
    assert {"Allow: /s/", "Disallow: /"} <= set(robots)


def test_messengers_and_networks_are_told_title_picture_and_film(
    studio: Studio, viewer: Viewer, anybody: TestClient
) -> None:
    set_up(studio, public_url="https://skylit.example.com/studio")
    share, path = link_to(studio, viewer, 'Say "hi"\nto all')
    film = share.generation_ids[0]
    told, here = meta(anybody.get(path).text), f"https://skylit.example.com/studio{path}"
    assert told["og:title"] == told["twitter:title"] == 'Say "hi" to all'
    assert told["og:url"] == here
    assert told["og:image"] == told["twitter:image"] == f"{here}/card.jpg"
    assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
    assert told["og:video"] == told["twitter:player:stream"] == f"{here}/{film}.mp4"
    assert (told["og:video:width"], told["og:video:height"]) == ("608", "1080")
    assert told["twitter:card"] == "player"
    assert told["twitter:player"] == f"{here}/embed"


def test_the_card_is_composed_for_its_size_and_kept_with_the_film(
    studio: Studio, viewer: Viewer, anybody: TestClient
) -> None:
    share, path = link_to(studio, viewer)
    poster = io.BytesIO()
    Image.new("RGB", (608, 1080), (200, 120, 40)).save(poster, "WEBP")
    studio.archive.store(POSTER.key(share.generation_ids[0]), poster.getvalue())
    answer = anybody.get(f"{path}/card.jpg")
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    with Image.open(io.BytesIO(answer.content)) as card:
        assert card.size == (1200, 630)


def test_another_site_learns_by_oembed_how_to_show_the_film(
    studio: Studio, viewer: Viewer, anybody: TestClient
) -> None:
    set_up(studio, public_url="https://skylit.example.com")
    _, path = link_to(studio, viewer, "<Grand opening>")
    found = re.search(r'application/json\+oembed" href="([^"]+)"', anybody.get(path).text)
    assert found is not None
    told = anybody.get(unescape(found[1]).removeprefix("https://skylit.example.com")).json()
    assert (told["version"], told["type"], told["title"]) == ("1.0", "video", "<Grand opening>")
    assert (told["width"], told["height"]) == (608, 1080)
    assert f'src="https://skylit.example.com{path}/embed"' in told["html"]
    assert "<Grand" not in told["html"]
    small = anybody.get("/oembed", params={"url": f"http://x{path}", "maxheight": "540"}).json()
    assert (small["width"], small["height"]) == (304, 540)
    assert anybody.get("/oembed", params={"url": path, "format": "xml"}).status_code == 501
    assert anybody.get("/oembed", params={"url": path, "maxwidth": "9" * 9}).status_code == 200


def test_only_the_embed_may_stand_in_a_foreign_frame(
    studio: Studio, viewer: Viewer, anybody: TestClient
) -> None:
    share, path = link_to(studio, viewer)
    for address in [*below(share, path), "/"]:
        headers = anybody.get(address).headers
        if address.endswith("/embed"):
            assert "frame-ancestors *" in headers["content-security-policy"]
            assert "x-frame-options" not in headers
        else:
            assert "frame-ancestors 'self'" in headers["content-security-policy"], address
            assert headers["x-frame-options"] == "SAMEORIGIN"


def test_a_link_works_below_a_sub_path(studio: Studio, viewer: Viewer) -> None:
    share, path = link_to(studio, viewer)
    urls = Urls("/studio/sky")
    app = Starlette(routes=routes(urls), middleware=middleware(urls))
    with TestClient(app, headers={"user-agent": "A browser"}) as client:
        page = client.get(f"/studio/sky{path}")
        assert page.status_code == 200
        assert "set-cookie" not in page.headers
        assert meta(page.text)["og:url"] == f"http://testserver/studio/sky{path}"
        told = client.get("/studio/sky/oembed", params={"url": f"http://x/studio/sky{path}"}).json()
        assert f"http://testserver/studio/sky{path}/embed" in told["html"]
        for address in below(share, path)[:-1]:
            assert client.get(f"/studio/sky{address}").status_code == 200
            assert client.get(address).status_code == 404
