"""What our own engine made and vouches for is stored after a glance; all else is looked at whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.generation import Reason, Status
from lib.provider import Provider
from lib.tracker.steps import save
from tests.films import film
from tests.hostile_api import HostileApi, completes_at, delivers, hostile_api
from tests.workbench import Workbench, close, studio_in

FILM = film()
SHA256 = hashlib.sha256(FILM).hexdigest()
LINK = "/file.mp4?X-Amz-Signature=secret-signature"


@pytest.fixture
def api() -> Iterator[HostileApi]:
    with hostile_api() as serving:
        yield serving


@pytest.fixture
def bench(api: HostileApi, tmp_path: Path) -> Iterator[Workbench]:
    made = studio_in(tmp_path, api.url)
    yield made
    close(made)


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How each film that was fetched was looked at."""
    found: list[str] = []
    for name in ("receive", "glance"):
        real = getattr(save, name)

        def noted(*args: object, _name: str = name, _real: object = real, **more: object) -> object:
            found.append(_name)
            return _real(*args, **more)  # type: ignore[operator]  # either of the two

        monkeypatch.setattr(save, name, noted)
    return found


def status_after(bench: Workbench, provider: Provider) -> tuple[Status, Reason | None]:
    asked = bench.ask(provider=provider)
    while not bench.see(asked).status.is_final:
        bench.steps.take(bench.see(asked))
    return bench.see(asked).status, bench.see(asked).reason


def test_a_film_that_arrives_as_it_was_made_is_glanced_at(
    bench: Workbench, api: HostileApi, looks: list[str]
) -> None:
    api.check, api.file = [completes_at(LINK, sha256=SHA256)], [delivers(FILM)]
    assert status_after(bench, Provider.BUILTIN) == (Status.READY, None)
    assert looks == ["glance"]


def test_of_a_provider_that_is_not_ours_no_word_counts(
    bench: Workbench, api: HostileApi, looks: list[str]
) -> None:
    api.check, api.file = [completes_at(LINK, sha256=SHA256)], [delivers(FILM)]
    assert status_after(bench, Provider.AIMLAPI) == (Status.READY, None)
    assert looks == ["receive"]


@pytest.mark.parametrize("told", [None, "", "0" * 63, "g" * 64, 7, ["a"]])
def test_without_a_checksum_every_picture_is_looked_at(
    bench: Workbench, api: HostileApi, looks: list[str], told: object
) -> None:
    api.check, api.file = [completes_at(LINK, sha256=told)], [delivers(FILM)]
    assert status_after(bench, Provider.BUILTIN) == (Status.READY, None)
    assert looks == ["receive"]


def test_another_file_than_the_one_that_was_made_is_fetched_anew_and_then_refused(
    bench: Workbench, api: HostileApi, looks: list[str]
) -> None:
    api.check = [completes_at(LINK, sha256=SHA256)]
    api.file = [delivers(FILM[:-1]), delivers(FILM)]
    assert status_after(bench, Provider.BUILTIN) == (Status.READY, None)
    api.file = [delivers(FILM + b"more")]
    assert status_after(bench, Provider.BUILTIN) == (Status.FAILED, Reason.BAD_VIDEO)
    assert looks == ["glance"]
