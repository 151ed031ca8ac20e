"""A film's size on the wire: an optional member, absent as at the vendor."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from lib.engine.api.previews import Previews
from lib.engine.queue.task_store import TaskStore
from lib.format import FORMATS, PORTRAIT
from lib.template import CATALOGUE
from tests.engine.fast_backend import FAST, FOLDER
from tests.engine.serving import Served, serving

PREVIEWS = "/v2/video/previews"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path) as served:
        yield served


def formats_on_disk(engine: Served) -> set[str]:
    files = (engine.folder / "data" / "tasks").glob("*.json")
    return {json.loads(file.read_text())["format"] for file in files}


@pytest.mark.parametrize("size", FORMATS, ids=str)
def test_a_task_is_of_the_format_that_was_asked_for(engine: Served, size: object) -> None:
    assert engine.submit(format=str(size)).status_code == 200
    assert formats_on_disk(engine) == {str(size)}


@pytest.mark.parametrize("members", [{}, {"format": None}], ids=["absent", "null"])
def test_no_format_is_the_api_s_own(engine: Served, members: dict[str, Any]) -> None:
    assert engine.submit(**members).status_code == 200
    assert formats_on_disk(engine) == {PORTRAIT.name}


@pytest.mark.parametrize("wrong", ["640x480", 1080, [], "1080X1920", "608x1080 "])
def test_another_format_is_refused_by_name(engine: Served, wrong: object) -> None:
    reply = engine.submit(format=wrong)
    assert reply.status_code == 400
    assert reply.json()["errors"][0]["field"] == "format"
    assert formats_on_disk(engine) == set()


def test_a_task_that_says_nothing_of_its_format_still_loads(tmp_path: Path) -> None:
    with serving(tmp_path) as engine:
        engine.submit()
    [file] = (tmp_path / "data" / "tasks").glob("*.json")
    members = json.loads(file.read_text())
    del members["format"]
    file.write_text(json.dumps(members))
    [task] = TaskStore(tmp_path / "data").load()
    assert task.request.format == PORTRAIT


def test_a_preview_is_as_wide_as_half_its_format(engine: Served) -> None:
    reply = engine.call("GET", PREVIEWS, params={"prompt": "Hello", "format": "1920x1080"})
    assert reply.content.startswith(b"RIFF 960 ")
    widest = engine.call(
        "GET", PREVIEWS, params={"prompt": "Hello", "format": "1920x1080", "width": "1920"}
    )
    assert widest.content.startswith(b"RIFF 1920 ")


def test_a_place_is_drawn_once_for_each_size_and_never_for_the_usual_one(engine: Served) -> None:
    for words in ("Hello", "Hello again"):
        for size in (PORTRAIT.name, "1080x1080"):
            engine.call("GET", PREVIEWS, params={"prompt": words, "format": size})
    assert (engine.folder / "furnished").read_text() == "shanghai-drone-show 1080x1080\n"


def test_how_a_caption_reads_is_told_for_its_format(engine: Served) -> None:
    heights = [
        engine.call(
            "GET",
            PREVIEWS,
            params={"prompt": "Hello", "format": size.name},
            headers={"Accept": "application/json"},
        ).json()["letter_height"]
        for size in FORMATS
    ]
    assert len(set(heights)) > 1


def test_templates_say_in_which_formats_they_come(engine: Served) -> None:
    [model] = engine.call("GET", "/v1/models").json()["data"]
    names = [size.name for size in FORMATS]
    assert all(template["formats"] == names for template in model["templates"])


def test_places_are_drawn_ahead_one_at_a_time_when_there_is_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    furnished = tmp_path / "furnished"
    furnished.touch()
    seen: list[int] = []

    async def idle() -> None:
        seen.append(len(furnished.read_text().splitlines()))

    previews = Previews(FAST, ThreadPoolExecutor(1), lambda: ThreadPoolExecutor(1))
    with ThreadPoolExecutor(1) as aside:  # a browser's tests have a loop on this thread
        aside.submit(asyncio.run, previews.furnish_ahead(idle)).result()
    previews.close()
    places = {f"{template.slug} {size}" for template in CATALOGUE for size in FORMATS[1:]}
    drawn = furnished.read_text().splitlines()
    assert sorted(drawn) == sorted(places)
    assert max(later - earlier for earlier, later in pairwise(seen)) == 1
