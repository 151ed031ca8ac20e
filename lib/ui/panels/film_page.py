"""A film of History on its own: what can be done with it, and all that is known of it.

It stands in the address, `?film=<id>`, beside the search that it was found by: so the browser's Back
leads to what was found, and the arrow keys to its neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from lib.errors import GenerationNotFound
from lib.generation import Generation, Status
from lib.person import Viewer
from lib.search import Search
from lib.studio import Detail, Studio
from lib.ui import addresses, draft, phrases
from lib.ui.attempt import attempt
from lib.ui.escape import in_html, in_markdown
from lib.ui.panels import detail as known
from lib.ui.panels import generation_panel, player_frame, question, share_panel
from lib.ui.panels.card import Reader
from lib.ui.panels.download import show_download


@dataclass(frozen=True, slots=True)
class FilmPage:
    """For one reader, and the search by which the film was found."""

    studio: Studio
    reader: Reader
    search: Search

    @property
    def viewer(self) -> Viewer:
        return self.reader.viewer

    def show(self, generation_id: str) -> Generation | None:
        """Draw it. Return what it shows, or None where there is no such film."""
        try:
            detail = self.studio.detail(self.viewer, generation_id)
        except GenerationNotFound as error:
            self._show_way(None)
            st.html(f'<div class="empty"><b>Not here</b><p>{in_html(str(error))}</p></div>')
            return None
        self._show_way(detail.generation)
        with st.container(key="film_page"):
            player_frame.take_shape(detail.generation.format)
            with st.container(key="film_large"):
                st.html(known.film(self.studio, self.reader, detail))
            with st.container(key="film_known"):
                self._show_head(detail)
                st.html(known.blocks(self.reader, detail))
        return detail.generation

    def _show_way(self, generation: Generation | None) -> None:
        """Draw the ways back to what was found and on to the neighbours."""
        with st.container(key="film_way", horizontal=True, horizontal_alignment="distribute"):
            st.button(
                "History", key="back", type="tertiary", icon=":material/arrow_back:",
                on_click=close_film,
            )  # fmt: skip
            if generation is not None:
                self._show_neighbours(generation)

    def _show_neighbours(self, generation: Generation) -> None:
        place = self.studio.place(self.viewer, self.search, generation)
        total = self.studio.count(self.viewer, self.search)
        with st.container(key="neighbours", horizontal=True, width="content"):
            if place.number <= total:
                st.html(f'<p class="count">{place.number:,} of {total:,}</p>', width="content")
            _neighbour("Previous film", "before", place.before, "Left", "chevron_left")
            _neighbour("Next film", "after", place.after, "Right", "chevron_right")

    def _show_head(self, detail: Detail) -> None:
        generation = detail.generation
        words = in_html(generation.caption.text)
        st.html(f'<h1 class="film-title" dir="auto" data-voice="film">{words}</h1>')
        with st.container(key="film_actions", horizontal=True, gap="small"):
            self._show_actions(detail)
        if generation.status is Status.UNCONFIRMED and not generation.is_looked_for:
            question.ask(self.studio, self.viewer, generation)

    def _show_actions(self, detail: Detail) -> None:
        generation = detail.generation
        if generation.is_playable:
            stage = addresses.stage(self.studio, self.viewer, generation)
            generation_panel.show_present(stage, shortcut="P")
            if detail.is_own:
                share_panel.show_share_button(self.studio, self.viewer, [generation])
            show_download(self.studio, self.viewer, generation)
        if generation.status.is_moving:
            st.page_link("create.py", label="Open", query_params={"g": generation.id})
        if st.button("Use again", key="use_again", icon=":material/repeat:"):
            draft.use_again(generation, with_seed=True)
            st.switch_page("create.py")
        if detail.is_own:
            self._show_star(generation)
            self._show_delete(generation)

    def _show_star(self, generation: Generation) -> None:
        starred = generation.starred_at is not None
        st.button(
            "Starred" if starred else "Star", key="star_film", icon=":material/star:",
            on_click=self._star, args=(generation.id, not starred),
        )  # fmt: skip
        if starred:
            st.html("<style>.st-key-star_film button{color:var(--accent)}</style>")

    def _star(self, generation_id: str, starred: bool) -> None:  # noqa: FBT001  # a callback's
        self.studio.star(self.viewer, [generation_id], starred=starred)

    def _show_delete(self, generation: Generation) -> None:
        if generation.status.is_moving:
            return
        if st.button("Delete", key="film_delete", type="tertiary", icon=":material/delete:"):
            attempt(lambda: self._delete(generation))

    def _delete(self, generation: Generation) -> None:
        self.studio.delete_soon(self.viewer, generation.id)
        close_film()


def open_film(generation_id: str) -> None:
    """For a button's callback."""
    st.query_params["film"] = generation_id


def close_film() -> None:
    """For a button's callback."""
    st.query_params.pop("film", None)


def title(generation: Generation | None) -> str:
    """Return the browser tab's title."""
    return phrases.title(
        None, in_markdown(generation.caption.on_one_line) if generation else "History"
    )


def _neighbour(label: str, key: str, generation_id: str | None, shortcut: str, icon: str) -> None:
    st.button(
        label, key=key, type="tertiary", icon=f":material/{icon}:", shortcut=shortcut,
        disabled=generation_id is None, on_click=open_film, args=(generation_id,),
    )  # fmt: skip
