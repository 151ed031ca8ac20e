"""The app as `streamlit run app.py` serves it, in a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import requests

from lib.settings import PROJECT

LONGEST: Final = 60.0

#: One worker is enough for a test, and each takes some seconds of a core to start.
_SMALL: Final = {"ENGINE_WORKERS": "1"}


@contextmanager
def started(folder: Path, port: int, **environ: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--server.port", str(port), "--server.address", "127.0.0.1"],
            cwd=PROJECT,
            env={**os.environ, **_SMALL, "DATA_DIR": str(folder / "data"), **environ},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def wait_until_up(port: int, process: subprocess.Popen[bytes], *, base: str = "") -> None:
    """`base` is the sub-path, such as "/studio/sky"."""
    wait_until_it_answers(f"http://127.0.0.1:{port}{base}/_stcore/health", process)


def wait_until_it_answers(
    url: str, process: subprocess.Popen[bytes], *, verify: bool | str = True
) -> None:
    """`verify` is what `requests` makes of it: for https the file with the certificate."""
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if requests.get(url, timeout=5, verify=verify).ok:
                return
        except (requests.ConnectionError, requests.Timeout):  # it may be busy starting
            time.sleep(0.05)
    raise AssertionError(f"{url} does not answer.")


def said(folder: Path) -> str:
    return (folder / "log").read_text()
