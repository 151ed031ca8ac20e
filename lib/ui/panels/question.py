"""Did it arrive? What a person can answer when the reply to a paid request was lost."""

from __future__ import annotations

import streamlit as st

from lib.errors import InvalidInput
from lib.generation import Generation
from lib.person import Viewer
from lib.problem import Code
from lib.studio import Studio
from lib.ui.attempt import attempt
from lib.ui.escape import in_html


def ask(studio: Studio, viewer: Viewer, generation: Generation) -> None:
    """Draw the answers. Only a person may risk a second charge. An error appears beside its answer."""
    with st.container(key="question"):
        told = st.empty()

        def refuse(sentence: str) -> None:
            told.html(f'<p class="refused" role="alert">{in_html(sentence)}</p>')

        if st.button("Look again · free", key="look_again", width="stretch"):
            attempt(lambda: studio.recheck(viewer, generation.id), refuse)
        if st.button("Make again · may be paid twice", key="send_again", width="stretch"):
            attempt(lambda: studio.resolve(viewer, generation.id, send_again=True), refuse)
        if not st.toggle("I have its id", key="has_id"):
            return
        task_id = st.text_input(
            "The id that the video API shows for it",
            key="task_id",
            placeholder="Its id",
            label_visibility="collapsed",
        )
        if st.button("Get it by its id", key="arrived", width="stretch"):
            attempt(lambda: _arrived(studio, viewer, generation, task_id), refuse)


def _arrived(studio: Studio, viewer: Viewer, generation: Generation, task_id: str | None) -> None:
    given = (task_id or "").strip()
    if not given:
        raise InvalidInput(
            Code.TASK_ID_NOT_GIVEN,
            field="task_id",
            expected="the id of this very video",
            received="nothing",
        )
    studio.resolve(viewer, generation.id, task_id=given)
