"""Asks whether anything that Skylit pins has a known vulnerability: `make audit`.

Exit code 1 for one that has a fix in what requirements.txt pins itself; what comes along with it is
reported, and mended by its own users' next versions. Where no advisories can be had (no network, a
mirror without them) it says so within seconds and stands in nobody's way.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import requests

from lib.settings import PROJECT

#: A page like those that pip-audit asks for, one for each pin; mirrors often lack them. One is
#: asked for first: where it is not there, the others are not asked for.
SERVICE: Final = f"https://pypi.org/pypi/requests/{version('requests')}/json"
_PATIENCE: Final = 20.0  # seconds to connect, and for an answer
_LONGEST: Final = 240.0  # seconds for all pins together

_PIN: Final = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==", re.MULTILINE)


def main(
    service: str = SERVICE,
    pins: Path = PROJECT / "requirements-dev.lock",
    asking: Sequence[str] = (),
) -> int:
    """`asking`: further options of pip-audit, as for another service than the index itself."""
    if problem := cannot_ask(service):
        sys.stdout.write(f"Not audited: {problem} Run `make audit` where it can be asked.\n")
        return 0
    try:
        report = _report(pins, asking)
    except (subprocess.TimeoutExpired, ValueError) as error:
        sys.stdout.write(f"Not audited: {type(error).__name__}. Run `make audit` again later.\n")
        return 0
    lines = list(findings(report, pinned(PROJECT / "requirements.txt")))
    sys.stdout.write("".join(f"{line}\n" for line, _ in lines) or "No known vulnerability.\n")
    return int(any(is_ours for _, is_ours in lines))


def cannot_ask(service: str) -> str | None:
    """Why not, as a sentence; None where the service knows advisories."""
    try:
        answer = requests.get(service, timeout=_PATIENCE)
        known = answer.ok and "vulnerabilities" in answer.json()
    except (requests.RequestException, ValueError):
        return "the advisory service cannot be reached."
    return None if known else "the package index here has no advisories."


def pinned(requirements: Path) -> frozenset[str]:
    return frozenset(map(_folded, _PIN.findall(requirements.read_text())))


def findings(report: dict[str, Any], ours: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """A line for each, and whether it is ours to mend: pinned by us, and there is a fix."""
    packages = report["dependencies"]
    if skipped := [package["name"] for package in packages if "skip_reason" in package]:
        yield f"Not audited, for the service does not know them: {', '.join(skipped)}", False
    for package in packages:
        for found in package.get("vulns", []):
            fixes = ", ".join(found["fix_versions"])
            is_ours = bool(fixes) and _folded(package["name"]) in ours
            what = f"{package['name']} {package['version']}: {found['id']}"
            yield f"{what}, {f'fixed in {fixes}' if fixes else 'no fix yet'}", is_ours


def _report(pins: Path, asking: Sequence[str]) -> dict[str, Any]:
    """Every pin as it stands: nothing is resolved, so nothing is downloaded."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(pins), *asking]
    plainly = ["--no-deps", "--disable-pip", "--progress-spinner", "off", "--format", "json"]
    timeout = ["--timeout", str(int(_PATIENCE))]
    done = subprocess.run(
        [*command, *plainly, *timeout],
        capture_output=True,
        text=True,
        timeout=_LONGEST,
        check=False,
    )
    return dict(json.loads(done.stdout))


def _folded(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    sys.exit(main())
