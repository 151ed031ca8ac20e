from __future__ import annotations

import logging

import pytest
from streamlit.testing.v1 import AppTest


def script(sentence: str | None) -> None:
    from lib.errors import StorageError
    from lib.problem import Problem
    from lib.web.script_errors import on_script_error

    error = StorageError(Problem.told(sentence)) if sentence else ZeroDivisionError("secret detail")
    assert on_script_error(error)


def test_an_error_that_we_know_is_told_in_its_own_sentence() -> None:
    at = AppTest.from_function(script, args=("The disk is full. Make *room*.",)).run()
    assert at.error[0].value == r"The disk is full\. Make \*room\*\."


def test_an_error_that_nobody_foresaw_is_told_in_a_sentence_and_logged_in_full(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR, "skylit.pages"):
        at = AppTest.from_function(script, args=(None,)).run()
    assert not at.exception
    assert "reload the page" in at.error[0].value
    assert "secret detail" not in at.error[0].value
    assert "ZeroDivisionError: secret detail" in caplog.text
