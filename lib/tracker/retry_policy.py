"""RetryPolicy: how often to look, how long to wait after a failure, when to give up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Self

from lib.provider import Provider
from lib.settings import Settings
from lib.tracker.learned_polling import LearnedPolling

#: The vendor's own sample looks every 15 s; the engine is next door, and somebody is waiting.
_POLL: Final = {Provider.AIMLAPI: 15.0, Provider.BUILTIN: 0.25}

#: First and longest wait in seconds after a failure; it doubles from one to the other. The
#: engine's failures are mostly restarts, and asking it costs nothing.
_WAITS: Final = {Provider.AIMLAPI: (1.0, 60.0), Provider.BUILTIN: (0.25, 1.0)}

#: When the log is asked for a submit whose answer was lost: the vendor writes the charge down late.
_LOOK_UPS: Final = (5.0, 15.0, 30.0, 60.0, 120.0, 180.0)

#: After those, its owner is asked. For a day the log is still searched: a charge that shows up late
#: must not be paid a second time.
_LATE_LOOK_UPS: Final = (600.0, 1800.0, *(3600.0,) * 23)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    #: How often to look as long as nothing is known of how long a video takes.
    poll: Mapping[Provider, timedelta]
    deadline: timedelta
    waits: Mapping[Provider, tuple[timedelta, timedelta]]
    look_ups: tuple[timedelta, ...]
    #: What this process learned from past runs, for providers that do not report progress.
    learned: Mapping[Provider, LearnedPolling] = field(repr=False, compare=False)
    late_look_ups: tuple[timedelta, ...] = ()

    @classmethod
    def of(cls, settings: Settings) -> Self:
        return cls.in_seconds(
            poll={
                # The setting spares the vendor. The engine is next door: slower would only be slow.
                Provider.AIMLAPI: settings.poll_seconds or _POLL[Provider.AIMLAPI],
                Provider.BUILTIN: min(settings.poll_seconds or 1.0, _POLL[Provider.BUILTIN]),
            },
            deadline=settings.deadline_seconds,
            waits=_WAITS,
            look_ups=_LOOK_UPS,
            late_look_ups=_LATE_LOOK_UPS,
        )

    @classmethod
    def in_seconds(
        cls,
        *,
        poll: Mapping[Provider, float],
        deadline: float,
        waits: Mapping[Provider, tuple[float, float]],
        look_ups: tuple[float, ...],
        late_look_ups: tuple[float, ...] = (),
    ) -> Self:
        return cls(
            poll={provider: timedelta(seconds=each) for provider, each in poll.items()},
            deadline=timedelta(seconds=deadline),
            waits={
                provider: (timedelta(seconds=first), timedelta(seconds=longest))
                for provider, (first, longest) in waits.items()
            },
            look_ups=tuple(timedelta(seconds=each) for each in look_ups),
            late_look_ups=tuple(timedelta(seconds=each) for each in late_look_ups),
            learned={
                provider: LearnedPolling(each)
                for provider, each in poll.items()
                if not provider.reports_progress
            },
        )

    def next_look(self, provider: Provider, age: timedelta = timedelta(0)) -> timedelta:
        """Return the wait until the next look at a task of that age."""
        if (learned := self.learned.get(provider)) is None:
            return self.poll[provider]
        return timedelta(seconds=learned.wait(max(age.total_seconds(), 0.0)))

    def learn(self, provider: Provider, duration: timedelta) -> None:
        """Remember how long a task took."""
        if learned := self.learned.get(provider):
            learned.learn(duration.total_seconds())

    def late_look_up(self, tries: int) -> timedelta | None:
        """Return how long until the next look into the log after so many; None: no more."""
        late = tries - len(self.look_ups)
        return self.late_look_ups[late] if late < len(self.late_look_ups) else None

    def wait(self, provider: Provider, attempts: int) -> timedelta:
        """Return the wait after so many failures in a row."""
        first, longest = self.waits[provider]
        doubled = 1 << min(attempts, 16)
        return min(first * doubled, longest)
