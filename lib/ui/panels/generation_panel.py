"""The right side of the Create page: one generation from preview to player, and what can be done.

Which one is shown stands in the address (?g=…): a reload, a second tab and a bookmark show it again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import streamlit as st

from lib.caption import tidy
from lib.errors import GenerationNotFound
from lib.generation import Generation, Status
from lib.person import Viewer
from lib.provider import Provider
from lib.studio import Studio
from lib.ui import addresses, draft, phrases
from lib.ui.attempt import attempt
from lib.ui.escape import in_html, in_markdown
from lib.ui.panels import player_frame, question, share_panel
from lib.ui.panels.download import show_download
from lib.ui.viewer import current_address
from lib.ui.widgets.progress import show_progress

_LOOK: Final = 1.5  # seconds between two looks at a search that takes minutes

_NOT_HERE: Final = (
    "This video is not here. A link like this one opens only in the browser that made the video: "
    "ask for the film itself. Or it was deleted."
)


def shown(studio: Studio, viewer: Viewer) -> Generation | None:
    """Return the one in the address, else one that is under way; None where the preview is shown."""
    if asked := st.query_params.get("g"):
        try:
            return studio.get(viewer, asked)
        except GenerationNotFound:
            leave()
            st.toast(in_markdown(_NOT_HERE), icon=":material/search_off:", duration="long")
    latest = studio.latest(viewer)
    if latest is not None and draft.words().strip() and not _has_words_of_draft(latest):
        return None  # somebody writes something else meanwhile
    if latest is None or latest.id in st.session_state.get("set_aside", ()):
        return None
    show(latest)
    return latest


def _has_words_of_draft(generation: Generation) -> bool:
    return tidy(draft.words()) == generation.caption.text


def show(generation: Generation) -> None:
    st.query_params["g"] = generation.id


def open_generation(generation_id: str) -> None:
    """For a button's callback."""
    st.query_params["g"] = generation_id


def leave(generation_id: str | None = None) -> None:
    """Go back to the preview. A film under way goes on and stands among the recent ones."""
    st.query_params.pop("g", None)
    if generation_id is not None:
        aside = st.session_state.get("set_aside", frozenset())
        st.session_state["set_aside"] = aside | {generation_id}


def follow(generation: Generation) -> None:
    """Show it and start it as soon as it is ready, because somebody waits for it."""
    show(generation)
    st.session_state["followed"] = generation.id


def play(generation: Generation) -> None:
    """Show and start a film that existed before somebody asked for it."""
    follow(generation)
    st.session_state["made_before"] = generation.id


def ask_to_make() -> None:
    """For a callback. It is remembered: the run that a press begins may be interrupted by the next."""
    st.session_state["make_asked"] = True


def asks_to_make() -> bool:
    """Return whether somebody asked for the video, and nobody has made it yet."""
    return bool(st.session_state.get("make_asked"))


def forget_asked() -> None:
    """Call once the video is asked for, or refused."""
    st.session_state.pop("make_asked", None)


def _ask_for_a_take(generation: Generation) -> None:
    leave(generation.id)
    draft.new_take()
    ask_to_make()


def draw(studio: Studio, viewer: Viewer, generation: Generation) -> None:
    preview = addresses.preview_of(studio, viewer, generation)
    with st.container(key="phone"):
        if generation.status is Status.READY and not generation.is_damaged:
            _draw_player(studio, viewer, generation)
        elif generation.status.is_moving:
            player_frame.show_moving(generation, preview=preview)
            _draw_progress(studio, viewer, generation)
        else:
            player_frame.show_notice(generation, preview=preview)
            if generation.is_looked_for:
                st.fragment(_look_for_news, run_every=_LOOK)(studio, viewer, generation)
            elif generation.status is Status.UNCONFIRMED:
                question.ask(studio, viewer, generation)
    _draw_title(studio, generation)
    if st.session_state.get("made_before") == generation.id:
        with st.container(key="made_before", horizontal=True, horizontal_alignment="center"):
            made = phrases.made(generation, viewer, studio.clock(), st.context.timezone)
            st.html(f'<p class="aside" data-voice="made">{in_html(made)}</p>', width="content")
            st.button(
                "Make a new take", key="take", type="tertiary",
                on_click=_ask_for_a_take, args=(generation,),
            )  # fmt: skip
    with st.container(key="stage_actions", horizontal=True):
        _draw_actions(studio, viewer, generation)
    if cost := _cost_of_cancelling(generation):
        st.html(f'<p class="aside">{in_html(cost)}</p>')


def _draw_player(studio: Studio, viewer: Viewer, generation: Generation) -> None:
    player_frame.show_player(
        generation,
        film=addresses.film(studio, viewer, generation),
        poster=addresses.poster(studio, viewer, generation),
        autoplay=st.session_state.get("followed") == generation.id,
    )


