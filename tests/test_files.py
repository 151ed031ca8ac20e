"""What Skylit keeps is for its own account alone."""

from __future__ import annotations

from pathlib import Path

from lib.backup import take
from lib.bootstrap import open_studio
from lib.files import make_private
from lib.settings import Settings


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
