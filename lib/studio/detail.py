"""Detail: all that is known of one generation, for its own page."""

from __future__ import annotations

from dataclasses import dataclass

from lib.generation import Event, Generation, timeline
from lib.person import Action, Viewer, may
from lib.rendition import FILM, POSTER
from lib.share import Share
from lib.studio.parts import Parts


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of the archive, by its name there, such as "1080x1920.mp4"; `size` in bytes."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Shared:
    """A public link, and how often it was opened by day (2026-11-30), the earliest first."""

    share: Share
    views: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    generation: Generation
    #: What happened to it, in order.
    events: tuple[Event, ...]
    files: tuple[KeptFile, ...]
    #: Nobody but its owner learns of these.
    shares: tuple[Shared, ...]
    #: Whether the viewer may change it: star, delete, share.
    is_own: bool


class Details(Parts):
    def detail(self, viewer: Viewer, generation_id: str) -> Detail:
        """Raise GenerationNotFound, also for what the viewer may not see, or StorageError."""
        generation = self.get(viewer, generation_id)
        is_own = may(viewer, Action.CHANGE, generation)
        shares = self.ledger.shares_with(generation_id) if is_own else []
        return Detail(
            generation=generation,
            events=tuple(timeline(generation, self.ledger.moves(generation_id))),
            files=tuple(self._files(generation_id)),
            shares=tuple(Shared(each, self.ledger.views(each.id)) for each in shares),
            is_own=is_own,
        )

    def _files(self, generation_id: str) -> list[KeptFile]:
        names = {FILM.key(generation_id): "film.mp4", POSTER.key(generation_id): "poster.webp"}
        held = ((key, self.archive.stat(key)) for key in self.archive.renditions(generation_id))
        return [
            KeptFile(names.get(key, key.rpartition("/")[2]), stat.size)
            for key, stat in held
            if stat
        ]
