"""Connected to by address, trusted by name: the certificate must be the one of the link's host."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from lib.errors import Unavailable
from lib.video_api.download import Fetcher

_PUBLIC = "93.184.216.34"
_FILM = b"a film's bytes"


@dataclass
class FilmHost:
    """`films.example` at a public address, which leads to a server on loopback with its certificate."""

    certificate: Path
    port: int = 0
    asked_for: list[str] = field(default_factory=list)  # names, as the handshake brings them
    hosts: list[str] = field(default_factory=list)  # and as the requests say them


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate in one file, for films.example alone."""
    file = tmp_path_factory.mktemp("tls") / "films.pem"
    made = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    named = ["-subj", "/CN=films.example", "-addext", "subjectAltName=DNS:films.example"]
    subprocess.run(
        ["openssl", "req", *made, *named, "-days", "2", "-keyout", file, "-out", f"{file}.crt"],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    file.write_bytes(file.read_bytes() + Path(f"{file}.crt").read_bytes())
    return file


@pytest.fixture
def host(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FilmHost]:
    host = FilmHost(certificate)

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host.hosts.append(self.headers["host"])
            self.send_response(200)
            self.send_header("content-length", str(len(_FILM)))
            self.end_headers()
            self.wfile.write(_FILM)

        def log_message(self, *_: object) -> None:
            """Nothing: tests are quiet."""

    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    tls.sni_callback = lambda _, name, __: host.asked_for.append(name or "")
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        host.port = server.server_port
        _lead_there(monkeypatch, host.port)
        yield host
        server.shutdown()


def _lead_there(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    """Every name is at the public address, and only that address leads to the server."""
    connect = socket.socket.connect

    def found(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        at = host if host[0].isdigit() else _PUBLIC
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (at, port))]

    def connected(self: socket.socket, where: tuple[str, int]) -> None:
        connect(self, ("127.0.0.1", port) if where == (_PUBLIC, 443) else where)

    monkeypatch.setattr(socket, "getaddrinfo", found)
    monkeypatch.setattr(socket.socket, "connect", connected)


def _fetch(name: str, target: Path) -> None:
    Fetcher(home="http://home", timeout=(5, 5)).fetch(f"https://{name}/f", target)


def test_the_right_certificate_opens_the_film(
    host: FilmHost, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", f"{host.certificate}.crt")
    _fetch("films.example", tmp_path / "film")
    assert (tmp_path / "film").read_bytes() == _FILM
    assert (host.asked_for, host.hosts) == (["films.example"], ["films.example"])


@pytest.mark.parametrize("name", ["other.example", _PUBLIC])
def test_a_certificate_of_another_name_opens_nothing(
    host: FilmHost, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    """Also where the address is the same, and has been connected to for the right name."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", f"{host.certificate}.crt")
    fetcher = Fetcher(home="http://home", timeout=(5, 5))
    fetcher.fetch("https://films.example/f", tmp_path / "film")
    with pytest.raises(Unavailable):
        fetcher.fetch(f"https://{name}/f", tmp_path / "film")
    assert host.hosts == ["films.example"]


def test_a_certificate_that_nobody_vouches_for_opens_nothing(
    host: FilmHost, tmp_path: Path
) -> None:
    with pytest.raises(Unavailable):
        _fetch("films.example", tmp_path / "film")
    assert host.hosts == []
