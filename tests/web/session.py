"""A visitor without a browser: Streamlit's own messages over a real websocket."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import quote

import requests
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from lib.ui.draft import COOKIE as DRAFT


@dataclass
class Session:
    """One open page. What it shows is kept by the last run of its script."""

    line: ClientConnection
    alerts: list[str] = field(default_factory=list)
    buttons: dict[str, str] = field(default_factory=dict)  # label -> the widget's id

    def run(self, pressed: str | None = None) -> None:
        """Run the script as a browser has it run: at first, or because a button was pressed."""
        message = BackMsg()
        message.rerun_script.query_string = ""
        if pressed is not None:
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.trigger_value = self.buttons[pressed], True
        self.alerts.clear()
        self.line.send(message.SerializeToString())
        while not self._take(self.line.recv(timeout=60)):
            pass

    def _take(self, raw: str | bytes) -> bool:
        """Keep what the message shows; return whether it was the run's last one."""
        assert isinstance(raw, bytes)
        message = ForwardMsg.FromString(raw)
        element = message.delta.new_element
        if element.HasField("alert"):
            self.alerts.append(element.alert.body)
        if element.HasField("button"):
            self.buttons[element.button.label] = element.button.id
        is_end = message.WhichOneof("type") == "script_finished"
        return is_end and bool(message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY)


@contextmanager
def visiting(
    port: int, words: str, *, source: str, forwarded: str | None = None
) -> Iterator[Session]:
    """Open the Create page as somebody new who has these words in their draft.

    `source` is the address on this machine that the connection comes from, `forwarded` what it says
    in X-Forwarded-For.
    """
    told = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    page = requests.get(f"http://127.0.0.1:{port}/", headers={"Accept": "text/html"}, timeout=60)
    cookies = {**page.cookies.get_dict(), DRAFT: quote(json.dumps({"words": words}))}
    with connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        additional_headers={**told, "Cookie": _joined(cookies)},
        subprotocols=["streamlit"],  # type: ignore[list-item]  # a str by another name
        source_address=(source, 0),
        max_size=None,
    ) as line:
        session = Session(line)
        session.run()
        yield session


def _joined(cookies: Mapping[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())
