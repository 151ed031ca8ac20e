"""What can be done with one film of History: the buttons of its card, and what presses of them do."""

from __future__ import annotations

from typing import Final

import streamlit as st

from lib.errors import SkylitError
from lib.generation import Generation, Status
from lib.person import Viewer
from lib.studio import Studio
from lib.text import say
from lib.ui import draft, phrases
from lib.ui.escape import in_html, in_markdown
from lib.ui.panels import film_page, generation_panel, question
from lib.ui.panels.download import download_button
from lib.ui.widgets.acts import Act, button

#: In the session: the id of the film whose owner is asked whether it arrived.
_ASKED_ABOUT: Final = "asked_about"


def show_details(generation: Generation) -> str:
    """Return the foot of the poster, a button: it lies over the words and cannot be seen itself."""
    return button("details", "Details", generation.caption.text, of=generation.id, look="details")


def actions(studio: Studio, viewer: Viewer, generation: Generation) -> str:
    """Return the row of buttons under the poster. Each names its film for those who hear it."""
    if generation.is_playable:
        buttons = [_button(generation, "again", "Use again"), _button(generation, "share", "Share")]
        buttons.append(download_button(studio, viewer, generation, plain=True))
    elif generation.has_stopped:
        buttons = _second_chances(studio, generation)
    elif generation.status is Status.UNCONFIRMED and not generation.is_looked_for:
        buttons = [_button(generation, "answer", "Answer")]
    else:
        buttons = [_button(generation, "open", "Open")]
    if not generation.status.is_moving:
        buttons.append(_button(generation, "delete", "Delete"))
    return f'<div class="card-actions">{"".join(buttons)}</div>'


def _second_chances(studio: Studio, generation: Generation) -> list[str]:
    """To look once more costs nothing, so it comes first."""
    provider = generation.provider
    again = phrases.make_again(provider, studio.price(generation.request.template, provider))
    found = [_button(generation, "retry", again)]
    if generation.can_be_checked_again:
        found.insert(0, _button(generation, "recheck", phrases.look_again(provider)))
    return found


def _button(generation: Generation, act: str, label: str) -> str:
    return button(act, label, generation.caption.text, of=generation.id, look=f"act {act}")


def do(studio: Studio, viewer: Viewer, act: Act) -> None:
    """Carry out a press on one card. What nobody knows here is left alone. May leave the page."""
    try:
        for generation in studio.chosen(viewer, act.of)[:1]:
            _do(studio, viewer, act.name, generation)
    except SkylitError as error:
        st.toast(in_markdown(str(error)), icon=":material/info:", duration="long")


def _do(studio: Studio, viewer: Viewer, name: str, generation: Generation) -> None:
    match name:
        case "details":
            film_page.open_film(generation.id)
        case "again":
            draft.use_again(generation)
            st.switch_page("create.py")
        case "open":
            st.switch_page("create.py", query_params={"g": generation.id})
        case "answer":
            st.session_state[_ASKED_ABOUT] = generation.id
        case "recheck":
            studio.recheck(viewer, generation.id)
        case "retry":
            again = generation_panel.try_again(studio, viewer, generation)
            st.session_state["followed"] = again.id
            st.switch_page("create.py", query_params={"g": again.id})
        case _:
            pass  # a button of the selection's bar


def show_question(studio: Studio, viewer: Viewer) -> None:
    """Ask, in a dialog, whether the film arrived for which "Answer" was pressed; until it is closed."""
    for generation in studio.chosen(viewer, [st.session_state.get(_ASKED_ABOUT, "")]):
        if generation.status is Status.UNCONFIRMED:
            st.dialog("Did it arrive?", on_dismiss=_close)(_ask)(studio, viewer, generation)


def _close() -> None:
    st.session_state.pop(_ASKED_ABOUT, None)


def _ask(studio: Studio, viewer: Viewer, generation: Generation) -> None:
    asked = phrases.when(generation.created_at, studio.clock(), st.context.timezone)
    st.html(
        f'<p><strong dir="auto">{in_html(generation.caption.text)}</strong><br>'
        f"Asked for {in_html(asked)} · {in_html(generation.provider.label)}</p>"
        f'<p dir="auto">{in_html(say(generation.problem))}</p>'
    )
    question.ask(studio, viewer, generation)
