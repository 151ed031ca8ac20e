"""Rules of the house that no other tool holds."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from lib.settings import PROJECT

SOURCES = [*(PROJECT / "lib").rglob("*.py"), *(PROJECT / "pages").glob("*.py")]


def names(path: Path) -> Iterator[str]:
    """Yield the module's own name and those of its classes."""
    if path.stem != "__main__":
        yield path.parent.name if path.stem == "__init__" else path.stem
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ClassDef):
            yield node.name


def test_the_map_of_lib_names_every_room_and_every_module() -> None:
    told = ast.get_docstring(ast.parse((PROJECT / "lib" / "__init__.py").read_text("utf-8"))) or ""
    rooms = {each.parent.name for each in (PROJECT / "lib").glob("*/__init__.py")}
    modules = {each.stem for each in (PROJECT / "lib").glob("[!_]*.py")}
    assert {
        line.split()[0].rstrip("/") for line in told.splitlines() if re.match(r"\w+/? ", line)
    } >= (rooms | modules)


def namesakes() -> dict[str, set[Path]]:
    places = defaultdict(set)
    for path in SOURCES:
        for name in names(path):
            places[name].add(path)
    return {name: paths for name, paths in places.items() if len(paths) > 1 and name[0] != "_"}


def test_every_reason_for_namesakes_has_its_namesakes() -> None:
    told = (PROJECT / "docs" / "contributing.md").read_text("utf-8").partition("## Namesakes")[2]
    explained = {
        name
        for row in re.findall(r"^\| (`.*?) \|", told, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    }
    assert explained
    assert explained <= namesakes().keys()


def private(path: Path) -> Iterator[str]:
    """Yield what a test takes from inside of something that is not its own."""
    tree = ast.parse(path.read_text("utf-8"))
    own = {
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and _is_own(node)
    }
    own |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("lib"):
            yield from (each.name for each in node.names if each.name.startswith("_"))
        if (
            isinstance(node, ast.Attribute)
            and re.match(r"_[^_]", node.attr)
            and node.attr not in own
        ):
            yield ast.unparse(node)


def _is_own(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id == "self"


def test_no_test_reaches_into_what_is_private() -> None:
    found = {
        f"{path.relative_to(PROJECT)}: {name}"
        for folder in ("tests", "benchmarks")
        for path in (PROJECT / folder).rglob("*.py")
        for name in private(path)
    }
    # pytest has no public way to its temporary folder
    assert found == {"tests/conftest.py: session.config._tmp_path_factory"}
