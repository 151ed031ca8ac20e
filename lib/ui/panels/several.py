"""What is done with the films that are selected on History."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from lib.errors import SkylitError
from lib.generation import Generation
from lib.person import Viewer
from lib.search import Search
from lib.studio import MOST, Studio
from lib.ui import addresses
from lib.ui.escape import in_markdown
from lib.ui.panels import share_panel
from lib.ui.widgets.acts import Act
from lib.ui.widgets.selection import ZipForm, go_to, select_all, show_selection

#: The ids of the films that Share was pressed for.
_TO_SHARE: Final = "selected_to_share"


@dataclass(frozen=True, slots=True)
class Several:
    """For one viewer, and the search whose films are on the page."""

    studio: Studio
    viewer: Viewer
    search: Search

    def show(self, total: int) -> None:
        """Draw the bar, and the panel that a press of "Share" has opened."""
        show_selection(
            total=total,
            most=MOST,
            zip_form=ZipForm(
                address=addresses.zip_of_films(),
                fields=addresses.proof(self.studio, self.viewer),
            ),
            shares=self.studio.settings.public_sharing,
        )
        if films := self.studio.chosen(self.viewer, st.session_state.get(_TO_SHARE, ())):
            share_panel.show_panel(self.studio, self.viewer, films)

    def do(self, act: Act) -> None:
        """Carry out a press on this page. What nobody knows here is left alone."""
        try:
            self._do(act)
        except SkylitError as error:
            st.toast(in_markdown(str(error)), icon=":material/info:", duration="long")

    def _do(self, act: Act) -> None:
        films = self.studio.chosen(self.viewer, act.of)
        playable = [each for each in films if each.is_playable]
        match act.name:
            case "all":
                found = self.studio.found(self.viewer, self.search)
                select_all(act, [(each.id, each.is_playable) for each in found])
            case "present":
                go_to(act, addresses.stage(self.studio, self.viewer, *playable[: addresses.MOST]))
            case "compare":
                go_to(act, addresses.compare(self.studio, self.viewer, *playable[:2]))
            case "share":
                to_share = self.studio.changeable(self.viewer, playable) or playable
                st.session_state[_TO_SHARE] = [each.id for each in to_share]
                share_panel.open_panel(to_share)
            case "star" | "unstar":
                self.studio.star(self.viewer, act.of, starred=act.name == "star")
            case "delete":
                self._delete(films)
            case _:
                pass  # a button of a card

    def _delete(self, films: list[Generation]) -> None:
        """Delete what can be; say what stays, and why."""
        own = self.studio.changeable(self.viewer, films)
        gone = [each for each in own if not each.status.is_moving]
        if gone:
            self.studio.delete_soon(self.viewer, *(each.id for each in gone))
        reasons = (
            (len(own) - len(gone), "being made right now"),
            (len(films) - len(own), "somebody else’s"),
        )
        kept = [f"{count:,} {reason}" for count, reason in reasons if count]
        if kept:
            st.toast(f"Still here: {', '.join(kept)}.", icon=":material/info:", duration="long")
