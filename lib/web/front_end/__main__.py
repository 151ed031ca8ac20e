# ruff: noqa: T201  a program that says what it made
"""Make ahead what the first visitor would wait for: compressed files and the icon font."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

from lib import files
from lib.web.front_end import icons, source
from lib.web.front_end.compressed import ENCODINGS, compressed, is_worth_it


def main() -> None:
    begun = time.monotonic()
    sources = source.files()
    needed = {*source.needed_at_once(source.index()), *source.needed_soon()}
    for path in filter(is_worth_it, needed):
        for encoding in ENCODINGS:
            compressed(sources[path].read_bytes(), encoding, thoroughly=True)
    _make_icons(sources)
    print(f"front end     {time.monotonic() - begun:.1f} s")


def _make_icons(sources: Mapping[str, Path]) -> None:
    scripts = [file for path, file in sources.items() if path.endswith(".js")]
    for font in (file for path, file in sources.items() if icons.is_icon_font(path)):
        kept = icons.kept_subset(font)
        if not kept.exists():
            made = icons.subset(font, icons.our_icons() | icons.icons_in(scripts))
            files.write(kept, made, durable=False)


if __name__ == "__main__":
    main()
