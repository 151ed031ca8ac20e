"""Several lines in the field for the words: one film of them all, or a film for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import streamlit as st

from lib.batch import Batch, Defaults, Plan, Table, Wording
from lib.caption import MAX_CHARACTERS, count, tidy
from lib.errors import BatchNotFound, SkylitError
from lib.person import Viewer
from lib.studio import BatchOrder, Studio
from lib.ui import phrases
from lib.ui.draft import Draft
from lib.ui.escape import in_html, in_markdown
from lib.ui.panels.batch_running import Running
from lib.ui.viewer import current_address

#: Where the batch that is shown stands in the address.
_SHOWN = "b"


@dataclass(frozen=True, slots=True)
class SeveralLines:
    """The lines as films of their own, with the settings of the draft."""

    plan: Plan

    @classmethod
    def asked(cls, studio: Studio, wanted: Draft) -> Self | None:
        """Ask what is meant, where there is a choice. None: one film."""
        lines = tidy(wanted.words).splitlines()
        if len(lines) < 2 or not _are_films(lines, wanted.words):
            return None
        table = Table.of([[line] for line in lines], has_header=False)
        plan = Plan.of(
            table,
            Wording.usual(table),
            wanted.provider,
            defaults=Defaults(
                template=wanted.template, palette=wanted.palette, format=wanted.format
            ),
        )
        return cls(studio.drawable(plan) if wanted.provider.has_preview else plan)

    @property
    def label(self) -> str:
        return f"Make {phrases.films(len(self.plan.films))}"

    def begin(self, studio: Studio, viewer: Viewer, wanted: Draft) -> None:
        """Write them down and show their wall; what stands in the way is said."""
        order = BatchOrder(
            plan=self.plan,
            provider=wanted.provider,
            name=f"{self.plan.rows[0].words} …",
            wording="{line}",
        )
        try:
            batch = studio.start_batch(
                viewer,
                order,
                idempotency_key=f"{wanted.key} lines",
                address=current_address(),
            )
        except SkylitError as error:
            st.error(in_markdown(str(error)), icon=":material/error:")
        else:
            st.query_params[_SHOWN] = batch.id


def _are_films(lines: Sequence[str], words: str) -> bool:
    """Ask. What is too long for one film is taken for several until somebody says otherwise."""
    number = len(lines)
    one, many = f"One film of {number} lines", f"{number:,} films"
    if "lines_as_films" not in st.session_state:
        st.session_state["lines_as_films"] = count(tidy(words)) > MAX_CHARACTERS
    is_many = st.segmented_control(
        f"{number:,} lines",
        [False, True],
        key="lines_as_films",
        required=True,
        format_func=lambda films: many if films else one,
        persist_state="session",
    )
    return bool(is_many)


def shown_batch(studio: Studio, viewer: Viewer) -> Batch | None:
    """Return the batch in the address, whose wall stands in the phone's place."""
    asked = st.query_params.get(_SHOWN)
    if not asked:
        return None
    try:
        return studio.batch(viewer, asked)
    except BatchNotFound:
        leave()
        return None


def leave() -> None:
    st.query_params.pop(_SHOWN, None)


def show_wall(studio: Studio, viewer: Viewer, batch: Batch) -> None:
    """Small, in the phone's frame; and the way to the whole."""
    films = studio.batch_films(viewer, batch.id)
    with st.container(key="phone_wall"):
        Running(studio, viewer, batch).show_wall(films, is_small=True)
    st.html(f'<p class="aside">{in_html(phrases.films(len(films)))} from your lines.</p>')
    if st.button("See all of it", key="see_batch", type="tertiary"):
        st.switch_page("batch.py", query_params={"b": batch.id})