def _draw_progress(studio: Studio, viewer: Viewer, generation: Generation) -> None:
    """Draw the progress, which moves by itself. The page runs again when the film or its choices change."""
    st.session_state["followed"] = generation.id
    cost = _cost_of_cancelling(generation)
    moving = [replace(generation, status=each) for each in Status if each.is_moving]
    same = [each.status for each in moving if _cost_of_cancelling(each) == cost]
    with st.container(key="progress"):
        show_progress(
            {generation.id: same},
            address=addresses.progress(studio, viewer, [generation.id]),
            label=f"Progress: {generation.caption.text}",
            first=studio.progress(generation, studio.clock()),
        )


def _look_for_news(studio: Studio, viewer: Viewer, drawn: Generation) -> None:
    """Look once, in every tab that shows it; run the page again when the search has ended."""
    try:
        generation = studio.get(viewer, drawn.id)
    except GenerationNotFound:
        st.rerun()
    if not generation.is_looked_for:
        st.rerun()


def _draw_title(studio: Studio, generation: Generation) -> None:
    facts = [phrases.when(generation.created_at, studio.clock(), st.context.timezone)]
    if generation.video is not None:
        facts.append(phrases.length(generation.video.duration))
    facts.append(generation.provider.label)
    if generation.status is Status.READY or not generation.provider.charges:
        facts.append(phrases.cost(generation))  # of any other, its own sentence says what is known
    with st.container(key="stage_title"):
        st.html(
            f'<p class="aside"><strong dir="auto">{in_html(generation.caption.text)}</strong>'
            f"{in_html(phrases.joined(*facts))}</p>"
        )


def _draw_actions(studio: Studio, viewer: Viewer, generation: Generation) -> None:
    if generation.is_playable:
        show_present(addresses.stage(studio, viewer, generation), shortcut="P")
        share_panel.show_share_button(studio, viewer, [generation])
        show_download(studio, viewer, generation)
    if _cost_of_cancelling(generation) is not None:
        _button("Cancel", "cancel", lambda: studio.cancel(viewer, generation.id))
    if generation.has_stopped:
        usual = studio.price(generation.request.template, generation.provider)
        make_again = phrases.make_again(generation.provider, usual)
        _button(make_again, "retry", lambda: follow(try_again(studio, viewer, generation)))
    if generation.can_be_checked_again:
        look_again = phrases.look_again(generation.provider)
        _button(look_again, "recheck", lambda: studio.recheck(viewer, generation.id))
    if generation.has_stopped and generation.provider.charges:
        st.button("Make it free instead", key="free", on_click=_make_it_free, args=(generation,))
    if generation.retry_of is not None and _is_there(studio, viewer, generation.retry_of):
        st.button(
            "See the first try", key="first_try", on_click=open_generation,
            args=(generation.retry_of,),
        )  # fmt: skip
    st.button(
        "Make another",
        key="another",
        icon=":material/add:",
        on_click=_make_another,
        args=(generation,),
    )


def _is_there(studio: Studio, viewer: Viewer, generation_id: str) -> bool:
    try:
        studio.get(viewer, generation_id)
    except GenerationNotFound:
        return False
    return True


def show_present(address: str, label: str = "Present", *, shortcut: str = "") -> None:
    """Draw an ordinary link to the stage, which a shortcut follows, too."""
    key = f' aria-keyshortcuts="{shortcut}" title="Full screen ({shortcut})"' if shortcut else ""
    st.html(
        f'<a class="download present" href="{in_html(address)}" target="_self"{key}>{label}</a>',
        width="content",
    )


def try_again(studio: Studio, viewer: Viewer, generation: Generation) -> Generation:
    """Ask for it once more. Two fast clicks are one retry: the key is made from the first try."""
    key = f"retry-{generation.id}"
    return studio.retry(viewer, generation.id, key, address=current_address())


def _button(label: str, key: str, act: Callable[[], object]) -> None:
    if st.button(label, key=key):
        attempt(act)


def _cost_of_cancelling(generation: Generation) -> str | None:
    """Say what cancelling may cost; nothing where it is free, None where it is too late to cancel."""
    if not generation.status.is_moving:
        return None
    if not generation.provider.charges:
        return ""
    if generation.status is Status.QUEUED:
        return "Cancelling now costs nothing."
    if generation.status is Status.SAVING:
        return "It is made, and charged for. Cancelling stops us fetching it; you can look again later."
    return "Cancelling stops us following it. The AI/ML API may still make it, and charge for it."


def _make_it_free(generation: Generation) -> None:
    """Offer to make the same words with a provider that is free."""
    leave(generation.id)
    draft.use_again(generation)
    st.session_state["provider"] = next(each for each in Provider if not each.charges)
    ask_to_make()


def _make_another(generation: Generation) -> None:
    leave(generation.id)
    draft.new_take()
