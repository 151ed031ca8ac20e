"""Skylit without its pages, to be killed: what app.py opens, until stdin ends.

    [DATABASE_URL=…] python -m tests.storm.app FOLDER API_URL quick|real POINT

It opens the very studio that the server opens: ledger, archive, tracker, the engine as a child.
Shorter is only its patience, and with `quick` the drawing. At POINT it dies by SIGKILL: see
tests/tracker/victim.py, whose `passing` reads the last word of the command line.
"""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from lib import bootstrap
from lib.bootstrap.engine_process import EngineProcess
from lib.generation import Status
from lib.provider import Provider
from lib.settings import Settings
from lib.studio import Studio
from lib.tracker import RetryPolicy, Tracker
from tests.hostile_api import KEY
from tests.tracker.victim import Api, Books, Shelf
from tests.viewers import ANN
from tests.workbench import eventually

#: What takes minutes in earnest takes fractions of a second in a storm.
_PACE: Final = RetryPolicy.in_seconds(
    poll={Provider.AIMLAPI: 0.05, Provider.BUILTIN: 0.05},
    deadline=30.0,
    waits={Provider.AIMLAPI: (0.05, 0.2), Provider.BUILTIN: (0.05, 0.2)},
    look_ups=(0.1, 0.2, 0.4, 0.8, 1.6),
    late_look_ups=(2.0, 4.0, 8.0),
)
#: Rendering in earnest takes its time, also on a machine that does something else besides.
_REAL_PACE: Final = RetryPolicy.in_seconds(
    poll={Provider.AIMLAPI: 1.0, Provider.BUILTIN: 0.25},
    deadline=1000.0,
    waits={Provider.AIMLAPI: (1.0, 5.0), Provider.BUILTIN: (0.25, 1.0)},
    look_ups=(1.0,),
)


#: Seconds without a heartbeat after which another process takes over: more than two heartbeats.
SILENCE: Final = 5.0


class Engine(EngineProcess):
    """Leaves its process id where the storm finds it."""

    def _spawn(self) -> subprocess.Popen[str]:
        process = super()._spawn()
        (self._folder / "engine.pid").write_text(str(process.pid))
        return process


class QuickEngine(Engine):
    def _command(self) -> list[str]:
        return [
            "tests.storm.engine" if word == "lib.engine" else word for word in super()._command()
        ]


def main(folder: Path, url: str, drawing: str, point: str) -> None:
    settings = Settings(
        aimlapi_api_key=KEY,
        aimlapi_base_url=url,
        data_dir=folder,
        database_url=os.environ.get("DATABASE_URL"),
        submits_per_minute=100_000,
    )
    with patch.multiple(bootstrap, **_parts(drawing)), bootstrap.open_studio(settings) as studio:
        sys.stdout.write("open\n")
        sys.stdout.flush()
        if "delete" in point:
            _delete_one(studio, folder / "deleted")
        sys.stdin.read()


def _parts(drawing: str) -> dict[str, Any]:
    quick = drawing == "quick"

    class Impatient(RetryPolicy):
        @classmethod
        def of(cls, _settings: Settings) -> RetryPolicy:  # type: ignore[override]  # a RetryPolicy, whoever's
            return _PACE if quick else _REAL_PACE

    return {
        "RetryPolicy": Impatient,
        "Ledger": Books,
        "Archive": Shelf,
        "EngineProcess": QuickEngine if quick else Engine,
        "Tracker": partial(Tracker, silence=SILENCE),
        "VideoApi": partial(
            Api,
            timeout=(2.0, 1.2 if quick else 30.0),
            longest_download=1.5 if quick else 60.0,
            largest_video=2_000_000 if quick else 200_000_000,
        ),
    }


def _delete_one(studio: Studio, note: Path) -> None:
    """Leaves the id for the storm to know that it is not lost."""

    def found() -> str | None:
        history = studio.history(ANN, per_page=1000).generations
        return next((each.id for each in history if each.status is Status.READY), None)

    one = eventually(found, 30.0)
    with note.open("a") as file:
        file.write(f"{one}\n")
    studio.delete(ANN, one)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4])
