"""Bundle: several films as one ZIP, with a table of what is in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from lib.errors import SkylitError
from lib.file_names import rendition_name
from lib.generation import Generation
from lib.person import Viewer
from lib.studio.csv_file import CsvFile
from lib.studio.files import Files
from lib.studio.unique_names import UniqueNames
from lib.studio.zip_stream import Entry, zipped

#: The name of the table, which every ZIP has.
TABLE: Final = "films.csv"

_COLUMNS: Final = (
    "file", "words", "template", "format", "seconds", "asked (UTC)", "provider", "credits", "SHA-256",
    "note",
)  # fmt: skip


class Bundle(Files):
    def bundle(self, viewer: Viewer, films: Sequence[Generation]) -> Iterator[bytes]:
        """Yield a ZIP of these films, in this order; of those that the viewer may see.

        A film that is not in the archive any more is missing in the ZIP, and the table says so. Raise
        StorageError where the archive breaks off within a film: then the ZIP is not whole.
        """
        return zipped(self._entries(viewer, films))

    def _entries(self, viewer: Viewer, films: Sequence[Generation]) -> Iterator[Entry]:
        table, names = CsvFile(_COLUMNS), UniqueNames({TABLE})
        for film in films:
            try:
                clip = self.clip(viewer, film.id)
            except SkylitError as problem:
                table.add(_row(film, "", f"Not in this ZIP. {problem}"))
                continue
            name = names.first_free(partial(_name, film))
            table.add(_row(film, name, ""))
            yield Entry(name, film.created_at, clip.size, clip.open())
        content = table.content()
        yield Entry(TABLE, self.clock(), len(content), [content])


def _name(film: Generation, kind: str) -> str:
    return rendition_name(film.created_at.date(), film.caption.text, kind, "mp4")


def _row(film: Generation, name: str, note: str) -> tuple[str, ...]:
    request, video = film.request, film.video
    return (
        name,
        request.caption.text,
        request.template.name,
        request.format.name,
        f"{video.duration:.1f}" if video else "",
        f"{film.created_at:%Y-%m-%d %H:%M:%S}",
        film.provider.label,
        "" if film.credits_used is None else f"{film.credits_used:g}",
        video.sha256 if video else "",
        note,
    )
