"""What stands in the frame while words are written: their preview, or the last that could be drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from lib.errors import InvalidInput, SkylitError
from lib.person import Viewer
from lib.request import VideoRequest
from lib.studio import Studio
from lib.ui.addresses import preview, still_width
from lib.ui.draft import Draft
from lib.ui.panels import player_frame
from lib.ui.panels.legibility import Verdict
from lib.ui.panels.player_frame import Still

_EXAMPLE: Final = "Write it in the sky"
_TICK: Final = 1.5  # seconds between two looks for an engine that does not answer yet


@dataclass(frozen=True, slots=True)
class DraftPreview:
    """For one viewer and one draft, of which `verdict` says whether it can be made."""

    studio: Studio
    viewer: Viewer
    wanted: Draft
    verdict: Verdict

    def show(self, *, can_be_drawn: bool) -> None:
        """Show the words, or the last that could be drawn: nothing jumps in the middle of a word."""
        fits = self.verdict.can_be_made
        last: Still | None = st.session_state.get("preview")
        if can_be_drawn:
            now = self._still(self.wanted)
            st.session_state["preview"] = now
            player_frame.show_preview(now, chip=self._chip, before=last)
        elif last is not None and self.wanted.words.strip():
            chip = self._chip if fits else "The last that fits"
            player_frame.show_preview(last, chip=chip, fits=fits)
        else:
            self._show_example()
        if not can_be_drawn and fits:
            self._look_for(self.wanted.request)

    def _show_example(self) -> None:
        example = replace(self.wanted, words=_EXAMPLE)
        if self._is_there(example.request):
            player_frame.show_preview(self._still(example), chip="Example")
            return
        player_frame.show_empty_sky(self.wanted.format)
        if not self.verdict.can_be_made:
            self._look_for(example.request)

    @property
    def _chip(self) -> str:
        """A provider without previews of its own makes a film that may differ from ours."""
        return "Preview" if self.wanted.provider.has_preview else "Draft"

    def _still(self, draft: Draft) -> Still:
        return Still(preview(self.studio, self.viewer, draft.request), draft.words, draft.format)

    def _is_there(self, request: VideoRequest) -> bool:
        try:
            self.studio.preview(request, width=still_width(request.format))
        except SkylitError:
            return False
        return True

    def _look_for(self, request: VideoRequest) -> None:
        """The engine is starting, or busy, for some seconds: draw the page anew once it answers."""

        def look() -> None:
            try:
                self.studio.preview(request, width=still_width(request.format))
            except InvalidInput:
                pass  # the page says what is wrong with the words
            except SkylitError:
                return
            st.rerun()

        st.fragment(look, run_every=_TICK)()
