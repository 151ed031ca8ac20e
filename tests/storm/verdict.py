"""What a storm has left behind, counted: everything that must be 0, and how hard it blew."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lib.errors import SkylitError
from lib.generation import Generation, Status
from lib.media import inspect
from lib.provider import Provider
from lib.rendition import FILM, POSTER
from lib.tracker.jobs.archive_audit import ArchiveAudit
from tests.storm.api import StormApi
from tests.viewers import ALL_SEEING, ANN
from tests.workbench import Workbench


@dataclass(kw_only=True)
class Figures:
    """Each list is of sentences, so that a storm that went wrong says where."""

    asked: int
    faults: int
    kinds: int
    posts: int
    ready: int
    kills: int = 0
    points: int = 0
    engines_killed: int = 0
    renders_cut: int = 0
    frozen: int = 0
    engines_frozen: int = 0
    replaced: int = 0
    batches: int = 0
    restores_cut: int = 0
    seconds: float = 0.0
    doubled: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    hollow: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    overlooked: list[str] = field(default_factory=list)
    unfinished_tasks: list[str] = field(default_factory=list)
    bytes_lost: int = 0

    @property
    def troubles(self) -> list[str]:
        """Everything that must not be."""
        return [
            *self.doubled,
            *self.lost,
            *self.stuck,
            *self.hollow,
            *self.wrong,
            *self.orphans,
            *self.overlooked,
            *self.unfinished_tasks,
        ]

    def __str__(self) -> str:
        rows = {
            "generations asked for": self.asked,
            "batches asked for": self.batches,
            "of them ready": self.ready,
            "kinds of faults met": self.kinds,
            "faults met": self.faults,
            "kills at random moments": self.kills,
            "kills at named points": self.points,
            "kills of the engine alone": self.engines_killed,
            "renders cut off by a kill": self.renders_cut,
            "frozen and thawed": self.frozen,
            "engines frozen and thawed": self.engines_frozen,
            "frozen until another took over": self.replaced,
            "restores cut off": self.restores_cut,
            "paid POSTs": self.posts,
            "POSTs doubled": len(self.doubled),
            "generations lost": len(self.lost),
            "stuck": len(self.stuck),
            "ready without a playable file": len(self.hollow),
            "ended wrong": len(self.wrong),
            "orphans in the archive": len(self.orphans),
            "that the sweep does not find": len(self.overlooked),
            "engine tasks not completed": len(self.unfinished_tasks),
            "bytes lost": self.bytes_lost,
            "seconds": round(self.seconds),
        }
        return "\n".join(f"{name:<32}{figure:>8}" for name, figure in rows.items())


def examine(
    bench: Workbench,
    api: StormApi,
    *,
    asked: Sequence[Generation],
    deleted: Collection[str],
    cancelled: Collection[str],
) -> Figures:
    """Look at every row, every file and every POST."""
    rows = {each.id: each for each in bench.studio.history(ANN, per_page=10_000).generations}
    figures = Figures(
        asked=len(asked),
        ready=sum(row.status is Status.READY for row in rows.values()),
        faults=sum(api.faults.values()),
        kinds=len(api.faults),
        posts=len(api.arrived),
    )
    for number, generation in enumerate(asked):
        _posts(figures, api, generation)
        row = rows.get(generation.id)
        if row is not None:
            _row(figures, bench, api, row, was_cancelled=row.id in cancelled)
        elif generation.id not in deleted:
            figures.lost.append(f"{generation.caption} (the {number}th) has no row")
    _leftovers(figures, bench, rows)
    return figures


def is_settled(generation: Generation) -> bool:
    """Nothing happens to it any more unless a person asks."""
    waits_for_owner = generation.status is Status.UNCONFIRMED and generation.due_at is None
    return generation.status.is_final or waits_for_owner


def engine_is_done(folder: Path) -> bool:
    return not _unfinished_tasks(folder)


def _posts(figures: Figures, api: StormApi, generation: Generation) -> None:
    """After a POST that may have been accepted there must be none."""
    answers = api.posts_for(generation.client_request_id)
    if not all(answer.sure for answer in answers[:-1]):
        figures.doubled.append(f"{generation.caption} was posted {len(answers)} times")


def _row(
    figures: Figures, bench: Workbench, api: StormApi, row: Generation, *, was_cancelled: bool
) -> None:
    if not is_settled(row):
        figures.stuck.append(f"{row.caption} is {row.status}: {row.problem}")
    elif not (_ended_right(api, row) or (was_cancelled and row.status is Status.CANCELLED)):
        figures.wrong.append(f"{row.caption} is {row.status}: {row.problem}")
    if row.status is Status.READY:
        _film(figures, bench, row)


def _ended_right(api: StormApi, row: Generation) -> bool:
    """As its fate says; unless the API never heard of it, or cannot tell."""
    if row.provider is Provider.BUILTIN:
        return row.status is Status.READY
    fate = api.fates[int(row.caption.text.split()[-1])]
    if row.status is Status.UNCONFIRMED and row.status not in fate.also:
        return not api.has_listed(row.client_request_id)
    answers = api.posts_for(row.client_request_id)
    return bool(answers) and row.status in {fate.ends, *fate.also}


def _film(figures: Figures, bench: Workbench, row: Generation) -> None:
    """There whole, playable, with its picture."""
    assert row.video
    try:
        content = b"".join(bench.studio.clip(ALL_SEEING, row.id).open())
        whole = hashlib.sha256(content).hexdigest() == row.video.sha256
        with tempfile.NamedTemporaryFile() as file:
            file.write(content)
            file.flush()
            inspect(Path(file.name))
        picture = b"".join(bench.studio.poster(ALL_SEEING, row.id).open())
    except SkylitError as error:
        figures.hollow.append(f"{row.caption} is ready, but: {error}")
        figures.bytes_lost += row.video.size
        return
    figures.bytes_lost += max(0, row.video.size - len(content))
    if not whole or not picture:
        figures.hollow.append(f"{row.caption} is ready, but not what was stored")


def _leftovers(figures: Figures, bench: Workbench, rows: dict[str, Generation]) -> None:
    """Nothing but what a ready generation shows, once what killed writes leave is swept up."""
    later = datetime.now(UTC) + timedelta(hours=2)
    bench.studio.archive.sweep(later)
    ready = {row.id for row in rows.values() if row.status is Status.READY}
    folder = bench.context.scratch.parent
    kept = {file.name for file in (folder / "archive").rglob("*")}
    orphans = sorted(kept - {name for each in ready for name in (FILM.key(each), POSTER.key(each))})
    report = ArchiveAudit(bench.context).run(later, cycle=1)
    found = {*report.orphans, *report.missing, *report.altered}
    figures.orphans += [f"{name} belongs to no generation that is ready" for name in orphans]
    figures.overlooked += [f"{name} is not found by the sweep" for name in {*orphans} - found]
    figures.wrong += [f"{name} is wrong, says the sweep" for name in found - {*orphans}]
    figures.orphans += [str(file) for file in bench.context.scratch.glob("*/*")]
    figures.orphans += bench.studio.ledger.unfinished_deletions()
    figures.unfinished_tasks = _unfinished_tasks(folder)


def _unfinished_tasks(folder: Path) -> list[str]:
    """Tasks that an engine has accepted and not completed."""
    found = [json.loads(file.read_bytes()) for file in folder.glob("engine*/tasks/*.json")]
    return [
        f"task {task['id']} is {task['status']}" for task in found if task["status"] != "completed"
    ]
