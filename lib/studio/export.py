"""Export: what else can be had of a film, for every channel: made once, kept with the film.

A film in another format is a rendition and no generation of its own: it belongs to its film, is
listed and deleted with it, costs nothing, and can be made again at any time. A provider that draws
the same film again draws it anew, composed for the format; of any other film the whole picture is
fitted into the format.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Final

from lib.errors import (
    BadVideo,
    FileLost,
    GenerationNotFound,
    NotNow,
    StorageError,
    Unavailable,
    VideoApiError,
)
from lib.format import Format
from lib.generation import Generation
from lib.media import RECIPES, Kind, Recipe, inspect, transcode
from lib.person import Viewer
from lib.problem import Code, Problem
from lib.rendition import FILM, Rendition
from lib.studio.cards import Cards
from lib.studio.clip import Clip
from lib.studio.exporter import Job
from lib.video_api import Done, GenerationFailed, VideoApi

#: The folder in DATA_DIR in which exports are made.
EXPORTS: Final = "exports"

#: Seconds between two questions how far the provider is, and until it is given up.
_LOOK: Final = 0.25
_LONGEST: Final = 300.0


class Way(StrEnum):
    """How an export comes to be."""

    DRAWN = "drawn"  # anew, by the provider, composed for the format
    FITTED = "fitted"  # the whole film over its own blurred and darkened extension
    CONVERTED = "converted"  # another kind of file


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One file that can be had of a film, and how far it is."""

    recipe: Recipe
    way: Way
    #: Bytes; None until it is there.
    size: int | None = None
    #: 0 to 1 while it is being made, else None.
    fraction: float | None = None
    #: Why it could not be made, if it could not.
    problem: Problem | None = None


