"""A process that dies by SIGKILL at a named point of a generation's way. Run by test_crash.

    python -m tests.tracker.victim FOLDER API_URL POINT

It carries on whatever it finds in the ledger. Its parts are the real ones: only the moment of death
is put between two of them. With the point `none` it ends when nothing moves any more.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

from lib.archive import Archive
from lib.generation import Generation, Status
from lib.ledger import Ledger
from lib.rendition import FILM
from lib.video_api import Accepted, VideoApi, client
from lib.video_api.parsing import Reply, accepted
from tests.viewers import ANN
from tests.workbench import eventually, studio_in, tracking

POINTS = (
    "before the POST",
    "after the POST",
    "between accepted and ledger",
    "between poll and save",
    "in the download",
    "between film and poster",
    "between archive and ledger",
    "in a delete",
    "between files and note of a delete",
)


def passing(point: str) -> None:
    """Die here if this is where it shall be."""
    if sys.argv[-1] == point:
        os.kill(os.getpid(), signal.SIGKILL)


def _answered(reply: Reply) -> Accepted:
    passing("after the POST")
    return accepted(reply)


class Api(VideoApi):
    def submit(self, *args: Any, **more: Any) -> Accepted:
        passing("before the POST")
        with patch.object(client, "accepted", _answered):
            answer = super().submit(*args, **more)
        passing("between accepted and ledger")
        return answer

    def download(self, url: str, target: Path, **more: Any) -> None:
        target.write_bytes(b"half of it")
        passing("in the download")
        super().download(url, target, **more)


class Books(Ledger):
    def swap(self, old: Generation, new: Generation, **more: Any) -> bool:
        done = super().swap(old, new, **more)
        if done and new.status is Status.SAVING:
            passing("between poll and save")
        return done

    def deletion_done(self, generation_id: str) -> None:
        passing("between files and note of a delete")
        super().deletion_done(generation_id)


class Shelf(Archive):
    def store(self, key: str, content: Path | bytes) -> None:
        super().store(key, content)
        film = key.endswith(FILM.key(""))
        passing("between film and poster" if film else "between archive and ledger")

    def delete(self, key: str) -> None:
        passing("in a delete")
        super().delete(key)


def main() -> None:
    folder, url, point = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    bench = studio_in(
        folder,
        url,
        api=Api,
        ledger=Books.open(None, folder),
        archive=Shelf.open_url(None, folder / "archive"),
    )
    with tracking(bench):
        asked = bench.studio.history(ANN).generations or (bench.ask(),)
        for each in asked:
            bench.settled(each)
            if "delete" in point:
                bench.studio.delete(ANN, each.id)
        eventually(lambda: not bench.studio.ledger.unfinished_deletions())


if __name__ == "__main__":
    main()
