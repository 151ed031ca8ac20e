"""The drawing of the tree in lib.errors is the tree."""

from __future__ import annotations

import inspect
import pickle
import re

import pytest

from lib import errors
from lib.errors import (
    Cancelled,
    InvalidCaption,
    InvalidInput,
    SkylitError,
    TaskTaken,
    Throttled,
    UnsupportedCharacters,
)
from lib.problem import Code, Problem


def _drawn() -> dict[str, str]:
    """Each name in the drawing with the name that it hangs from."""
    parents: dict[str, str] = {}
    path: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        found = re.match(r"    ([│ ]*(?:[├└]── )?)(\w+)", line)
        if found:
            depth = len(found[1]) // 4
            path[depth:] = [found[2]]
            parents[found[2]] = path[depth - 1] if depth else "Exception"
    return parents


def test_every_error_is_drawn_where_it_hangs() -> None:
    real = {
        name: kind.__base__.__name__
        for name, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, SkylitError) and kind.__base__
    }
    assert _drawn() == real


EXAMPLES = [
    Cancelled(Code.API_SILENT),
    InvalidCaption(Problem.told("Write something."), expected="text", received="nothing"),
    UnsupportedCharacters(Problem.told("Cannot draw ☃."), characters=("☃",)),
    Throttled(Problem.told("Later."), retry_after=3.0),
    TaskTaken(),
]


@pytest.mark.parametrize("error", EXAMPLES)
def test_an_error_comes_out_of_another_process_as_it_went_in(error: SkylitError) -> None:
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is type(error)
    assert str(back) == str(error)
    assert vars(back) == vars(error)


@pytest.mark.parametrize("error", EXAMPLES)
def test_an_error_reads_as_its_sentence_alone(error: SkylitError) -> None:
    assert str(error).endswith(".")
    assert "(" not in str(error)


def test_bad_input_names_the_field_as_it_is_on_the_wire() -> None:
    error: InvalidInput = UnsupportedCharacters(
        Problem.told("Cannot draw ☃ ☄."), characters=("☃", "☄")
    )
    assert (error.field, error.received) == ("prompt", "☃ ☄")
