"""One generation of History: its poster, which plays in place, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lib.generation import Generation, Status
from lib.person import Action, Viewer, may
from lib.studio import Studio
from lib.text import say
from lib.ui import addresses, illustrations, phrases
from lib.ui.escape import in_html

#: Ready ones come here when their file is missing or altered.
_STOPPED: Final = {
    Status.READY: (illustrations.failed, "Its file is damaged"),
    Status.FAILED: (illustrations.failed, "Did not work"),
    Status.UNCONFIRMED: (illustrations.question, "Did it arrive?"),
    Status.CANCELLED: (illustrations.cancelled, "Cancelled"),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks, and when: what "today" means depends on it."""

    viewer: Viewer
    now: datetime
    timezone: str | None
    #: True where more than one provider is offered: then cost, length and provider tell films apart.
    may_choose: bool = True


def card(studio: Studio, reader: Reader, generation: Generation, *, is_alone: bool = False) -> str:
    """Return the poster with its words, tick and star; with `is_alone` the picture without them."""
    if generation.status is Status.READY and not generation.is_damaged:
        inside = _film(studio, reader.viewer, generation)
    else:
        inside = _still(studio, reader.viewer, generation)
    words = in_html(generation.caption.text)
    shape = _shape(generation)
    if is_alone:
        return f'<div class="film" data-status="{generation.status}"{shape}>{inside}</div>'
    marks = _tick(generation) + _star(reader, generation)
    return (
        f'<div class="film" data-status="{generation.status}" data-caption="{words}"{shape}>'
        f"{inside}{marks}"
        f'<div class="over"><p class="words" dir="auto">{words}</p>'
        f'<p class="facts">{in_html(facts(reader, generation))}</p></div></div>'
    )


def _tick(generation: Generation) -> str:
    """Return the tick that selects the film; the browser keeps the selection (widgets/selection)."""
    plays = " data-plays" if generation.is_playable else ""
    return (
        f'<button type="button" class="tick" data-tick="{in_html(generation.id)}"{plays}'
        f' aria-pressed="false" aria-label="Select: {in_html(generation.caption.text)}"></button>'
    )


def _star(reader: Reader, generation: Generation) -> str:
    """Return the star; nothing for somebody else's film without one."""
    starred, words = generation.starred_at is not None, in_html(generation.caption.text)
    if may(reader.viewer, Action.CHANGE, generation):
        return (
            f'<button type="button" class="star" data-star="{in_html(generation.id)}"'
            f' aria-pressed="{str(starred).lower()}" aria-label="Star: {words}" title="Star"></button>'
        )
    return (
        '<span class="star" role="img" aria-label="Starred" data-fixed></span>' if starred else ""
    )


def facts(reader: Reader, generation: Generation) -> str:
    """Say when and with what it was made. Leave out what is true of every film here."""
    first = [phrases.when(generation.created_at, reader.now, reader.timezone)]
    if not reader.may_choose:
        return phrases.joined(*first, generation.request.template.name)
    if generation.video is not None:
        first.append(phrases.length(generation.video.duration))
    if generation.status is Status.READY:
        first.append(phrases.cost(generation))
    return phrases.joined(*first, generation.request.template.name, generation.provider.label)


def _shape(generation: Generation) -> str:
    """Its ratio, for the style sheet. Other than tall ones stand whole in their upright frame."""
    format_ = generation.format
    return f'{"" if format_.is_tall else " data-whole"} style="--ratio:{format_.ratio:.4f}"'


def _behind(generation: Generation, picture: str) -> str:
    """The picture once more, out of focus, where the film leaves room in its frame."""
    if generation.format.is_tall:
        return ""
    return f'<i class="behind" style="background-image:url(&quot;{picture}&quot;)"></i>'


def _film(studio: Studio, viewer: Viewer, generation: Generation) -> str:
    """Return the film, which loads no byte before it plays, under a button that hides while it plays."""
    film = in_html(addresses.film(studio, viewer, generation))
    poster = in_html(addresses.poster(studio, viewer, generation))
    stage = in_html(addresses.stage(studio, viewer, generation))
    words = in_html(generation.caption.text)
    return (
        f"{_behind(generation, poster)}"
        f'<video playsinline preload="none" poster="{poster}" src="{film}"'
        f' aria-label="Video: {words}"></video>'
        f'<button type="button" data-play aria-label="Play: {words}"></button>'
        f'<a class="present" href="{stage}" target="_self" aria-label="Present: {words}"'
        ' title="Present"></a>'
    )


def _still(studio: Studio, viewer: Viewer, generation: Generation) -> str:
    picture = in_html(addresses.preview_of(studio, viewer, generation))
    return (
        f"{_behind(generation, picture)}"
        f'<img src="{picture}" alt="" loading="lazy"><div class="state">{_state(generation)}</div>'
    )


def _state(generation: Generation) -> str:
    if generation.waits_for_approval:
        return f"{illustrations.question()}<b>Waits for a yes</b>"
    if generation.status.is_moving:
        return '<b>Being made…</b><div class="working" role="progressbar" aria-label="Being made"></div>'
    figure, title = _STOPPED[generation.status]
    if generation.is_looked_for:
        title = "Looking for it…"
    return f'{figure()}<b>{title}</b><p dir="auto">{in_html(say(generation.problem))}</p>'
