"""`python -m lib.backup take` and `… restore FOLDER`; make backup and make restore call it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from lib.backup import Restored, Taken, restore, take
from lib.clock import utc_now
from lib.errors import SkylitError
from lib.settings import PROJECT, Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """0: done; 1: not done; 3: done, but something in the archive is damaged."""
    asked = _parser().parse_args(arguments)
    now = utc_now()
    try:
        if asked.verb == "take":
            taken = take(Settings.load(), asked.to or _folder_for(now))
            sys.stdout.write(_told_of_taken(taken))
            return 3 if taken.damaged else 0
        restored = restore(Settings.load(), asked.folder, now, force=asked.force)
        sys.stdout.write(_told_of_restored(restored))
    except SkylitError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lib.backup", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    taking = verbs.add_parser("take", help="back up database, videos and secret")
    taking.add_argument("--to", type=Path, help="a folder that is not there yet")
    restoring = verbs.add_parser("restore", help="put a backup back, while Skylit does not run")
    restoring.add_argument("folder", type=Path, help="the backup")
    restoring.add_argument("--force", action="store_true", help="move what is there aside")
    return parser


def _folder_for(now: datetime) -> Path:
    return PROJECT / "backups" / f"{now:%Y-%m-%dT%H-%M-%SZ}"


def _told_of_taken(taken: Taken) -> str:
    what = "The database and" if taken.has_database else "Only the archive, with"
    lines = [f"{what} {taken.films} videos are in {taken.folder}, checked."]
    if not taken.has_database:
        lines.append("The database is a server's: save it with pg_dump, before the archive.")
    if taken.damaged:
        names = ", ".join(taken.damaged)
        lines.append(f"These files are missing from the archive or altered in it: {names}.")
    return "\n".join((*lines, ""))


def _told_of_restored(restored: Restored) -> str:
    lines = ["The backup is in place. Start Skylit."]
    if restored.aside:
        lines.append(f"What was there before: {', '.join(map(str, restored.aside))}.")
    if restored.held_back:
        lines.append(
            f"{restored.held_back} paid captions in it may have been sent since: they are looked "
            "up in the API's log, and their owners asked, instead of sent again."
        )
    return "\n".join((*lines, ""))


if __name__ == "__main__":
    sys.exit(main())
