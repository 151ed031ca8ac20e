"""The one HTML page of the front end, made ours: absolute addresses, our title, background, style and script.

Streamlit's own is white until a megabyte of script has run, names itself, and preloads a font that no
page of ours uses. Its addresses are relative to the page, which fails one folder deeper.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from typing import Final

from lib.settings import PROJECT
from lib.ui.style import SCRIPT, SHEET
from lib.urls import Urls
from lib.web.front_end import source

_UNUSED: Final = re.compile(
    r'<link\s+rel="(?:preload"\s+href="\./static/media/SourceSans|service-desc")[^>]*>'
)
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)


def shell(urls: Urls) -> str:
    page = _UNUSED.sub("", _COMMENT.sub("", source.index()))
    page = re.sub(r"<title>.*?</title>", f"<title>Skylit</title>{_background()}", page)
    page = page.replace("</head>", f"{_preloads(source.needed_at_once(page))}</head>")
    page = page.replace('"./', f'"{urls.base}/').lstrip()
    return page.replace("</body>", f"<style>{SHEET}</style><script>{SCRIPT}</script></body>")


def _preloads(named: Collection[str]) -> str:
    """Return links that load the scripts of our elements at once, besides those that the page names."""
    return "".join(
        f'<link rel="modulepreload" crossorigin href=".{path}">'
        for path in source.needed_soon()
        if path not in named
    )


def _background() -> str:
    """Return the style of the background in .streamlit/config.toml, for the time before any script runs."""
    theme = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
    light, dark = theme["light"]["backgroundColor"], theme["dark"]["backgroundColor"]
    return (
        f'<meta name="theme-color" content="{light}" media="(prefers-color-scheme: light)">'
        f'<meta name="theme-color" content="{dark}" media="(prefers-color-scheme: dark)">'
        f"<style>html{{color-scheme:light dark;background:{light}}}"
        f"@media(prefers-color-scheme:dark){{html{{background:{dark}}}}}</style>"
    )
