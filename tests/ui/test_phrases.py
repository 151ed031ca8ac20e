from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lib.format import FORMATS, Format
from lib.generation import Generation
from lib.person import Person, Viewer
from lib.provider import Provider
from lib.request import VideoRequest
from lib.ui import phrases

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (timedelta(seconds=-5), "just now"),  # a clock that was set back
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 min ago"),
        (timedelta(minutes=59), "59 min ago"),
        (timedelta(hours=3), "today, 09:00"),
        (timedelta(hours=13), "yesterday, 23:00"),
        (timedelta(days=3), "7 March"),
        (timedelta(days=90), "10 December 2025"),
    ],
)
def test_when_is_said_as_one_would_say_it(age: timedelta, said: str) -> None:
    assert phrases.when(NOW - age, NOW) == said


def test_when_is_the_readers_own_time() -> None:
    moment = NOW - timedelta(hours=3)
    assert phrases.when(moment, NOW, "Asia/Shanghai") == "today, 17:00"
    assert phrases.when(moment, NOW, "Pacific/Auckland") == "yesterday, 22:00"


@pytest.mark.parametrize("name", ["Nowhere/At_All", "../../etc/passwd", "\x00", "", "a" * 300])
def test_a_browser_may_name_any_timezone(name: str) -> None:
    assert phrases.when(NOW - timedelta(hours=3), NOW, name) == "today, 09:00"


@pytest.mark.parametrize(("seconds", "said"), [(10.6, "11 s"), (89, "89 s"), (125, "2 min 5 s")])
def test_length(seconds: float, said: str) -> None:
    assert phrases.length(seconds) == said


@pytest.mark.parametrize(
    ("provider", "credits_used", "said"),
    [
        (Provider.BUILTIN, 0.0, "free"),
        (Provider.AIMLAPI, 1_050_000.0, "$0.53"),
        (Provider.AIMLAPI, 3e9, "$1,500.00"),
        (Provider.AIMLAPI, 400.0, "less than 1 cent"),
        (Provider.AIMLAPI, None, "cost not known yet"),
    ],
)
def test_cost(provider: Provider, credits_used: float | None, said: str) -> None:
    generation = Generation(
        id="x", owner=Person("x"), idempotency_key="x", request=VideoRequest.parse("Hello"),
        provider=provider, created_at=NOW, updated_at=NOW, due_at=None,
        credits_used=credits_used,
    )  # fmt: skip
    assert phrases.cost(generation) == said


def test_no_fact_is_torn_at_the_end_of_a_line() -> None:
    assert phrases.joined("just now", "Built-in engine").split(" ") == [
        "just\xa0now\xa0·",
        "Built\u2011in\xa0engine",
    ]


def test_a_long_fact_breaks_after_its_comma() -> None:
    assert phrases.joined("about $0.53, $78.42 left this month").split(" ") == [
        "about\xa0$0.53,",
        "$78.42\xa0left\xa0this\xa0month",
    ]


def test_what_it_costs_is_said_before_the_click() -> None:
    assert phrases.price(Provider.BUILTIN, None) == "free"
    assert phrases.price(Provider.AIMLAPI, None) == "price not known yet"
    assert phrases.price(Provider.AIMLAPI, 1_050_000.0) == "about $0.53"


def test_making_again_says_its_price_and_looking_again_is_free() -> None:
    assert phrases.make_again(Provider.BUILTIN, None) == "Make again"
    assert phrases.make_again(Provider.AIMLAPI, None) == "Make again · paid"
    assert phrases.make_again(Provider.AIMLAPI, 1_050_000.0) == "Make again · about $0.53"
    assert phrases.look_again(Provider.AIMLAPI) == "Look again · free"


def test_the_queue_is_named_where_there_is_one() -> None:
    assert phrases.before_you(0) == ""
    assert phrases.before_you(3) == "3 before you"


@pytest.mark.parametrize(
    ("lasts", "said"),
    [
        (None, "no end"),
        (timedelta(hours=2), "until today, 14:00"),
        (timedelta(days=7), "until 17 Mar"),
        (timedelta(days=300), "until 4 Jan 2027"),
    ],
)
def test_when_a_link_ends_is_said_as_one_would_say_it(lasts: timedelta | None, said: str) -> None:
    assert phrases.until(NOW + lasts if lasts else None, NOW) == said


def test_the_end_of_a_link_is_the_readers_own_day() -> None:
    assert phrases.until(NOW + timedelta(days=7, hours=8), NOW, "Asia/Shanghai") == "until 18 Mar"


@pytest.mark.parametrize(
    ("times", "said"), [(0, "Not opened yet"), (1, "Opened once"), (1200, "Opened 1,200 times")]
)
def test_how_often_a_link_was_opened(times: int, said: str) -> None:
    assert phrases.opened(times) == said


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (timedelta(minutes=5), "5 min ago."),
        (timedelta(hours=3), "today, 09:00."),
        (timedelta(days=3), "on 7 March."),
        (timedelta(days=400), "on 3 February 2025."),
    ],
)
def test_that_a_film_is_there_already_is_said_with_its_day(age: timedelta, said: str) -> None:
    ann = Person("visitor:ann")
    made = Generation.new(
        VideoRequest.parse("Hi"), provider=Provider.BUILTIN, owner=ann, idempotency_key="k",
        now=NOW - age,
    )  # fmt: skip
    assert phrases.made(made, Viewer(ann), NOW) == f"You made this {said}"
    assert phrases.made(made, Viewer(Person("visitor:bob")), NOW) == f"This was made {said}"


@pytest.mark.parametrize(
    ("format_", "said"),
    [
        (Format(608, 1080), "Tall, 608 × 1080"),
        (Format(1080, 1080), "Square, 1080 × 1080"),
        (Format(1920, 1080), "Wide, 1920 × 1080"),
    ],
)
def test_a_format_is_said_in_a_word_and_its_pixels(format_: Format, said: str) -> None:
    assert phrases.shape(format_) == said


@pytest.mark.parametrize(
    ("bytes_", "said"),
    [
        (0, "1 kB"),
        (12_400, "12 kB"),
        (999_999, "1000 kB"),
        (4_612_000, "4.6 MB"),
        (2 * 10**9, "2,000.0 MB"),
    ],
)
def test_a_size_is_said_as_shops_say_it(bytes_: int, said: str) -> None:
    assert phrases.size(bytes_) == said


def test_a_moment_is_told_where_the_reader_is() -> None:
    moment, now = datetime(2026, 11, 3, 23, 30, 5, tzinfo=UTC), datetime(2026, 11, 30, tzinfo=UTC)
    assert phrases.day(moment, now, "Asia/Shanghai") == "4 November"
    assert phrases.day(moment, now.replace(year=2027)) == "3 November 2026"
    assert phrases.clock_time(moment, now, "Asia/Shanghai") == "07:30:05"
    assert phrases.clock_time(moment, now, "no/zone") == "23:30:05"


def test_what_was_found_is_counted() -> None:
    assert phrases.found(1, is_narrowed=False) == "1 video"
    assert phrases.found(1200, is_narrowed=False) == "1,200 videos"
    assert phrases.found(38, is_narrowed=True) == "38 found"


def test_a_format_is_said_by_its_shape() -> None:
    assert [phrases.ratio(each) for each in FORMATS] == ["9:16", "9:16", "4:5", "1:1", "16:9"]
