"""Parse requests. Every refusal names the field, what was expected and what was received."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, NoReturn

from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request

from lib.engine.request import SEEDS, RenderRequest
from lib.errors import InvalidChoice, InvalidInput
from lib.problem import Problem
from lib.template import SHANGHAI_DRONE_SHOW

MODEL: Final = "magic/text-to-video"
MAX_BODY: Final = 64 * 1024

_JSON_NAMES: Final = {
    bool: "boolean",
    int: "number",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
    type(None): "null",
}


async def read_body(request: Request) -> bytes:
    """The body, up to MAX_BODY bytes. Raise HTTPException 413 beyond, without reading on."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise HTTPException(413, f"The body is larger than {MAX_BODY} bytes.")
    return bytes(body)


def request_in_body(body: bytes) -> RenderRequest:
    """Raise InvalidInput for anything but a JSON object that says what to render."""
    members = _json_object(body)
    model = _text(members, "model")
    if model != MODEL:
        raise InvalidChoice(
            Problem.told(f"There is no model {model!r} here. Choose {MODEL!r}."),
            field="model",
            expected=repr(MODEL),
            received=repr(model),
        )
    template = _text(members, "template") if "template" in members else SHANGHAI_DRONE_SHOW.name
    return RenderRequest.parse(
        _text(members, "prompt"),
        template,
        _text(members, "palette") if members.get("palette") is not None else None,
        _whole_number(members, "seed") if members.get("seed") is not None else None,
        _text(members, "format") if members.get("format") is not None else None,
    )


def request_in_query(query: QueryParams) -> RenderRequest:
    """The same, from `?prompt=&template=&palette=&seed=&format=`; what is empty is left out."""
    return RenderRequest.parse(
        _text(query, "prompt"),
        query.get("template") or SHANGHAI_DRONE_SHOW.name,
        query.get("palette") or None,
        number_in_query(query, "seed", 0, SEEDS - 1),
        query.get("format") or None,
    )


def text_in_query(query: QueryParams, field: str) -> str:
    """Raise InvalidInput where there is none."""
    return query.get(field) or _refuse(field, "string", "nothing")


def number_in_query(query: QueryParams, field: str, least: int, most: int) -> int | None:
    """A whole number within the bounds, or None where there is none. Raise InvalidInput."""
    text = query.get(field)
    if not text:
        return None
    expected = f"integer from {least} to {most}"
    if not (text.isascii() and text.isdigit() and len(text) <= 20 and least <= int(text) <= most):
        _refuse(field, expected, repr(text[:40]))
    return int(text)


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        members = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(
            Problem.told("The body is not JSON."),
            field="body",
            expected="JSON object",
            received="other text",
        ) from error
    if not isinstance(members, dict):
        _refuse("body", "JSON object", _described(members))
    return members


def _text(members: Mapping[str, Any], field: str) -> str:
    if field not in members:
        _refuse(field, "string", "nothing")
    value = members[field]
    if not isinstance(value, str):
        _refuse(field, "string", _described(value))
    return value


def _whole_number(members: Mapping[str, Any], field: str) -> int:
    value = members[field]
    if isinstance(value, bool) or not isinstance(value, int):
        _refuse(field, "integer", _described(value))
    return value


def _refuse(field: str, expected: str, received: str) -> NoReturn:
    raise InvalidInput(
        Problem.told(f"{field}: expected {expected}, received {received}."),
        field=field,
        expected=expected,
        received=received,
    )


def _described(value: object) -> str:
    kind = _JSON_NAMES[type(value)]
    return kind if value is None else f"{kind} {json.dumps(value)[:40]}"


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
