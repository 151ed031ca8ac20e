"""ArchiveAudit: does the archive still hold what the ledger says? Once a day, beside the tracker's loop.

Each audit lists the archive, which tells whether every file is there and has its size. To read all of
them would take hours in a large archive, so each day the audit reads a thirtieth and compares SHA-256.
Which thirtieth follows from the id and the date, so every video is read once a month, and nothing needs
to be remembered.
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from lib.archive import Stat
from lib.errors import StorageError
from lib.generation import Generation, Reason, Status
from lib.problem import Code
from lib.rendition import FILM, POSTER, generation_of
from lib.tracker.context import Context

_log = logging.getLogger(__name__)

#: Days in which every video is read once.
_CYCLE: Final = 30

#: Seconds between two audits; and where something was found, or none was possible: what is mended
#: shall not wait until tomorrow.
_EVERY: Final = 24 * 3600.0
SOON: Final = 3600.0

#: A file without a row may be younger than its row's change: it is looked at later.
_YOUNG: Final = timedelta(hours=1)

_BATCH: Final = 500

#: Names in a line of the log. The archive knows all of them.
_NAMED: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Names of files, as the archive knows them."""

    videos: int
    read: int  # so many of them were read and compared
    missing: tuple[str, ...]
    altered: tuple[str, ...]
    #: Files that belong to no video: reported, never deleted.
    orphans: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        return not (self.missing or self.altered or self.orphans)

    def __str__(self) -> str:
        found = {"missing": self.missing, "altered": self.altered, "without a video": self.orphans}
        told = [f"{len(names)} {what}: {_some(names)}" for what, names in found.items() if names]
        looked = f"The archive was looked through: {self.videos} videos, {self.read} of them read."
        return " ".join((looked, *(f"{each}." for each in told or ["All is there"])))


@dataclass(frozen=True, slots=True)
class ArchiveAudit:
    context: Context

    def run(self, now: datetime, *, cycle: int = _CYCLE) -> Report:
        """Look through everything, tell owners through their videos, return what was found.

        Raise StorageError where ledger or archive do not answer, or the archive holds nothing at
        all: that is a disk which is not mounted, and nobody's video is lost for it.
        """
        found = _Found()
        for batch in _batches(self.context.archive.list()):
            found.sizes.update({key: stat.size for key, stat in batch})
            found.orphans += self._without_a_video(batch, now)
        for generation in self.context.ledger.in_status(Status.READY):
            if self.context.stopping.is_set():
                break
            if not found.sizes:
                raise StorageError(Code.ARCHIVE_NOT_MOUNTED)
            found.videos += 1
            self._look_at(generation, found, reads=_is_todays(generation.id, now, cycle))
        return found.report()

    def run_and_tell(self) -> float:
        """Delete leftovers of killed writes, run, and log the report; return seconds until the next audit."""
        now = self.context.clock()
        if leftovers := self.context.archive.sweep(now):
            _log.info("Took away %d leftovers of interrupted writes.", leftovers)
        report = self.run(now)
        _log.log(logging.INFO if report.is_clean else logging.WARNING, "%s", report)
        return _EVERY if report.is_clean else SOON

    def _look_at(self, generation: Generation, found: _Found, *, reads: bool) -> None:
        film, poster = FILM.key(generation.id), POSTER.key(generation.id)
        missing = [key for key in (film, poster) if key not in found.sizes]
        reads = (reads or generation.is_damaged) and film not in missing
        altered = film not in missing and self._is_altered(generation, found, reads=reads)
        found.read += reads
        if (missing or altered) and self.context.ledger.row(generation.id) != generation:
            return  # deleted or fetched anew since it was listed
        found.missing += missing
        found.altered += [film] if altered else []
        self._tell(generation, missing=film in missing, altered=altered, sure=reads)

    def _is_altered(self, generation: Generation, found: _Found, *, reads: bool) -> bool:
        film, video = FILM.key(generation.id), generation.video
        if video is None or found.sizes[film] != video.size:
            return True
        return reads and self.context.archive.sha256(film) != video.sha256

    def _tell(self, generation: Generation, *, missing: bool, altered: bool, sure: bool) -> None:
        """Tell the owner in the video's place, and take that back once the file is there again."""
        now = self.context.clock()
        if missing or altered:
            reason = Reason.FILE_MISSING if missing else Reason.FILE_ALTERED
            if generation.reason is not reason:
                self.context.swap(generation, generation.damaged(reason, now))
        elif generation.is_damaged and sure:
            self.context.swap(generation, generation.mended(now))

    def _without_a_video(self, batch: Sequence[tuple[str, Stat]], now: datetime) -> list[str]:
        """Return the files that have no row, or whose row ended without a video."""
        old = [key for key, stat in batch if now - stat.modified > _YOUNG]
        rows = self.context.ledger.among({generation_of(key) for key in old})
        to_follow = set(self.context.ledger.unfinished_deletions())
        return [
            key
            for key in old
            if _has_no_use_for_it(rows.get(generation_of(key)))
            and generation_of(key) not in to_follow
        ]


@dataclass(slots=True)
class _Found:
    """A report in the making."""

    sizes: dict[str, int] = field(default_factory=dict)  # bytes by name
    videos: int = 0
    read: int = 0
    missing: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)

    def report(self) -> Report:
        return Report(
            videos=self.videos,
            read=self.read,
            missing=tuple(self.missing),
            altered=tuple(self.altered),
            orphans=tuple(self.orphans),
        )


def _is_todays(generation_id: str, now: datetime, cycle: int) -> bool:
    return zlib.crc32(generation_id.encode()) % cycle == now.toordinal() % cycle


def _has_no_use_for_it(generation: Generation | None) -> bool:
    if generation is None:
        return True
    return generation.status.is_final and generation.status is not Status.READY


def _batches(held: Iterable[tuple[str, Stat]]) -> Iterator[list[tuple[str, Stat]]]:
    rest = iter(held)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
