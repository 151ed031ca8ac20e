"""lib.engine.describe: a show in figures, and the command that prints them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lib.engine import templates
from lib.engine.cli.render import main
from lib.engine.describe import describe
from lib.engine.flight.metrics import FlightMetrics
from lib.engine.request import RenderRequest
from lib.template import CATALOGUE

ORDER = RenderRequest.parse("Hi 上海", palette="neon", seed=3)


def test_a_description_tells_the_show_that_would_be_drawn() -> None:
    told, show = describe(ORDER), templates.compose(ORDER)
    assert told["caption"] == "Hi 上海"
    assert (told["palette"], told["seed"], told["duration"]) == ("neon", 3, show.duration)
    assert told["lines"] == list(show.lines)
    assert told["drones"] == show.drones
    assert told["drones_per_character"] == pytest.approx(show.writes.sum() / 4, abs=0.06)


def test_its_flight_sheet_is_measured() -> None:
    flight = describe(ORDER)["flight"]
    measured = FlightMetrics.of(templates.compose(ORDER))
    assert isinstance(flight, dict)
    assert flight["peak_speed"] == measured.peak_speed
    assert set(flight) == set(FlightMetrics.__slots__)


@pytest.mark.parametrize("template", [t.name for t in CATALOGUE])
def test_the_command_describes_every_template_as_json_and_draws_nothing(
    template: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["Hi 上海", "--template", template, "--describe"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["template"], told["width"], told["height"]) == (template, 608, 1080)
    assert list(told["cues"])[:2] == ["launch", "gathered"]
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_drawn_is_refused_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["\U00012000", "--describe"]) == 2
    streams = capsys.readouterr()
    assert streams.out == ""
    assert streams.err.strip().endswith(".")


@pytest.mark.parametrize("arguments", [["Hi"], ["Hi", "--describe", "--out", "film.mp4"]])
def test_the_command_wants_to_know_what_to_do_and_only_one_thing(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        main(arguments)
    assert refused.value.code == 2
    assert "--describe" in capsys.readouterr().err
