# ruff: noqa: T201  a program that says what it found
"""Finds a Chromium for the browser tests, or gets one: `make browser` runs this.

The headless shell, which has no window to paint and takes two thirds of the processor time, from the
system or as Debian's package (as root). Else the system's Chromium, else the one that Playwright
downloads.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

from tests import debian

#: A path here wins over everything that is found.
CHOSEN: Final = "SKYLIT_CHROMIUM"

_SHELL: Final = "chromium-headless-shell"
_NAMES: Final = (_SHELL, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find() -> Path | None:
    """The browser's executable, if this machine has one."""
    if chosen := os.environ.get(CHOSEN):
        return Path(chosen)
    for name in _NAMES:
        if found := shutil.which(name):
            return Path(found)
    return _playwrights_own()


def arguments() -> list[str]:
    """Chromium's sandbox does not work for root, as whom containers run."""
    return ["--no-sandbox"] if os.geteuid() == 0 else []


def get() -> Path | None:
    """The browser's executable; installed if need be. None where none can be had."""
    if CHOSEN not in os.environ and not shutil.which(_SHELL):
        debian.install(_SHELL)
    return find() or _from_playwright()


def _playwrights_own() -> Path | None:
    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.is_file() else None


def _from_playwright() -> Path | None:
    print("No Chromium here: asking Playwright for its own …")
    if not debian.done([sys.executable, "-m", "playwright", "install", "chromium"]):
        return None
    return _playwrights_own()


def main() -> int:
    browser = get()
    if browser is None:
        print(
            "The browser tests need Chromium, and none can be installed here.\n"
            f"Install one, or name one: {CHOSEN}=/path/to/chromium make test"
        )
        return 1
    print(f"Browser tests use {browser}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
