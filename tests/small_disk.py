"""A disk of its own, small enough to be full and easily made read-only, where mounting is allowed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path, *, kilobytes: int = 1024) -> Iterator[Path]:
    """A tmpfs in `folder`, until the block ends. Skips the test, saying so, where it may not be."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0 or not _mount("-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", folder):
        pytest.skip("only root, and not in every container, may mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True, timeout=20)


def read_only(folder: Path, *, yes: bool = True) -> None:
    """Turn the small disk read-only, or back. Nothing on it may be open for writing."""
    assert _mount("-o", f"remount,{'ro' if yes else 'rw'}", folder)


def resize(folder: Path, kilobytes: int) -> None:
    assert _mount("-o", f"remount,size={kilobytes}k", folder)


def _mount(*arguments: str | Path) -> bool:
    done = subprocess.run(["mount", *arguments], check=False, capture_output=True, timeout=20)
    return done.returncode == 0