class Exporting(Cards):
    def exports(self, viewer: Viewer, generation_id: str) -> tuple[Export, ...]:
        """Return everything that can be had of this film besides the film itself.

        Raise GenerationNotFound, NotNow while there is no film, or StorageError.
        """
        generation = self._exportable(viewer, generation_id)
        sizes = {key: held.size for key, held in self.archive.exports(generation_id).items()}
        return tuple(
            self._standing(generation, recipe, sizes.get(_rendition_of(recipe).key(generation_id)))
            for recipe in RECIPES.values()
            if _makes_sense(recipe, generation)
        )

    def export(self, viewer: Viewer, generation_id: str, key: str) -> Export:
        """Ask for one of them, and return how far it is. An existing file is not made again.

        Raise TooMany, and as `exports` does.
        """
        generation, recipe = self._chosen(viewer, generation_id, key)
        if self._held(generation, recipe) is None:
            whose = viewer.person.id if viewer.person else generation.owner.id
            self.exporter.ask((generation_id, key), whose, partial(self._make, generation, recipe))
        return self.export_now(viewer, generation_id, key)

    def export_now(self, viewer: Viewer, generation_id: str, key: str) -> Export:
        """Return how far one of them is, without asking for it."""
        generation, recipe = self._chosen(viewer, generation_id, key)
        return self._standing(generation, recipe, self._held(generation, recipe))

    def cancel_export(self, viewer: Viewer, generation_id: str, key: str) -> None:
        """Stop making it. A file that exists stays."""
        self._chosen(viewer, generation_id, key)
        self.exporter.cancel((generation_id, key))

    def exported(self, viewer: Viewer, generation_id: str, key: str) -> Clip:
        """Return the file. Raise GenerationNotFound where it was not made."""
        generation, recipe = self._chosen(viewer, generation_id, key)
        return self._rendition(generation, _rendition_of(recipe), recipe.label)

    # ── inside ────────────────────────────────────────────────────────────────────────────────

    def _exportable(self, viewer: Viewer, generation_id: str) -> Generation:
        generation = self.get(viewer, generation_id)
        if not generation.is_playable:
            raise NotNow(Code.EXPORT_TOO_EARLY)
        return generation

    def _chosen(self, viewer: Viewer, generation_id: str, key: str) -> tuple[Generation, Recipe]:
        generation, recipe = self._exportable(viewer, generation_id), RECIPES.get(key)
        if recipe is None or not _makes_sense(recipe, generation):
            raise GenerationNotFound(Code.EXPORT_UNKNOWN)
        return generation, recipe

    def _held(self, generation: Generation, recipe: Recipe) -> int | None:
        held = self.archive.stat(_rendition_of(recipe).key(generation.id))
        return held.size if held else None

    def _standing(self, generation: Generation, recipe: Recipe, size: int | None) -> Export:
        way = _way(recipe, generation)
        job = None if size is not None else self.exporter.job((generation.id, recipe.key))
        if job is None or job.problem:
            problem = job.problem if job else None
            return Export(recipe=recipe, way=way, size=size, problem=problem)
        return Export(recipe=recipe, way=way, fraction=job.fraction)

    # ── in the background ─────────────────────────────────────────────────────────────────────

    def _make(self, generation: Generation, recipe: Recipe, job: Job) -> None:
        with self._scratch() as folder:
            target = folder / f"export.{recipe.ending}"
            if _way(recipe, generation) is Way.DRAWN:
                self._draw(generation, recipe, target, job)
            else:
                self._transcode(generation, recipe, target, job)
            self._keep(generation, _rendition_of(recipe), target)

    def _transcode(self, generation: Generation, recipe: Recipe, target: Path, job: Job) -> None:
        film = target.with_name("film.mp4")
        if not self.archive.fetch(FILM.key(generation.id), film):
            raise FileLost(Code.FILM_MISSING)
        title = generation.caption.on_one_line
        transcode(recipe, film, target, title=title, progress=job.tell, cancelled=job.is_unwanted)

    def _draw(self, generation: Generation, recipe: Recipe, target: Path, job: Job) -> None:
        """Have the provider draw the same film in another format; its own copy goes at once."""
        api, provider = self.apis[generation.provider], generation.provider
        wanted = replace(generation.request, format=_format_of(recipe)).as_sent_to(provider)
        task_id = api.submit(wanted, client_request_id=f"export-{generation.id}").task_id
        try:
            api.download(_drawn(api, task_id, job).url, target)
            inspect(target)
        finally:
            with contextlib.suppress(VideoApiError):
                api.forget(task_id)

    @contextlib.contextmanager
    def _scratch(self) -> Iterator[Path]:
        """Yield a folder for one file, and delete it afterwards. Raise StorageError."""
        home = self.settings.data_dir / EXPORTS
        try:
            home.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=home, ignore_cleanup_errors=True) as folder:
                yield Path(folder)
        except OSError as error:
            raise StorageError(Problem.of(Code.EXPORT_UNWRITABLE, why=error.strerror)) from error


def _drawn(api: VideoApi, task_id: str, job: Job) -> Done:
    """Wait for the task, and tell how far it is. Raise Cancelled, BadVideo or VideoApiError."""
    for _ in range(round(_LONGEST / _LOOK)):
        job.wait(_LOOK)
        answer = api.check(task_id)
        if isinstance(answer, Done):
            return answer
        if isinstance(answer, GenerationFailed):
            cause = Problem.told(answer.message) if answer.message else None
            raise BadVideo(Problem.of(Code.ENGINE_CANNOT_DRAW, cause=cause))
        job.tell(answer.progress or 0.0)
    raise Unavailable(Code.ENGINE_SLOW)


def _way(recipe: Recipe, generation: Generation) -> Way:
    if recipe.kind is not Kind.FIT:
        return Way.CONVERTED
    provider = generation.provider
    draws = provider.is_repeatable and _format_of(recipe) in provider.formats
    return Way.DRAWN if draws else Way.FITTED


def _makes_sense(recipe: Recipe, generation: Generation) -> bool:
    """Return False for a film's own format, and for silencing a silent film."""
    video = generation.video
    if recipe.kind is Kind.SILENT:
        return video is not None and video.has_sound
    return video is None or recipe.size != (video.width, video.height)


def _format_of(recipe: Recipe) -> Format:
    width, height = recipe.size or (0, 0)
    return Format(width, height)


def _rendition_of(recipe: Recipe) -> Rendition:
    return Rendition(recipe.key, recipe.ending, recipe.media_type)
