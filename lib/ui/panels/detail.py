"""One film of History, with all that is known of it: how it was made, with what, its files and links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from lib.generation import Event, Generation, Reason, Status
from lib.problem import Code
from lib.studio import Detail, KeptFile, Shared, Studio
from lib.text import say
from lib.ui import addresses, phrases
from lib.ui.escape import in_html
from lib.ui.panels.card import Reader, card

_HAPPENED: Final = {
    Status.QUEUED: ("Asked", "written down, so that it cannot be lost"),
    Status.SUBMITTING: ("Sent", ""),
    Status.GENERATING: ("Accepted", "being made from here on"),
    Status.SAVING: ("Made", "and fetched"),
    Status.READY: ("Saved", "checked, and kept here"),
    Status.FAILED: ("Did not work", ""),
    Status.UNCONFIRMED: ("Answer lost", ""),
    Status.CANCELLED: ("Cancelled", ""),
}
_BAD: Final = {Status.FAILED, Status.UNCONFIRMED}
_DAMAGED: Final = {Reason.FILE_MISSING, Reason.FILE_ALTERED, Reason.NOT_RESTORED}

#: Characters of a checksum that are shown at either end.
_SHOWN: Final = 8

#: Days of views that have a bar.
_DAYS: Final = 14


@dataclass(frozen=True, slots=True)
class _Row:
    """A label and what it is; `copies` is what a press on it puts into the clipboard."""

    label: str
    value: str
    copies: str = ""


def film(studio: Studio, reader: Reader, detail: Detail) -> str:
    """Return the film, large; where there is none, a still with its state."""
    return f'<div class="large">{card(studio, reader, detail.generation, is_alone=True)}</div>'


def blocks(reader: Reader, detail: Detail) -> str:
    """Return everything that is known, in four quiet blocks."""
    day = phrases.day(detail.generation.created_at, reader.now, reader.timezone)
    found = [
        _block(f"How it was made, {day}", _timeline(reader, detail)),
        _block("Settings", _rows(_settings(detail.generation))),
        _block("Files", _rows(_files(detail))),
    ]
    if detail.shares:
        found.append(_block("Shared", "".join(_shared(reader, each) for each in detail.shares)))
    return f'<div class="facts-of-film">{"".join(found)}</div>'


def _block(title: str, inside: str) -> str:
    return f"<section><h2>{in_html(title)}</h2>{inside}</section>"


def _timeline(reader: Reader, detail: Detail) -> str:
    events = _steps(detail.events)
    last, tries = len(events) - 1, len(detail.events) - len(events)
    steps = (
        _step(reader, detail.generation, event, is_last=place == last, tries=tries // 2 + 1)
        for place, event in enumerate(events)
    )
    return f'<ol class="timeline">{"".join(steps)}</ol>'


def _steps(events: Sequence[Event]) -> list[Event]:
    """Leave out each time that it was sent, surely not taken, and put back into the queue."""
    steps: list[Event] = []
    for event in events:
        back = event.status is Status.QUEUED and steps and steps[-1].status is Status.SUBMITTING
        if back:
            steps.pop()
        else:
            steps.append(event)
    return steps


def _step(
    reader: Reader, generation: Generation, event: Event, *, is_last: bool, tries: int
) -> str:
    title, note = _said(generation, event, tries)
    note = say(event.problem) or note
    if is_last and (problem := say(generation.problem)):
        note = problem
    is_bad = event.status in _BAD or event.reason in _DAMAGED
    now = " data-now" if is_last and event.status.is_moving else ""
    return (
        f"<li{' data-bad' if is_bad else ''}{now}><b>{in_html(title)}</b>"
        f'<span dir="auto">{in_html(note)}</span>'
        f'<time datetime="{event.at.isoformat()}">'
        f"{phrases.clock_time(event.at, reader.now, reader.timezone)}</time></li>"
    )


def _said(generation: Generation, event: Event, tries: int) -> tuple[str, str]:
    if event.status is Status.READY and event.reason in _DAMAGED:
        return "File damaged", ""
    title, note = _HAPPENED[event.status]
    if event.problem is not None and event.problem.code is Code.APPROVED:
        return "Approved", note
    if event.status is Status.QUEUED and event.at != generation.created_at:
        return "Asked again", ""
    if event.reason is Reason.DECLINED:
        title = "Declined"
    if event.status is Status.SUBMITTING:
        again = f", at try {tries}" if tries > 1 else ""
        note = f"to {generation.provider.label}{again}"
    return title, note


def _settings(generation: Generation) -> Iterable[_Row]:
    request, video = generation.request, generation.video
    yield _Row("Template", request.template.name)
    yield _Row("Colours", (request.palette or "the template’s own").capitalize())
    yield _Row("Format", phrases.shape(request.format))
    if video is not None:
        yield _Row("Length", phrases.length(video.duration))
    if request.seed is None:
        yield _Row("Seed", "None: the first take")
    else:
        yield _Row("Seed", str(request.seed), copies=str(request.seed))
    yield _Row("Made by", generation.provider.label)
    yield _Row("Cost", phrases.cost_exactly(generation))
    yield _Row("Request", generation.client_request_id, copies=generation.client_request_id)
    if generation.task_id:
        yield _Row("Task", generation.task_id, copies=generation.task_id)


def _files(detail: Detail) -> Iterable[_Row]:
    video = detail.generation.video
    for file in detail.files:
        size = phrases.size(file.size)
        if file.name == "film.mp4" and video is not None:
            size = f"{video.width} × {video.height} · {size}"
        yield _Row(_file_label(file), size)
    if video is not None:
        shown = f"{video.sha256[:_SHOWN]} … {video.sha256[-_SHOWN:]}"
        yield _Row("SHA-256", shown, copies=video.sha256)
    if not detail.files and video is None:
        yield _Row("Film", "Not there yet")


def _file_label(file: KeptFile) -> str:
    """Such as "Film, MP4" or "1080x1920, MP4"."""
    name, _, ending = file.name.rpartition(".")
    return f"{name.capitalize()}, {ending.upper()}"


def _shared(reader: Reader, shared: Shared) -> str:
    views = sum(shared.views.values())
    times = "Not watched yet" if not views else f"Watched {views:,} time{'' if views == 1 else 's'}"
    return (
        f"{_rows([_Row('Link', _standing(reader, shared)), _Row('Views', times)])}{_bars(shared)}"
    )


def _standing(reader: Reader, shared: Shared) -> str:
    share = shared.share
    if share.stopped_at is not None:
        return f"stopped on {phrases.day(share.stopped_at, reader.now, reader.timezone)}"
    if share.expires_at is None:
        return "no end"
    ends = phrases.day(share.expires_at, reader.now, reader.timezone)
    return f"until {ends}" if share.expires_at > reader.now else f"ended on {ends}"


def _bars(shared: Shared) -> str:
    """Return a bar for each of the last days on which somebody watched."""
    days = list(shared.views.items())[-_DAYS:]
    if not days:
        return ""
    most = max(views for _, views in days)
    bars = "".join(
        f'<i style="height:{round(100 * views / most)}%" title="{in_html(day)}: {views}"></i>'
        for day, views in days
    )
    return f'<div class="views" aria-hidden="true">{bars}</div>'


def _rows(rows: Iterable[_Row]) -> str:
    return f"<dl>{''.join(map(_row, rows))}</dl>"


def _row(row: _Row) -> str:
    copy = ""
    if row.copies:
        label = in_html(f"Copy {row.label}")
        copy = f'<button type="button" data-copy="{in_html(row.copies)}" aria-label="{label}">Copy</button>'
    return f'<div><dt>{in_html(row.label)}</dt><dd dir="auto">{in_html(row.value)}</dd>{copy}</div>'


def stage_address(studio: Studio, reader: Reader, generation: Generation) -> str:
    return addresses.stage(studio, reader.viewer, generation)
