"""Public links, as the tests make and read them."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import Final

from lib.bootstrap import found_by_pages
from lib.person import Viewer
from lib.share import Share
from lib.studio import Studio
from tests.web.furnished import ready

#: What a test changes for routes, undone when it ends.
CHANGES: Final = ExitStack()


def link_to(
    studio: Studio, viewer: Viewer, *words: str, days: int | None = 30
) -> tuple[Share, str]:
    """Share films with these words. Return the share and the link's path."""
    films = [ready(studio, viewer, each) for each in words or ("Grand opening",)]
    share = studio.share(viewer, [each.id for each in films], days)
    return share, f"/s/{studio.token(share)}"


def below(share: Share, path: str, *, place: int = 0) -> list[str]:
    """Every address of the link."""
    film = share.generation_ids[place]
    files = ["embed", f"{film}.mp4", f"{film}.mp4?download=1", f"{film}.webp", "qr.svg", "qr.png"]
    return [path, *(f"{path}/{each}" for each in files), f"/oembed?url=http://testserver{path}"]


def set_up(studio: Studio, **changes: object) -> Studio:
    """Change settings of the studio that routes find. Return it."""
    changed = replace(studio, settings=replace(studio.settings, **changes))  # type: ignore[arg-type]
    find_instead(changed)
    return changed


def find_instead(studio: Studio) -> None:
    """Let routes find this studio until the test ends."""
    CHANGES.enter_context(found_by_pages(studio))
