"""When, how long and for how much, as one would say it."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from typing import Final

from lib.charge import CREDITS_A_DOLLAR
from lib.clock import named_zone
from lib.format import Format
from lib.generation import Generation, Status
from lib.person import Viewer
from lib.provider import Provider
from lib.studio import LimitOf, Quote

_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)

_RATIOS: Final = ((9, 16), (4, 5), (1, 1), (16, 9))

_LEFT: Final = {
    LimitOf.MONTH: "left this month",
    LimitOf.PERSON: "left for you this month",
    LimitOf.BATCH: "left for this batch",
    LimitOf.ACCOUNT: "left at the AI/ML API",
}

#: Keeps a line from breaking within a fact.
_WHOLE: Final = str.maketrans({" ": "\N{NO-BREAK SPACE}", "-": "\N{NON-BREAKING HYPHEN}"})


def when(moment: datetime, now: datetime, timezone: str | None = None) -> str:
    """Say when that was. Both moments have zones; `timezone` is the reader's, by its IANA name."""
    age = now - moment
    if age < _MINUTE:
        return "just now"
    if age < _HOUR:
        return f"{age // _MINUTE} min ago"
    reader = named_zone(timezone) or now.tzinfo
    local, today = moment.astimezone(reader), now.astimezone(reader).date()
    if local.date() == today:
        return f"today, {local:%H:%M}"
    if local.date() == today - timedelta(days=1):
        return f"yesterday, {local:%H:%M}"
    return f"{local.day} {local:%B %Y}" if local.year != today.year else f"{local.day} {local:%B}"


def made(generation: Generation, viewer: Viewer, now: datetime, timezone: str | None = None) -> str:
    """Say that a film exists: "You made this on 3 November."."""
    moment = when(generation.created_at, now, timezone)
    on = "on " if re.match(r"\d+ [A-Z]", moment) else ""
    if generation.owner == viewer.person:
        return f"You made this {on}{moment}."
    return f"This was made {on}{moment}."


def day(moment: datetime, now: datetime, timezone: str | None = None) -> str:
    """Name the day, such as "3 November", with the year unless it is this one."""
    reader = named_zone(timezone) or now.tzinfo
    local = moment.astimezone(reader)
    this_year = local.year == now.astimezone(reader).year
    return f"{local.day} {local:%B}" if this_year else f"{local.day} {local:%B %Y}"


def clock_time(moment: datetime, now: datetime, timezone: str | None = None) -> str:
    """Return the time of day where the reader is, such as "14:02:11"."""
    return f"{moment.astimezone(named_zone(timezone) or now.tzinfo):%H:%M:%S}"


def length(seconds: float) -> str:
    return (
        f"{round(seconds)} s" if seconds < 90 else f"{seconds // 60:.0f} min {seconds % 60:.0f} s"
    )


def until(end: datetime | None, now: datetime, timezone: str | None = None) -> str:
    """Say when a link ends: "until 30 Dec", "until today, 14:00", "no end"."""
    if end is None:
        return "no end"
    reader = named_zone(timezone) or now.tzinfo
    local, today = end.astimezone(reader), now.astimezone(reader).date()
    if local.date() == today:
        return f"until today, {local:%H:%M}"
    year = "" if local.year == today.year else f" {local.year}"
    return f"until {local.day} {local:%b}{year}"


def opened(times: int) -> str:
    """Say how often a link was opened."""
    if not times:
        return "Not opened yet"
    return f"Opened {'once' if times == 1 else f'{times:,} times'}"


def title(generation: Generation | None, page: str) -> str:
    """Return the browser tab's title, which says what happens there."""
    if generation is None:
        return f"{page} · Skylit"
    return f"{_state_in_a_word(generation)} · Skylit"


def found(count: int, *, is_narrowed: bool) -> str:
    """Say how many videos a page of History is about: "38 videos", "1 found"."""
    if is_narrowed:
        return f"{count:,} found"
    return f"{count:,} video{'' if count == 1 else 's'}"


def stays(days: int | None) -> str:
    """Say how long a video stays where nobody deletes it: for so many days, or for good."""
    if days is None:
        return "Every video stays here."
    return (
        f"A video stays here for {days:,} day{'' if days == 1 else 's'}. "
        "A star keeps it for good, a link for as long as it is open."
    )


