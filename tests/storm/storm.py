"""A storm: people ask for videos while Skylit is killed again and again. Then all must be right.

Two processes share one data folder, as two servers would: this one is the people, asking, cancelling
and deleting; the other one tracks, and dies.
"""

from __future__ import annotations

import random
import signal
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lib.backup import take
from lib.errors import NotNow
from lib.generation import Generation
from lib.ledger import Ledger
from lib.provider import Provider
from lib.settings import Settings
from tests.hostile_api import hostile_api
from tests.storm.api import StormApi
from tests.storm.app import SILENCE
from tests.storm.lives import MOMENT, Life, all_wishes, lives
from tests.storm.processes import App, restoring, signal_engine
from tests.storm.verdict import Figures, engine_is_done, examine, is_settled
from tests.storm.weather import forecast
from tests.viewers import ANN
from tests.workbench import Workbench, close, eventually, studio_in

#: Seconds that a process lives, from its start or from being open, before it is killed.
_LIVES: Final = (0.05, 0.9)

#: The share of kills that come while it is still starting, and of lives in which the engine is
#: killed as well.
_EARLY: Final = 0.15
_ENGINE_TOO: Final = 0.4

#: The share of lives in which Skylit is frozen for a while (SIGSTOP), as a machine that sleeps; and
#: for how many seconds: longer than an answer is waited for.
_FROZEN: Final = 0.3
_FREEZES: Final = (0.1, 1.2)

#: The share of lives in which Skylit is frozen for so long that another process takes over, and then
#: thawed beside it.
_REPLACED: Final = 0.1

#: Seconds into a restore at which Skylit is started, and the restore killed.
_INTO_A_RESTORE: Final = (0.3, 2.0)

#: How much of what is asked for comes as a table.
_AS_BATCHES: Final = 0.4

#: How often somebody changes their mind, for each video that is asked for.
_SECOND_THOUGHTS: Final = 0.12


