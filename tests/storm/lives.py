"""The lives of a storm: how each process ends, and what is asked for until then."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lib.provider import Provider

#: No point: it dies when it is told to.
MOMENT: Final = "none"


@dataclass(frozen=True)
class Life:
    """What is asked for while one process lives, and how that ends."""

    number: int
    end: str
    wishes: Sequence[tuple[str, Provider]]


def all_wishes(paid: int, free: int) -> list[tuple[str, Provider]]:
    """Return the words to ask for, in no order yet, and of whom."""
    of_api = [(f"Storm {number}", Provider.AIMLAPI) for number in range(paid)]
    return of_api + [(f"Night {number}", Provider.BUILTIN) for number in range(free)]


def lives(
    rng: random.Random, wanted: Sequence[tuple[str, Provider]], ends: Sequence[str]
) -> tuple[list[Life], list[Life]]:
    """Return a life for each end, each with its share of the wishes, before and after the restore."""
    shuffled = [*ends]
    rng.shuffle(shuffled)
    shuffled.sort(key=lambda end: "delete" in end)  # there must be something to delete by then
    asked, count = [*wanted], len(shuffled)
    rng.shuffle(asked)
    found = [
        Life(number, end, asked[number * len(asked) // count : (number + 1) * len(asked) // count])
        for number, end in enumerate(shuffled)
    ]
    return found[: count // 2], found[count // 2 :]
