"""A batch under way, and at its end: the wall, what can be done with the whole, what can be taken away."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from lib.batch import Batch, BatchFilm, Standing
from lib.generation import Generation
from lib.person import Viewer
from lib.search import Search
from lib.studio import MOST_SHARED, Studio
from lib.ui import addresses, phrases
from lib.ui.attempt import attempt
from lib.ui.escape import in_html
from lib.ui.panels import share_panel
from lib.ui.viewer import current_address
from lib.ui.widgets.wall import Frame, wall

#: What a press asks the studio for: whose, and which batch.
Act = Callable[[Viewer, str], object]

_BRACES: Final = re.compile(r"\{[^{}]+\}")


@dataclass(frozen=True, slots=True)
class Running:
    studio: Studio
    viewer: Viewer
    batch: Batch

    def show(self) -> None:
        films = self.studio.batch_films(self.viewer, self.batch.id)
        standing = self.studio.standing(self.viewer, self.batch.id)
        with st.container(key="batch_head", horizontal=True, vertical_alignment="center"):
            st.html(f"<h1>{in_braces(self.batch.wording)}</h1>", width="stretch")
            with st.container(key="batch_acts", horizontal=True, width="content"):
                self._show_acts(standing)
        self.show_wall(films)
        if standing.ready:
            with st.container(key="batch_taken", horizontal=True):
                self._show_what_is_ready(films)

    def show_wall(self, films: Sequence[BatchFilm], *, is_small: bool = False) -> None:
        refused = self.batch.refused
        wall(
            [self._frame(film.generation) for film in films],
            address=addresses.batch(self.studio, self.viewer, self.batch, "progress"),
            first=self.studio.batch_progress(self.viewer, self.batch.id).as_json(),
            price=self._price(),
            aside=f"{refused:,} refused" if refused else "",
            is_small=is_small,
        )

    def _show_acts(self, standing: Standing) -> None:
        st.button(
            "Add rows", key="batch_add", icon=":material/add:", on_click=_add_rows,
            args=(self.batch.id,),
        )  # fmt: skip
        if standing.is_over:
            if standing.failed:
                self._act(
                    "retry", f"Try {standing.failed:,} again", ":material/replay:", self._retry
                )
            return
        if self.batch.is_paused:
            resume = self.studio.resume_batch
            self._act("resume", "Resume", ":material/play_arrow:", resume)
        else:
            self._act("pause", "Pause", ":material/pause:", self.studio.pause_batch)
        self._act("cancel", "Cancel the rest", ":material/close:", self.studio.cancel_rest)

    def _act(self, name: str, label: str, icon: str, act: Act) -> None:
        if st.button(label, key=f"batch_{name}", icon=icon):
            attempt(lambda: act(self.viewer, self.batch.id))

    def _retry(self, viewer: Viewer, batch_id: str) -> None:
        self.studio.retry_failed(viewer, batch_id, address=current_address())

    def _show_what_is_ready(self, films: Sequence[BatchFilm]) -> None:
        ready = [film.generation for film in films if film.generation.is_playable]
        zip_file = addresses.batch(self.studio, self.viewer, self.batch, "films.zip")
        results = addresses.batch(self.studio, self.viewer, self.batch, "results.csv")
        st.html(
            f'<p class="take"><a class="pill main" href="{in_html(zip_file)}" download>'
            f"Download {len(ready):,} as ZIP</a>"
            f'<a class="pill" href="{in_html(results)}" download>Results as CSV</a>'
            f'<a class="pill" href="{in_html(self._stage(ready))}" target="_self">Present</a>'
            f'<a class="pill" href="{in_html(addresses.batch_in_history(self.batch))}" '
            'target="_self">See in History</a></p>',
            width="content",
        )
        own = self.studio.changeable(self.viewer, ready)
        if own and self.studio.settings.public_sharing:
            share_panel.show_share_button(self.studio, self.viewer, own[:MOST_SHARED])
            if len(own) > MOST_SHARED:
                st.html(
                    f'<p class="aside">A link holds {MOST_SHARED:,} films: the first of these '
                    f"{len(own):,}. For the others, select them in History.</p>"
                )

    def _stage(self, ready: Sequence[Generation]) -> str:
        """Films in the order of the rows; more than an address holds, as History finds them."""
        some = ready[: addresses.MOST]
        if len(ready) > len(some):
            search = Search(batch=self.batch.id)
            return addresses.stage_of(self.studio, self.viewer, search, some)
        return addresses.stage(self.studio, self.viewer, *some)

    def _frame(self, generation: Generation) -> Frame:
        return Frame(
            words=generation.caption.text,
            poster=addresses.poster(self.studio, self.viewer, generation),
            page=addresses.film_in_history(generation),
        )

    def _price(self) -> str:
        if not self.batch.provider.charges:
            return "free"
        spent = self.studio.standing(self.viewer, self.batch.id).credits
        return f"{phrases.dollars(spent)} so far" if spent else "cost not known yet"


def _add_rows(batch_id: str) -> None:
    st.query_params.from_dict({"add": batch_id})


def in_braces(wording: str) -> str:
    """The wording as HTML, with its columns in the accent's colour."""
    return _BRACES.sub(r'<span class="column">\g<0></span>', in_html(wording))
