"""What the hardest captions cost before their first frame: python -m benchmarks.captions

CPU seconds of one thread with warm kernels, the middle of RUNS: composing the show (the costliest
of all templates), and its sound. Then whole films of about 1,200 and 4,000 drones, in turns.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from benchmarks.cost import measure, median
from lib.engine import soundtrack
from lib.engine.prepare import prepare
from lib.engine.render import render, renderer_for
from lib.engine.request import RenderRequest
from lib.engine.templates import compose
from lib.template import CATALOGUE

RUNS: Final = 5
HARDEST: Final = {
    "one letter": "I",
    "80 of the widest Latin": "W" * 80,
    "80 Latin in words": "Welcome to Shanghai where every night is brighter still and the river shines on",
    "80 Han": "上海欢迎您共赴一场灯光与江水的盛会新年快乐万事如意开业大吉前程似锦未来可期" * 2,
    "80 of the densest Han": "鬱龘饕餮纛爨齉麤" * 10,
    "80 emoji": "🎆🐉🚀🎉" * 20,
    "20 emoji": "🎆" * 20,
    "Devanagari": "शंघाई में आपका स्वागत है जहाँ नदी चमकती है और हर रात रोशन होती है",
    "Arabic": "مرحبا بكم في شنغهاي حيث يضيء النهر وتصبح كل ليلة أكثر إشراقا من قبل",
    "Thai": "ขอต้อนรับสู่เซี่ยงไฮ้ที่แม่น้ำส่องประกายทุกค่ำคืน",
    "mixed": "上海 Shanghai شنغهاي शंघाई Шанхай 서울 🚀 2026",
}
FEW: Final = "I ♥ Shanghai 2026"
MANY: Final = HARDEST["80 Han"]


def main() -> None:
    prepare()
    print(f"{'':28}drones  set-up    sound")
    for name, words in HARDEST.items():
        print(f"{name:28}{hardest(words)}")
    films()


def hardest(words: str) -> str:
    """Drones and CPU seconds of the template that takes the longest to compose."""
    costs = []
    for template in CATALOGUE:
        order = RenderRequest.parse(words, template.name, seed=3)
        setup = median(measure(lambda: renderer_for(compose(order))) for _ in range(RUNS))  # noqa: B023 - used at once
        costs.append((setup.cpu, order))
    cpu, order = max(costs, key=lambda cost: cost[0])
    show = compose(order)
    sound = median(measure(lambda: soundtrack.compose(show)) for _ in range(RUNS))
    return f"{show.drones:6} {cpu:6.2f} s {sound.cpu:6.2f} s"


def films() -> None:
    few, many = RenderRequest.parse(FEW, seed=3), RenderRequest.parse(MANY, seed=3)
    with tempfile.TemporaryDirectory() as folder:
        film = Path(folder) / "film.mp4"
        costs = [
            [measure(lambda: render(order, film)) for order in (few, many)]  # noqa: B023 - used at once
            for _ in range(RUNS)
        ]
    cheap, dear = (median(column) for column in zip(*costs, strict=True))
    print(f"a film of {compose(few).drones:5} drones {cheap}")
    print(f"a film of {compose(many).drones:5} drones {dear}")
    times = dear.by(cheap)
    print(f"{'':22} {times.wall:6.2f} times     {times.cpu:5.2f} times")


if __name__ == "__main__":
    main()
