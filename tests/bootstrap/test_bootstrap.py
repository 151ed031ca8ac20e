"""What opens is closed, in time and in order; the engine is there while we are, and no longer."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from lib.bootstrap import current_studio, open_studio
from lib.bootstrap.engine_process import EngineProcess
from lib.errors import NotNow, SettingsError, StorageError
from lib.provider import Provider
from lib.settings import PROJECT, Settings
from tests.workbench import eventually

#: Seconds: an engine on a busy machine, with its imports.
PATIENCE = 60.0


def is_alive(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[EngineProcess]:
    process = EngineProcess(tmp_path, workers=1)
    process.start()
    yield process
    process.stop()
    process.wait()


def test_what_opens_is_found_by_pages_and_closes_in_time(tmp_path: Path) -> None:
    with pytest.raises(NotNow, match="just starting"):
        current_studio()
    with open_studio(Settings(data_dir=tmp_path / "data", engine_workers=1)) as studio:
        assert current_studio() is studio
        assert studio.providers == (Provider.BUILTIN,)
        begun = time.monotonic()
    assert time.monotonic() - begun < 4
    with pytest.raises(NotNow):
        current_studio()


def test_with_a_key_both_providers_are_offered(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, aimlapi_api_key="key", engine_workers=1)
    with open_studio(settings) as studio:
        assert studio.providers == (Provider.BUILTIN, Provider.AIMLAPI)


def test_a_data_folder_that_cannot_be_written_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    settings = Settings(data_dir=tmp_path / "file" / "data")
    with pytest.raises(SettingsError, match=r"cannot be written.*DATA_DIR"), open_studio(settings):
        pass
    with pytest.raises(NotNow):
        current_studio()


def test_a_database_that_is_none_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "skylit.db").write_bytes(b"not a database, but long enough to be looked at" * 100)
    with pytest.raises(StorageError, match="backup"), open_studio(Settings(data_dir=tmp_path)):
        pass


def test_an_engine_that_hangs_is_not_waited_for_and_is_replaced(engine: EngineProcess) -> None:
    """A stopped process keeps its port open and answers nobody, and no signal but one ends it."""
    first = eventually(lambda: engine.address, PATIENCE)
    hung = engine.pid
    assert hung is not None
    os.kill(hung, signal.SIGSTOP)
    eventually(lambda: engine.address is None, PATIENCE)
    assert is_alive(hung)
    second = eventually(lambda: engine.address, PATIENCE)
    assert (second, engine.pid) != (first, hung)
    assert not is_alive(hung)


def test_an_engine_that_is_killed_is_started_again(engine: EngineProcess) -> None:
    first = eventually(lambda: engine.address, PATIENCE)
    killed = engine.pid
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    eventually(lambda: engine.address is None or engine.pid != killed, PATIENCE)
    again = eventually(lambda: engine.pid != killed and engine.address, PATIENCE)
    assert str(again).startswith("http://127.0.0.1:")
    assert first.startswith("http://127.0.0.1:")
    assert not is_alive(killed)


def test_an_engine_ends_with_us_and_knows_no_secret_but_its_own(
    engine: EngineProcess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AIMLAPI_API_KEY", "the vendor's")
    second = EngineProcess(tmp_path / "second", workers=1)
    second.start()
    eventually(lambda: second.address, PATIENCE)
    pid = second.pid
    assert pid is not None
    environment = Path(f"/proc/{pid}/environ").read_bytes()
    assert second.key.encode() in environment
    assert b"the vendor's" not in environment
    assert engine.key != second.key
    assert second.key.encode() not in Path(f"/proc/{pid}/cmdline").read_bytes()
    second.stop()
    second.wait()
    assert not is_alive(pid)
    assert second.address is None


def test_the_engines_own_copies_do_not_outlive_a_quarter_of_an_hour(engine: EngineProcess) -> None:
    eventually(lambda: engine.address, PATIENCE)
    assert b"\0--keep-minutes\x0015\0" in Path(f"/proc/{engine.pid}/cmdline").read_bytes()


def test_an_engine_that_never_got_to_start_can_be_stopped(tmp_path: Path) -> None:
    engine = EngineProcess(tmp_path, workers=1)
    engine.stop()
    engine.wait()
    assert engine.pid is None


ORPHANING = """
import sys, time
from pathlib import Path
from lib.bootstrap.engine_process import EngineProcess
engine = EngineProcess(Path(sys.argv[1]), workers=1)
engine.start()
while not engine.address:
    time.sleep(0.02)
print(engine.pid, flush=True)
time.sleep(600)
"""


def test_an_engine_does_not_outlive_a_parent_that_is_killed(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", ORPHANING, str(tmp_path)],
        cwd=PROJECT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert is_alive(pid)
    parent.kill()
    parent.communicate(timeout=10)
    eventually(lambda: not is_alive(pid), PATIENCE)
