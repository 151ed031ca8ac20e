"""One shape for every line of this process, whoever logs it: our own parts, Streamlit, uvicorn."""

from __future__ import annotations

import logging
import sys
from typing import Final

from lib.log_lines import log_handler

#: Our handler, among those of the root.
_NAME: Final = "skylit"

#: Says that a stranger's X-Request-ID was none, which is nothing to know.
_TALKATIVE: Final = "asgi_correlation_id"

#: Whose loggers have handlers of their own.
_SERVERS: Final = frozenset({"streamlit", "uvicorn", "websockets"})


def set_up_logs(*, as_json: bool) -> None:
    """Write all lines through one handler. No part keeps a handler of its own."""
    root = logging.getLogger()
    for old in list(root.handlers):
        if old.name == _NAME:  # of an earlier start in this process
            root.removeHandler(old)
    handler = log_handler(as_json=as_json)
    handler.name = _NAME
    root.addHandler(handler)
    logging.getLogger("lib").setLevel(logging.INFO)
    logging.getLogger(_TALKATIVE).setLevel(logging.ERROR)
    if streamlits := sys.modules.get("streamlit.logger"):
        vars(streamlits)["setup_formatter"] = _hand_on  # for loggers that are made later
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in _SERVERS:
            _hand_on(logging.getLogger(name))


def _hand_on(logger: logging.Logger) -> None:
    """Let the root's handler write what this logger says, instead of a handler of its own."""
    logger.handlers.clear()
    logger.propagate = True
