"""The API's answers as values."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Accepted:
    """The API accepted a submit. `task_id` is all it takes to find the video again."""

    task_id: str
    credits_used: float | None


@dataclass(frozen=True, slots=True)
class Pending:
    """Not done. `api_status` is the API's own word, `progress` 0 to 1 where it says so."""

    api_status: str
    progress: float | None


@dataclass(frozen=True, slots=True)
class Done:
    """The video is ready at `url` for some minutes. The link is signed: never show or store it."""

    url: str = field(repr=False)
    credits_used: float | None
    #: Of the file, in hexadecimal, where the API tells it: the built-in engine does.
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class GenerationFailed:
    """The API tried and failed; such a task costs nothing."""

    name: str
    message: str


Checked = Pending | Done | GenerationFailed


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A still of a caption, and how well it will read."""

    image: bytes = field(repr=False)  # WebP
    lines: int
    drones: int
    #: good (reads at a glance), tight (reads when one looks), poor (may not read on a phone)
    verdict: str
    advice: str  # a sentence
    #: The palette that it has, also where none was asked for: what "Auto" picks.
    palette: str = ""
