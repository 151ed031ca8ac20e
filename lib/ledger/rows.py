"""How a generation becomes a row, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, Final

from lib.caption import Caption
from lib.folding import fold
from lib.format import Format
from lib.generation import REASONS, Generation, Reason, Status, Video
from lib.ledger.earlier import reason_of
from lib.person import Person
from lib.problem import Code, Problem
from lib.provider import Provider
from lib.request import VideoRequest
from lib.template import Template

_VIDEO: Final = tuple(field.name for field in fields(Video))
#: What is in the row as it is in the generation.
_PLAIN: Final = tuple(
    field.name
    for field in fields(Generation)
    if field.name
    not in {
        "owner",
        "idempotency_key",
        "request",
        "provider",
        "status",
        "reason",
        "problem",
        "video",
    }
)


def to_row(generation: Generation) -> dict[str, Any]:
    """Return a value for every column that the generation decides."""
    request, problem = generation.request, generation.problem
    video = asdict(generation.video) if generation.video else dict.fromkeys(_VIDEO)
    return {
        **{name: getattr(generation, name) for name in _PLAIN},
        "owner": generation.owner.id,
        "draft": generation.idempotency_key,
        "caption": request.caption.text,
        "folded": fold(request.caption.text),
        "template": request.template.name,
        "format": request.format.name,
        "palette": request.palette,
        "seed": request.seed,
        "provider": generation.provider.value,
        "status": generation.status.value,
        "reason": generation.reason and generation.reason.value,
        "problem": problem and problem.code.value,
        "problem_params": problem and problem.params_as_json(),
        **{f"video_{name}": value for name, value in video.items()},
    }


def from_row(row: Mapping[str, Any]) -> Generation:
    """Take the request as it is. It was parsed when written, and a newer rule must not lose a row."""
    video = {name: row[f"video_{name}"] for name in _VIDEO}
    return Generation(
        **{name: row[name] for name in _PLAIN},
        owner=Person(row["owner"]),
        idempotency_key=row["draft"],
        request=VideoRequest(
            caption=Caption(row["caption"]),
            template=Template.stored(row["template"]),
            format=Format.stored(row["format"]),
            palette=row["palette"],
            seed=row["seed"],
        ),
        provider=Provider(row["provider"]),
        status=Status(row["status"]),
        reason=_reason(row),
        problem=problem_of(row),
        video=Video(**video) if video["sha256"] else None,
    )


def _reason(row: Mapping[str, Any]) -> Reason | None:
    """Believe the column only if this Skylit wrote it: an earlier one leaves it as it was."""
    status, problem = Status(row["status"]), row["problem"]
    if problem in _CODES and row["reason"] in REASONS[status]:
        return Reason(row["reason"]) if row["reason"] else None
    return reason_of(row)


def problem_of(row: Mapping[str, Any]) -> Problem | None:
    """Return the problem by its code. What is no code is a sentence that an earlier Skylit stored."""
    stored = row["problem"]
    if not stored:
        return None
    return (
        Problem.from_json(stored, row["problem_params"])
        if stored in _CODES
        else Problem.told(stored)
    )


_CODES: Final = frozenset(code.value for code in Code)
