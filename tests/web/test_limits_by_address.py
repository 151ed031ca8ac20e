"""From the header of a proxy to the sentence on the page: a network has its limit, whoever it claims to be."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.served import free_port, started, wait_until_up
from tests.web.session import visiting

#: Connections may come from any of this machine's own addresses; one of them is the proxy's.
PROXY, LIAR = "127.0.0.2", "127.0.0.3"
OFFICE, NEIGHBOURS = "203.0.113.5", "203.0.113.6"
LIMIT = 2
REFUSED = "Your network has asked for too many videos within a minute"


@pytest.mark.timeout(180)
def test_a_network_has_its_limit_whatever_its_visitors_say_and_however_many_cookies_they_throw_away(
    tmp_path: Path,
) -> None:
    port = free_port()
    settings = {"TRUSTED_PROXIES": PROXY, "SUBMITS_PER_ADDRESS": str(LIMIT), "AIMLAPI_API_KEY": ""}

    def asks(source: str, forwarded: str) -> str:
        """A new visitor each time; return what the page answers."""
        with visiting(port, f"From {forwarded}", source=source, forwarded=forwarded) as session:
            session.run("Make the video")
            return " ".join(session.alerts)

    with started(tmp_path, port, **settings) as process:
        wait_until_up(port, process)
        for _ in range(LIMIT):
            assert asks(PROXY, OFFICE) == ""
        for said in (OFFICE, f"{NEIGHBOURS}, {OFFICE}", f"::ffff:{OFFICE}", f"{OFFICE}:5060"):
            assert asks(PROXY, said).startswith(REFUSED)
        assert asks(PROXY, NEIGHBOURS) == ""
        for number in range(LIMIT):  # whoever is no proxy is who they are
            assert asks(LIAR, f"198.51.100.{number}") == ""
        assert asks(LIAR, NEIGHBOURS).startswith(REFUSED)
        assert asks(PROXY, NEIGHBOURS) == ""  # and takes nothing from those whom they name
