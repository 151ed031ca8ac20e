"""Whose page this is: the account that signed in, else the visitor whom the cookie names."""

from __future__ import annotations

import ipaddress

import streamlit as st

from lib.bootstrap import current_studio
from lib.visitor import new_id


def current_owner() -> str:
    """Stable for an account and for a browser; a browser without cookies has it for one session."""
    if st.user.get("is_logged_in", False):
        return f"account:{st.user.get('sub') or st.user['email']}"
    return current_studio().visitors.owner_from(st.context.cookies) or _owner_of_this_session()


def current_address() -> str | None:
    """Return where the visitor is on the network; None from this machine, a proxy on it included.

    Of IPv6 the first 64 bits: a house or an office is given that many, and may vary the rest at will.
    """
    try:
        found = ipaddress.ip_address(st.context.ip_address or "")
    except ValueError:
        return None
    bits = 64 if isinstance(found, ipaddress.IPv6Address) else 32
    return str(ipaddress.ip_network((found, bits), strict=False).network_address)


def _owner_of_this_session() -> str:
    if "owner" not in st.session_state:
        st.session_state["owner"] = f"session:{new_id()}"
    return str(st.session_state["owner"])
