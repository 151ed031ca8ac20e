"""The frame in which a video appears: first its preview, then its player, all in the same place.

Each function draws the inside of the frame; what the words say is always shown as typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from lib.format import Format
from lib.generation import Generation, Status
from lib.text import say
from lib.ui import illustrations
from lib.ui.escape import in_html

#: Ready ones come here when their file is missing or altered.
_TITLES: Final = {
    Status.READY: "Its file is damaged",
    Status.FAILED: "This one did not work",
    Status.UNCONFIRMED: "Did it arrive?",
    Status.CANCELLED: "Cancelled",
}
_FIGURES: Final = {
    Status.READY: illustrations.failed,
    Status.FAILED: illustrations.failed,
    Status.UNCONFIRMED: illustrations.question,
    Status.CANCELLED: illustrations.cancelled,
}


@dataclass(frozen=True, slots=True)
class Still:
    """A preview: where its picture is, what it says, and its shape."""

    address: str
    words: str
    format: Format


def show_preview(
    still: Still, *, chip: str, before: Still | None = None, fits: bool = True
) -> None:
    """Show a still. `before` is the one that stood here: it stays until the new one has loaded.

    `fits` is False where the words now typed are refused and an earlier preview stands here, dimmed.
    """
    take_shape(still.format)
    behind = in_html((before or still).address)
    last = f'<div class="before" style="background-image:url(&quot;{behind}&quot;)"></div>'
    st.html(
        f'<div class="phone" data-state="preview" data-fits="{"now" if fits else "last"}">'
        f"{last}{_picture(still.address, still.words)}"
        f'<span class="chip">{in_html(chip)}</span></div>'
    )


def show_empty_sky(format_: Format) -> None:
    take_shape(format_)
    st.html('<div class="phone" data-state="preview"></div>')


def show_moving(generation: Generation, *, preview: str) -> None:
    """Show the still behind the progress, which a fragment of its own draws over it."""
    take_shape(generation.format)
    picture = _picture(preview, generation.caption.text)
    says = in_html(f"Writing “{generation.caption.text}” in the sky…")
    st.html(
        f'<div class="phone" data-state="moving" data-voice="film" data-says="{says}">{picture}</div>'
    )


def show_player(generation: Generation, *, film: str, poster: str, autoplay: bool) -> None:
    """Show the film with controls and sound. It starts by itself only for whoever waited for it."""
    take_shape(generation.format)
    label = in_html(f"Video: {generation.caption.text}")
    says = in_html(f"Your video “{generation.caption.text}” is ready.")
    st.html(
        f'<div class="phone" data-state="ready" data-voice="film" data-says="{says}">'
        f'<video controls playsinline preload="metadata"'
        f'{" autoplay" if autoplay else ""} poster="{in_html(poster)}" src="{in_html(film)}"'
        f' aria-label="{label}"></video></div>'
    )


def show_notice(generation: Generation, *, preview: str) -> None:
    """Say of a generation that stopped what happened and what to do, over its still."""
    take_shape(generation.format)
    status = generation.status
    title = "Looking for it…" if generation.is_looked_for else _TITLES[status]
    picture = _picture(preview, "")
    st.html(
        f'<div class="phone" data-state="notice">{picture}<div class="notice" data-voice="film">'
        f"{_FIGURES[status]()}<b>{title}</b>"
        f'<p dir="auto">{in_html(say(generation.problem))}</p></div></div>'
    )


def take_shape(format_: Format) -> None:
    """Tell the style sheet, which keeps everything around the frame where it is."""
    st.html(f"<style>:root{{--ratio:{format_.ratio:.4f}}}</style>")


def _picture(address: str, words: str) -> str:
    alternative = in_html(f"Preview: {words}" if words else "")
    return f'<img src="{in_html(address)}" alt="{alternative}" decoding="sync">'
