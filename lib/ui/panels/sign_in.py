"""Sign-in: the gate before everything, what a browser made before, and the way out."""

from __future__ import annotations

import streamlit as st

from lib.account import Account
from lib.person import Viewer
from lib.sign_in import UNNAMED
from lib.studio import Studio
from lib.ui import illustrations, phrases
from lib.ui.attempt import attempt
from lib.ui.escape import in_html, in_markdown
from lib.ui.viewer import current_session

_SIGN_OUT = "Sign out"


def show_gate(studio: Studio) -> None:
    """Draw what somebody sees who has not signed in, and nothing else."""
    st.set_page_config(page_title="Sign in · Skylit")
    with st.container(key="gate", horizontal_alignment="center"):
        if studio.is_switched_off(current_session()):
            _say("Your account is switched off", "Ask an admin of Skylit to let you in again.")
            _show_way_out()
        elif studio.settings.sign_in is None:
            _say(
                "Nobody has signed you in", "Open Skylit by the address of your company's sign-in."
            )
        else:
            _say("Skylit", "Type a caption, and drones write it over Shanghai.")
            for provider in studio.settings.sign_in.providers:
                _show_door(provider)


def show_account(account: Account) -> None:
    """Draw who has signed in, and the way out."""
    with st.container(key="account", width="content"):
        chosen = st.menu_button(in_markdown(account.claims.name), [_SIGN_OUT], key="account_menu")
    if chosen == _SIGN_OUT:
        st.logout()


def ask_about_films(studio: Studio, viewer: Viewer) -> None:
    """Ask once, at the first sign-in, whether films that this browser made before are theirs."""
    films = studio.made_before_sign_in(viewer, st.context.cookies)
    if not films:
        return
    sentence = in_html(phrases.made_before_sign_in(films))
    with st.container(key="made_before", horizontal=True, vertical_alignment="center"):
        st.html(f"<p>{sentence}</p>")
        if st.button("Yes, mine", key="take_over"):
            attempt(lambda: studio.take_over(viewer, st.context.cookies))
        if st.button("No", key="leave_behind", type="tertiary"):
            attempt(lambda: studio.leave_behind(viewer))


def _say(heading: str, sentence: str) -> None:
    st.html(
        f'<div class="gate">{illustrations.hello()}<h1>{in_html(heading)}</h1>'
        f"<p>{in_html(sentence)}</p></div>"
    )


def _show_door(provider: str) -> None:
    label = "Sign in" if provider == UNNAMED else f"Sign in with {provider.title()}"
    if st.button(in_markdown(label), key=f"primary_door_{provider}", type="primary"):
        st.login(None if provider == UNNAMED else provider)


def _show_way_out() -> None:
    if st.button(_SIGN_OUT, key="way_out"):
        st.logout()
