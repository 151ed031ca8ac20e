"""QR codes of links, for a room to point its phones at, and for print."""

from __future__ import annotations

import io
from typing import Final

import segno

_INK, _PAPER = "#0a0e1c", "#ffffff"
#: Modules of white around the code, as ISO/IEC 18004 wants them.
_QUIET: Final = 4
#: Pixels a module of the picture for print.
_PRINTED: Final = 24


def qr_svg(address: str) -> bytes:
    """Return the code as an SVG of whole modules, without a fixed size."""
    out = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(out, kind="svg", border=_QUIET, dark=_INK, light=_PAPER, omitsize=True, xmldecl=False)
    return out.getvalue()


def qr_png(address: str) -> bytes:
    out = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(out, kind="png", border=_QUIET, scale=_PRINTED, dark=_INK, light=_PAPER)
    return out.getvalue()
