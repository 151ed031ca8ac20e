"""Where Streamlit's front end lies. Only its files are read: the package itself is for pages alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

#: What the first page is made of, by the names of their sources in Streamlit's build.
_ELEMENTS: Final = tuple(
    f"/{name}/{name}.tsx" for name in ("Html", "PageLink", "Button", "ButtonGroup", "BidiComponent")
)
_REFERENCE: Final = re.compile(r'(?:href|src)="\./(static/[^"]+)"')


def folder() -> Path:
    """Return the folder with index.html and static/. Raise RuntimeError where Streamlit is not installed."""
    found = find_spec("streamlit")
    if found is None or found.origin is None:
        raise RuntimeError("Streamlit is not installed: run make setup.")
    return Path(found.origin).parent / "static"


def index() -> str:
    return (folder() / "index.html").read_text("utf-8")


def files() -> dict[str, Path]:
    """Return every file below static/ by its path, such as "/static/js/index.js". Nothing else is served."""
    root = folder()
    return {
        f"/{path.relative_to(root).as_posix()}": path
        for path in (root / "static").rglob("*")
        if path.is_file()
    }


def needed_at_once(page: str) -> list[str]:
    """Return the paths that the page itself names."""
    return [f"/{name}" for name in _REFERENCE.findall(page)]


def needed_soon() -> list[str]:
    """Return the paths of the scripts of our pages' elements, with all that they import.

    The front end learns only from the first run of a page that it needs them, and then asks for one
    after another. Empty where Streamlit tells nothing of its build.
    """
    try:
        manifest = json.loads((folder() / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError):
        return []
    first = [key for key in manifest if key.endswith(_ELEMENTS)]
    return [f"/{manifest[key]['file']}" for key in _with_imports(first, manifest)]


def _with_imports(keys: Iterable[str], manifest: Mapping[str, Any]) -> list[str]:
    """Return each once; what is imported stands behind what imports it."""
    found: dict[str, None] = {}
    waiting = list(keys)
    while waiting:
        key = waiting.pop(0)
        if key not in found and key in manifest:
            found[key] = None
            waiting += manifest[key].get("imports", [])
    return list(found)
