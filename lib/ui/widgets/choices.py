"""What a person chooses beside the words: template, colours, format, who renders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from lib.format import FORMATS, PORTRAIT, Format
from lib.provider import Provider
from lib.template import Template
from lib.ui import addresses, draft, palettes, phrases
from lib.ui.escape import in_markdown
from lib.ui.widgets.acts import button
from lib.ui.widgets.brand_colour import brand_colour

_FIRST_BRAND: Final = "#ff5a36"

IDEAS: Final = ("Grand opening", "Thank you, team", "50% off tonight", "新年快乐")


def ideas() -> None:
    """Draw words to begin with. A press puts them into the field; Undo brings back what was there."""
    words = "".join(button("idea", idea, of=idea, look="idea") for idea in IDEAS)
    undo = button("undo", "Undo", look="undo") if draft.can_undo() else ""
    st.html(
        f'<div class="ideas" data-place="ideas" role="group" aria-label="Ideas">{words}{undo}</div>'
    )


def provider(offered: Sequence[Provider], changed: Callable[[], None]) -> Provider:
    """Return who renders; ask only where there is a choice. `changed` is called when somebody chooses."""
    if len(offered) == 1:
        return offered[0]
    if st.session_state.get("provider") not in offered:
        st.session_state["provider"] = offered[0]
    chosen = st.segmented_control(
        "Rendered by",
        offered,
        key="provider",
        required=True,
        format_func=lambda one: f"{one.label} ({'paid' if one.charges else 'free'})",
        persist_state="session",
        on_change=changed,
    )
    return offered[0] if chosen is None else chosen


def template(by: Provider, changed: Callable[[], None]) -> Template:
    """Return the template; draw a card for each, with its moving sample and its name."""
    offered = {each.name: each for each in by.templates}
    if st.session_state.get("template") not in offered:
        st.session_state["template"] = next(iter(offered))
    st.html(f"<style>{''.join(map(_sample, range(1, len(offered) + 1), offered.values()))}</style>")
    name = st.pills(
        "Template",
        list(offered),
        key="template",
        required=True,
        format_func=in_markdown,
        persist_state="session",
        on_change=changed,
        wrap=True,
    )
    return offered[str(name)]


def _sample(place: int, template: Template) -> str:
    """Return the style of a sample, which moves while pointer or focus is on it: pills have no pictures."""
    pill = f".st-key-template button:nth-of-type({place})"
    still, moving = addresses.still_sample(template), addresses.sample(template)
    return (
        f"{pill}::before{{background-image:url({still})}}"
        "@media(prefers-reduced-motion:no-preference){"
        f"{pill}:is(:hover,:focus-visible)::before{{background-image:url({moving}),url({still})}}}}"
    )


def palette(by: Provider, changed: Callable[[], None]) -> str | None:
    """Return the colours of the words, where the provider can be told; None: the template chooses."""
    if not by.palettes:
        return None
    if st.session_state.get("palette") not in palettes.SWATCHES:
        st.session_state["palette"] = palettes.AUTO
    name = st.pills(
        "Colours",
        list(palettes.SWATCHES),
        key="palette",
        required=True,
        format_func=palettes.label,
        persist_state="session",
        wrap=True,
        on_change=changed,
    )
    if name == palettes.BRAND:
        return _brand(changed)
    return None if name == palettes.AUTO else str(name)


def format(by: Provider, changed: Callable[[], None]) -> Format:  # noqa: A001  # its own word
    """The film's shape, asked only where whoever renders can make several."""
    if len(by.formats) == 1:
        return by.formats[0]
    offered = {each.name: each for each in by.formats}
    if st.session_state.get("format") not in offered:
        st.session_state["format"] = PORTRAIT.name
    shapes = map(_shape, range(1, len(offered) + 1), offered.values())
    st.html(f"<style>{''.join(shapes)}</style>")
    name = st.pills(
        "Format",
        list(offered),
        key="format",
        required=True,
        format_func=lambda name: _format_label(offered[name]),
        label_visibility="collapsed",
        persist_state="session",
        on_change=changed,
    )
    return offered[str(name)]


def _format_label(of: Format) -> str:
    """Such as "9:16"; "HD" where a smaller one has the same shape. The pixels are heard, not seen."""
    ratio = phrases.ratio(of)
    smaller = (each for each in FORMATS if each.height < of.height)
    sharp = " HD" if ratio in map(phrases.ratio, smaller) else ""
    return f"{ratio}{sharp} *{phrases.shape(of)}*"


def _shape(place: int, of: Format) -> str:
    """The outline of a film in this format: as long as a finger is wide, whichever way it lies."""
    longest = max(of.width, of.height)
    across, down = (f"{1.25 * side / longest:.3f}rem" for side in (of.width, of.height))
    return f".st-key-format button:nth-of-type({place})::before{{width:{across};height:{down}}}"


def _brand(changed: Callable[[], None]) -> str:
    """Return a brand colour: typed, picked, or read from a logo."""
    before = str(st.session_state.get("brand", _FIRST_BRAND))
    colour = brand_colour("Brand colour", key="brand_field", colour=before)
    st.session_state["brand"] = colour
    if colour != before:
        changed()
        st.rerun()  # what stands above, and keeps the draft, was drawn with the colour before
    if palettes.is_dark(colour):
        st.html('<p class="hint">Dark on a night sky: the drones write it brighter.</p>')
    st.html(f"<style>:root{{--brand:{colour}}}</style>")
    return colour
