"""The engine against the vendor's own OpenAPI description: requests that fit it, and that do not."""

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

from tests.contract.reference import OPENAPI, needs
from tests.engine.serving import GENERATIONS, KEY, Served, serving

pytestmark = needs(OPENAPI)

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
    api = schemathesis.openapi.from_dict(json.loads(OPENAPI.read_text()))
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
