"""Did it arrive? The two honest answers to a paid request whose own answer was lost."""

from __future__ import annotations

import streamlit as st

from lib.generation import Generation
from lib.studio import Studio
from lib.ui.attempt import attempt


def ask(studio: Studio, owner: str, generation: Generation) -> None:
    """Only a person may risk a second charge."""
    with st.container(key="question"):
        task_id = st.text_input(
            "The id that the video API shows for it",
            key="task_id",
            placeholder="Its id",
            label_visibility="collapsed",
        )
        if st.button("It arrived: here is its id", key="arrived", width="stretch"):
            given = (task_id or "").strip()
            attempt(lambda: studio.resolve(owner, generation.id, task_id=given))
        if st.button("Send it again (may be charged twice)", key="send_again", width="stretch"):
            attempt(lambda: studio.resolve(owner, generation.id, send_again=True))
