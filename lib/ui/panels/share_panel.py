"""Share: a public link to films, in a small panel. Opening it makes no link.

Everything that a press does stands in its callback, so that the panel is drawn with what came of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

import streamlit as st

from lib.errors import SkylitError
from lib.file_names import attachment_name
from lib.generation import Generation
from lib.person import Action, Viewer, may
from lib.share import Share
from lib.studio import LASTS, Studio
from lib.ui import addresses, phrases
from lib.ui.escape import in_html

#: What can be chosen, in words, and so many days; None has no end.
_LASTS: Final = {f"{days} days" if days else "No end": days for days in LASTS}
_USUAL: Final = "30 days"

#: In the session: the ids of the films whose panel is open, the id of a link that was stopped in it,
#: so that this can be undone, and why something could not be done.
_OPEN: Final = "share_open"
_STOPPED: Final = "share_stopped"
_REFUSED: Final = "share_refused"


def show_share_button(studio: Studio, viewer: Viewer, films: Sequence[Generation]) -> None:
    """Draw the button that opens the panel, and the panel."""
    st.button(
        "Share", key="share_film", icon=":material/share:", on_click=open_panel, args=(films,)
    )
    show_panel(studio, viewer, films)


def open_panel(films: Sequence[Generation]) -> None:
    """For a button's callback: the next run draws the panel for these films, as one link."""
    for key in (_STOPPED, _REFUSED, "share_first_end", "share_end"):
        st.session_state.pop(key, None)
    st.session_state[_OPEN] = [each.id for each in films]


def show_panel(studio: Studio, viewer: Viewer, films: Sequence[Generation]) -> None:
    """Draw the panel if it is open for these films. It stays open when the page is drawn anew."""
    if st.session_state.get(_OPEN) != [each.id for each in films]:
        return
    title = "Share" if len(films) == 1 else f"Share {len(films)} films"
    panel = _Panel(studio, viewer, tuple(films))
    st.dialog(title, on_dismiss=_close_panel)(panel.draw)()


def _close_panel() -> None:
    st.session_state.pop(_OPEN, None)


