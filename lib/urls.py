"""Own addresses: every path that Skylit shows or answers, under a sub-path and behind a proxy too.

`--server.baseUrlPath studio/sky` moves everything below `/studio/sky`, and PUBLIC_URL is what people
type. All of our addresses are made here, so none forgets either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import quote, urlencode, urlsplit

#: A name may stand several times: `{"g": ["a", "b"]}` becomes `g=a&g=b`.
Query = Mapping[str, str | Sequence[str]]

#: What a path may hold unescaped besides letters and digits (RFC 3986, pchar, and the slash).
_SAFE: Final = "/-._~!$&'()*+,;=:@"


@dataclass(frozen=True, slots=True)
class Urls:
    """`base` is "" or such as "/studio/sky"; `public` is such as "https://host/studio/sky"."""

    base: str = ""
    public: str | None = None

    @classmethod
    def of(cls, base_url_path: str | None, public: str | None = None) -> Self:
        """Take the sub-path as Streamlit's setting has it, with or without slashes around it."""
        base = (base_url_path or "").strip("/")
        return cls(f"/{base}" if base else "", public.rstrip("/") if public else None)

    def path(self, path: str, query: Query | None = None) -> str:
        """Return the address of one of our paths, such as "/clips/x.mp4", for a page or a redirect."""
        return _joined(self.base, path, query)

    def absolute(self, path: str, query: Query | None = None) -> str | None:
        """Return the same for a message or a QR code; None if nobody has set PUBLIC_URL."""
        return _joined(self.public, path, query) if self.public is not None else None

    def below(self, path: str) -> str | None:
        """Return the part of a path below the sub-path; None if it lies outside."""
        if not self.base:
            return path
        if path == self.base:
            return "/"
        return path[len(self.base) :] if path.startswith(f"{self.base}/") else None

    @property
    def public_origin(self) -> str | None:
        """Scheme and host of PUBLIC_URL, as browsers send it in Origin."""
        if self.public is None:
            return None
        parts = urlsplit(self.public)
        return f"{parts.scheme}://{parts.netloc}".lower()


def _joined(base: str, path: str, query: Query | None) -> str:
    address = base + quote(path, safe=_SAFE)
    return f"{address}?{urlencode(query, doseq=True)}" if query else address
