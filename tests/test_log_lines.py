"""Each line of the log names the request and the generation that it is about, as text or as JSON."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from asgi_correlation_id.context import correlation_id

from lib.log_lines import about_generation, log_handler


@contextmanager
def written(*, as_json: bool) -> Iterator[tuple[logging.Logger, io.StringIO]]:
    logger, text = logging.getLogger("tests.log_lines_of_this"), io.StringIO()
    handler = log_handler(as_json=as_json)
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(text)
    logger.addHandler(handler)
    logger.propagate = False
    token = correlation_id.set(None)
    yield logger, text
    correlation_id.reset(token)
    logger.removeHandler(handler)
    logger.propagate = True


def test_a_line_of_json_says_what_it_is_about() -> None:
    with written(as_json=True) as (logger, text):
        correlation_id.set("ab12")
        with about_generation("x6cwi"):
            logger.warning("Waits: %s", '"}')
    [line] = text.getvalue().splitlines()
    told = json.loads(line)
    assert told.pop("time")
    assert told == {
        "level": "WARNING", "logger": logger.name, "message": 'Waits: "}',
        "request": "ab12", "generation": "x6cwi",
    }  # fmt: skip


def test_a_line_of_text_ends_with_what_it_is_about() -> None:
    with written(as_json=False) as (logger, text):
        logger.info("quiet")
        logger.warning("before")
        with about_generation("x6cwi"):
            logger.warning("within")
        logger.warning("after")
    before, within, after = text.getvalue().splitlines()[-3:]
    assert (before.endswith(": before"), after.endswith(": after")) == (True, True)
    assert within.endswith(": within generation=x6cwi")


def test_an_error_says_where_it_happened_in_one_object() -> None:
    with written(as_json=True) as (logger, text):
        logger.error("Failed.", exc_info=ValueError("odd"))
    [line] = text.getvalue().splitlines()
    assert "ValueError: odd" in json.loads(line)["exc_info"]


@pytest.mark.parametrize("as_json", [False, True])
def test_nobody_is_named_where_nobody_is_meant(*, as_json: bool) -> None:
    with written(as_json=as_json) as (logger, text):
        logger.warning("alone")
    assert "request" not in text.getvalue()
    assert "generation" not in text.getvalue()
