"""Text from people and other programs is data: it appears as typed, wherever it stands."""

from __future__ import annotations

import html
import re
from typing import Final

_PUNCTUATION: Final = re.compile(r"([!-/;-@\[-`{-~])")


def in_html(text: str) -> str:
    """Escape for an element's content or a quoted attribute."""
    return html.escape(text, quote=True)


def in_markdown(text: str) -> str:
    """For labels, which Streamlit reads as Markdown.

    CommonMark lets every ASCII punctuation mark be escaped. The colon is different: Streamlit
    replaces :names: after the escapes are gone, so an invisible joiner keeps it from its name.
    """
    escaped = _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))
    return escaped.replace(":", ":\N{WORD JOINER}")
