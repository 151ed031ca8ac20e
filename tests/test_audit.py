"""An audit fails for what is ours to mend, and never for want of a network."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from lib.settings import PROJECT
from tests.audit import cannot_ask, findings, main, pinned
from tests.hostile_api import HostileApi, hostile_api, says

_ADVISORY = {"id": "PYSEC-1", "fix_versions": ["2.0"]}


def _found(name: str, **more: object) -> dict[str, object]:
    return {"name": name, "version": "1.0", "vulns": [{**_ADVISORY, **more}]}


def test_only_a_fix_for_what_we_pin_ourselves_is_ours_to_mend() -> None:
    report = {
        "dependencies": [
            _found("SQLAlchemy"),
            _found("python_dotenv", fix_versions=[]),
            _found("urllib3"),
            {"name": "private", "skip_reason": "not on the index"},
            {"name": "requests", "version": "1.0", "vulns": []},
        ]
    }
    assert list(findings(report, pinned(PROJECT / "requirements.txt"))) == [
        ("Not audited, for the service does not know them: private", False),
        ("SQLAlchemy 1.0: PYSEC-1, fixed in 2.0", True),
        ("python_dotenv 1.0: PYSEC-1, no fix yet", False),
        ("urllib3 1.0: PYSEC-1, fixed in 2.0", False),
    ]


def test_every_direct_pin_is_known(tmp_path: Path) -> None:
    (tmp_path / "r").write_text("# a\nstreamlit==1\npsycopg[binary]==3  # why\n-r other.txt\n")
    assert pinned(tmp_path / "r") == {"streamlit", "psycopg"}
    assert {"requests", "python-dotenv", "sqlalchemy"} <= pinned(PROJECT / "requirements.txt")


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (says(200, {"info": {}, "vulnerabilities": []}), None),
        (says(200, {"info": {}}), "has no advisories"),
        (says(404, "<html>"), "has no advisories"),
        (says(200, "<html>"), "cannot be reached"),
    ],
)
def test_it_is_asked_once_whether_there_are_advisories(answer: object, problem: str | None) -> None:
    with hostile_api() as api:
        _answer_with(api, answer)
        said = cannot_ask(f"{api.url}/file.mp4")
    assert (said is None) if problem is None else (said is not None and problem in said)


def _answer_with(api: HostileApi, answer: object) -> None:
    api.file = [answer]  # type: ignore[list-item]  # a Behaviour


def test_no_network_is_said_at_once() -> None:
    begun = time.monotonic()
    assert "cannot be reached" in (cannot_ask("http://127.0.0.1:9/") or "")
    assert time.monotonic() - begun < 5


def _advisory(package: str, fixed: str | None) -> dict[str, object]:
    """As osv.dev words one (schema 1.x)."""
    events = [{"introduced": "0"}, *([{"fixed": fixed}] if fixed else [])]
    return {
        "id": "GHSA-0000-0000-0000",
        "summary": "It lets strangers in.",
        "aliases": ["CVE-2026-0000"],
        "published": "2026-01-02T03:04:05Z",
        "modified": "2026-01-02T03:04:05Z",
        "schema_version": "1.7.0",
        "affected": [
            {
                "package": {"name": package, "ecosystem": "PyPI"},
                "ranges": [{"type": "ECOSYSTEM", "events": events}],
            }
        ],
    }


@pytest.mark.parametrize(
    ("fix", "told", "code"), [("99.1", "fixed in 99.1", 1), (None, "no fix yet", 0)]
)
def test_what_pip_audit_finds_becomes_the_verdict(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], fix: str | None, told: str, code: int
) -> None:
    """The real program; the service that it asks is ours, and answers as the real one does."""
    (tmp_path / "pins").write_text("requests==2.0.0\nidna==2.0\nurllib3==2.0.0\n")
    known = {"requests": _advisory("requests", fix), "idna": _advisory("idna", "99.2")}
    with _advisories(known) as (url, asking):
        assert main(url, tmp_path / "pins", asking) == code
    assert sorted(capsys.readouterr().out.splitlines()) == [
        "idna 2.0: CVE-2026-0000, fixed in 99.2",
        f"requests 2.0.0: CVE-2026-0000, {told}",
    ]


def test_a_service_that_fails_in_the_middle_is_no_clean_bill(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pins").write_text("requests==2.0.0\n")
    with _advisories(None) as (url, asking):
        assert main(url, tmp_path / "pins", asking) == 0
    assert capsys.readouterr().out.startswith("Not audited")


@contextmanager
def _advisories(known: Mapping[str, object] | None) -> Iterator[tuple[str, list[str]]]:
    """A service on loopback that knows one advisory for each of these; None: it breaks down.

    Its address, and what tells pip-audit to ask there.
    """

    class Service(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(200, {"info": {}, "vulnerabilities": []})

        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["content-length"])))
            if known is None:
                self._say(503, {})
            else:
                found = known.get(question["package"]["name"])
                self._say(200, {"vulns": [found]} if found else {})

        def _say(self, status: int, content: Mapping[str, object]) -> None:
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing: tests are quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Service) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        yield url, ["--vulnerability-service", "osv", "--osv-url", f"{url}/query"]
        server.shutdown()
