"""Cards: the picture that messengers show for a public link, composed for their format."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from lib.errors import VideoApiError
from lib.format import Format
from lib.generation import Generation
from lib.media import CARD_SIZE, compose_card
from lib.rendition import CARD, POSTER
from lib.studio.clip import Clip
from lib.studio.make import Make
from lib.studio.renditions import Renditions

_WIDE: Final = Format(1920, 1080)


class Cards(Make, Renditions):
    def card(self, generation: Generation) -> Clip:
        """Return the card of a film, made when it is first asked for and kept with the film.

        Where the provider draws stills, it draws one for a wide picture; else the film's poster
        stands in its own light. That also serves while the engine is away, and is not kept then.
        Raise BadVideo, GenerationNotFound or StorageError.
        """
        if self.archive.stat(CARD.key(generation.id)) is None:
            try:
                self._keep(generation, CARD, compose_card(self._still(generation)))
            except VideoApiError:
                return self._passing(generation, CARD, compose_card(self._poster(generation)))
        return self._rendition(generation, CARD, "card")

    def _still(self, generation: Generation) -> bytes:
        if not generation.provider.has_preview:
            return self._poster(generation)
        wide = replace(generation.request, format=_WIDE)
        return self.preview(wide, width=CARD_SIZE[0]).image

    def _poster(self, generation: Generation) -> bytes:
        return b"".join(self._clip(generation, POSTER, "").open())
