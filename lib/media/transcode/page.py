"""Page: one HTML file with the film inside, which plays with no server and asks no other host.

Base64 costs a third; the rest of the page is a few kilobytes, so that it stays below 1.4 times the
film. The film becomes a blob in the browser: Safari does not seek in a data URL.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Final

from lib.media.source import opened, pictures

#: Bytes read at a time: a multiple of three, so that the parts' base64 joins without padding.
_PIECE: Final = 3 * 2**18

_HEAD: Final = """<!doctype html>
<html lang="und"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; media-src blob:;
 script-src 'unsafe-inline'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
html,body{{margin:0;height:100%;background:#05070d}}
body{{display:grid;place-items:center}}
video{{max-width:100vw;max-height:100vh;max-height:100dvh;aspect-ratio:{width}/{height};height:100vh}}
</style>
<video controls loop playsinline aria-label="{title}"></video>
<noscript style="color:#fff">Allow scripts for this file to watch the film.</noscript>
<script id="film" type="application/octet-stream">"""

_TAIL: Final = """</script>
<script>
const text = atob(document.getElementById("film").textContent);
const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const video = document.querySelector("video");
video.src = URL.createObjectURL(new Blob([bytes], {type: "video/mp4"}));
video.play().catch(() => {});
</script>
</html>
"""


def write_page(film: Path, target: Path, *, title: str) -> None:
    """Write the page. Raise BadVideo for what is no film, OSError where it cannot be written."""
    with opened(film) as container:
        stream = pictures(container)
        size = stream.width, stream.height
    head = _HEAD.format(title=escape(title or "Skylit"), width=size[0], height=size[1])
    with target.open("w", encoding="utf-8") as page:
        page.write(head)
        page.writelines(_encoded(film))
        page.write(_TAIL)


def _encoded(film: Path) -> Iterator[str]:
    with film.open("rb") as file:
        while piece := file.read(_PIECE):
            yield base64.b64encode(piece).decode()
