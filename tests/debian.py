# ruff: noqa: T201  a program that says what it does
"""Packages of Debian that tests want, installed where that may be done: as root, on such a system."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from typing import Final

_LONGEST: Final = 600  # seconds for an installation
#: No question is asked, and no service that comes along is started.
_QUIET: Final = {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}


def install(package: str) -> bool:
    """Return whether it was installed."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"Installing Debian's {package} …")
    patient = ["apt-get", "--option", "DPkg::Lock::Timeout=300", "--quiet=2"]  # another may install
    return done([*patient, "update"], _QUIET) and done(
        [*patient, "install", "--yes", "--no-install-recommends", package], _QUIET
    )


def done(command: list[str], environment: Mapping[str, str] | None = None) -> bool:
    """Run it; return whether it succeeded."""
    try:
        finished = subprocess.run(
            command, env={**os.environ, **(environment or {})}, timeout=_LONGEST, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"{command[0]}: {error}")
        return False
    return finished.returncode == 0