@dataclass(kw_only=True)
class Storm:
    """`paid` generations of the hostile API and `free` ones of the engine; `kills` at random moments
    and one at each of `points`, all of it drawn from `seed`.
    """

    folder: Path
    seed: int
    paid: int
    free: int
    kills: int
    points: Sequence[str] = ()
    with_slow: bool = False
    drawing: str = "quick"
    longest_life: float = _LIVES[1]
    patience: float = 60.0
    database: str | None = None  # None: SQLite in the folder
    #: The share of askings that come as a table: a batch for each provider.
    tables: float = _AS_BATCHES
    #: How often a restore is cut off half-way through the storm.
    restores: int = 0
    asked: list[Generation] = field(default_factory=list)
    deleted: set[str] = field(default_factory=set)
    cancelled: set[str] = field(default_factory=set)
    engines_killed: int = 0
    renders_cut: int = 0
    frozen: int = 0
    engines_frozen: int = 0
    replaced: int = 0
    batches: int = 0

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)

    def play(self) -> Figures:
        """Blow, wait until nothing moves any more, and look at what is left."""
        begun = time.monotonic()
        fates = forecast(self.seed, self.paid, with_slow=self.with_slow)
        with hostile_api(StormApi(fates=fates)) as api, ExitStack() as people:
            assert isinstance(api, StormApi)
            ends = [MOMENT] * self.kills + list(self.points)
            early, late = lives(self.rng, all_wishes(self.paid, self.free), ends)
            with _people(self.folder, api.url, self.database) as bench:
                self._blow(bench, api.url, early)
            self._restore(api.url)
            # Whoever looked before the restore would look at what was moved aside.
            bench = people.enter_context(_people(self.folder, api.url, self.database))
            self._blow(bench, api.url, late)
            with self._app(api.url, MOMENT) as app:
                with suppress(AssertionError):  # what does not come to rest is counted
                    eventually(lambda: self._rests(bench), self.patience)
                app.close()
            figures = examine(
                bench,
                api,
                asked=self.asked,
                deleted=self.deleted | self._deleted_by_the_app(),
                cancelled=self.cancelled,
            )
        figures.kills = self.kills
        figures.points = len(self.points)
        figures.engines_killed = self.engines_killed
        figures.renders_cut = self.renders_cut
        figures.frozen = self.frozen
        figures.engines_frozen = self.engines_frozen
        figures.replaced = self.replaced
        figures.batches = self.batches
        figures.restores_cut = self.restores
        figures.seconds = time.monotonic() - begun
        return figures

    # ── the people ────────────────────────────────────────────────────────────────────────────

    def _ask(self, bench: Workbench, wishes: Sequence[tuple[str, Provider]]) -> None:
        for generation in self._begun(bench, wishes):
            self.asked.append(generation)
            if self.rng.random() < _SECOND_THOUGHTS:
                self._change_a_mind(bench)

    def _begun(
        self, bench: Workbench, wishes: Sequence[tuple[str, Provider]]
    ) -> Iterator[Generation]:
        """One by one, or as a table for each provider. Chance of its own decides, so that no other moves."""
        if random.Random(f"{self.seed} table {len(self.asked)}").random() >= self.tables:
            yield from (bench.ask(words, provider) for words, provider in wishes)
            return
        for provider in Provider:
            if table := [words for words, wanted in wishes if wanted is provider]:
                self.batches += 1
                yield from bench.ask_for_batch(table, provider)

    def _change_a_mind(self, bench: Workbench) -> None:
        one = self.rng.choice(self.asked).id
        if one in self.deleted:
            return
        if self.rng.random() < 0.5:
            bench.studio.delete(ANN, one)
            self.deleted.add(one)
        else:
            with suppress(NotNow):
                bench.studio.cancel(ANN, one)
                self.cancelled.add(one)

    def _deleted_by_the_app(self) -> set[str]:
        note = self.folder / "deleted"
        return set(note.read_text().split()) if note.exists() else set()

    # ── the kills ─────────────────────────────────────────────────────────────────────────────

    def _blow(self, bench: Workbench, url: str, lives: Sequence[Life]) -> None:
        for life in lives:
            # Chance of its own: how long one life took must not decide what the next one brings.
            self.rng = random.Random(f"{self.seed} life {life.number}")
            self._live(bench, url, life.end, life.wishes)

    def _restore(self, url: str) -> None:
        """Put back what was backed up this moment; be killed in the middle, and started in the middle."""
        if not self.restores:
            return
        with tempfile.TemporaryDirectory() as safe:
            backup = Path(safe, "backup")
            take(Settings(data_dir=self.folder, database_url=self.database), backup)
            for number in range(self.restores):
                self.rng = random.Random(f"{self.seed} restore {number}")
                with restoring(self.folder, self.database, backup) as process:
                    time.sleep(self.rng.uniform(*_INTO_A_RESTORE))
                    if self.rng.random() < 0.5:
                        process.kill()
                    with self._app(url, MOMENT) as app:
                        app.wait_until_open()  # or ends, saying that a restore is under way
                        self._wait_a_while()
            with restoring(self.folder, self.database, backup) as process:
                told = process.communicate(timeout=120)[0]
                assert process.returncode == 0, told

    def _live(
        self, bench: Workbench, url: str, end: str, wishes: Sequence[tuple[str, Provider]]
    ) -> None:
        """One process, from its start to its kill. Half of the wishes come while it starts."""
        half = len(wishes) // 2
        early = end == MOMENT and self.rng.random() < _EARLY
        with self._app(url, end) as app:
            self._ask(bench, wishes[:half])
            if not early:
                app.wait_until_open()
            self._ask(bench, wishes[half:])
            if end != MOMENT:
                # The weather may spoil all others: the engine's surely comes by every point.
                self.asked.append(bench.ask(f"Night, {end}", Provider.BUILTIN))
                assert app.died_by_itself(), f"it never came to “{end}”"
                return
            self._wait_a_while()
            self._freeze_perhaps(app)
            if not early:
                self._kill_the_engine_perhaps(bench)
                self._replace_perhaps(app, url)
            assert app.lives, f"it ended before it was killed: {app.last_words}"

    def _wait_a_while(self) -> None:
        time.sleep(self.rng.uniform(_LIVES[0], self.longest_life))

    def _freeze_perhaps(self, app: App) -> None:
        """Stopped, not dead: answers come and go meanwhile, and what was held is held on."""
        if self.rng.random() < _FROZEN and app.lives:
            app.freeze()
            time.sleep(self.rng.uniform(*_FREEZES))
            app.thaw()
            self.frozen += 1
            self._wait_a_while()

    def _replace_perhaps(self, app: App, url: str) -> None:
        """Stopped until another process tracks; then both live, and one of them must not write.

        Where it was stopped within a write to SQLite's file, the other cannot even open that.
        """
        if self.rng.random() >= _REPLACED:
            return
        app.freeze()
        with self._app(url, MOMENT) as other:
            if other.wait_until_open():
                time.sleep(SILENCE)
                self._wait_a_while()
                self.replaced += 1
            app.thaw()
            self._wait_a_while()

    def _kill_the_engine_perhaps(self, bench: Workbench) -> None:
        """In the middle of a film, where it draws one; half of the time after it was frozen a while."""
        if self.rng.random() >= _ENGINE_TOO:
            return
        if self._sees_a_film_begin(bench):
            time.sleep(self.rng.uniform(0.0, self.longest_life / 4))
        if self.rng.random() < 0.5 and signal_engine(self.folder, signal.SIGSTOP):
            time.sleep(self.rng.uniform(*_FREEZES))
            signal_engine(self.folder, signal.SIGCONT)
            self.engines_frozen += 1
        if signal_engine(self.folder, signal.SIGKILL):
            self.engines_killed += 1
            self._count_what_was_being_drawn()
            self._wait_a_while()

    def _sees_a_film_begin(self, bench: Workbench) -> bool:
        """Within five lives: an engine needs a moment to start. Not where it has nothing to do."""
        end = time.monotonic() + 5 * self.longest_life
        while time.monotonic() < end and not self._rests(bench):
            if any(self.folder.glob("engine*/drawing/*")):
                return True
            time.sleep(0.02)
        return False

    def _count_what_was_being_drawn(self) -> None:
        """An engine ends a moment after Skylit: what it drew then is still there."""
        self.renders_cut += len(list(self.folder.glob("engine*/drawing/*")))

    @contextmanager
    def _app(self, url: str, point: str) -> Iterator[App]:
        """Killed at the end, if it still lives."""
        app = App.start(self.folder, url, self.drawing, point, self.database)
        try:
            yield app
        finally:
            if app.lives:
                app.kill()
                self._count_what_was_being_drawn()
            app.hang_up()

    def _rests(self, bench: Workbench) -> bool:
        everything = bench.studio.history(ANN, per_page=10_000).generations
        return all(map(is_settled, everything)) and engine_is_done(self.folder)


@contextmanager
def _people(folder: Path, url: str, database: str | None) -> Iterator[Workbench]:
    """Studio and ledger of a process that does not track."""
    bench = studio_in(folder, url, ledger=Ledger.open(database, folder))
    try:
        yield bench
    finally:
        close(bench)
