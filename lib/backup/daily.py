"""The daily copy: the database of each of the last seven days, without the videos.

It is a backup like any other, and `make restore` takes it: the archive then stays as it is.
"""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from lib.backup.contents import DATABASE, disk_errors, whole_folder, write_sums
from lib.ledger import COPIES, Ledger
from lib.problem import Code

KEPT: Final = 7

#: Seconds between two looks whether a new day has begun.
EVERY: Final = 1800.0


def keep_daily_copy(ledger: Ledger, folder: Path, now: datetime) -> float:
    """Make today's copy in `folder`/copies unless it is there; return the seconds until the next look.

    Older ones than the last seven go, and so do copies from before a migration once they are as
    old: what was deleted must not live on in them for ever. Raise StorageError.
    """
    copies = folder / COPIES
    today = copies / f"{now:%Y-%m-%d}"
    with disk_errors(Code.DAILY_COPY_UNWRITABLE):
        if not today.exists() and not _copied(ledger, today):
            return EVERY  # a server's database: pg_dump is for that
        for old in sorted(copies.glob("????-??-??"))[:-KEPT]:
            shutil.rmtree(old)
        _clear_migrations(folder, now)
    return EVERY


def _copied(ledger: Ledger, today: Path) -> bool:
    if not ledger.has_file:
        return False
    with whole_folder(today) as draft:
        ledger.copy_to(draft / DATABASE)
        write_sums(draft)
    return True


def _clear_migrations(folder: Path, now: datetime) -> None:
    oldest = (now - timedelta(days=KEPT)).timestamp()
    for copy in folder.glob(f"{DATABASE}.before-migration-*"):
        if copy.stat().st_mtime < oldest:
            copy.unlink()
