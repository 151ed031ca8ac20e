"""A tracker with everything real about it but its patience: SQLite, files, HTTP, threads."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from lib.archive import Archive
from lib.batch import Plan, Table, Wording
from lib.generation import Generation, Status
from lib.ledger import SILENCE, Ledger
from lib.media import inspect
from lib.person import Viewer
from lib.provider import Provider
from lib.rendition import FILM, POSTER
from lib.request import VideoRequest
from lib.settings import Settings
from lib.studio import BatchOrder, Signer, Studio
from lib.tracker import Context, RetryPolicy, Steps, Tracker
from lib.video_api import VideoApi
from tests.films import film
from tests.hostile_api import KEY
from tests.viewers import ALL_SEEING, ANN

T = TypeVar("T")

SECOND = timedelta(seconds=1)


def quick(deadline: float) -> RetryPolicy:
    """What takes minutes in earnest takes fractions of a second here; only the deadline is told."""
    return RetryPolicy.in_seconds(
        poll=dict.fromkeys(Provider, 0.02),
        deadline=deadline,
        waits=dict.fromkeys(Provider, (0.02, 0.1)),
        look_ups=(0.05, 0.05, 0.05),
    )


#: For whatever shall not end by time, on however busy a machine; and for what shall.
PATIENT = quick(deadline=1000.0)
IMPATIENT = quick(deadline=1.2)

#: Seconds for an answer and for a download: more than a busy machine takes; and where they never end.
LONG = 20.0
SHORT = 0.5


@dataclass
class Workbench:
    studio: Studio
    tracker: Tracker
    context: Context

    @property
    def steps(self) -> Steps:
        return Steps.at(self.context)

    def ask(
        self, words: str = "Hello", provider: Provider = Provider.AIMLAPI, viewer: Viewer = ANN
    ) -> Generation:
        return self.studio.create(
            viewer,
            VideoRequest.parse(words),
            provider=provider,
            idempotency_key=f"key {time.perf_counter_ns()}",
        )

    def ask_for_batch(
        self, words: Sequence[str], provider: Provider = Provider.AIMLAPI, viewer: Viewer = ANN
    ) -> list[Generation]:
        """All of these as one batch; pressed twice, as people do."""
        table = Table(("words",), tuple((each,) for each in words))
        plan = Plan.of(table, Wording.usual(table), provider, joins=False)
        order = BatchOrder(plan=plan, provider=provider, name="table.csv", wording="{words}")
        key = f"key {time.perf_counter_ns()}"
        first, again = (
            self.studio.start_batch(viewer, order, idempotency_key=key) for _ in range(2)
        )
        assert first.id == again.id
        return [film.generation for film in self.studio.batch_films(viewer, first.id)]

    def see(self, generation: Generation) -> Generation:
        return self.studio.get(Viewer(generation.owner), generation.id)

    def settled(self, generation: Generation, patience: float = 60.0) -> Generation:
        """As it is once nothing more happens by itself."""

        def rests() -> Generation | None:
            fresh = self.see(generation)
            waits_for_owner = fresh.status is Status.UNCONFIRMED and fresh.due_at is None
            return fresh if fresh.status.is_final or waits_for_owner else None

        return eventually(rests, patience, lambda: f"it is {self.see(generation)}")


def eventually(
    found: Callable[[], T | None],
    patience: float = 60.0,
    instead: Callable[[], str] = lambda: "it never came true",
) -> T:
    """What `found` returns as soon as that is true. Fails when patience ends, and says what is."""
    end, pause = time.monotonic() + patience, 0.005
    while time.monotonic() < end:
        if result := found():
            return result
        time.sleep(pause)
        pause = min(1.1 * pause, 0.05)  # whoever asks all the time keeps the others from working
    raise AssertionError(instead())


def studio_in(
    folder: Path,
    url: str | Callable[[], str | None],
    *,
    shared_history: bool = False,
    policy: RetryPolicy = PATIENT,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    archive: Archive | None = None,
    ledger: Ledger | None = None,
    api: type[VideoApi] = VideoApi,
    key: str = KEY,
    silence: float = SILENCE,
    patience: float = LONG,
) -> Workbench:
    """Studio and tracker on this folder and that API; the tracker is not started.

    `patience`: seconds for an answer, and a little less for a whole download.
    """
    folder.mkdir(parents=True, exist_ok=True)
    address = url if callable(url) else lambda: url
    apis = {
        provider: api(
            address,
            key,
            timeout=(patience, patience),
            largest_video=2_000_000,
            longest_download=0.8 * patience,
        )
        for provider in Provider
    }
    context = Context(
        ledger=ledger or Ledger.open(None, folder),
        archive=archive or Archive.open_url(None, folder / "archive"),
        apis=apis,
        policy=policy,
        scratch=folder / "scratch",
        clock=clock,
    )
    tracker = Tracker(context, silence=silence)
    studio = Studio(
        ledger=context.ledger,
        archive=context.archive,
        apis=apis,
        settings=Settings(
            data_dir=folder, shared_history=shared_history, submits_per_minute=100_000
        ),
        signer=Signer.load("a secret", folder / "secret"),
        wake=tracker.wake,
        tracker_is_quiet=tracker.leader_is_quiet,
        clock=clock,
    )
    return Workbench(studio, tracker, context)


@contextmanager
def tracking(bench: Workbench) -> Iterator[Workbench]:
    """With its tracker running."""
    bench.tracker.start()
    try:
        yield bench
    finally:
        bench.tracker.stop()
        close(bench)


def close(bench: Workbench) -> None:
    bench.context.ledger.close()


def ready(bench: Workbench, words: str = "Hello") -> Generation:
    """With real files, stored before the row says so, as the tracker does; made within a second."""
    queued = bench.ask(words)
    folder, now = bench.studio.settings.data_dir, queued.created_at
    source, poster = folder / "source.mp4", folder / "poster.webp"
    source.write_bytes(film())
    video = inspect(source, poster)
    bench.studio.archive.store(FILM.key(queued.id), source)
    bench.studio.archive.store(POSTER.key(queued.id), poster)
    submit = queued.submitting(now)
    accepted = submit.submitted(f"task of {queued.id}", now, poll=SECOND, deadline=SECOND)
    saving = accepted.completed(1.0, now)
    done = saving.ready(video, now + SECOND)
    for old, new in ((queued, submit), (submit, accepted), (accepted, saving), (saving, done)):
        assert bench.studio.ledger.swap(old, new)
    return done


def bytes_of(studio: Studio, generation: Generation) -> bytes:
    """Its film, as the archive has it."""
    return b"".join(studio.clip(ALL_SEEING, generation.id).open())
