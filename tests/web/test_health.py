"""Whether Skylit answers, whether its parts do, and the figures to watch."""

from __future__ import annotations

from dataclasses import replace

from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from lib.archive import Archive
from lib.person import Viewer
from lib.studio import Studio
from tests.web.furnished import failed, queued, ready
from tests.web.sharing import find_instead, set_up


def test_a_process_that_answers_says_so_and_nothing_below_it_is_the_front_page(
    client: TestClient,
) -> None:
    assert client.get("/healthz").text == "ok"
    for path in ("/healthz/deeper", "/readyz/deeper", "/metrics/deeper", "/metrics"):
        assert client.get(path).status_code == 404, path


def test_each_part_has_a_word(studio: Studio, client: TestClient) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        200,
        {"database": "ok", "archive": "ok", "engine": "ok", "tracker": "follows"},
    )
    find_instead(replace(studio, leads=lambda: True, engine_is_there=lambda: False))
    assert client.get("/readyz").json() | {"tracker": "leads", "engine": "starting"} == (
        client.get("/readyz").json()
    )


def test_a_tracker_or_an_engine_that_starts_again_keeps_nobody_out(
    studio: Studio, client: TestClient
) -> None:
    find_instead(replace(studio, tracker_is_quiet=lambda: True, engine_is_there=lambda: False))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["tracker"]) == (200, "quiet")


def test_without_its_database_or_its_archive_it_is_not_ready(
    studio: Studio, client: TestClient
) -> None:
    away = Archive.open_url(
        "s3://nowhere/skylit?endpoint=http://127.0.0.1:9", studio.settings.data_dir
    )
    find_instead(replace(studio, archive=away))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["archive"]) == (503, "away")
    find_instead(studio)
    (studio.settings.data_dir / "skylit.db").rename(studio.settings.data_dir / "elsewhere.db")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "away")


def test_the_figures_count_films_and_requests_and_hold_no_word_of_anybody(
    studio: Studio, viewer: Viewer, client: TestClient
) -> None:
    set_up(studio, metrics=True)
    for words in ("Launch of the secret", "Another secret"):
        ready(studio, viewer, words)
    failed(studio, viewer)
    queued(studio, viewer)
    client.get("/clips/there-never-was-one-000.mp4")
    text = client.get("/metrics").text
    found = {
        (sample.name, frozenset(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    template = "Shanghai Drone Show"
    assert found["skylit_films", frozenset({"builtin", template, "ready"})] == 2
    assert found["skylit_films", frozenset({"builtin", template, "queued"})] == 1
    assert found["skylit_failed_films", frozenset({"not_made"})] == 1
    assert found["skylit_queue", frozenset({"builtin"})] == 1
    assert found["skylit_spent_dollars", frozenset()] == 0
    assert found["skylit_leads", frozenset()] == 0
    assert found["skylit_requests_total", frozenset({"/clips", "404"})] >= 1
    assert "secret" not in text.lower()
    assert viewer.person is not None
    assert viewer.person.id not in text
