"""The vendor's sample program against our engine: only its address and its key are changed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import requests

from tests.contract.reference import GUIDE, needs, sample_program
from tests.engine.fast_backend import film
from tests.engine.serving import KEY, serving

#: Runs a program with a shorter sleep, and leaves its text alone.
IMPATIENTLY = """
import runpy, sys, time
patient = time.sleep
time.sleep = lambda seconds: patient(min(seconds, 0.05))
runpy.run_path(sys.argv[1], run_name="__main__")
"""


@needs(GUIDE)
def test_the_vendors_sample_program_works_against_the_engine(tmp_path: Path) -> None:
    with serving(tmp_path) as engine:
        program = sample_program()
        changed = program.replace("https://api.aimlapi.com", engine.url).replace(
            "<YOUR_AIMLAPI_KEY>", KEY
        )
        assert changed.count(engine.url) == 1
        (tmp_path / "sample.py").write_text(changed)
        finished = subprocess.run(
            [sys.executable, "-c", IMPATIENTLY, str(tmp_path / "sample.py")],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        (tmp_path / "sample.py").unlink()  # the one file that has to hold a key (tests/leaks.py)
        assert re.search(r"Generation ID: +[A-Za-z0-9_-]{21}\n", finished.stdout)
        assert "Status: completed" in finished.stdout
        [link] = re.findall(r"'url': '([^']+)'", finished.stdout)
        assert requests.get(link, timeout=30).content == film("AI/ML API")
