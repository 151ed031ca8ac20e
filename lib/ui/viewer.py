"""Who looks at this page: the account that signed in, else the visitor whom the cookie names."""

from __future__ import annotations

import ipaddress

import streamlit as st

from lib.bootstrap import current_studio
from lib.person import Person, Viewer
from lib.visitor import new_id


def current_viewer() -> Viewer:
    """Return the same for each run of an account, of a browser, or of a session without cookies.

    Where people sign in, somebody who did not, or does no more, is nobody.
    """
    studio = current_studio()
    if studio.settings.signs_in:
        return studio.signed_in(current_session()) or Viewer(None)
    return studio.as_approver(studio.viewer(_current_person()), st.context.cookies)


def current_session() -> str:
    """Return the id of the session that web/middleware/sign_in.py has found; "" if none is there."""
    return st.context.headers.get("x-skylit-session", "")


def current_address() -> str | None:
    """Return where the visitor is on the network; None from this machine, a proxy on it included.

    Of an IPv6 address, the first 64 bits: a house or an office may choose the rest at will.
    """
    try:
        found = ipaddress.ip_address(st.context.ip_address or "")
    except ValueError:
        return None
    bits = 64 if isinstance(found, ipaddress.IPv6Address) else 32
    return str(ipaddress.ip_network((found, bits), strict=False).network_address)


def _current_person() -> Person:
    return current_studio().visitors.person_from(st.context.cookies) or _person_of_this_session()


def _person_of_this_session() -> Person:
    if "session_id" not in st.session_state:
        st.session_state["session_id"] = new_id()
    return Person.session(st.session_state["session_id"])
