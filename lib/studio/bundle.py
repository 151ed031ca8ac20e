"""Bundle: several films as one ZIP, with a table of what is in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from lib.errors import SkylitError
from lib.file_names import rendition_name
from lib.generation import Generation
from lib.person import Viewer
from lib.studio.files import Files
from lib.studio.unique_names import UniqueNames
from lib.studio.zip_stream import Entry, zipped

#: The name of the table, which every ZIP has.
TABLE: Final = "films.csv"

_COLUMNS: Final = (
    "file", "words", "template", "format", "seconds", "asked (UTC)", "provider", "credits", "SHA-256",
    "note",
)  # fmt: skip

#: A spreadsheet takes a cell that begins so for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


class Bundle(Files):
    def bundle(self, viewer: Viewer, films: Sequence[Generation]) -> Iterator[bytes]:
        """Yield a ZIP of these films, in this order; of those that the viewer may see.

        A film that is not in the archive any more is missing in the ZIP, and the table says so. Raise
        StorageError where the archive breaks off within a film: then the ZIP is not whole.
        """
        return zipped(self._entries(viewer, films))

    def _entries(self, viewer: Viewer, films: Sequence[Generation]) -> Iterator[Entry]:
        table, names = _Table(), UniqueNames({TABLE})
        for film in films:
            try:
                clip = self.clip(viewer, film.id)
            except SkylitError as problem:
                table.add(film, "", f"Not in this ZIP. {problem}")
                continue
            name = names.first_free(partial(_name, film))
            table.add(film, name, "")
            yield Entry(name, film.created_at, clip.size, clip.open())
        content = table.content()
        yield Entry(TABLE, self.clock(), len(content), [content])


def _name(film: Generation, kind: str) -> str:
    return rendition_name(film.created_at.date(), film.caption.text, kind, "mp4")


@dataclass(slots=True)
class _Table:
    """A CSV in UTF-8, with the byte order mark by which spreadsheets recognise it."""

    text: io.StringIO = field(default_factory=io.StringIO)

    def __post_init__(self) -> None:
        self._write(_COLUMNS)

    def add(self, film: Generation, name: str, note: str) -> None:
        request, video = film.request, film.video
        self._write(
            (
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
        )

    def content(self) -> bytes:
        return self.text.getvalue().encode("utf-8-sig")

    def _write(self, cells: Sequence[str]) -> None:
        csv.writer(self.text).writerow([harmless(cell) for cell in cells])


def harmless(cell: str) -> str:
    """Return the cell so that no table program takes it for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
