"""What is installed is what was locked: every package by its version and its hashes, as wheels."""

from __future__ import annotations

import re
from typing import Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

from lib.settings import PROJECT

_LOCKS: Final = {
    "requirements.txt": "requirements.lock",
    "requirements-dev.txt": "requirements-dev.lock",
}


def locked(name: str) -> dict[NormalizedName, tuple[Requirement, list[str]]]:
    """By name: what is asked for, and the hashes that it may have."""
    text = (PROJECT / name).read_text().replace("\\\n", " ")
    found: dict[NormalizedName, tuple[Requirement, list[str]]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            asked, *hashes = line.split("--hash=")
            requirement = Requirement(asked)
            found[canonicalize_name(requirement.name)] = (
                requirement,
                [each.strip() for each in hashes],
            )
    return found


def asked_for(name: str) -> list[Requirement]:
    lines = (line.partition("#")[0].strip() for line in (PROJECT / name).read_text().splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("-r")]


@pytest.mark.parametrize(("asking", "lock"), _LOCKS.items())
def test_everything_that_is_asked_for_is_locked_as_asked(asking: str, lock: str) -> None:
    """If this fails: `make lock`."""
    pins = locked(lock)
    for requirement in asked_for(asking):
        found, _ = pins[canonicalize_name(requirement.name)]
        assert found.specifier == requirement.specifier, requirement


@pytest.mark.parametrize("lock", _LOCKS.values())
def test_every_package_has_one_version_and_its_hashes(lock: str) -> None:
    pins = locked(lock)
    assert len(pins) > 20
    for requirement, hashes in pins.values():
        assert re.fullmatch(r"==[^*,]+", str(requirement.specifier)), requirement
        assert hashes, requirement
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", each) for each in hashes), requirement


def test_tests_run_with_the_very_packages_that_skylit_runs_on() -> None:
    run, dev = locked("requirements.lock"), locked("requirements-dev.lock")
    assert {name: run[name][0].specifier for name in run} == {
        name: dev[name][0].specifier for name in run
    }


def test_no_lock_names_an_index_or_a_place_on_this_machine() -> None:
    for lock in _LOCKS.values():
        text = (PROJECT / lock).read_text()
        assert "://" not in text
        assert "--index" not in text
        assert "file:" not in text


def test_make_installs_from_the_locks_alone() -> None:
    makefile = (PROJECT / "Makefile").read_text()
    install = re.findall(r"^INSTALL.*$", makefile, re.MULTILINE)
    assert len(install) == 1
    assert "--require-hashes" in install[0]
    assert "--only-binary :all:" in install[0]
    assert re.findall(r"\(INSTALL\) (\S+)", makefile) == [
        "requirements.lock",
        "requirements-dev.lock",
    ]
