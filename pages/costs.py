"""Costs: what paid videos of a month have cost, by day, by person and by video."""

from __future__ import annotations

import streamlit as st

from lib.bootstrap import current_studio
from lib.provider import Provider
from lib.studio import Studio
from lib.template import Template
from lib.ui import addresses, illustrations
from lib.ui.escape import in_html
from lib.ui.panels import costs as panel
from lib.ui.panels.card import Reader
from lib.ui.viewer import current_viewer


def choose_month(studio: Studio, reader: Reader) -> str:
    """The month stands in the address, so that a view can be sent."""
    months = studio.months_with_costs(reader.viewer)
    asked = st.query_params.get("month")
    chosen = asked if asked in months else months[0]
    st.selectbox(
        "Month",
        months,
        index=months.index(chosen),
        key="month",
        format_func=panel.month_in_words,
        label_visibility="collapsed",
        on_change=put_month,
        width=220,
    )
    return chosen


def put_month() -> None:
    st.query_params["month"] = st.session_state["month"]


def usual_price(studio: Studio) -> float | None:
    """The price of a film of the first template that a paid provider offers."""
    prices = (studio.price(template, provider) for provider, template in paid_ones(studio))
    return next((each for each in prices if each is not None), None)


def paid_ones(studio: Studio) -> list[tuple[Provider, Template]]:
    return [
        (provider, template)
        for provider in studio.providers
        if provider.charges
        for template in provider.templates
    ]


def show_nothing_spent() -> None:
    st.html(
        f'<div class="empty">{illustrations.hello()}<b>Nothing spent</b>'
        "<p>No paid video was asked for in this month. Videos of the built-in engine are free.</p></div>"
    )


def show_csv(studio: Studio, reader: Reader, month: str) -> None:
    address = in_html(addresses.costs_csv(studio, reader.viewer, month))
    st.html(f'<a class="download" href="{address}">Download CSV</a>', width="content")


studio, viewer = current_studio(), current_viewer()
reader = Reader(viewer, studio.clock(), st.context.timezone)
st.set_page_config(page_title="Costs · Skylit")
with st.container(key="costs"):
    with st.container(key="history_head", horizontal=True, horizontal_alignment="distribute"):
        st.title("Costs", anchor=False, width="content")
        month = choose_month(studio, reader)
    found = studio.costs(viewer, month)
    if found.charges:
        budget = studio.settings.dollars_per_month
        st.html(panel.sums(found, usual_price(studio), budget, is_shared=viewer.sees_all))
        st.html(panel.days(found))
        for part in (
            panel.people(found, viewer.person, studio.names(viewer)),
            panel.batches(found),
        ):
            if part:
                st.html(part)
        st.html(panel.requests(found, reader))
        show_csv(studio, reader, month)
    else:
        show_nothing_spent()
