"""People: everybody who signs in, what can be done about each, and the audit. For pages/people.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import streamlit as st

from lib.audit import AuditEntry, Deed
from lib.person import Person
from lib.studio import Member, Studio
from lib.ui import addresses, phrases
from lib.ui.attempt import attempt
from lib.ui.escape import in_html, in_markdown
from lib.ui.panels.card import Reader

#: People on one page.
PER_PAGE: Final = 20

_DEEDS: Final = {
    Deed.SIGNED_IN: "signed in",
    Deed.SIGNED_OUT: "signed out",
    Deed.SWITCHED_OFF: "switched off",
    Deed.SWITCHED_ON: "switched on",
    Deed.TOOK_OVER_FILMS: "took over films of a browser",
    Deed.EXPORTED: "exported everything of",
    Deed.DELETED: "deleted everything of",
    Deed.DELETED_FILM: "deleted a film of",
}


def show_member(studio: Studio, reader: Reader, member: Member, place: int) -> None:
    with st.container(key=f"member_{place}", horizontal=True, vertical_alignment="center"):
        st.html(_facts(reader, member))
        if member.account.person != reader.viewer.person:
            _show_actions(studio, reader, member, place)
        else:
            st.html('<p class="you">you</p>', width="content")


def _facts(reader: Reader, member: Member) -> str:
    claims = member.account.claims
    seen = phrases.when(member.account.seen_at, reader.now, reader.timezone)
    figures = [phrases.videos(member.films), f"last seen {seen}"]
    if member.dollars:
        figures.insert(1, f"${member.dollars:,.2f} this month")
    is_off = member.account.switched_off_at is not None
    role = "switched off" if is_off else member.role.value
    return (
        f'<div class="member" data-off="{str(is_off).lower()}"><b dir="auto">{in_html(claims.name)}</b>'
        f'<span class="role">{in_html(role)}</span><span>{in_html(claims.email)}</span>'
        f"<span>{in_html(' · '.join(figures))}</span></div>"
    )


def _show_actions(studio: Studio, reader: Reader, member: Member, place: int) -> None:
    person, viewer = member.account.person, reader.viewer
    name = in_markdown(member.account.claims.name)
    is_off = member.account.switched_off_at is not None
    switch = "Switch on" if is_off else "Switch off"
    act = studio.switch_on if is_off else studio.switch_off
    if st.button(f"{switch} *{name}*", key=f"switch_{place}"):
        attempt(lambda: act(viewer, person))
    address = in_html(addresses.everything_of(person))
    st.html(f'<a class="download plain-words" href="{address}">Export</a>', width="content")
    if st.button(f"Delete *{name}*", key=f"erase_{place}", type="tertiary"):
        ask_before_erasing(studio, reader, member)


@st.dialog("Delete everything?")
def ask_before_erasing(studio: Studio, reader: Reader, member: Member) -> None:
    name = in_html(member.account.claims.name)
    said = in_html(phrases.videos(member.films))
    st.html(
        f'<p>All of <b dir="auto">{name}</b> goes for good: {said}, public links, batches and the '
        "account. What was spent stays in the costs, without a name.</p>"
    )
    if st.button("Delete everything", key="primary_erase", type="primary"):
        attempt(lambda: studio.delete_person(reader.viewer, member.account.person))


def audit(reader: Reader, entries: Sequence[AuditEntry], names: Mapping[Person, str]) -> str:
    """Return the table of what was done, the latest first. Nothing in Skylit changes it."""
    called: Callable[[Person], str] = lambda person: names.get(person, f"…{person.id[-6:]}")  # noqa: E731
    rows = "".join(
        f"<tr><td>{in_html(phrases.when(each.at, reader.now, reader.timezone))}</td>"
        f'<td dir="auto">{in_html(called(each.actor))} {in_html(_DEEDS[each.deed])}'
        f"{f' {in_html(called(each.person))}' if each.person else ''}</td></tr>"
        for each in entries
    )
    head = '<tr><th scope="col">When</th><th scope="col">What</th></tr>'
    return f'<table class="costs audit"><thead>{head}</thead><tbody>{rows}</tbody></table>'
