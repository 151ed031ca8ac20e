"""Card: the picture that a messenger shows for a link, 1200 x 630 pixels, composed from a still."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from lib.errors import BadVideo
from lib.problem import Code

#: What Open Graph's readers show without cutting: 1.91 to 1.
CARD_SIZE: Final = 1200, 630

#: Width to height from which a still fills the card and loses nothing but a strip of sky.
_WIDE: Final = 1.5
#: What surrounds a tall still is its own light: blurred by so many pixels, and so much of its brightness.
_BLUR, _DUSK = 44, 0.5
#: Pixels over which a tall still fades into what surrounds it.
_FADE: Final = 36


def compose_card(still: bytes) -> bytes:
    """Return the card as a JPEG. `still` is a picture that Skylit made. Raise BadVideo if it is none."""
    try:
        with Image.open(io.BytesIO(still)) as picture:
            film = picture.convert("RGB")
    except (OSError, ValueError) as error:
        raise BadVideo(Code.FILE_BROKEN) from error
    is_wide = film.width >= _WIDE * film.height
    card = ImageOps.fit(film, CARD_SIZE, Image.Resampling.LANCZOS) if is_wide else _surrounded(film)
    out = io.BytesIO()
    card.save(out, "JPEG", quality=88, optimize=True, progressive=True)
    return out.getvalue()


def _surrounded(film: Image.Image) -> Image.Image:
    """Return the whole still at full height, in the middle of its own blurred light."""
    light = ImageOps.fit(film, CARD_SIZE).filter(ImageFilter.GaussianBlur(_BLUR))
    card = ImageEnhance.Brightness(light).enhance(_DUSK)
    inner = ImageOps.contain(film, CARD_SIZE, Image.Resampling.LANCZOS)
    place = (CARD_SIZE[0] - inner.width) // 2, (CARD_SIZE[1] - inner.height) // 2
    card.paste(inner, place, _fading(inner.size))
    return card


def _fading(size: tuple[int, int]) -> Image.Image:
    """Return a mask that is opaque in the middle and transparent at left and right."""
    width, _ = size
    fade = min(_FADE, width // 4)
    row = Image.new("L", (width, 1))
    row.putdata([255 * min(fade, x + 1, width - x) // fade for x in range(width)])
    return row.resize(size)
