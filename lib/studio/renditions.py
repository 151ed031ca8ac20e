"""Renditions: what was made from a film and is kept beside it, from an export to a link's card."""

from __future__ import annotations

import hashlib
from pathlib import Path

from lib.archive import Stat
from lib.errors import GenerationNotFound
from lib.file_names import rendition_name
from lib.generation import Generation
from lib.problem import Code
from lib.rendition import Rendition
from lib.studio.clip import Clip
from lib.studio.files import Files


class Renditions(Files):
    def _rendition(self, generation: Generation, rendition: Rendition, label: str) -> Clip:
        """Return the file. Raise GenerationNotFound where it was not made, or StorageError."""
        key = rendition.key(generation.id)
        held = self.archive.stat(key)
        if held is None:
            raise GenerationNotFound(Code.EXPORT_NOT_MADE)
        return Clip(
            size=held.size,
            etag=_etag(held),
            media_type=rendition.media_type,
            file_name=_file_name(generation, rendition, label),
            modified=held.modified,
            path=self.archive.path(key),
            _open=lambda start, end: self.archive.open(key, start, end),
        )

    def _passing(self, generation: Generation, rendition: Rendition, content: bytes) -> Clip:
        """Return these bytes as a file that is not kept."""
        return Clip(
            size=len(content),
            etag=hashlib.sha256(content).hexdigest()[:32],
            media_type=rendition.media_type,
            file_name=_file_name(generation, rendition, ""),
            modified=self.clock(),
            path=None,
            _open=lambda start, end: iter([content[start:end]]),
        )

    def _keep(self, generation: Generation, rendition: Rendition, content: Path | bytes) -> None:
        """Store it, unless its film was deleted meanwhile: then it may not stay.

        The film itself is left alone: its deletion may still be taken back. Raise
        GenerationNotFound, or StorageError.
        """
        self._refuse_deleted(generation)
        self.archive.store(rendition.key(generation.id), content)
        try:
            self._refuse_deleted(generation)
        except GenerationNotFound:
            self.archive.delete(rendition.key(generation.id))
            raise

    def _refuse_deleted(self, generation: Generation) -> None:
        if self.ledger.row(generation.id) is None:
            raise GenerationNotFound(Code.EXPORT_NOT_MADE)


def _etag(held: Stat) -> str:
    """Return a tag that changes when the rendition is made anew."""
    return f"{held.size:x}-{int(held.modified.timestamp() * 1000):x}"


def _file_name(generation: Generation, rendition: Rendition, label: str) -> str:
    day, words = generation.created_at.date(), generation.caption.text
    return rendition_name(day, words, label, rendition.ending)
