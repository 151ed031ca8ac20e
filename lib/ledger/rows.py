"""How a generation becomes a row, and back."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, Final

from lib.caption import Caption
from lib.generation import Generation, Status, Video
from lib.provider import Provider

_VIDEO: Final = tuple(field.name for field in fields(Video))
_PLAIN: Final = tuple(
    field.name
    for field in fields(Generation)
    if field.name not in {"caption", "provider", "status", "video"}
)


def fold(words: str) -> str:
    """Return the words as the search compares them: without case, width or composition of letters."""
    return unicodedata.normalize("NFKC", words.casefold()).casefold()


def to_row(generation: Generation) -> dict[str, Any]:
    """Return a value for every column that the generation decides."""
    video = asdict(generation.video) if generation.video else dict.fromkeys(_VIDEO)
    return {
        **{name: getattr(generation, name) for name in _PLAIN},
        "caption": generation.caption.text,
        "folded": fold(generation.caption.text),
        "provider": generation.provider.value,
        "status": generation.status.value,
        **{f"video_{name}": value for name, value in video.items()},
    }


def from_row(row: Mapping[str, Any]) -> Generation:
    """Take the caption as it is: it was parsed when written, and a newer rule must not lose a row."""
    video = {name: row[f"video_{name}"] for name in _VIDEO}
    return Generation(
        **{name: row[name] for name in _PLAIN},
        caption=Caption(row["caption"]),
        provider=Provider(row["provider"]),
        status=Status(row["status"]),
        video=Video(**video) if video["sha256"] else None,
    )
