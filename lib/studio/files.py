"""Files: the renditions of a ready generation."""

from __future__ import annotations

from lib.errors import FileLost, GenerationNotFound, SkylitError, StorageError
from lib.file_names import attachment_name
from lib.generation import Generation, Reason, Status, Video
from lib.person import Viewer
from lib.problem import Code
from lib.rendition import FILM, POSTER, Rendition
from lib.studio.clip import Clip
from lib.studio.parts import Parts


class Files(Parts):
    def clip(self, viewer: Viewer, generation_id: str) -> Clip:
        """Return the film of a ready generation that the viewer may see.

        Raise GenerationNotFound, FileLost if the archive lost or cut it, or StorageError where
        the archive does not answer.
        """
        generation, video = self._ready(viewer, generation_id)
        held = self.archive.stat(FILM.key(generation_id))
        if held is None or held.size != video.size:
            raise self._lost(generation, Reason.FILE_ALTERED if held else Reason.FILE_MISSING)
        return self._clip(generation, FILM, video.sha256)

    def poster(self, viewer: Viewer, generation_id: str) -> Clip:
        """Return its picture, under the same terms as `clip`. A lost one is no damage to the film."""
        generation, video = self._ready(viewer, generation_id)
        return self._clip(generation, POSTER, f"{video.sha256}-poster")

    # ── inside ────────────────────────────────────────────────────────────────────────────────

    def _ready(self, viewer: Viewer, generation_id: str) -> tuple[Generation, Video]:
        generation = self.get(viewer, generation_id)
        if generation.status is not Status.READY or not generation.video:
            raise GenerationNotFound(Code.NOT_HERE)
        return generation, generation.video

    def _lost(self, generation: Generation, reason: Reason) -> SkylitError:
        """Mark its file as lost at once, so that its owner need not wait for the next audit.

        An archive that holds nothing at all is a disk that is not mounted: then no video is lost.
        """
        if next(self.archive.list(), None) is None:
            return StorageError(Code.ARCHIVE_EMPTY)
        damaged = generation.damaged(reason, self.clock())
        if generation.reason is not reason:
            self.ledger.swap(generation, damaged)
        return FileLost(damaged.problem or Code.ARCHIVE_LACKS_FILE)

    def _clip(self, generation: Generation, rendition: Rendition, etag: str) -> Clip:
        key = rendition.key(generation.id)
        held = self.archive.stat(key)
        if held is None:
            raise FileLost(Code.ARCHIVE_LACKS_FILE)
        return Clip(
            size=held.size,
            etag=etag,
            media_type=rendition.media_type,
            file_name=attachment_name(generation.caption.text, rendition.ending),
            modified=held.modified,
            path=self.archive.path(key),
            _open=lambda start, end: self.archive.open(key, start, end),
        )
