"""Costs: what was spent is seen by whom it concerns, and only where something can be spent."""

from __future__ import annotations

from datetime import UTC, datetime

from lib.charge import month_of
from lib.person import Viewer
from lib.provider import Provider
from lib.studio import Studio
from tests.pages.opening import Open
from tests.pages.screen import markup
from tests.viewers import BOB
from tests.web.furnished import generating, moved, queued

THIS_MONTH = f"{datetime.now(UTC):%Y-%m}"


def paid(studio: Studio, viewer: Viewer, words: str, credits_: float) -> None:
    making = generating(studio, viewer, words, Provider.AIMLAPI)
    moved(studio, making, making.completed(credits_, making.created_at))


def test_a_month_without_a_paid_video_says_so(open_page: Open) -> None:
    assert "Nothing spent" in markup(open_page("costs.py"))


def test_sums_days_and_videos_are_shown_and_nobody_elses(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    paid(studio, viewer, "Grand opening", 1_060_000.0)
    paid(studio, viewer, "<b>Sale</b>", 3_000_000.0)
    paid(studio, BOB, "Hers", 9_000_000.0)
    shown = markup(open_page("costs.py"))
    for said in (
        "$2.03",
        "spent by you",
        "2</dd>",
        "Grand opening",
        "&lt;b&gt;Sale",
        "$0.53",
        "$1.50",
    ):
        assert said in shown
    assert "Hers" not in shown
    assert f"Spent by day of the month: {datetime.now(UTC).day}: $2.03" in shown
    assert f'href="/costs.csv?month={THIS_MONTH}"' in shown


def test_what_is_not_certain_is_called_an_estimate(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    queued(studio, viewer, "On its way", Provider.AIMLAPI)
    shown = markup(open_page("costs.py"))
    assert "of it is an estimate" in shown
    assert "about $" in shown


def test_a_deleted_film_keeps_its_cost_and_loses_its_words(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    paid(studio, viewer, "Secret words", 1_050_000.0)
    (charge,) = studio.costs(viewer, month_of(studio.clock())).charges
    studio.ledger.delete(charge.generation_id, studio.clock())
    shown = markup(open_page("costs.py"))
    assert "Secret words" not in shown
    assert "Deleted" in shown
    assert "$0.53" in shown


def test_a_month_that_there_is_none_of_is_this_one(
    studio: Studio, viewer: Viewer, open_page: Open
) -> None:
    paid(studio, viewer, "Now", 1_050_000.0)
    assert "Now" in markup(open_page("costs.py", month="1999-99"))


def test_a_price_is_said_before_a_retry(studio: Studio, viewer: Viewer, open_page: Open) -> None:
    paid(studio, viewer, "Paid", 1_050_000.0)
    stopped = queued(studio, viewer, "Again", Provider.AIMLAPI)
    studio.cancel(viewer, stopped.id)
    usual = studio.price(stopped.request.template, Provider.AIMLAPI)
    assert usual is not None
    assert f"Make again · about ${usual / 2_000_000:.2f}" in open_page(g=stopped.id).button(
        key="retry"
    ).label.replace("\\", "")
