"""Take away: the films of a batch as one ZIP, named as its table says, with a table of what came of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from lib.batch import BatchFilm
from lib.errors import SkylitError
from lib.file_names import numbered_name
from lib.generation import Generation, Status
from lib.person import Viewer
from lib.studio.batches import Batches
from lib.studio.bundle import Bundle
from lib.studio.csv_file import CsvFile
from lib.studio.unique_names import UniqueNames
from lib.studio.zip_stream import Entry, zipped
from lib.text import say

#: The name of the table.
RESULTS: Final = "results.csv"

_COLUMNS: Final = ("row", "caption", "state", "file", "cost", "link", "note")

#: From a generation to the address of its page.
Link = Callable[[Generation], str]


class TakeAway(Batches, Bundle):
    def batch_zip(self, viewer: Viewer, batch_id: str, link: Link) -> Iterator[bytes]:
        """Yield a ZIP of what is ready, and of the table. Raise BatchNotFound before the first byte."""
        films = self.batch_films(viewer, batch_id)
        return zipped(self._batch_entries(viewer, films, link))

    def results(self, viewer: Viewer, batch_id: str, link: Link) -> bytes:
        """Return the table alone: CSV in UTF-8, as table programs open it."""
        films = self.batch_films(viewer, batch_id)
        return _table(films, file_names(films), link)

    def _batch_entries(
        self, viewer: Viewer, films: Sequence[BatchFilm], link: Link
    ) -> Iterator[Entry]:
        names = file_names(films)
        for film in films:
            generation = film.generation
            if not generation.is_playable:
                continue
            try:
                clip = self.clip(viewer, generation.id)
            except SkylitError:  # lost from the archive: the table has no file for it
                del names[film.number]
                continue
            yield Entry(names[film.number], generation.created_at, clip.size, clip.open())
        content = _table(films, names, link)
        yield Entry(RESULTS, self.clock(), len(content), [content])


def file_names(films: Sequence[BatchFilm]) -> dict[int, str]:
    """Return the name of each film's file by its row: the same each time, whichever are ready."""
    names = UniqueNames({RESULTS})
    return {film.number: names.first_free(partial(_name, film)) for film in films}


def _name(film: BatchFilm, number: str) -> str:
    stem = film.file_name.strip().removesuffix(".mp4") or film.generation.caption.on_one_line
    return numbered_name(stem, number, "mp4")


def _table(films: Sequence[BatchFilm], names: dict[int, str], link: Link) -> bytes:
    table = CsvFile(_COLUMNS)
    for film in films:
        table.add(_result(film, names, link))
    return table.content()


def _result(film: BatchFilm, names: dict[int, str], link: Link) -> tuple[str, ...]:
    generation = film.generation
    return (
        str(film.number),
        generation.caption.text,
        "damaged" if generation.is_damaged else generation.status.value,
        names.get(film.number, "") if generation.is_playable else "",
        _cost(generation),
        link(generation),
        "" if generation.status is Status.READY else say(generation.problem),
    )


def _cost(generation: Generation) -> str:
    """Credits, where the provider says them."""
    if not generation.provider.charges:
        return "free"
    return "" if generation.credits_used is None else f"{generation.credits_used:g}"
