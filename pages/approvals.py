"""Approvals: paid videos that wait for a yes or no, the longest waiting first."""

from __future__ import annotations

import streamlit as st

from lib.approval import Asked
from lib.bootstrap import current_studio
from lib.errors import NotNow
from lib.person import Viewer
from lib.studio import LONGEST_WORD, Studio
from lib.ui import addresses, illustrations, phrases
from lib.ui.attempt import attempt
from lib.ui.escape import in_html, in_markdown
from lib.ui.viewer import current_viewer

TICK = 10.0  # seconds between two looks for new ones


def show(studio: Studio, viewer: Viewer, asked: Asked, place: int) -> None:
    with st.container(key=f"ask_{place}", horizontal=True, vertical_alignment="center"):
        still = in_html(addresses.preview_of(studio, viewer, asked.film, width=152))
        st.html(f'<div class="small"><img src="{still}" alt=""></div>', width="content")
        with st.container(gap="xsmall"):
            st.html(
                f'<p class="aside"><strong dir="auto">{in_html(asked.words)}</strong>'
                f"{in_html(facts(studio, asked))}</p>"
            )
            ask(studio, viewer, asked)


def facts(studio: Studio, asked: Asked) -> str:
    return phrases.joined(
        *([phrases.films(asked.films)] if asked.batch else []),
        f"about {phrases.dollars(asked.credits)}",
        asked.film.request.template.name,
        phrases.when(asked.asked_at, studio.clock(), st.context.timezone),
    )


def ask(studio: Studio, viewer: Viewer, asked: Asked) -> None:
    id_, of = asked.id, f" *{in_markdown(asked.words)}*"  # heard, not seen
    yes, no = studio.approve, studio.decline
    if asked.batch is not None:
        yes, no = studio.approve_batch, studio.decline_batch  # type: ignore[assignment]  # results are not looked at
    with st.container(horizontal=True, key=f"card_actions_{id_}"):
        word = st.text_input(
            f"A word to whoever asked{of}",
            key=f"word_{id_}",
            placeholder="A word to whoever asked",
            max_chars=LONGEST_WORD,
            label_visibility="collapsed",
        )
        if st.button(f"Yes{of}", key=f"yes_{id_}"):
            attempt(lambda: yes(viewer, id_, word or ""))
        if st.button(f"No{of}", key=f"no_{id_}", type="tertiary"):
            attempt(lambda: no(viewer, id_, word or ""))


def look_for_more(studio: Studio, viewer: Viewer, shown: list[str]) -> None:
    if [each.id for each in studio.asked_for(viewer)] != shown:
        st.rerun()


studio, viewer = current_studio(), current_viewer()
try:
    waiting = studio.asked_for(viewer)
except NotNow as error:
    st.error(in_markdown(str(error)), icon=":material/lock:")
    st.stop()
st.set_page_config(
    page_title=f"{len(waiting)} to approve · Skylit" if waiting else "Approvals · Skylit"
)
with st.container(key="costs"):
    st.title("Approvals", anchor=False)
    for place, each in enumerate(waiting):
        show(studio, viewer, each, place)
    if not waiting:
        st.html(
            f'<div class="empty">{illustrations.hello()}<b>Nothing waits for you</b>'
            "<p>Paid videos that somebody asks for appear here.</p></div>"
        )
st.fragment(look_for_more, run_every=TICK)(studio, viewer, [each.id for each in waiting])
