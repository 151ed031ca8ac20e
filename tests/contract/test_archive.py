"""What every archive promises, held to a folder and to object storage's own in-memory double."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from obstore.store import MemoryStore

from lib import rendition
from lib.archive import Archive
from lib.errors import SettingsError, StorageError
from tests.bucket import Bucket, bucket, environment

KEY = rendition.FILM.key("x6cwiGJM4VSX8msX6VtRX")
FILM = bytes(range(256)) * 5000  # larger than one chunk


@pytest.fixture(params=["folder", "memory", "file url"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Archive:
    kinds: dict[str, Callable[[], Archive]] = {
        "folder": lambda: Archive.open_url(None, tmp_path / "archive"),
        "memory": lambda: Archive(MemoryStore()),
        "file url": lambda: Archive.open_url(f"file://{tmp_path}", tmp_path / "unused"),
    }
    return kinds[request.param]()


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """A bucket to which the store's own tools lead."""
    with bucket() as served:
        for name, value in environment(served).items():
            monkeypatch.setenv(name, value)
        yield served


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    file = folder / "film.mp4"
    file.write_bytes(FILM)
    return file


def test_what_is_stored_is_there_whole(archive: Archive, source: Path) -> None:
    archive.store(KEY, source)
    found = archive.stat(KEY)
    assert found is not None
    assert found.size == len(FILM)
    assert abs(datetime.now(UTC) - found.modified) < timedelta(minutes=1)
    assert b"".join(archive.open(KEY, 0, len(FILM))) == FILM
    assert source.read_bytes() == FILM


@pytest.mark.parametrize(("start", "end"), [(0, 1), (5, 105), (1_000_000, 1_280_000), (7, 7)])
def test_a_range_is_just_that_range(archive: Archive, source: Path, start: int, end: int) -> None:
    archive.store(KEY, source)
    assert b"".join(archive.open(KEY, start, end)) == FILM[start:end]


def test_storing_again_replaces(archive: Archive, source: Path) -> None:
    archive.store(KEY, source)
    source.write_bytes(b"other")
    archive.store(KEY, source)
    assert b"".join(archive.open(KEY, 0, 5)) == b"other"


def test_what_is_not_there_has_no_stat_and_cannot_be_read(archive: Archive) -> None:
    assert archive.stat(KEY) is None
    with pytest.raises(StorageError, match="gone from the archive"):
        list(archive.open(KEY, 0, 5))


def test_deleting_twice_is_no_fault_and_leaves_nothing(archive: Archive, source: Path) -> None:
    archive.store(KEY, source)
    archive.delete(KEY)
    archive.delete(KEY)
    assert archive.stat(KEY) is None
    assert list(archive.list()) == [] or KEY not in dict(archive.list())


def test_the_list_names_everything_that_is_there(archive: Archive, source: Path) -> None:
    keys = {rendition.FILM.key("a"), rendition.POSTER.key("a"), rendition.FILM.key("-_b")}
    for key in keys:
        archive.store(key, source)
    found = {key: held.size for key, held in archive.list() if not key.startswith("source")}
    assert found == dict.fromkeys(keys, len(FILM))
    assert {rendition.generation_of(key) for key in found} == {"a", "-_b"}


def test_exports_are_listed_by_their_film_and_go_with_it(archive: Archive, source: Path) -> None:
    film, gif = rendition.FILM.key("a"), rendition.Rendition("gif", "gif", "image/gif")
    archive.store(film, source)
    archive.store(gif.key("a"), b"GIF89a")
    archive.store(gif.key("ab"), source)
    assert {key: held.size for key, held in archive.exports("a").items()} == {gif.key("a"): 6}
    assert list(archive.renditions("a")) == [film, gif.key("a")]
    archive.delete_all("a")
    assert archive.exports("a") == {}
    assert archive.stat(film) is None
    assert archive.stat(gif.key("ab")) is not None


def test_a_source_that_is_gone_is_a_storage_error(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        archive.store(KEY, tmp_path / "nothing")
    assert archive.stat(KEY) is None


def test_a_bucket_gives_what_it_was_given(served: Bucket, source: Path, tmp_path: Path) -> None:
    archive = Archive.open_url("s3://films", tmp_path)
    archive.store(KEY, source)
    assert served.objects[KEY] == FILM
    assert b"".join(archive.open(KEY, 0, len(FILM))) == FILM
    assert b"".join(archive.open(KEY, 5, 105)) == FILM[5:105]


def test_a_bucket_that_takes_questions_and_does_not_answer_is_soon_given_up_on(
    served: Bucket, source: Path, tmp_path: Path
) -> None:
    archive = Archive.open_url("s3://films", tmp_path, patience=0.3)
    archive.store(KEY, source)
    served.hangs = True
    for ask in (
        lambda: archive.stat(KEY),
        lambda: next(archive.open(KEY, 0, len(FILM))),
        lambda: archive.exports("x6cwiGJM4VSX8msX6VtRX"),
    ):
        with pytest.raises(StorageError):
            ask()
    served.hangs = False
    assert archive.stat(KEY) is not None


def test_only_a_folder_has_paths(source: Path, tmp_path: Path) -> None:
    folder = Archive.open_url(None, tmp_path / "archive")
    folder.store(KEY, source)
    path = folder.path(KEY)
    assert path is not None
    assert path.read_bytes() == FILM
    assert Archive(MemoryStore()).path(KEY) is None


def test_the_sweep_takes_old_leftovers_and_nothing_else(source: Path, tmp_path: Path) -> None:
    archive = Archive.open_url(None, tmp_path / "archive")
    archive.store(KEY, source)
    leftover = tmp_path / "archive" / f"{KEY}#1"
    leftover.write_bytes(b"half")
    assert [key for key, _ in archive.list()] == [KEY]
    assert archive.sweep(datetime.now(UTC)) == 0
    assert archive.sweep(datetime.now(UTC) + timedelta(hours=2)) == 1
    assert not leftover.exists()
    assert archive.stat(KEY) is not None


@pytest.mark.parametrize("url", ["s4://bucket", "nonsense", "http://example.com/videos"])
def test_an_address_that_is_none_is_refused_at_the_start(url: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="ARCHIVE_URL"):
        Archive.open_url(url, tmp_path)


def test_a_folder_that_cannot_be_made_is_refused_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(SettingsError, match="cannot be made"):
        Archive.open_url(None, tmp_path / "file" / "archive")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_turns_read_only_is_a_sentence(source: Path, tmp_path: Path) -> None:
    archive = Archive.open_url(None, tmp_path / "archive")
    (tmp_path / "archive").chmod(stat.S_IRUSR | stat.S_IXUSR)
    with pytest.raises(StorageError, match="rights"):
        archive.store(KEY, source)
