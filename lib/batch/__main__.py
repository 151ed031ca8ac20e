"""`python -m lib.batch TABLE --caption "Welcome, {name}!" --out FOLDER`: a film for each row.

The folder keeps what is under way, in `.skylit`: the same command goes on where it ended, however it
ended. Give it the same table and caption; with another one it makes only what is not there yet.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import shutil
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeVar

from lib import files
from lib.batch import Batch, BatchFilm, Defaults, Plan, Standing, Table, Wording
from lib.bootstrap import open_studio
from lib.errors import InvalidInput, SkylitError
from lib.format import FORMATS, PORTRAIT, Format
from lib.palette import parse_palette_name
from lib.person import Person, Viewer
from lib.provider import Provider
from lib.settings import Settings
from lib.studio import BatchOrder, Studio
from lib.studio.take_away import RESULTS, file_names
from lib.template import CATALOGUE, SHANGHAI_DRONE_SHOW, Template
from lib.text import say

T = TypeVar("T")

_ME: Final = Viewer(Person.session("command line"))

#: Seconds between two looks.
_TICK: Final = 0.5

#: Characters of the bar.
_WIDTH: Final = 30


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 when every row has its film, 1 if some could not be made, 2 if nothing was begun."""
    asked = _parsed(arguments)
    logging.basicConfig(level=logging.ERROR)
    try:
        data = Path(asked.table).read_bytes()
        with open_studio(_settings(asked.out)) as studio:
            return _Run(studio, asked).run(data)
    except OSError as error:
        sys.stderr.write(f"{error.filename}: {error.strerror}.\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. The same command goes on from here.\n")
        return 130
    except SkylitError as error:
        sys.stderr.write(f"{error}\n")
        return 2


def _settings(out: Path) -> Settings:
    """With a database and an archive of its own: a running Skylit keeps its own to itself."""
    home = out / ".skylit"
    home.mkdir(parents=True, exist_ok=True)
    return replace(Settings.load(), data_dir=home.resolve(), database_url=None, archive_url=None)


@dataclass(frozen=True, slots=True)
class _Run:
    studio: Studio
    asked: argparse.Namespace

    def run(self, data: bytes) -> int:
        table = self.studio.read_table(data)
        wording = self._wording(table)
        plan = self._plan(table, wording)
        for row in plan.refused:
            sys.stderr.write(f"Row {row.number} is refused: {say(row.problem)}\n")
        batch = self.studio.start_batch(
            _ME,
            BatchOrder(
                plan=plan,
                provider=self.asked.provider,
                name=Path(self.asked.table).name,
                wording=wording.text,
            ),
            idempotency_key=self._key(data, wording),
        )
        self.studio.resume_batch(_ME, batch.id)
        if self.asked.retry:
            self.studio.retry_failed(_ME, batch.id)
        return self._followed(batch) or (1 if plan.refused else 0)

    def _wording(self, table: Table) -> Wording:
        if self.asked.caption is None:
            return Wording.usual(table)
        return Wording.parse(self.asked.caption, table)

    def _plan(self, table: Table, wording: Wording) -> Plan:
        defaults = Defaults(
            template=self.asked.template, format=self.asked.format, palette=self.asked.colours
        )
        joins = not self.asked.keep_duplicates
        return Plan.of(table, wording, self.asked.provider, defaults=defaults, joins=joins)

    def _key(self, data: bytes, wording: Wording) -> str:
        """The same table asked for in the same way is the same batch."""
        told = repr((
            wording.text, self.asked.template.name, self.asked.format.name, self.asked.colours,
            self.asked.provider.value, self.asked.keep_duplicates,
        ))  # fmt: skip
        return hashlib.sha256(data + told.encode()).hexdigest()

    def _followed(self, batch: Batch) -> int:
        bar, pause, there = _Bar(self.studio, batch), threading.Event(), set[str]()
        while True:
            standing = self.studio.standing(_ME, batch.id)
            bar.draw(standing)
            films = self.studio.batch_films(_ME, batch.id) if standing.ready > len(there) else []
            self._deliver(films, there)
            if standing.is_over and len(there) >= standing.ready:
                break
            pause.wait(_TICK)
        bar.end()
        results = self.studio.results(_ME, batch.id, lambda _: "")
        files.write(self.asked.out / RESULTS, results)
        return 0 if standing.ready == standing.total else 1

    def _deliver(self, films: Sequence[BatchFilm], there: set[str]) -> None:
        """Put each film that is ready into the folder, whole; one that is there stays."""
        names = file_names(films)
        for film in films:
            if not film.generation.is_playable or film.generation.id in there:
                continue
            target = self.asked.out / names[film.number]
            clip = self.studio.clip(_ME, film.generation.id)
            if not target.exists() or target.stat().st_size != clip.size:
                with files.replacing(target) as draft, draft.open("wb") as file:
                    file.writelines(clip.open())
            there.add(film.generation.id)


@dataclass(slots=True)
class _Bar:
    """A line on a terminal; elsewhere one line for each tenth."""

    studio: Studio
    batch: Batch
    _last: str = ""

    def draw(self, standing: Standing) -> None:
        done = standing.total - standing.left
        text = f"{standing.ready} of {standing.total} made{self._left(standing)}"
        if sys.stderr.isatty():
            lit = round(_WIDTH * done / max(standing.total, 1))
            room = shutil.get_terminal_size().columns - _WIDTH - 4
            sys.stderr.write(f"\r[{'█' * lit}{' ' * (_WIDTH - lit)}] {text[:room]}\x1b[K")
            sys.stderr.flush()
        elif (tenth := f"{10 * done // max(standing.total, 1)}") != self._last:
            self._last = tenth
            sys.stderr.write(f"{text}\n")

    def end(self) -> None:
        if sys.stderr.isatty():
            sys.stderr.write("\n")

    def _left(self, standing: Standing) -> str:
        if not standing.left:
            return f", {standing.failed} failed" if standing.failed else ""
        left = self.studio.batch_progress(_ME, self.batch.id).time_left
        return f", {left}" if left else ""


def _choice(parse: Callable[[str], T]) -> Callable[[str], T]:
    def parsed(text: str) -> T:
        try:
            return parse(text)
        except InvalidInput as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return parsed


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m lib.batch", description="Make a film for each row of a table."
    )
    parser.add_argument("table", help="a CSV, XLSX or ODS file; its first row names the columns")
    parser.add_argument("--caption", help='such as "Welcome, {name}!"; else the column "caption"')
    parser.add_argument("--out", type=Path, required=True, help="a folder for films and results")
    parser.add_argument(
        "--template", type=_choice(Template.parse), default=SHANGHAI_DRONE_SHOW,
        help=" | ".join(each.name for each in CATALOGUE),
    )  # fmt: skip
    parser.add_argument(
        "--format", type=_choice(Format.parse), default=PORTRAIT,
        help=" | ".join(each.name for each in FORMATS),
    )  # fmt: skip
    parser.add_argument("--colours", type=_choice(parse_palette_name), help="a palette or #rrggbb")
    parser.add_argument("--provider", type=_choice(Provider.parse), default=Provider.BUILTIN)
    parser.add_argument("--keep-duplicates", action="store_true", help="a film for each of them")
    parser.add_argument("--retry", action="store_true", help="try again what has failed before")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
