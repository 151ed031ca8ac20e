"""Batch: a table comes in, every caption is seen before anything is made, and a wall fills with films.

What is shown stands in the address: `?t=` a table, `?b=` a batch, `?add=` a batch that gets more rows. A
reload shows it again.
"""

from __future__ import annotations

import streamlit as st

from lib.batch import MOST_BYTES
from lib.bootstrap import current_studio
from lib.errors import BatchNotFound
from lib.person import Viewer
from lib.studio import Studio
from lib.ui import addresses, phrases
from lib.ui.escape import in_html, in_markdown
from lib.ui.panels.batch_plan import Planning
from lib.ui.panels.batch_running import Running
from lib.ui.viewer import current_viewer
from lib.ui.widgets.table_input import table_input


def show_batch(studio: Studio, viewer: Viewer, batch_id: str) -> None:
    try:
        batch = studio.batch(viewer, batch_id)
    except BatchNotFound as error:
        show_beginning(studio, viewer, str(error))
        return
    st.set_page_config(page_title=phrases.title(None, "Batch"))
    Running(studio, viewer, batch).show()
    st.button("Another table", key="another", type="tertiary", on_click=begin_anew)


def show_table(studio: Studio, viewer: Viewer, draft_id: str) -> None:
    try:
        draft = studio.kept_table(viewer, draft_id)
        added = st.query_params.get("add")
        target = studio.batch(viewer, added) if added else None
    except BatchNotFound as error:
        show_beginning(studio, viewer, str(error))
        return
    with st.container(key="batch_title", horizontal=True, vertical_alignment="bottom"):
        title = "Many films at once" if target is None else f"More for {in_markdown(target.name)}"
        st.title(title, anchor=False, width="stretch")
        file = draft.name or "Pasted rows"
        st.html(
            f'<p class="file"><b>{in_html(file)}</b> {len(draft.table.rows):,}</p>', width="content"
        )
        st.button("Another table", key="another", type="tertiary", on_click=begin_anew)
    batch = Planning(studio, viewer, draft, target).show()
    if batch is not None:
        st.query_params.from_dict({"b": batch.id})
        st.rerun()


def show_beginning(studio: Studio, viewer: Viewer, sentence: str = "") -> None:
    st.title("Many films at once", anchor=False)
    if sentence:
        st.info(in_markdown(sentence), icon=":material/search_off:")
    st.html(
        '<p class="lead">A film for each row: “Welcome, <span class="column">{name}</span>!” '
        "for two hundred names. You see every one before anything is made.</p>"
    )
    taken = table_input(
        address=addresses.tables(studio, viewer), most_megabytes=MOST_BYTES // 1_000_000
    )
    if taken is not None and taken != st.session_state.get("batch_taken"):
        st.session_state["batch_taken"] = taken
        st.query_params["t"] = taken  # beside the batch to which it is added, if there is one
        st.rerun()
    show_earlier(studio, viewer)


def show_earlier(studio: Studio, viewer: Viewer) -> None:
    batches = studio.batches(viewer)
    if not batches:
        return
    st.html('<h2 class="overline">Earlier</h2>')
    with st.container(key="batch_earlier", gap="xsmall"):
        for place, batch in enumerate(batches):
            standing = studio.standing(viewer, batch.id)
            when = phrases.when(batch.created_at, studio.clock(), st.context.timezone)
            made = f"{standing.ready:,} of {standing.total:,} made"
            label = f"{batch.name} · {made} · {when}"
            st.button(
                in_markdown(label), key=f"earlier_{place}", type="tertiary",
                on_click=open_batch, args=(batch.id,),
            )  # fmt: skip


def open_batch(batch_id: str) -> None:
    st.query_params.from_dict({"b": batch_id})


def begin_anew() -> None:
    st.query_params.clear()


studio, viewer = current_studio(), current_viewer()
st.set_page_config(page_title=phrases.title(None, "Batch"))
with st.container(key="batch"):
    if asked := st.query_params.get("b"):
        show_batch(studio, viewer, asked)
    elif asked := st.query_params.get("t"):
        show_table(studio, viewer, asked)
    else:
        show_beginning(studio, viewer)
