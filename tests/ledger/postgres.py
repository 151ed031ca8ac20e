"""A PostgreSQL of the tests' own, where its programs are installed: made, started and thrown away."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

#: PostgreSQL refuses to run as root.
_USER: Final = "nobody" if os.geteuid() == 0 else None

#: Debian keeps these programs off the PATH, one folder a version; any of them will do.
_DEBIANS: Final = Path("/usr/lib/postgresql")


@contextmanager
def postgres(address: str = "127.0.0.1") -> Iterator[str]:
    """Its URL; it listens at this address and lets everybody in who is in the same network of 256.

    Skips the test, saying so, on a machine that has none.
    """
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    initdb, pg_ctl = _program("initdb"), _program("pg_ctl")
    if not initdb or not pg_ctl:
        pytest.skip("PostgreSQL's initdb and pg_ctl are not installed")
    folder = Path(tempfile.mkdtemp())
    if _USER:
        shutil.chown(folder, _USER)
    port = _free_port()
    try:
        _run(initdb, "-D", folder / "db", "-A", "trust", "-U", "skylit", "--no-sync")
        with (folder / "db" / "pg_hba.conf").open("a") as rules:
            rules.write(f"host all all {address}/24 trust\n")
        listen = f"-p {port} -k {folder} -c listen_addresses={address} -c fsync=off"
        _run(pg_ctl, "-D", folder / "db", "-o", listen, "-l", folder / "log", "-w", "start")
        yield f"postgresql+psycopg://skylit@{address}:{port}/postgres"
    finally:
        _run(pg_ctl, "-D", folder / "db", "-m", "immediate", "stop", check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _program(name: str) -> str | None:
    places = [os.environ.get("PATH", ""), *map(str, _DEBIANS.glob("*/bin"))]
    return shutil.which(name, path=os.pathsep.join(places))


def _run(*command: str | Path, check: bool = True) -> None:
    subprocess.run(
        command, cwd="/", user=_USER, check=check, timeout=60,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port