class _Panel:
    """The panel for one viewer and one list of films."""

    def __init__(self, studio: Studio, viewer: Viewer, films: tuple[Generation, ...]) -> None:
        self.studio, self.viewer, self.films = studio, viewer, films
        self.ids = [each.id for each in films]

    def draw(self) -> None:
        with st.container(key="share"):
            if refused := st.session_state.pop(_REFUSED, ""):
                st.html(f'<p class="refused" role="alert">{in_html(refused)}</p>')
            try:
                self._draw_link()
            except SkylitError as error:
                st.html(f'<p class="refused" role="alert">{in_html(str(error))}</p>')

    def _draw_link(self) -> None:
        if not self.studio.settings.public_sharing:
            _note("Public links are switched off here. The file itself can still be sent.")
            self._draw_files()
        elif not all(may(self.viewer, Action.CHANGE, each) for each in self.films):
            _note(
                "Only whoever made a film can make a link to it. The file itself can still be sent."
            )
            self._draw_files()
        elif share := self.studio.share_of(self.viewer, self.ids):
            self._draw_live(share)
        else:
            self._draw_none()

    # ── no link ───────────────────────────────────────────────────────────────────────────────

    def _draw_none(self) -> None:
        if stopped := st.session_state.get(_STOPPED):
            _terms("The link has ended: it opens nothing any more.")
            st.button("Undo", key="share_undo", on_click=self._resume, args=(stopped,))
            return
        what = "the film" if len(self.films) == 1 else f"these {len(self.films)} films"
        _terms(f"A link lets anyone who has it watch {what}, without an account.")
        lasts = _choose_end("share_first_end", _USUAL)
        with st.container(horizontal=True):
            st.button(
                "Make a link", key="primary_share", type="primary", icon=":material/link:",
                on_click=self._make, args=(lasts,),
            )  # fmt: skip
            self._draw_files()

    # ── a link ────────────────────────────────────────────────────────────────────────────────

    def _draw_live(self, share: Share) -> None:
        now = self.studio.clock()
        ends = phrases.until(share.expires_at, now, st.context.timezone)
        _terms(f"Anyone with the link can watch · <b>{in_html(ends)}</b>")
        _choose_end("share_end", _chosen(share, now), lambda: self._change_end(share))
        link = addresses.share(self.studio, share)
        st.html(
            f'<div class="share-link"><output>{in_html(link.partition("://")[2] or link)}</output>'
            f'<button type="button" data-copy="{in_html(link)}">Copy link</button></div>'
        )
        if self.studio.settings.public_url is None:
            _note("It works in this network only, until whoever runs Skylit sets PUBLIC_URL.")
        self._draw_code(share)
        self._draw_terms(share)
        with st.container(key="share_foot", horizontal=True):
            self._draw_files()
            st.button("Stop sharing", key="stop_sharing", on_click=self._stop, args=(share,))

    def _draw_code(self, share: Share) -> None:
        svg, png = (
            addresses.share_file(self.studio, share, f"qr.{each}") for each in ("svg", "png")
        )
        embed = in_html(_frame(f"{addresses.share(self.studio, share)}/embed", self.films[0]))
        st.html(
            f'<div class="share-room"><img src="{in_html(svg)}" alt="QR code of the link"><div>'
            "<p>Point a phone at it, or print it.</p>"
            f'<p class="actions"><a class="download" href="{in_html(png)}" download="link.png">PNG</a>'
            f'<a class="download" href="{in_html(svg)}" download="link.svg">SVG</a></p>'
            f'<p class="share-note">{in_html(phrases.opened(self.studio.views(share)))}</p>'
            f'<p><button type="button" class="text" data-copy="{embed}">Copy code for a website</button>'
            "</p></div></div>"
        )

    def _draw_terms(self, share: Share) -> None:
        with st.container(horizontal=True, gap="medium"):
            for name, label in (
                ("may_download", "Viewers may download"),
                ("is_indexed", "Search engines may list it"),
            ):
                st.toggle(
                    label,
                    value=getattr(share, name),
                    key=f"share_{name}_{share.id}",
                    on_change=self._change_terms,
                    args=(share,),
                )

    def _draw_files(self) -> None:
        """The phone's own share sheet takes the file itself. Hidden where the browser has none."""
        if len(self.films) > 1:
            return
        film = self.films[0]
        address = in_html(addresses.film(self.studio, self.viewer, film))
        words, name = film.caption.text, attachment_name(film.caption.text, "mp4")
        st.html(
            f'<button type="button" class="download share" data-share="{address}"'
            f' data-name="{in_html(name)}" data-title="{in_html(words)}">Send the file</button>',
            width="content",
        )

    # ── what presses do ───────────────────────────────────────────────────────────────────────

    def _make(self, lasts: str) -> None:
        self._attempt(lambda: self.studio.share(self.viewer, self.ids, _LASTS[lasts]))

    def _change_end(self, share: Share) -> None:
        days = _LASTS[st.session_state["share_end"]]
        self._attempt(lambda: self.studio.share_until(self.viewer, share.id, days))

    def _change_terms(self, share: Share) -> None:
        may_download = bool(st.session_state[f"share_may_download_{share.id}"])
        is_indexed = bool(st.session_state[f"share_is_indexed_{share.id}"])
        self._attempt(
            lambda: self.studio.share_terms(
                self.viewer, share.id, may_download=may_download, is_indexed=is_indexed
            )
        )

    def _stop(self, share: Share) -> None:
        def stop() -> None:
            self.studio.stop_sharing(self.viewer, share.id)
            st.session_state[_STOPPED] = share.id

        self._attempt(stop)

    def _resume(self, share_id: str) -> None:
        st.session_state.pop(_STOPPED, None)
        self._attempt(lambda: self.studio.resume_sharing(self.viewer, share_id))

    def _attempt(self, act: Callable[[], object]) -> None:
        try:
            act()
        except SkylitError as error:
            st.session_state[_REFUSED] = str(error)


def _choose_end(key: str, chosen: str | None, on_change: Callable[[], None] | None = None) -> str:
    """Let a person choose how long the link lasts, and return it in words."""
    picked = st.pills(
        "How long the link lasts",
        list(_LASTS),
        default=chosen,
        key=key,
        label_visibility="collapsed",
        required=chosen is not None,
        on_change=on_change,
    )
    return str(picked or _USUAL)


def _chosen(share: Share, now: datetime) -> str | None:
    """Return what the link's end was chosen as, if that was today."""
    for words, days in _LASTS.items():
        if share.expires_at is None or days is None:
            if share.expires_at is None and days is None:
                return words
        elif abs(share.expires_at - now - timedelta(days=days)) < timedelta(days=1):
            return words
    return None


def _terms(sentence: str) -> None:
    st.html(f'<p class="share-terms" data-voice="share">{sentence}</p>')


def _note(sentence: str) -> None:
    st.html(f'<p class="share-note">{in_html(sentence)}</p>')


def _frame(address: str, film: Generation) -> str:
    """Return the markup with which a website shows the film."""
    return (
        f'<iframe src="{in_html(address)}" width="{film.format.width}" height="{film.format.height}"'
        f' title="{in_html(film.caption.on_one_line)}" style="border:0" loading="lazy"'
        " allowfullscreen></iframe>"
    )
