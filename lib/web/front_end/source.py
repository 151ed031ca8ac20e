"""Where Streamlit's front end lies. Only its files are read: the package itself is for pages alone."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Final

_REFERENCE: Final = re.compile(r'(?:href|src)="\./(static/[^"]+)"')


def folder() -> Path:
    """The folder with index.html and static/. Raise RuntimeError where Streamlit is not installed."""
    found = find_spec("streamlit")
    if found is None or found.origin is None:
        raise RuntimeError("Streamlit is not installed: run make setup.")
    return Path(found.origin).parent / "static"


def index() -> str:
    return (folder() / "index.html").read_text("utf-8")


def files() -> dict[str, Path]:
    """Every file below static/ by its path, such as "/static/js/index.js": nothing else is served."""
    root = folder()
    return {
        f"/{path.relative_to(root).as_posix()}": path
        for path in (root / "static").rglob("*")
        if path.is_file()
    }


def needed_at_once(page: str) -> list[str]:
    """Paths of what the page itself names."""
    return [f"/{name}" for name in _REFERENCE.findall(page)]
