"""The engine against the API's OpenAPI description: requests that fit it, and that do not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    response_schema_conformance,
    unsupported_method,
)

from tests.contract.openapi import OPENAPI
from tests.contract.reference import VENDORS_OPENAPI, needs
from tests.engine.serving import GENERATIONS, KEY, Served, serving

#: Not among them: status_code_conformance (the vendor describes no answer but 200) and
#: positive_data_acceptance (any text is a prompt there; we refuse what no sky can hold).
CHECKS = [
    not_a_server_error,
    response_schema_conformance,
    content_type_conformance,
    negative_data_rejection,
    ignored_auth,
    unsupported_method,
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("engine"), room=10_000) as engine:
        yield engine


@pytest.fixture(scope="module")
def api(engine: Served) -> Any:
    api = schemathesis.openapi.from_dict(OPENAPI)
    api.config.update(base_url=engine.url)
    return api


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("method", ["POST", "GET"])
@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_request_gets_an_answer_that_fits_the_description(
    api: Any, method: str, mode: GenerationMode, data: st.DataObject
) -> None:
    case = data.draw(api[GENERATIONS][method].as_strategy(generation_mode=mode))
    reply = case.call(headers={"Authorization": f"Bearer {KEY}"})
    case.validate_response(reply, checks=CHECKS)
    if reply.status_code != 200:
        assert set(reply.json()) >= {"message", "path", "requestId", "statusCode", "timestamp"}


@pytest.mark.parametrize("words", ["Hello", "wait", "fail"])
def test_every_status_fits_the_description(tmp_path: Path, api: Any, words: str) -> None:
    with serving(tmp_path) as engine:
        submitted = engine.submit(words)
        api[GENERATIONS]["POST"].validate_response(submitted)
        task_id = submitted.json()["id"]
        if words == "wait":
            engine.has_status(task_id, "generating")
        else:
            engine.finished(task_id)
        api[GENERATIONS]["GET"].validate_response(check(engine, task_id))


def check(engine: Served, task_id: str) -> requests.Response:
    return engine.call("GET", GENERATIONS, params={"generation_id": task_id})


@needs(VENDORS_OPENAPI)
def test_our_description_says_what_the_vendors_says() -> None:
    theirs = json.loads(VENDORS_OPENAPI.read_text())
    for document in (theirs, OPENAPI):
        assert list(document["paths"]) == [GENERATIONS]
    for method in ("post", "get"):
        assert _facts(theirs, method) == _facts(OPENAPI, method)


def _facts(document: dict[str, Any], method: str) -> Any:
    """An operation as schemas alone: references followed, words for people left out."""
    operation = document["paths"][GENERATIONS][method]
    body = operation.get("requestBody", {"content": {}})
    asked = [each["schema"] for each in body["content"].values()]
    named = [
        (each["name"], each["in"], each["required"], each["schema"])
        for each in operation.get("parameters", [])
    ]
    told = {
        status: [each["schema"] for each in answer["content"].values()]
        for status, answer in operation["responses"].items()
    }
    return _bare([asked, named, told], document)


def _bare(part: Any, document: dict[str, Any]) -> Any:
    if isinstance(part, list | tuple):
        return [_bare(each, document) for each in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return _bare(document["components"]["schemas"][part["$ref"].rsplit("/", 1)[1]], document)
    spoken = {"description", "title"}
    return {name: _bare(each, document) for name, each in part.items() if name not in spoken}
