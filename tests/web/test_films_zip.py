"""Several films come as one ZIP: whole, under safe names, and only to whom they belong."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from lib.errors import StorageError
from lib.generation import Generation
from lib.person import Viewer
from lib.problem import Problem
from lib.rendition import FILM
from lib.studio import MOST, Studio
from tests.web.furnished import generating, ready


def ask(client: TestClient, *films: Generation | str, **fields: str) -> bytes:
    ids = [each if isinstance(each, str) else each.id for each in films]
    answer = client.post("/films.zip", data={"g": ids, **fields})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"].startswith("attachment")
    return answer.content


def opened(content: bytes) -> zipfile.ZipFile:
    found = zipfile.ZipFile(io.BytesIO(content))
    assert found.testzip() is None
    return found


def table(found: zipfile.ZipFile) -> list[dict[str, str]]:
    text = found.read("films.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_zip_holds_each_film_whole_and_a_table_of_what_is_in_it(
    studio: Studio, viewer: Viewer, client: TestClient
) -> None:
    at = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
    films = [
        ready(studio, viewer, words, film=words.encode() * 90_000, at=at)
        for words in ("Grand opening", "新年快乐")
    ]
    found = opened(ask(client, *reversed(films)))
    day = f"{films[0].created_at:%Y-%m-%d}"
    names = [f"{day}-新年快乐.mp4", f"{day}-grand-opening.mp4"]
    assert found.namelist() == [*names, "films.csv"]
    assert found.read(names[0]) == "新年快乐".encode() * 90_000
    assert all(each.compress_type == zipfile.ZIP_STORED for each in found.infolist())
    first, second = table(found)
    assert (first["file"], first["words"], first["note"]) == (names[0], "新年快乐", "")
    assert (second["template"], second["format"]) == ("Shanghai Drone Show", "608x1080")
    assert second["SHA-256"] == "5" * 64


def test_names_are_unique_and_safe_on_every_disk(
    studio: Studio, viewer: Viewer, client: TestClient
) -> None:
    words = ("Sale", "SALE", "sale!", "a/b\\..", "CON", "films.csv", "=1+1", "\u202egnp")
    films = [ready(studio, viewer, each) for each in words]
    names = opened(ask(client, *films)).namelist()
    assert len({name.casefold() for name in names}) == len(words) + 1
    assert not any(set(name) & set('/\\:*?"<>|\u202e') or ".." in name for name in names)


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@home", "=cmd|' /C calc'!A0"])
def test_words_in_the_table_are_no_formula(
    studio: Studio, viewer: Viewer, client: TestClient, words: str
) -> None:
    (row,) = table(opened(ask(client, ready(studio, viewer, words))))
    assert row["words"] == f"'{words}"


def test_a_film_that_the_archive_has_lost_is_told_in_the_table_and_breaks_nothing(
    studio: Studio, viewer: Viewer, client: TestClient
) -> None:
    one, lost, other = (ready(studio, viewer, words) for words in ("One", "Lost", "Other"))
    studio.archive.delete(FILM.key(lost.id))
    found = opened(ask(client, one, lost, other))
    assert len(found.namelist()) == 3
    rows = {row["words"]: row for row in table(found)}
    assert rows["Lost"]["file"] == ""
    assert rows["Lost"]["note"].startswith("Not in this ZIP.")
    assert rows["Other"]["note"] == ""


def test_a_zip_that_breaks_off_is_no_whole_zip(
    studio: Studio, viewer: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    films = [ready(studio, viewer, words) for words in ("One", "Two")]
    read = b""

    def breaks(*_: object) -> object:
        raise StorageError(Problem.told("The archive does not answer."))

    chunks = studio.bundle(viewer, films)
    read += next(chunks)
    monkeypatch.setattr(type(studio.archive), "open", breaks)
    with pytest.raises(StorageError):
        read += b"".join(chunks)
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(read))


def test_nothing_of_a_film_is_kept_in_memory(studio: Studio, viewer: Viewer) -> None:
    """Each piece is handed on as soon as it was read."""
    large = ready(studio, viewer, "Large", film=bytes(3_000_000))
    pieces = [len(each) for each in studio.bundle(viewer, [large])]
    assert max(pieces) < 600_000
    assert sum(pieces) > 3_000_000


def test_strangers_and_other_visitors_get_nothing(
    studio: Studio, viewer: Viewer, stranger: TestClient
) -> None:
    made = ready(studio, viewer, "A secret launch")
    answer = stranger.post("/films.zip", data={"g": [made.id]})
    assert answer.status_code == 404
    assert "secret" not in answer.text


def test_who_has_no_cookie_proves_who_asks(
    studio: Studio, viewer: Viewer, stranger: TestClient
) -> None:
    made = ready(studio, viewer, "Hello")
    assert viewer.person is not None
    who, soon = viewer.person.id, studio.clock() + timedelta(hours=1)
    token = studio.prove(viewer, soon)
    assert opened(ask(stranger, made, **{"as": who, "token": token})).namelist()
    late = studio.prove(viewer, studio.clock() - timedelta(hours=1))
    for fields in (
        {"as": "account:somebody-else", "token": token},
        {"as": who, "token": late},
        {"as": who, "token": "1.x"},
        {"as": who},
        {"token": token},
    ):
        answer = stranger.post("/films.zip", data={"g": [made.id], **fields})
        assert answer.status_code == 404, fields


def test_what_is_not_there_or_not_ready_is_left_out(
    studio: Studio, viewer: Viewer, client: TestClient
) -> None:
    made, moving = ready(studio, viewer, "Done"), generating(studio, viewer, "Under way")
    found = opened(ask(client, moving, made, made, "never-was"))
    assert len(found.namelist()) == 2
    assert client.post("/films.zip", data={"g": [moving.id]}).status_code == 404
    assert client.post("/films.zip").status_code in {404, 413}
    assert client.get(f"/films.zip?g={made.id}").status_code in {404, 405}


def test_a_form_without_end_is_refused(client: TestClient) -> None:
    answer = client.post("/films.zip", data={"g": ["x" * 22] * (4 * MOST)})
    assert answer.status_code == 413
