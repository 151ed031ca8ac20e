"""The colours that the built-in engine offers, as a page shows them."""

from __future__ import annotations

from typing import Final

#: No palette: the template chooses, from the words themselves.
AUTO: Final = "auto"

#: Name -> the colours that a caption runs through, as CSS.
SWATCHES: Final = {
    AUTO: "conic-gradient(#ffcf5c, #ff4b2e, #ff2fb0, #4a5cff, #2fe0ff, #2dff8a, #ffcf5c)",
    "gold": "linear-gradient(135deg, #ffe08a, #ffb52e 55%, #ff8a1f)",
    "neon": "linear-gradient(135deg, #2fdcff, #7a5cff 55%, #ff3fd0)",
    "red": "linear-gradient(135deg, #ff8a3d, #ff4128 55%, #e3122b)",
    "ice": "linear-gradient(135deg, #f2fbff, #a4d6ff 50%, #5aa2ff)",
    "jade": "linear-gradient(135deg, #d8ff9a, #35f59a 50%, #14b58a)",
}


def label(name: str) -> str:
    return name.capitalize()
