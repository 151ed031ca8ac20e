"""How long a preview takes over HTTP: python -m benchmarks.preview

An engine of its own, as it is started for the app. Each caption in each template is asked for as a
page does, at 304 x 540: first as nobody has asked before, then again, then anew while a film is
drawn, when previews have a worker of their own but share the two cores. Milliseconds of the wall.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterable
from itertools import product
from pathlib import Path

import requests

from benchmarks.cost import cpu_of
from benchmarks.hundred import CAPTIONS
from lib.template import CATALOGUE
from tests.engine.serving import KEY, Process, process

PREVIEWS = "/v2/video/previews"
TEMPLATES = [template.name for template in CATALOGUE]
#: Many captions, many looks: (words, template) each.
QUESTIONS = [(words, name) for words, name in product(CAPTIONS, TEMPLATES)]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, process(Path(folder), module="lib.engine") as it:
        page = Page(it)
        page.ask(QUESTIONS[: len(TEMPLATES)], seed=0)
        it.finished(it.accepted("Hi"), seconds=60)  # all workers are ready
        began = page.cpu()
        report("asked for the first time", page.ask(QUESTIONS, seed=1))
        print(f"  CPU of each             {1000 * (page.cpu() - began) / len(QUESTIONS):6.0f} ms")
        report("asked for again", page.ask(QUESTIONS, seed=1))
        report("how it will read", page.ask(QUESTIONS, seed=1, accept="application/json"))
        report("while films are drawn", page.ask_while_filming(seed=2))


def report(what: str, took: list[float]) -> None:
    slow = statistics.quantiles(took, n=10)[-1]
    print(
        f"  {what:24}{statistics.median(took):6.1f} ms, one in ten over {slow:.0f}, "
        f"longest {max(took):.0f} ({len(took)} asked)"
    )


class Page:
    """A client of the API that asks for previews, one after the other."""

    def __init__(self, engine: Process) -> None:
        self._engine = engine
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"Bearer {KEY}"

    def ask(
        self, questions: Iterable[tuple[str, str]], *, seed: int, accept: str = "image/webp"
    ) -> list[float]:
        return [self._ask(words, name, seed, accept) for words, name in questions]

    def ask_while_filming(self, *, seed: int) -> list[float]:
        """Of those alone that a film accompanied from before to after."""
        took = []
        for words, name in QUESTIONS:
            film = self._engine.accepted(words, template=name)
            self._engine.has_status(film, "generating")
            while self._engine.check(film)["status"] == "generating":
                seed += 1
                milliseconds = self._ask(words, name, seed, "image/webp")
                if self._engine.check(film)["status"] == "generating":
                    took.append(milliseconds)
            if len(took) > len(QUESTIONS):
                break
        return took

    def cpu(self) -> float:
        """CPU seconds of the engine and all that it has started."""
        server = self._engine.process.pid
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        return cpu_of(server) + sum(cpu_of(int(child)) for child in children)

    def _ask(self, words: str, template: str, seed: int, accept: str) -> float:
        asked = {"prompt": words, "template": template, "seed": str(seed)}
        began = time.perf_counter()
        reply = self._session.get(
            self._engine.url + PREVIEWS, params=asked, headers={"Accept": accept}, timeout=30
        )
        reply.raise_for_status()
        return 1000 * (time.perf_counter() - began)


if __name__ == "__main__":
    main()
