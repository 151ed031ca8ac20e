"""An audit fails for what is ours to mend, and never for want of a network."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from lib.settings import PROJECT
from tests.audit import cannot_ask, findings, pinned
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
