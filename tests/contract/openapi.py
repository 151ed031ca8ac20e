"""What Skylit knows of the video API, as OpenAPI: the facts, in our own words and order.

The vendor's own document is no part of this project; where it lies beside it, both are compared.
"""

from __future__ import annotations

from typing import Any, Final

from lib.template import SHANGHAI_DRONE_SHOW
from lib.video_api.client import MODEL

PATH: Final = "/v2/video/generations"


def _object(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required}


def _maybe(schema: dict[str, Any]) -> dict[str, Any]:
    return schema | {"nullable": True}


_TEXT: Final = {"type": "string"}

_REQUEST: Final = _object(
    ["model", "prompt"],
    model={"type": "string", "enum": [MODEL]},
    prompt=_TEXT,
    template={
        "type": "string", "enum": [SHANGHAI_DRONE_SHOW.name], "default": SHANGHAI_DRONE_SHOW.name,
    },
)  # fmt: skip

_TASK: Final = _object(
    ["id", "status"],
    id=_TEXT,
    status={"type": "string", "enum": ["queued", "generating", "completed", "error"]},
    video=_maybe(_object(["url"], url={"type": "string", "format": "uri"})),
    error=_maybe(_object(["name", "message"], name=_TEXT, message=_TEXT)),
    meta={
        "type": "object",
        "nullable": True,
        "properties": {"usage": _maybe(_object(["credits_used"], credits_used={"type": "number"}))},
    },
)

_ANSWER: Final = {
    "200": {
        "description": "the task",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Task"}}},
    }
}

OPENAPI: Final[dict[str, Any]] = {
    "openapi": "3.0.0",
    "info": {"title": "Captions as videos", "version": "1"},
    "security": [{"key": []}],
    "paths": {
        PATH: {
            "post": {
                "operationId": "submit",
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": _REQUEST}},
                },
                "responses": _ANSWER,
            },
            "get": {
                "operationId": "check",
                "parameters": [
                    {"name": "generation_id", "in": "query", "required": True, "schema": _TEXT}
                ],
                "responses": _ANSWER,
            },
        }
    },
    "components": {
        "schemas": {"Task": _TASK},
        "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
    },
}
