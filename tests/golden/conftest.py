from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--renew-golden",
        action="store_true",
        help="draw the golden frames again, after a look was changed on purpose",
    )


@pytest.fixture
def renewing(request: pytest.FixtureRequest) -> bool:
    """Known only where this folder was named on the command line: pytest reads options early."""
    return bool(request.config.getoption("--renew-golden", default=False))
