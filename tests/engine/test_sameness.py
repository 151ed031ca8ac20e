"""The same order is the same film: in another process, after other films, in every template."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from lib.engine import soundtrack, templates
from lib.engine.render import render, renderer_for
from lib.engine.request import RenderRequest
from lib.template import CATALOGUE, Template

PROJECT = Path(__file__).resolve().parents[2]
WORDS = "Grüße 上海 ♥"
TEMPLATES = CATALOGUE


def fingerprint(name: str) -> str:
    """Of frames of every phase, in the order of a film but far apart, and of all samples."""
    show = templates.compose(RenderRequest.parse(WORDS, name, "red", 9))
    renderer, digest = renderer_for(show), hashlib.sha256()
    for twelfth in range(12):
        for plane in renderer.frame(show.duration * twelfth / 12):
            digest.update(plane.tobytes())
    digest.update(soundtrack.compose(show).tobytes())
    return digest.hexdigest()


def fingerprints(names: Iterable[str]) -> dict[str, str]:
    return {name: fingerprint(name) for name in names}


def test_frames_and_samples_do_not_depend_on_the_process_nor_on_what_it_drew_before() -> None:
    names = [template.name for template in TEMPLATES]
    script = f"""
from tests.engine.test_sameness import fingerprints
for name, found in fingerprints({names[::-1]!r}).items():
    print(f"{{name}}={{found}}")
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    elsewhere = dict(line.split("=") for line in done.stdout.splitlines())
    assert fingerprints(names) == elsewhere


@pytest.mark.slow
@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.slug)
def test_a_film_is_the_same_to_the_byte_in_another_process_and_after_another_film(
    template: Template, tmp_path: Path
) -> None:
    render(RenderRequest.parse("Something else", TEMPLATES[0].name), tmp_path / "other.mp4")
    render(RenderRequest.parse(WORDS, template.name), tmp_path / "here.mp4")
    subprocess.run(
        [
            *(sys.executable, "-m", "lib.engine.render", WORDS, "--template", template.name),
            *("--out", str(tmp_path / "there.mp4")),
        ],
        cwd=PROJECT,
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=100,
    )
    assert (tmp_path / "here.mp4").read_bytes() == (tmp_path / "there.mp4").read_bytes()
