"""Rules of the house that no other tool holds."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from lib.problem import Code
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


#: A subject may give its name to one module in each of these.
SHARED_BY_A_SUBJECT = {
    "lib",
    "lib/ledger",
    "lib/studio",
    "lib/text/english",
    "lib/ui/panels",
    "lib/ui/widgets",
    "lib/web/middleware",
    "lib/web/routes",
    "pages",
}


def room(path: Path) -> str:
    """Return the folder that a module stands in; a package stands in the one above it."""
    folder = path.parent.parent if path.stem == "__init__" else path.parent
    return folder.relative_to(PROJECT).as_posix()


def are_one_subject(paths: set[Path]) -> bool:
    rooms = [room(path) for path in paths]
    return len(set(rooms)) == len(rooms) and set(rooms) <= SHARED_BY_A_SUBJECT


def without_main_modules(paths: set[Path]) -> set[Path]:
    """Leave out a module that has the name of its package, where that is among them."""
    packages = {path.parent for path in paths if path.stem == "__init__"}
    return {path for path in paths if path.stem == "__init__" or path.parent not in packages}


def namesakes(sources: Sequence[Path] = SOURCES) -> dict[str, set[Path]]:
    """Return the public names that stand for two things, and that no rule explains."""
    places = defaultdict(set)
    for path in sources:
        for name in names(path):
            places[name].add(path)
    return {
        name: paths
        for name, paths in places.items()
        if len(others := without_main_modules(paths)) > 1
        and name[0] != "_"
        and (name[0].isupper() or not are_one_subject(others))
    }


def test_two_things_of_one_name_have_a_reason_and_no_reason_outlives_them() -> None:
    told = (PROJECT / "docs" / "contributing.md").read_text("utf-8").partition("## Namesakes")[2]
    explained = {
        name
        for row in re.findall(r"^\| (`.*?) \|", told, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    }
    assert explained == namesakes().keys()


def test_a_new_namesake_is_found(tmp_path: Path) -> None:
    one, other = tmp_path / "lamp.py", tmp_path / "light.py"
    one.write_text("class Lamp: ...")
    other.write_text("class Lamp: ...")
    assert namesakes([one, other]).keys() == {"Lamp"}


def sentences_in_errors(path: Path) -> Iterator[str]:
    """Yield the sentences that this file puts into a problem instead of a code."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if (
            isinstance(node, ast.Call)
            and ast.unparse(node.func) == "Problem.told"
            and any(isinstance(part, ast.Constant | ast.JoinedStr) for part in node.args)
        ):
            yield f"{path.relative_to(PROJECT)}: {ast.unparse(node)}"


def test_every_sentence_about_a_problem_is_worded_in_lib_text() -> None:
    """An error takes no sentence, as mypy sees; a problem in words is somebody else's words."""
    engine = PROJECT / "lib" / "engine"  # a program of its own, which answers in English
    found = {path: set(sentences_in_errors(path)) for path in SOURCES}
    assert not {each for path, told in found.items() if engine not in path.parents for each in told}
    assert any(told for path, told in found.items() if engine in path.parents)


def test_every_code_is_used() -> None:
    outside = (path for path in SOURCES if "lib/text" not in path.as_posix())
    used = {
        code for path in outside for code in re.findall(r"Code\.([A-Z_0-9]+)", path.read_text())
    }
    assert used == {code.name for code in Code}


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
