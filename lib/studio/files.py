"""Files: the renditions of a ready generation, and the links that open them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlencode

from lib.errors import FileLost, GenerationNotFound, SkylitError, StorageError
from lib.generation import Generation, Reason, Status, Video
from lib.rendition import FILM, POSTER, Rendition
from lib.studio.clip import Clip
from lib.studio.file_names import attachment_name
from lib.studio.parts import NOT_FOUND, Parts


class Files(Parts):
    def clip(self, generation_id: str) -> Clip:
        """Return the film of a ready generation. Who may see it is asked by the caller.

        Raise GenerationNotFound, FileLost if the archive lost or cut it, or StorageError where
        the archive does not answer.
        """
        generation, video = self._ready(generation_id)
        held = self.archive.stat(FILM.key(generation_id))
        if held is None or held.size != video.size:
            raise self._lost(generation, Reason.FILE_ALTERED if held else Reason.FILE_MISSING)
        return self._clip(generation, FILM, video.sha256)

    def poster(self, generation_id: str) -> Clip:
        """Return its picture, under the same terms as `clip`."""
        generation, video = self._ready(generation_id)
        return self._clip(generation, POSTER, f"{video.sha256}-poster")

    def sign_clip(self, generation_id: str, expires: datetime) -> str:
        """Return a token that lets whoever holds it see this one clip until then."""
        return self.signer.sign_until("clip", generation_id, expires)

    def verify_clip(self, generation_id: str, token: str, now: datetime) -> bool:
        return self.signer.verify_until("clip", generation_id, token, now)

    def sign_preview(self, query: Iterable[tuple[str, str]], expires: datetime) -> str:
        """Return a token that lets whoever holds it see this one still until then."""
        return self.signer.sign_until("preview", urlencode(sorted(query)), expires)

    def verify_preview(self, query: Iterable[tuple[str, str]], token: str, now: datetime) -> bool:
        return self.signer.verify_until("preview", urlencode(sorted(query)), token, now)

    # ── inside ────────────────────────────────────────────────────────────────────────────────

    def _ready(self, generation_id: str) -> tuple[Generation, Video]:
        generation = self.ledger.get(generation_id)
        if generation is None or generation.status is not Status.READY or not generation.video:
            raise GenerationNotFound(NOT_FOUND)
        return generation, generation.video

    def _lost(self, generation: Generation, reason: Reason) -> SkylitError:
        """Its owner shall read it at once, not after the next audit.

        Where the archive holds nothing at all, its disk is not mounted, and no video is lost.
        """
        if next(self.archive.list(), None) is None:
            return StorageError(
                "The archive is empty. Ask whoever runs Skylit to look at its disk."
            )
        damaged = generation.damaged(reason, self.clock())
        if generation.reason is not reason:
            self.ledger.swap(generation, damaged)
        return FileLost(damaged.problem or "")

    def _clip(self, generation: Generation, rendition: Rendition, etag: str) -> Clip:
        key = rendition.key(generation.id)
        held = self.archive.stat(key)
        if held is None:
            raise GenerationNotFound("The file of this video is gone from the archive.")
        return Clip(
            size=held.size,
            etag=etag,
            media_type=rendition.media_type,
            file_name=attachment_name(generation.caption.text, rendition.ending),
            modified=held.modified,
            path=self.archive.path(key),
            _open=lambda start, end: self.archive.open(key, start, end),
        )
