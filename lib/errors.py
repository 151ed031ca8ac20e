"""Every error of ours, on one screen. The type answers "should I try again?".

    SkylitError
    ├── SettingsError               a setting is wrong: the app does not start
    ├── InvalidInput                what a person or a program gave us; says which field and what was expected
    │   ├── InvalidCaption
    │   │   └── UnsupportedCharacters
    │   ├── InvalidChoice           an unknown template, provider or palette
    │   └── BadTable                a table that cannot be read, or whose columns do not fit the caption
    ├── GenerationNotFound          unknown, deleted, or somebody else's
    │   └── FileLost                its file is missing from the archive, or is not the one that was stored
    ├── BatchNotFound               unknown, or somebody else's
    ├── ShareNotFound               no public link has this token, or public links are switched off
    │   └── ShareEnded              it was stopped, its time is over, or its films were deleted
    ├── NotNow                      the generation's status does not allow it (already sent, already ready …)
    │   └── TaskTaken               another generation has this id of the video API's: whose it is, is unsure
    ├── TooMany                     this person asked for more videos in a minute than are allowed: later
    ├── StorageError                folder read-only, database locked …: nothing lost, try again
    │   └── DiskFull                no room: make some, then what waits goes on
    │   └── LookBrokenOff           the look at a file was ended from outside: worth some more tries
    ├── Deposed                     another process tracks now: whatever this one wanted to write, it must not
    ├── BadVideo                    a file that is no playable video
    │   └── ForeignFormat           whole as far as one can tell, but in a format that browsers do not play
    ├── NotHeard                    a webhook that did not take a message: it is told again later
    ├── Cancelled                   rendering stopped because it was told to: nothing went wrong
    └── VideoApiError
        ├── NotSent                 the request surely never left: may be sent again
        ├── Throttled               surely refused for now (429): may be sent again, later
        ├── Refused                 surely refused for good: sending the same again is pointless
        │   ├── BadRequest          400: caption or template
        │   ├── BadKey              401
        │   ├── OutOfCredits        403
        │   └── UnknownTask         404
        ├── Unavailable             no answer, or 5xx: a check may be repeated; a submit's outcome is unknown
        ├── BadReply                an answer that makes no sense; like Unavailable
        └── DeadLink                a video link that has expired: ask for a fresh one

An error holds a code with facts. lib/text makes of it a sentence for the person who will read it,
which says what to do. It holds no secret.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from lib.problem import Code, Problem
from lib.text import say

#: What an error is told. No sentence: lib/text words all of them.
Told = Problem | Code


class SkylitError(Exception):
    """Base of all. `problem` says what happened; `str(error)` says it in English.

    Give a Problem, or its Code where that needs no facts.
    """

    def __init__(self, problem: Told) -> None:
        self.problem = problem if isinstance(problem, Problem) else Problem.of(problem)
        super().__init__(say(self.problem))

    def __reduce__(self) -> tuple[object, ...]:
        """Errors come back from worker processes; each subclass takes other arguments."""
        return _rebuilt, (type(self), self.args, self.__dict__)


class SettingsError(SkylitError):
    pass


class InvalidInput(SkylitError):
    """`field` is the name on the wire; `expected` and `received` are for programs and people alike."""

    def __init__(self, problem: Told, *, field: str, expected: str, received: str) -> None:
        super().__init__(problem)
        self.field = field
        self.expected = expected
        self.received = received


class InvalidCaption(InvalidInput):
    def __init__(self, problem: Told, *, expected: str, received: str) -> None:
        super().__init__(problem, field="prompt", expected=expected, received=received)


class UnsupportedCharacters(InvalidCaption):
    """`characters` are those that cannot be drawn, each once, in order."""

    def __init__(self, problem: Told, *, characters: tuple[str, ...]) -> None:
        super().__init__(
            problem,
            expected="characters that the drones can draw",
            received=" ".join(characters),
        )
        self.characters = characters


class InvalidChoice(InvalidInput):
    @classmethod
    def among(cls, field: str, received: str, offered: Iterable[object]) -> Self:
        """Return the error for a word that is none of those offered."""
        expected, asked = " | ".join(repr(str(each)) for each in offered), repr(received)
        problem = Problem.of(Code.NO_SUCH_CHOICE, field=field, received=asked, expected=expected)
        return cls(problem, field=field, expected=expected, received=asked)


class BadTable(InvalidInput):
    def __init__(self, problem: Told) -> None:
        super().__init__(problem, field="table", expected="a table of captions", received="")


class GenerationNotFound(SkylitError):
    pass


class BatchNotFound(SkylitError):
    pass


class FileLost(GenerationNotFound):
    pass


class ShareNotFound(SkylitError):
    pass


class ShareEnded(ShareNotFound):
    pass


class NotNow(SkylitError):
    pass


class TaskTaken(NotNow):
    def __init__(self) -> None:
        super().__init__(Code.TASK_ID_KNOWN)


class TooMany(SkylitError):
    pass


class StorageError(SkylitError):
    pass


class DiskFull(StorageError):
    pass


class LookBrokenOff(StorageError):
    pass


class Deposed(SkylitError):
    def __init__(self) -> None:
        super().__init__(Code.DEPOSED)


class BadVideo(SkylitError):
    pass


class ForeignFormat(BadVideo):
    pass


class NotHeard(SkylitError):
    pass


class Cancelled(SkylitError):
    pass


class VideoApiError(SkylitError):
    """Something between us and the video API. `status` is the HTTP status, where there was one.

    The sentence says what happened. What comes of it, the tracker adds: it depends on whether the
    API has the caption.
    """

    def __init__(self, problem: Told, *, status: int | None = None) -> None:
        super().__init__(problem)
        self.status = status


class NotSent(VideoApiError):
    pass


class Throttled(VideoApiError):
    """`retry_after` is the wait that the API asked for, in seconds, where it asked for one."""

    def __init__(self, problem: Told, *, retry_after: float | None = None) -> None:
        super().__init__(problem, status=429)
        self.retry_after = retry_after


class Refused(VideoApiError):
    pass


class BadRequest(Refused):
    """`received` is what the API says was wrong, where it says so."""

    def __init__(self, problem: Told, *, status: int | None = None, received: str = "") -> None:
        super().__init__(problem, status=status)
        self.received = received


class BadKey(Refused):
    pass


class OutOfCredits(Refused):
    pass


class UnknownTask(Refused):
    pass


class Unavailable(VideoApiError):
    pass


class BadReply(VideoApiError):
    pass


class DeadLink(VideoApiError):
    pass


def _rebuilt(
    kind: type[SkylitError], args: tuple[object, ...], facts: dict[str, object]
) -> SkylitError:
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(facts)
    return error
