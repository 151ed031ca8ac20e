"""Create: words on the left, and on the right their video, from preview to player."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.bootstrap import current_studio
from lib.caption import MAX_CHARACTERS
from lib.errors import SkylitError
from lib.generation import Generation, Status
from lib.person import Viewer
from lib.studio import Preview, Studio
from lib.ui import addresses, draft, palettes, phrases
from lib.ui.draft import Draft
from lib.ui.escape import in_html, in_markdown
from lib.ui.panels import generation_panel, recent, several_lines
from lib.ui.panels.draft_preview import DraftPreview
from lib.ui.panels.legibility import Verdict, show_verdict
from lib.ui.panels.several_lines import SeveralLines
from lib.ui.viewer import current_address, current_viewer
from lib.ui.widgets import choices
from lib.ui.widgets.acts import Act, hear_acts, take_acts
from lib.ui.widgets.caption_field import caption_field


def write_words(shown: Generation | None) -> Generation | None:
    """Draw the field. Typing leaves the video that is shown: its place is needed for the preview."""
    typed = caption_field(
        "Your words",
        key="caption",
        words=draft.words(),
        revision=draft.revision(),
        placeholder="Welcome to the AI Summit 2026 🚀",
        limit=MAX_CHARACTERS,
        cookie={"name": draft.COOKIE, "path": addresses.root(), "settings": draft.settings()},
        submit=generation_panel.ask_to_make,
    )
    if typed.by_hand and typed.words != draft.words():
        several_lines.leave()
        if shown is not None:
            generation_panel.leave(shown.id)
        shown = None
    draft.keep_words(typed.words)
    return shown


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


def show_terms(studio: Studio, viewer: Viewer, wanted: Draft, films: int = 1) -> None:
    """Who makes it, for how much, how long it takes from now on, and who comes first."""
    template, provider = wanted.template, wanted.provider
    before = studio.in_line(provider)
    if films == 1:
        estimate = studio.usual_estimate(template, provider, wanted.format).after(before)
    else:
        estimate = studio.time_for(template, provider, {wanted.format: films}, before)
    quote = studio.quote(viewer, provider, {template: films})
    terms = (
        provider.label,
        phrases.quote(quote),
        str(estimate),
        phrases.before_you(before),
        "needs a yes first" if quote.needs_approval else "",
    )
    sentence = in_html(phrases.joined(*filter(None, terms)))
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


def carry_out(acts: Sequence[Act]) -> None:
    """Do what the buttons in our markup ask for, before anything is drawn."""
    for act in acts:
        match act.name, act.of:
            case "show", (generation_id,):
                generation_panel.open_generation(generation_id)
            case "idea", (idea,) if idea in choices.IDEAS:
                draft.put_words(idea)
            case "undo", _ if draft.can_undo():
                draft.undo()
            case _:
                pass  # nobody offered that


studio, viewer = current_studio(), current_viewer()
draft.restore()
carry_out(take_acts())
shown = generation_panel.shown(studio, viewer)

with st.container(key="create"):
    compose = st.container(key="compose")
    stage = st.container(key="stage")
with compose:
    st.title("Write it in the sky", anchor=False)
    shown = write_words(shown)
    verdict_line = st.container(key="verdict", horizontal=True, gap="small")
    choices.ideas()
    wanted = choose(studio, stage)
    lines = SeveralLines.asked(studio, wanted)
    verdict, still = Verdict.on(studio, wanted)
    show_what_auto_is(wanted, still)
    with st.container(key="make_row", horizontal=True, vertical_alignment="center"):
        st.button(
            lines.label if lines else "Make the video",
            key="primary_make",
            type="primary",
            icon=":material/auto_awesome:",
            shortcut="Ctrl+Enter",
            on_click=generation_panel.ask_to_make,
        )
        films = len(lines.plan.films) if lines else 1
        show_terms(studio, viewer, wanted, films)
    if generation_panel.asks_to_make():
        if lines is not None and lines.plan.films:
            lines.begin(studio, viewer, wanted)
        elif verdict.can_be_made:
            shown = make(studio, viewer, wanted, shown)
        else:
            verdict = verdict.refused
        generation_panel.forget_asked()
    with verdict_line:
        show_verdict(verdict)
    recent.show(studio, viewer, shown)
    hear_acts()
st.set_page_config(page_title=phrases.title(shown, "Create"))
with stage:
    if batch := several_lines.shown_batch(studio, viewer):
        several_lines.show_wall(studio, viewer, batch)
    elif shown is not None:
        generation_panel.draw(studio, viewer, shown)
    else:
        with st.container(key="phone"):
            DraftPreview(studio, viewer, wanted, verdict).show(can_be_drawn=still is not None)
