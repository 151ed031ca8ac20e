"""Content-Disposition: the header that makes a browser save a file under a name."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import quote

#: What some browsers decode in the plain form: a percent sign before two hexadecimal digits.
_ESCAPED: Final = re.compile(r"%(?=[0-9A-Fa-f]{2})")


def content_disposition(name: str) -> str:
    """Both forms of RFC 6266: plain ASCII for old readers, UTF-8 (RFC 8187) for all others."""
    decomposed = unicodedata.normalize("NFKD", name)
    plain = " ".join(decomposed.encode("ascii", "ignore").decode().split())
    plain = _ESCAPED.sub(" ", plain)
    if plain.startswith("."):
        plain = f"skylit{plain}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
