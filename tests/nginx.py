"""Debian's nginx on loopback, with the configuration of deploy/: made, started and thrown away.

`python -m tests.nginx` installs it where it may: without it the tests that need it are skipped.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from lib.settings import PROJECT
from tests import debian
from tests.web.served import free_port, wait_until_it_answers

CONFIGURATION: Final = PROJECT / "deploy" / "nginx" / "skylit.conf"

#: Around it: one process in the foreground that writes into the test's folder alone.
_AROUND: Final = """
daemon off;
master_process off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {configuration}
}}
"""
_CERTIFICATE: Final = [
    "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
    "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
]  # fmt: skip


@contextmanager
def nginx(folder: Path, apps: Sequence[int], *, sticky: bool = True) -> Iterator[str]:
    """Its https address, in front of apps at these ports. Skips the test where it is not installed."""
    program = _program()
    if program is None or shutil.which("openssl") is None:
        pytest.skip("nginx or openssl is not installed")
    port = free_port()
    tls = folder / "skylit.crt", folder / "skylit.key"
    subprocess.run(
        [*_CERTIFICATE, "-out", tls[0], "-keyout", tls[1]],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    written = CONFIGURATION.read_text().replace("listen 443", f"listen 127.0.0.1:{port}")
    written = re.sub(r"/etc/nginx/tls/", f"{folder}/", written)
    servers = "".join(f"    server 127.0.0.1:{app};\n" for app in apps)
    written = re.sub(r"(    server app\d:8501;\n)+", servers, written)
    if not sticky:
        written = written.replace("    ip_hash;\n", "")
    (folder / "nginx.conf").write_text(_AROUND.format(folder=folder, configuration=written))
    process = subprocess.Popen([program, "-p", folder, "-c", folder / "nginx.conf"])
    try:
        address = f"https://127.0.0.1:{port}"
        wait_until_it_answers(f"{address}/healthz", process, verify=str(tls[0]))
        yield address
    finally:
        process.kill()
        process.wait()


def _program() -> str | None:
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


if __name__ == "__main__":
    if _program() is None:
        debian.install("nginx-light")
