"""The colours that the built-in engine offers, as a page shows them."""

from __future__ import annotations

from typing import Final

#: No palette: the template chooses, from the words themselves.
AUTO: Final = "auto"

#: A colour of one's own, as `#rrggbb`.
BRAND: Final = "brand"

#: Name -> the colours that a caption runs through, as CSS.
SWATCHES: Final = {
    AUTO: "var(--auto, conic-gradient(#ffcf5c, #ff4b2e, #ff2fb0, #4a5cff, #2fe0ff, #2dff8a, #ffcf5c))",
    "gold": "linear-gradient(135deg, #ffe08a, #ffb52e 55%, #ff8a1f)",
    "neon": "linear-gradient(135deg, #2fdcff, #7a5cff 55%, #ff3fd0)",
    "red": "linear-gradient(135deg, #ff8a3d, #ff4128 55%, #e3122b)",
    "ice": "linear-gradient(135deg, #f2fbff, #a4d6ff 50%, #5aa2ff)",
    "jade": "linear-gradient(135deg, #d8ff9a, #35f59a 50%, #14b58a)",
    BRAND: "var(--brand, transparent)",
}

#: Below this relative luminance (WCAG 2.2) a colour is hardly seen at night.
_DARK: Final = 0.06


def auto_is(palette: str) -> str:
    """Return the style that shows this palette, which follows from the words, on the swatch of Auto."""
    return f"<style>:root{{--auto:{SWATCHES[palette]}}}</style>"


def label(name: str) -> str:
    return "\\+ Brand" if name == BRAND else name.capitalize()  # a plus would begin a list


def is_dark(colour: str) -> bool:
    """Return whether `#rrggbb` is too dark to shine in the sky as it is."""
    linear = [_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] < _DARK


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
