"""Pages that Skylit serves itself, beside Streamlit's: the stage, and shared films.

They need neither a websocket nor a session, so that they open at once and survive a lost network.
Jinja escapes every value; the policy allows scripts and styles from our own files alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

FOLDER: Final = Path(__file__).parent

_pages: Final = Environment(
    loader=FileSystemLoader(FOLDER),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "media-src 'self' blob:; connect-src 'self' blob:; base-uri 'none'; form-action 'none'; "
)

#: Files that the pages load.
FILES: Final = tuple(
    sorted(file.name for file in FOLDER.iterdir() if file.suffix in {".css", ".js"})
)
#: The folder of their addresses: it changes with their content, and a module finds another beside it.
VERSION: Final = hashlib.sha256(
    b"".join((FOLDER / name).read_bytes() for name in FILES)
).hexdigest()[:12]


def page(
    name: str,
    *,
    root: str = ".",
    status: int = 200,
    framed_by: str = "'self'",
    more_headers: Mapping[str, str] | None = None,
    **values: object,
) -> HTMLResponse:
    """Fill in the page `name`.

    `root` is the way from the page's address up to Skylit's own, such as "..": relative addresses
    hold below any sub-path. `framed_by` says which sites may show the page in a frame.
    """
    text = _pages.get_template(f"{name}.html").render(
        root=root, assets=f"{root}/assets/{VERSION}", **values
    )
    headers = {
        "content-security-policy": f"{_POLICY}frame-ancestors {framed_by}",
        "cache-control": "private, no-store",
        **(more_headers or {}),
    }
    return HTMLResponse(text, status, headers)
