"""All lines of the process have one shape, also those of loggers that Streamlit makes for itself."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
from streamlit import logger as streamlits

from lib.web.log_setup import set_up_logs


@pytest.fixture
def untouched(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What is set up for one test is not so for others."""
    monkeypatch.setattr(streamlits, "setup_formatter", streamlits.setup_formatter)
    before = list(logging.getLogger().handlers)
    yield
    for handler in list(logging.getLogger().handlers):
        if handler not in before:
            logging.getLogger().removeHandler(handler)


@pytest.mark.usefixtures("untouched")
def test_every_line_is_written_once_and_as_json(capfd: pytest.CaptureFixture[str]) -> None:
    streamlits.get_logger("streamlit.made_before")
    logging.getLogger("uvicorn.test").addHandler(logging.StreamHandler())
    set_up_logs(as_json=True)
    set_up_logs(as_json=True)  # a second start in this process
    for name in ("streamlit.made_before", "streamlit.made_after"):
        streamlits.get_logger(name).warning("From Streamlit")
    logging.getLogger("uvicorn.test").warning("From the server")
    logging.getLogger("lib.tracker").warning("From us")
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines() if "From " in line]
    assert [line["logger"] for line in lines] == [
        "streamlit.made_before",
        "streamlit.made_after",
        "uvicorn.test",
        "lib.tracker",
    ]
