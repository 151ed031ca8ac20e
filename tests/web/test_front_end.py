"""The first visit loads little, keeps it, and is dark from the first picture on."""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from fontTools.ttLib import TTFont
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.studio import Studio
from lib.urls import Urls
from lib.web.front_end import compressed, icons, source
from lib.web.middleware import middleware
from lib.web.routes import routes

SCRIPT = next(path for path in source.files() if path.startswith("/static/js/index."))
ICONS = next(path for path in source.files() if icons.is_icon_font(path))
CONTENT = source.files()[SCRIPT].read_bytes()


@pytest.fixture
def below(studio: Studio) -> Iterator[TestClient]:
    """Under a sub-path."""
    urls = Urls.of("studio/sky")
    app = Starlette(routes=routes(urls), middleware=middleware(urls))
    with TestClient(app, headers={"accept": "text/html"}) as client:
        yield client


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for module in (compressed, icons):
        monkeypatch.setattr(module, "CACHE", tmp_path / "cache")
    return tmp_path / "cache"


@pytest.mark.parametrize(
    ("header", "best"),
    [
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, br;q=0", "gzip"),
        ("GZIP;q=0.5, br; q=0.0", "gzip"),
        ("identity", None),
        ("", None),
        ("br;q=nonsense", None),
        ("gzip;q=0, br;q=0", None),
        ("gzip;level=9", "gzip"),
    ],
)
def test_a_browser_gets_the_best_that_it_asks_for(header: str, best: str | None) -> None:
    assert compressed.accepted(header) == best


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_a_script_is_itself_in_every_encoding_and_kept_for_ever(
    client: TestClient, cache: Path, encoding: str
) -> None:
    for _ in range(2):  # made, then found
        answer = client.get(SCRIPT, headers={"accept-encoding": encoding})
        assert answer.content == CONTENT  # the client has decoded it
        assert answer.headers.get("content-encoding", "identity") == encoding
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["vary"] == "accept-encoding"
        assert "javascript" in answer.headers["content-type"]


def test_what_is_kept_compressed_is_whole(cache: Path) -> None:
    small = compressed.compressed(CONTENT, "br", thoroughly=True)
    assert brotli.decompress(small) == CONTENT
    assert len(small) < len(CONTENT) / 3
    assert gzip.decompress(compressed.compressed(CONTENT, "gzip")) == CONTENT
    assert sorted(file.suffix for file in cache.iterdir()) == [".br", ".gzip"]


def test_a_cache_that_cannot_be_written_costs_only_time(cache: Path) -> None:
    cache.write_text("no folder")
    assert gzip.decompress(compressed.compressed(CONTENT, "gzip")) == CONTENT


@pytest.mark.parametrize("path", ["/", "/history", "/create"])
def test_every_page_is_dark_before_any_script_has_run(client: TestClient, path: str) -> None:
    page = client.get(path).text
    assert "<title>Skylit</title>" in page
    assert page.index("prefers-color-scheme:dark") < page.index("<script")
    assert "SourceSans" not in page
    assert 'src="/static/js/' in page


def test_below_a_sub_path_every_address_of_the_page_is_below_it(below: TestClient) -> None:
    for path in ("/studio/sky", "/studio/sky/", "/studio/sky/history"):
        page = below.get(path).text
        assert 'src="/studio/sky/static/js/' in page
        assert '"/static/' not in page
        assert '"./' not in page
    assert below.get("/studio/sky" + SCRIPT).content == CONTENT
    assert below.get(SCRIPT).status_code == 404
    assert below.get("/").status_code == 404


def test_a_browser_that_has_the_page_is_sent_nothing(client: TestClient) -> None:
    etag = client.get("/").headers["etag"]
    again = client.get("/", headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["cache-control"] == "no-cache"


def test_nothing_but_the_front_ends_own_files_is_served(client: TestClient) -> None:
    for path in (
        "/static/../index.html",
        "/static/%2e%2e/index.html",
        "/static/none.js",
        "/static/",
    ):
        assert client.get(path).status_code == 404


def test_the_icon_font_holds_every_icon_that_a_page_names(cache: Path) -> None:
    file = source.files()[ICONS]
    named = icons.our_icons()
    assert named >= {"add", "delete", "movie"}
    part = icons.subset(file, named)
    assert len(part) < file.stat().st_size / 10
    assert spelt(TTFont(io.BytesIO(part))) >= named


def test_without_its_own_icon_font_a_page_gets_the_whole_one(
    client: TestClient, cache: Path
) -> None:
    assert client.get(ICONS).content == source.files()[ICONS].read_bytes()


def test_the_font_that_no_page_uses_is_the_one_that_all_use(client: TestClient) -> None:
    unused = next(path for path in source.files() if "SourceSansVF-Upright" in path)
    answer = client.get(unused)
    assert answer.url.path.startswith("/fonts/inter-latin-")
    assert answer.status_code == 200


def spelt(font: TTFont) -> set[str]:
    letters = {glyph: chr(code) for code, glyph in font.getBestCmap().items()}
    return {
        "".join(letters.get(each, "?") for each in (first, *found.Component))
        for first, found in icons.ligatures(font)
    }


def test_the_page_asks_at_once_for_the_scripts_of_its_elements(below: TestClient) -> None:
    page = below.get("/studio/sky/").text
    preloaded = re.findall(r'rel="modulepreload" crossorigin href="/studio/sky(/[^"]+)"', page)
    assert len(preloaded) == len(set(preloaded))
    for element in ("Html", "PageLink", "Button", "ButtonGroup", "BidiComponent"):
        assert any(re.search(rf"/{element}\.[\w-]+\.js$", path) for path in preloaded), element
    assert set(preloaded) <= source.files().keys()
