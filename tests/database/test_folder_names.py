"""DATA_DIR may have any name that a disk takes: an address would read some of them otherwise."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lib.archive import Archive
from lib.backup import restore, take
from lib.backup.contents import ARCHIVE
from lib.generation import Generation
from lib.ledger import Ledger
from lib.person import Person
from lib.provider import Provider
from lib.request import VideoRequest
from lib.settings import Settings

NOW = datetime(2026, 11, 30, 20, 0, tzinfo=UTC)

#: All that Linux takes, short enough for its 255 bytes, and nothing that leads elsewhere.
NAMES = st.text(
    st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=40
).filter(lambda name: name not in {".", ".."})


def asked(words: str) -> Generation:
    return Generation.new(
        VideoRequest.parse(words), provider=Provider.BUILTIN, owner=Person("visitor:ann"),
        idempotency_key=words, now=NOW,
    )  # fmt: skip


@given(name=NAMES)
@example("what?")
@example("mode?mode=ro&uri=true")
@example("no#1")
@example("100%")
@example("a%20b")
@example(" two  words ")
@example("file:x")
@example(":memory:")
@example("user:password@host")
@example("新年 ümlaut 😀")
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_data_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    folder = _fresh(tmp_path) / name
    folder.mkdir()
    ledger = Ledger.open(None, folder)
    made = ledger.add(asked("Hello"))
    ledger.close()
    assert (folder / "skylit.db").is_file()
    again = Ledger.open(None, folder)
    assert again.get(made.id) == made
    again.close()
    assert [each.name for each in folder.parent.iterdir()] == [name]  # nothing lies beside it


@pytest.mark.parametrize("name", ["what?", "no#1", "a%20b", "two words"])
def test_a_backup_leads_from_any_folder_to_any_other(tmp_path: Path, name: str) -> None:
    here = Settings(data_dir=tmp_path / name)
    here.data_dir.mkdir()
    ledger = Ledger.open(None, here.data_dir)
    made = ledger.add(asked("Hello"))
    ledger.close()
    Archive.open_url(None, here.data_dir / ARCHIVE)
    take(here, tmp_path / f"copy of {name}")
    there = Settings(data_dir=tmp_path / f"new {name}")
    restore(there, tmp_path / f"copy of {name}", NOW)
    ledger = Ledger.open(None, there.data_dir)
    assert ledger.get(made.id) == made
    ledger.close()


def _fresh(parent: Path) -> Path:
    """One folder for each of hypothesis' examples, which share `tmp_path`."""
    folder = parent / str(len(list(parent.iterdir())))
    folder.mkdir()
    return folder