def cost(generation: Generation) -> str:
    if not generation.provider.charges:
        return "free"
    if generation.credits_used is None:
        return "cost not known yet"
    return dollars(generation.credits_used)


def cost_exactly(generation: Generation) -> str:
    """Return the cost also in credits, as the API counts them: "$0.53, 1,050,000 credits"."""
    if not generation.provider.charges or generation.credits_used is None:
        return cost(generation)
    return f"{cost(generation)}, {generation.credits_used:,.0f} credits"


def dollars(credits_: float) -> str:
    """Return what so many credits cost: "$0.53"."""
    if 0 < credits_ < CREDITS_A_DOLLAR / 200:
        return "less than 1 cent"
    return f"${credits_ / CREDITS_A_DOLLAR:,.2f}"


def make_again(provider: Provider, usual: float | None) -> str:
    """Return the label of the button that makes a film again, with its price if it has one."""
    if not provider.charges:
        return "Make again"
    return f"Make again · {'paid' if usual is None else price(provider, usual)}"


def look_again(provider: Provider) -> str:
    """Return the label of the button that asks the API once more, which is always free."""
    return "Look again · free" if provider.charges else "Look again"


def shape(format_: Format) -> str:
    """Return a format as a word and its pixels: "Square, 1080 × 1080"."""
    word = "Square" if format_.ratio == 1 else "Wide" if format_.ratio > 1 else "Tall"
    return f"{word}, {format_.width} \N{MULTIPLICATION SIGN} {format_.height}"


def ratio(format_: Format) -> str:
    """Width to height as one says it: "9:16". The nearest, where the pixels are not quite that."""
    width, height = min(_RATIOS, key=lambda each: abs(math.log(each[0] / each[1] / format_.ratio)))
    return f"{width}:{height}"


def size(bytes_: int) -> str:
    """Return a size such as "4.6 MB": decimal, as shops and networks count."""
    if bytes_ < 1_000_000:
        return f"{max(1, round(bytes_ / 1000))} kB"
    return f"{bytes_ / 1_000_000:,.1f} MB"


def price(provider: Provider, usual: float | None) -> str:
    """Say what one will cost; `usual` are the credits that others took, where known."""
    if not provider.charges:
        return "free"
    return "price not known yet" if usual is None else f"about {dollars(usual)}"


def films(count: int) -> str:
    """How many films: "198 films"."""
    return f"{count:,} film{'' if count == 1 else 's'}"


def videos(count: int) -> str:
    return "1 video" if count == 1 else f"{count:,} videos"


def made_before_sign_in(count: int) -> str:
    """Return the question at the first sign-in: "3 videos were made … Are they yours?"."""
    made = "1 video was made" if count == 1 else f"{count:,} videos were made"
    return f"{made} in this browser before anybody signed in. {'Is it' if count == 1 else 'Are they'} yours?"


def quote(told: Quote) -> str:
    """What it will cost, and what may still be spent: "about $104.00, $12.00 left this month"."""
    cost = price(told.provider, told.cost)
    if told.left is None or told.left_of is None:
        return cost
    return f"{cost}, {dollars(told.left)} {_LEFT[told.left_of]}"


def before_you(films: int) -> str:
    """Say how long the queue is: "3 before you"; nothing where it is empty."""
    return f"{films:,} before you" if films else ""


def joined(*facts: str) -> str:
    """Join facts so that a narrow line breaks between them or after a comma, never before a dot."""
    whole = (", ".join(part.translate(_WHOLE) for part in fact.split(", ")) for fact in facts)
    return "\N{NO-BREAK SPACE}· ".join(whole)


def _state_in_a_word(generation: Generation) -> str:
    if generation.waits_for_approval:
        return "Waits for a yes"
    if generation.status.is_moving:
        return "Writing…"
    if generation.status is Status.READY and not generation.is_damaged:
        return "Ready"
    if generation.is_looked_for:
        return "Looking for it…"
    return {Status.UNCONFIRMED: "Did it arrive?", Status.CANCELLED: "Cancelled"}.get(
        generation.status, "Did not work"
    )
