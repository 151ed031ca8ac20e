"""A show in figures, without drawing it."""

from __future__ import annotations

import json
from dataclasses import asdict

from lib.engine import templates
from lib.engine.flight.metrics import FlightMetrics
from lib.engine.legibility import inked
from lib.engine.request import RenderRequest
from lib.engine.show import FPS


def describe(request: RenderRequest) -> dict[str, object]:
    """Plain values, ready for JSON; the flight's are measured. Seconds, units, units/s and units/s².

    `drones` are all that fly, `drones_per_character` counts those that write; lines are in logical
    order. Raise UnsupportedCharacters for what no font can draw.
    """
    show = templates.compose(request)
    writing = int(show.writes.sum())
    return {
        "caption": request.caption.text,
        "template": request.template.name,
        "palette": request.palette.name,
        "seed": request.seed,
        "format": request.format.name,
        "width": request.format.width,
        "height": request.format.height,
        "fps": FPS,
        "duration": show.duration,
        "lines": list(show.lines),
        "drones": show.drones,
        "drones_per_character": round(writing / len(inked(request.caption)), 1),
        "pitch": round(show.pitch, 2),
        "cues": asdict(show.cues),
        "flight": asdict(FlightMetrics.of(show)),
    }


def as_json(request: RenderRequest) -> str:
    """The description for people and programs alike, to a thousandth."""
    return json.dumps(_short(describe(request)), ensure_ascii=False, indent=2)


def _short(value: object) -> object:
    match value:
        case float():
            return round(value, 3)
        case dict():
            return {name: _short(part) for name, part in value.items()}
        case list() | tuple():
            return [_short(part) for part in value]
        case _:
            return value
