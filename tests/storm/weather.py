"""Weather: what the video API does to each caption of a storm, and how such a generation must end.

A fate is a script for each of the API's doors; the last line of a script stays. Every fate ends in
one way only, however often Skylit is killed on the way: what differs is whether the POST arrived.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from lib.generation import Status
from tests.broken_answers import answer
from tests.films import film
from tests.hostile_api import (
    Behaviour,
    claims,
    completes_at,
    delivers,
    documented,
    drops,
    hangs,
    problem,
    redirects,
    says,
)
from tests.hostile_lines import drops_midway, never_ends, trickles, writes

#: A line of a script: the task's id -> what the API does.
Line = Callable[[str], Behaviour]


@dataclass(frozen=True)
class Fault:
    """A line that a well-behaved API does not have."""

    line: Line

    def __call__(self, task: str) -> Behaviour:
        return self.line(task)


def fault(behaviour: Behaviour) -> Fault:
    """The same for every task."""
    return Fault(lambda _: behaviour)


@dataclass(frozen=True)
class Answer:
    """To a POST: `taken` where a task (and a charge) comes of it, `sure` where the answer denies it."""

    line: Line
    taken: bool
    sure: bool = False


@dataclass(frozen=True)
class Fate:
    name: str
    ends: Status
    submit: tuple[Answer, ...]
    check: tuple[Line, ...]
    file: tuple[Line, ...]
    #: Whether the API's log shows the task: where it does not, a lost answer stays lost.
    listed: bool = True
    #: Whether only its deadline ends it.
    slow: bool = False
    #: Where else it may end, by what chance has done to an answer.
    also: tuple[Status, ...] = ()


def word(word: str, progress: float | None = None) -> Line:
    return lambda task: says(200, {"id": task, "status": word, "progress": progress})


def done(task: str) -> Behaviour:
    return completes_at(f"/file.mp4?task={task}&X-Amz-Signature=secret-signature", task=task)


def good_file(_task: str) -> Behaviour:
    return delivers(FILM)


def _accepted(task: str) -> Behaviour:
    return says(201, {"id": task, "status": "queued"})


def _raw(word: str, task: str) -> bytes:
    return answer(body=json.dumps({"id": task, "status": word}).encode())


def _mangled(word: str) -> Fault:
    """The answer with some bytes of it changed on the way: another id, another status, another length."""

    def line(task: str) -> Behaviour:
        rng, whole = random.Random(task), bytearray(_raw(word, task))
        for _ in range(rng.randint(1, 4)):
            whole[rng.randrange(len(whole))] = rng.randrange(256)
        return writes(bytes(whole))

    return Fault(line)


def _interim(word: str) -> Fault:
    """Interim answers, which say nothing, and then the real one."""
    interim = b"HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
    return Fault(lambda task: writes(interim + _raw(word, task)))


def _and_another(word: str) -> Fault:
    """The answer, and behind it the one that belongs to somebody else."""
    return Fault(lambda task: writes(_raw(word, task) + _raw(word, "task-of-another")))


FILM: Final = film()
ACCEPTS: Final = Answer(_accepted, taken=True)
OFF: Final = fault(documented(503, "Oh"))
SLOW_DOWN: Final = Answer(fault(documented(429, "Slow", retry_after="0.1")), taken=False, sure=True)


def _fate(
    name: str,
    ends: Status = Status.READY,
    *,
    submit: Sequence[Answer] = (ACCEPTS,),
    check: Sequence[Line] = (word("queued"), word("generating", 0.5), done),
    file: Sequence[Line] = (good_file,),
    listed: bool = True,
    slow: bool = False,
    also: Sequence[Status] = (),
) -> Fate:
    return Fate(name, ends, tuple(submit), tuple(check), tuple(file), listed, slow, tuple(also))


def _lost(behaviour: Behaviour) -> tuple[Answer]:
    """It is taken, and the answer does not say so."""
    return (Answer(fault(behaviour), taken=True),)


def _not_taken(behaviour: Behaviour) -> tuple[Answer]:
    """It is not taken, and the answer does not say that either."""
    return (Answer(fault(behaviour), taken=False),)


def _denied(behaviour: Behaviour) -> tuple[Answer]:
    return (Answer(fault(behaviour), taken=False, sure=True),)


def _broken(*behaviours: Behaviour) -> tuple[Line, ...]:
    return tuple(map(fault, behaviours))


FATES: Final = (
    _fate("fair"),
    _fate("fair and quick", check=[done]),
    _fate("fair and slow", check=[word("generating", share / 10) for share in range(9)] + [done]),
    _fate("throttled", submit=[SLOW_DOWN, SLOW_DOWN, ACCEPTS]),
    _fate("taken, then dropped", submit=_lost(drops)),
    _fate("taken, then cut in mid-answer", submit=_lost(drops_midway())),
    _fate("taken, then silence", submit=_lost(hangs)),
    _fate("taken, then 502", submit=_lost(says(502, "<html>Bad gateway"))),
    _fate("taken, with no id", submit=_lost(says(200, {"status": "queued"}))),
    _fate("taken, answered in HTML", submit=_lost(says(200, "<h1>Hello</h1>"))),
    _fate("taken, answered in pieces", submit=(Answer(_interim("queued"), taken=True),),
          check=[_interim("queued"), done]),
    _fate("taken, answered twice", submit=(Answer(_and_another("queued"), taken=True),),
          check=[_and_another("queued"), done]),
    _fate("taken, mangled", submit=(Answer(_mangled("queued"), taken=True),), also=[Status.UNCONFIRMED]),
    _fate("taken, mangled, unlisted", Status.UNCONFIRMED, submit=(Answer(_mangled("queued"), taken=True),),
          listed=False, also=[Status.READY]),
    _fate("mangled on the way", check=[*[_mangled("generating")] * 3, done]),
    _fate("taken, dropped, unlisted", Status.UNCONFIRMED, submit=_lost(drops), listed=False),
    _fate("500, not taken", Status.UNCONFIRMED, submit=_not_taken(problem(500, "Oh"))),
    _fate("dropped, not taken", Status.UNCONFIRMED, submit=_not_taken(drops)),
    _fate("400", Status.FAILED, submit=_denied(documented(400, "No."))),
    _fate("403", Status.FAILED, submit=_denied(problem(403, "No credits"))),
    _fate("checks fail for a while", check=[OFF, *_broken(drops, says(200, "<html>")), done]),
    _fate("a check hangs", check=[word("queued"), fault(hangs), done]),
    _fate("goes backwards", check=[word("generating", 0.8), fault(word("queued")("")), done]),
    _fate("words nobody knows", check=[word("brewing"), word("ACTIVE"), done]),
    _fate("an error", Status.FAILED, check=[word("generating"), word("error")]),
    _fate("a link that died", file=[*_broken(says(403, "Expired")), good_file]),
    _fate("files fail for a while", file=[OFF, *_broken(drops, claims(90_000, FILM)), good_file]),
    _fate("a download hangs", file=[fault(hangs), good_file]),
    _fate("a download trickles", file=[fault(trickles), good_file]),
    _fate("a file cut short", Status.FAILED, file=_broken(delivers(FILM[:-800]))),
    _fate("a file that never ends", Status.FAILED, file=_broken(never_ends)),
    _fate("a web page for a file", Status.FAILED, file=_broken(says(200, "<html>Sorry"))),
    _fate("a link into the house", Status.FAILED, file=_broken(redirects(302, "https://10.0.0.1/"))),
    _fate("stuck", Status.FAILED, check=[word("generating", 0.5)], slow=True),
    _fate("down for good", Status.FAILED, check=[OFF], slow=True),
    _fate("a link that stays dead", Status.FAILED, file=_broken(says(403, "Expired")), slow=True),
)  # fmt: skip


def forecast(seed: int, count: int, *, with_slow: bool) -> list[Fate]:
    """A fate for each of `count` captions: every one of them in turn, in an order of chance."""
    fates = [fate for fate in FATES if with_slow or not fate.slow]
    random.Random(seed).shuffle(fates)
    return [fates[number % len(fates)] for number in range(count)]
