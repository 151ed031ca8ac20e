"""What may be written into a row is a code. Its words are found when it is shown."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib import errors
from lib.settings import PROJECT

#: Where the errors are raised that a generation keeps.
ROOMS = ("archive.py", "media", "video_api", "tracker")
NAMES = frozenset(
    name
    for name, found in vars(errors).items()
    if isinstance(found, type) and issubclass(found, errors.SkylitError)
)


def files() -> Iterator[Path]:
    for room in ROOMS:
        path = PROJECT / "lib" / room
        yield from [path] if path.is_file() else path.rglob("*.py")


def in_words(source: str) -> list[int]:
    """Return the lines on which an error of ours is made from a sentence."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [
        call.lineno
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id in NAMES
        and call.args
        and (isinstance(call.args[0], ast.JoinedStr) or _is_text(call.args[0]))
    ]


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@pytest.mark.parametrize("path", list(files()), ids=lambda path: path.name)
def test_no_error_that_a_generation_keeps_is_made_from_a_sentence(path: Path) -> None:
    assert in_words(path.read_text("utf-8")) == []


def test_a_sentence_would_be_found() -> None:
    assert in_words("raise BadVideo('No.')\nraise StorageError(f'{x}')\nBadVideo(Code.X)") == [1, 2]
