"""What Skylit keeps is whole, and for its own account alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lib import files
from lib.backup import take
from lib.bootstrap import open_studio
from lib.files import make_private
from lib.settings import PROJECT, Settings


def open_to_others(folder: Path) -> list[Path]:
    return [each for each in (folder, *folder.rglob("*")) if each.stat().st_mode & 0o077]


def test_no_other_account_reads_the_data_folder_or_a_backup(tmp_path: Path) -> None:
    """Left open by an older release, and written into while the app runs."""
    data = tmp_path / "data"
    (data / "archive").mkdir(parents=True)
    (data / "archive" / "film.mp4").write_bytes(b"film")
    data.chmod(0o755)
    settings = Settings(data_dir=data)
    with open_studio(settings) as studio:
        studio.archive.store("new.mp4", Path(__file__))
        take(settings, tmp_path / "backup")
        assert open_to_others(data) == []
    assert open_to_others(data) == []
    assert open_to_others(tmp_path / "backup") == []


def test_what_lies_behind_a_link_is_not_touched(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "data"
    outside.write_bytes(b"x")
    outside.chmod(0o644)
    folder.mkdir()
    (folder / "link").symlink_to(outside)
    make_private(folder)
    assert outside.stat().st_mode & 0o777 == 0o644
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_reader_finds_the_old_content_until_the_new_one_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("old")
    with files.replacing(file) as draft:
        draft.write_text("half")
        assert file.read_text() == "old"
        draft.write_text("new")
    assert file.read_text() == "new"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("durable", [True, False])
def test_what_fails_on_the_way_leaves_the_old_content_and_no_draft(
    tmp_path: Path, *, durable: bool
) -> None:
    file = tmp_path / "file"
    file.write_text("old")

    def breaks_off(*, writes: bool) -> None:
        with files.replacing(file, durable=durable) as draft:
            if writes:
                draft.write_text("half")
                raise KeyError

    with pytest.raises(KeyError):
        breaks_off(writes=True)
    with pytest.raises(FileNotFoundError):
        breaks_off(writes=False)
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_is_written_into_a_folder_that_was_not_there(tmp_path: Path) -> None:
    files.write(tmp_path / "a" / "b" / "file", b"content")
    files.write(tmp_path / "a" / "b" / "file", b"anew", durable=False)
    assert (tmp_path / "a" / "b" / "file").read_bytes() == b"anew"
    assert len(list((tmp_path / "a" / "b").iterdir())) == 1


def test_of_many_who_create_a_file_at_once_one_counts_and_it_is_private(tmp_path: Path) -> None:
    file = tmp_path / "new" / "secret"
    with ThreadPoolExecutor(16) as writers:
        list(writers.map(lambda number: files.create(file, bytes([number]) * 32), range(64)))
    assert len(set(file.read_bytes())) == 1
    assert len(file.read_bytes()) == 32
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_one_module_alone_knows_how_a_file_gets_onto_the_disk() -> None:
    sources = {path: path.read_text("utf-8") for path in (PROJECT / "lib").rglob("*.py")}
    for word in ("fsync(", "os.link("):
        assert [path.name for path, source in sources.items() if word in source] == ["files.py"]
