"""What paid videos have cost: sums, a bar for each day, a table. Markup only; pages/costs.py draws it."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from lib.charge import CREDITS_A_DOLLAR, Charge
from lib.person import Person
from lib.studio import Costs
from lib.ui import phrases
from lib.ui.escape import in_html
from lib.ui.panels.card import Reader

#: Rows that the page shows; the CSV has all of them.
SHOWN: Final = 50


def month_in_words(month: str) -> str:
    """Return "November 2026" for "2026-11"."""
    return f"{datetime.strptime(month, '%Y-%m'):%B %Y}"  # noqa: DTZ007  # a name


def sums(costs: Costs, usual: float | None, budget: float | None, *, is_shared: bool) -> str:
    """Return the month in three figures. `usual` is the price of a film lately, `budget` in dollars.

    `is_shared`: the viewer sees what everybody spends.
    """
    films = len(costs.paid)
    figures = [
        (phrases.dollars(costs.total), "spent by everybody" if is_shared else "spent by you"),
        (f"{films:,}", "paid video" if films == 1 else "paid videos"),
        ("–" if usual is None else phrases.dollars(usual), "a video, lately"),
    ]
    if budget is not None:
        left = max(0.0, budget * CREDITS_A_DOLLAR - costs.of_all)
        figures.append((phrases.dollars(left), f"left this month, of ${budget:,.2f}"))
    cells = "".join(
        f"<div><dt>{in_html(label)}</dt><dd>{in_html(figure)}</dd></div>"
        for figure, label in figures
    )
    return f'<dl class="sums">{cells}</dl>{_open(costs)}'


def _open(costs: Costs) -> str:
    if not costs.open:
        return ""
    return (
        f'<p class="aside">{in_html(phrases.dollars(costs.open))} of it is an estimate: the API has '
        "not told yet what those videos cost.</p>"
    )


def days(costs: Costs) -> str:
    """Return a bar for each day of the month (UTC)."""
    year, month = map(int, costs.month.split("-"))
    most = max(costs.by_day.values(), default=0.0)
    if not most:
        return ""
    bars = "".join(
        _bar(day, costs.by_day.get(day, 0.0), most)
        for day in range(1, calendar.monthrange(year, month)[1] + 1)
    )
    said = ", ".join(f"{day}: {phrases.dollars(spent)}" for day, spent in costs.by_day.items())
    return (
        f'<div class="spent-days" role="img" aria-label="Spent by day of the month: {in_html(said)}">'
        f"{bars}</div>"
    )


def _bar(day: int, spent: float, most: float) -> str:
    title = f' title="{day}: {in_html(phrases.dollars(spent))}"' if spent else ""
    number = f"<span>{day}</span>" if day == 1 or day % 5 == 0 else ""
    return f'<div{title}><i style="height:{100 * spent / most:.0f}%"></i>{number}</div>'


def people(costs: Costs, viewer: Person | None, names: Mapping[Person, str]) -> str:
    """Return what each person has spent, where that is more than one. `names`: of people who sign in."""
    if len(costs.by_person) < 2:
        return ""
    rows = (
        (_name(person, viewer, names), phrases.dollars(spent)) for person, spent in costs.by_person
    )
    return f"<h2>By person</h2>{_table(('Person', 'Spent'), rows)}"


def _name(person: Person, viewer: Person | None, names: Mapping[Person, str]) -> str:
    """Whoever does not sign in, or was deleted, has no name: the end of an id tells them apart."""
    unnamed = "Somebody" if person.has_account else "Visitor"
    name = names.get(person, f"{unnamed} {person.id[-4:]}")
    return f"{name} (you)" if person == viewer else name


def batches(costs: Costs) -> str:
    """Return what each batch has cost in this month."""
    rows = (
        (costs.batches.get(id_, "Deleted"), phrases.dollars(spent)) for id_, spent in costs.by_batch
    )
    return f"<h2>By batch</h2>{_table(('Batch', 'Spent'), rows)}" if costs.by_batch else ""


def requests(costs: Costs, reader: Reader) -> str:
    """Return the latest requests, each with its words while the film is there."""
    rows = (_row(costs, reader, each) for each in costs.charges[:SHOWN])
    more = len(costs.charges) - SHOWN
    rest = f'<p class="aside">{more:,} more are in the CSV.</p>' if more > 0 else ""
    return f"<h2>By video</h2>{_table(('When', 'Words', 'Template', 'Cost'), rows)}{rest}"


def _row(costs: Costs, reader: Reader, charge: Charge) -> tuple[str, ...]:
    film = costs.films.get(charge.generation_id)
    return (
        phrases.when(charge.asked_at, reader.now, reader.timezone),
        film.caption.on_one_line if film else "Deleted",
        charge.template,
        cost(charge),
    )


def cost(charge: Charge) -> str:
    if charge.is_free:
        return "not charged"
    said = phrases.dollars(charge.amount)
    return said if charge.is_certain else f"about {said}"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    top = "".join(f'<th scope="col">{in_html(each)}</th>' for each in head)
    body = "".join(
        "<tr>" + "".join(f'<td dir="auto">{in_html(cell)}</td>' for cell in row) + "</tr>"
        for row in rows
    )
    return f'<table class="costs"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'
