"""Every run ends with a search for secrets in all that it wrote and logged (tests/leaks.py)."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from lib.log_redaction import keep_logs_clean
from tests.hostile_api import HostileApi, hostile_api
from tests.leaks import SECRETS, leaks_in
from tests.ledger.postgres import postgres

_leaks: list[str] = []

# Machines are busy with other things as well: how long an example took says nothing about the code.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


def pytest_configure() -> None:
    """Logs at their most talkative, as cleaned as they are in the app."""
    keep_logs_clean()
    for name in ("lib", "skylit", "urllib3", "uvicorn"):
        logging.getLogger(name).setLevel(logging.DEBUG)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    for title, text in report.sections:
        for found in SECRETS.finditer(text.encode(errors="replace")):
            _leaks.append(f"{report.nodeid}, {title}: {found[0].decode()}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """With pytest-xdist it is the controller, whose folder holds those of all workers."""
    if hasattr(session.config, "workerinput"):
        return
    factory: pytest.TempPathFactory = session.config._tmp_path_factory  # type: ignore[attr-defined]  # no public way
    _leaks.extend(leaks_in(factory.getbasetemp()))
    if _leaks:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _leaks:
        terminalreporter.section("Secrets that leaked", red=True)
        for leak in sorted(set(_leaks)):
            terminalreporter.line(leak)


@pytest.fixture(autouse=True)
def main_module() -> Iterator[None]:
    """Streamlit makes each page the main module, which a spawned process would run once more."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Of one PostgreSQL for all tests that ask for it."""
    with postgres() as url:
        yield url


@pytest.fixture(scope="module")
def hostile_server() -> Iterator[HostileApi]:
    with hostile_api() as api:
        yield api
