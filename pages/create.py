"""Create: words on the left, and on the right their video, from preview to player."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.bootstrap import current_studio
from lib.caption import MAX_CHARACTERS
from lib.errors import InvalidInput, SkylitError
from lib.generation import Generation, Status
from lib.person import Viewer
from lib.provider import Provider
from lib.request import VideoRequest
from lib.studio import Preview, Studio
from lib.template import Template
from lib.ui import addresses, draft, palettes, phrases
from lib.ui.addresses import preview, still_width
from lib.ui.draft import Draft
from lib.ui.escape import in_html, in_markdown
from lib.ui.panels import generation_panel, player_frame, recent, several_lines
from lib.ui.panels.legibility import Verdict, show_verdict
from lib.ui.panels.player_frame import Still
from lib.ui.panels.several_lines import SeveralLines
from lib.ui.viewer import current_address, current_viewer
from lib.ui.widgets import choices
from lib.ui.widgets.caption_field import caption_field

_EXAMPLE = "Write it in the sky"
TICK = 1.5  # seconds between two looks for an engine that does not answer yet


def write_words(shown: Generation | None) -> tuple[bool, Generation | None]:
    """Draw the field. Typing leaves the video that is shown: its place is needed for the preview."""
    typed = caption_field(
        "Your words",
        key="caption",
        words=draft.words(),
        revision=draft.revision(),
        placeholder="Welcome to the AI Summit 2026 🚀",
        limit=MAX_CHARACTERS,
        cookie={"name": draft.COOKIE, "path": addresses.root(), "settings": draft.settings()},
    )
    changed = typed.by_hand and typed.words != draft.words()
    draft.keep_words(typed.words)
    if changed:
        several_lines.leave()
    if changed and shown is not None:
        generation_panel.leave(shown.id)
        return typed.submitted, None
    return typed.submitted, shown


def choose(studio: Studio, beside_the_frame: DeltaGenerator) -> Draft:
    provider = choices.provider(studio.providers, show_preview_again)
    with st.container(key="looks", horizontal=True):
        template = choices.template(provider, show_preview_again)
        palette = choices.palette(provider, show_preview_again)
    with beside_the_frame:
        format_ = choices.format(provider, show_preview_again)
    return Draft(
        words=draft.words(),
        template=template,
        provider=provider,
        palette=palette,
        format=format_,
        seed=draft.seed(),
    )


def show_preview_again() -> None:
    """Leave the video that is shown: somebody chose something else than it has."""
    draft.forget_take()
    generation_panel.leave(st.query_params.get("g"))


def show_what_auto_is(wanted: Draft, still: Preview | None) -> None:
    """The swatch of Auto takes the colours that follow from these words."""
    if still is not None and wanted.palette is None and still.palette in palettes.SWATCHES:
        st.html(palettes.auto_is(still.palette))


def show_terms(
    studio: Studio, viewer: Viewer, template: Template, provider: Provider, films: int = 1
) -> None:
    """Who makes it, for how much, how long it takes from now on, and who comes first."""
    before = studio.in_line(provider)
    estimate = studio.estimate(template, provider).after(before)
    terms = (
        provider.label,
        phrases.price_of(provider, studio.price(template, provider), films),
        str(estimate if films == 1 else studio.time_for(template, provider, films + before)),
        phrases.before_you(before),
        "needs a yes first" if studio.needs_approval(viewer, template, provider) else "",
    )
    sentence = in_html(" · ".join(filter(None, terms)))
    st.html(f'<p class="terms">{sentence}</p>', width="content")


def make(
    studio: Studio, viewer: Viewer, wanted: Draft, shown: Generation | None
) -> Generation | None:
    """Write it down, unless it is being made already, as after a reload, or was made before.

    A failed one of the same draft does not stand in the way of a new try.
    """
    if shown is not None and wanted.is_same_as(shown) and not shown.status.is_final:
        return shown
    if wanted.seed is None and (made := made_before(studio, viewer, wanted)):
        generation_panel.play(made)
        return made
    gone = {Status.FAILED, Status.CANCELLED}
    if shown is not None and shown.idempotency_key == wanted.key and shown.status in gone:
        draft.new_key()
    try:
        generation = studio.create(
            viewer,
            wanted.request,
            provider=wanted.provider,
            idempotency_key=wanted.key,
            address=current_address(),
        )
    except SkylitError as error:
        st.error(in_markdown(str(error)), icon=":material/error:")
        return shown
    generation_panel.follow(generation)
    return generation


def made_before(studio: Studio, viewer: Viewer, wanted: Draft) -> Generation | None:
    """Return the newest film of the very same request; what stands in the way, `create` says."""
    with suppress(SkylitError):
        return studio.made_before(viewer, wanted.request, provider=wanted.provider)
    return None


def show_preview(
    studio: Studio, viewer: Viewer, wanted: Draft, verdict: Verdict, *, can_be_drawn: bool
) -> None:
    """Show the words, or the last that could be drawn: nothing jumps in the middle of a word."""
    last: Still | None = st.session_state.get("preview")
    if can_be_drawn:
        now = still_of(studio, viewer, wanted)
        st.session_state["preview"] = now
        player_frame.show_preview(now, chip=chip_of(wanted), before=last)
    elif last is not None and wanted.words.strip():
        fits = verdict.can_be_made
        chip = chip_of(wanted) if fits else "The last that fits"
        player_frame.show_preview(last, chip=chip, fits=fits)
    elif has_example(studio, wanted):
        example = still_of(studio, viewer, example_of(wanted))
        player_frame.show_preview(example, chip="Example")
    else:
        player_frame.show_empty_sky(wanted.format)
        if not verdict.can_be_made:
            look_for_preview_of(studio, example_of(wanted).request)
    if not can_be_drawn and verdict.can_be_made:
        look_for_preview_of(studio, wanted.request)


def still_of(studio: Studio, viewer: Viewer, wanted: Draft) -> Still:
    return Still(preview(studio, viewer, wanted.request), wanted.words, wanted.format)


def chip_of(wanted: Draft) -> str:
    """A provider without previews of its own makes a film that may differ from ours."""
    return "Preview" if wanted.provider.has_preview else "Draft"


def look_for_preview_of(studio: Studio, request: VideoRequest) -> None:
    """The engine is starting, or busy, for some seconds: draw the page anew once it answers."""

    def look() -> None:
        try:
            studio.preview(request, width=still_width(request.format))
        except InvalidInput:
            pass  # the page says what is wrong with the words
        except SkylitError:
            return
        st.rerun()

    st.fragment(look, run_every=TICK)()


def example_of(wanted: Draft) -> Draft:
    return replace(wanted, words=_EXAMPLE)


def has_example(studio: Studio, wanted: Draft) -> bool:
    request = example_of(wanted).request
    try:
        studio.preview(request, width=still_width(request.format))
    except SkylitError:
        return False
    return True


studio, viewer = current_studio(), current_viewer()
draft.restore()
shown = generation_panel.shown(studio, viewer)

with st.container(key="create"):
    compose = st.container(key="compose")
    stage = st.container(key="stage")
with compose:
    st.title("Write it in the sky", anchor=False)
    submitted, shown = write_words(shown)
    verdict_line = st.container(key="verdict", horizontal=True, gap="small")
    choices.ideas()
    wanted = choose(studio, stage)
    lines = SeveralLines.asked(studio, wanted)
    verdict, still = Verdict.on(studio, wanted)
    show_what_auto_is(wanted, still)
    with st.container(key="make_row", horizontal=True, vertical_alignment="center"):
        pressed = st.button(
            lines.label if lines else "Make the video",
            key="primary_make",
            type="primary",
            icon=":material/auto_awesome:",
            shortcut="Ctrl+Enter",
        )
        films = len(lines.plan.films) if lines else 1
        show_terms(studio, viewer, wanted.template, wanted.provider, films)
    if pressed or submitted or generation_panel.asks_to_make():
        if lines is not None and lines.plan.films:
            lines.begin(studio, viewer, wanted)
        elif verdict.can_be_made:
            shown = make(studio, viewer, wanted, shown)
        else:
            verdict = verdict.refused
    with verdict_line:
        show_verdict(verdict)
    recent.show(studio, viewer, shown)
st.set_page_config(page_title=phrases.title(shown, "Create"))
with stage:
    if batch := several_lines.shown_batch(studio, viewer):
        several_lines.show_wall(studio, viewer, batch)
    elif shown is not None:
        generation_panel.draw(studio, viewer, shown)
    else:
        with st.container(key="phone"):
            show_preview(studio, viewer, wanted, verdict, can_be_drawn=still is not None)
