"""History: every generation, in the order and with the filters that stand in the address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.bootstrap import current_studio
from lib.clock import named_zone
from lib.errors import InvalidInput
from lib.generation import Generation, Status
from lib.person import Viewer
from lib.search import EVERYTHING, Search
from lib.studio import HistoryPage, Studio
from lib.ui import addresses, illustrations, phrases
from lib.ui.escape import in_html, in_markdown
from lib.ui.panels import card_actions, film_page, generation_panel
from lib.ui.panels.card import Reader, card
from lib.ui.panels.film_page import FilmPage
from lib.ui.panels.filters import show_everything, show_filters
from lib.ui.panels.several import Several
from lib.ui.panels.undo import show_undo
from lib.ui.viewer import current_viewer
from lib.ui.widgets.acts import Act, take_acts
from lib.ui.widgets.progress import watch

PER_PAGE = 12
TICK = 1.5  # seconds between two looks for a video whose answer was lost


def asked_search(now: datetime, words: str) -> Search:
    """What the address asks for; everything, and a sentence, where History does not know it."""
    query = {**st.query_params, "q": words}
    try:
        return Search.parse(query, now, named_zone(st.context.timezone) or UTC)
    except InvalidInput as error:
        sentence = f"{error} Everything is shown instead."
        st.info(in_markdown(sentence), icon=":material/filter_alt_off:")
        return EVERYTHING


def show_head() -> tuple[str, DeltaGenerator]:
    """Draw the title and the search, whose words stand in the address. Also return the count's place."""
    with st.container(key="history_head", horizontal=True, horizontal_alignment="distribute"):
        with st.container(key="history_title", horizontal=True, width="content"):
            st.title("History", anchor=False, width="content")
            show_whose(current_viewer())
            count = st.container(key="count", horizontal=True, width="content")
        words = st.text_input(
            "Search your words",
            key="q",
            type="search",
            placeholder="Search your words",
            label_visibility="collapsed",
            icon=":material/search:",
            bind="query-params",
            live=True,
            on_change=first_page,
            width=300,
        )
    return words or "", count


def show_whose(viewer: Viewer) -> None:
    """Beside the title, where the team's films may be seen: whose are shown. It stands in the address."""
    if viewer.sees_all and viewer.person is not None and viewer.person.has_account:
        st.segmented_control(
            "Whose",
            ["Mine", "Team"],
            default="Mine" if st.query_params.get("whose") == "mine" else "Team",
            key="whose_shown",
            required=True,
            label_visibility="collapsed",
            on_change=put_whose,
            width="content",
        )


def put_whose() -> None:
    st.query_params.pop("page", None)
    if st.session_state["whose_shown"] == "Mine":
        st.query_params["whose"] = "mine"
    else:
        st.query_params.pop("whose", None)


def show_list(studio: Studio, reader: Reader, acts: Sequence[Act]) -> None:
    words, count = show_head()
    search = asked_search(reader.now, words)
    several = Several(studio, reader.viewer, search)
    for act in acts:
        several.do(act)
    show_filters(search, studio.providers, reader.now)
    found = studio.history(reader.viewer, search, page=asked_page(), per_page=PER_PAGE)
    several.show(found.total)
    card_actions.show_question(studio, reader.viewer)
    show_count(count, found.total, search)
    show_present(count, studio, reader.viewer, found, search)
    if found.generations:
        show_grid(studio, reader, found)
        watch_films(studio, reader.viewer, found.generations)
        show_how_long(studio)
    elif search.is_narrowed:
        show_nothing_found(search)
    else:
        show_nothing_yet(studio)
    show_pages(found)


def show_count(place: DeltaGenerator, total: int, search: Search) -> None:
    if total or search.is_narrowed:
        sentence = in_html(phrases.found(total, is_narrowed=search.is_narrowed))
        place.html(f'<p class="count" data-voice="count">{sentence}</p>', width="content")


def show_present(
    place: DeltaGenerator, studio: Studio, viewer: Viewer, found: HistoryPage, search: Search
) -> None:
    """Beside what was found: a link to the stage with all of it."""
    films = [each for each in found.generations if each.is_playable]
    if search.is_narrowed and films:
        with place:
            address = addresses.stage_of(studio, viewer, search, films)
            generation_panel.show_present(address, "Present these")


def first_page() -> None:
    st.query_params.pop("page", None)


def show_grid(studio: Studio, reader: Reader, found: HistoryPage) -> None:
    """Draw each card as one element, so that a film plays on while another card changes."""
    with st.container(key="films"):
        for place, generation in enumerate(found.generations):
            st.html(card_of(studio, reader, generation, place))


def card_of(studio: Studio, reader: Reader, generation: Generation, place: int) -> str:
    return (
        f'<article aria-label="{in_html(generation.caption.text)}" data-place="card_{place}">'
        f'<div class="poster">{card(studio, reader, generation)}'
        f"{card_actions.show_details(generation)}</div>"
        f"{card_actions.actions(studio, reader.viewer, generation)}</article>"
    )


def show_how_long(studio: Studio) -> None:
    """Where films go by themselves, say so before one has gone."""
    if studio.settings.keep_days is not None:
        st.html(f'<p class="aside">{phrases.stays(studio.settings.keep_days)}</p>')


def show_nothing_yet(studio: Studio) -> None:
    st.html(
        f'<div class="empty">{illustrations.hello()}<b>Your sky is empty</b>'
        "<p>Write a few words and watch the drones spell them over Shanghai. "
        f"{phrases.stays(studio.settings.keep_days)}</p></div>"
    )
    with st.container(key="empty_action", horizontal=True):
        if st.button("Make the first one", key="primary_first", type="primary"):
            st.switch_page("create.py")


def show_nothing_found(search: Search) -> None:
    words = (
        f"No video of yours matches “<bdi>{in_html(search.words)}</bdi>”" if search.words else ""
    )
    others = len(search.query) - bool(search.words) > 0
    sentence = f"{words} with these filters." if words and others else f"{words}."
    st.html(
        '<div class="empty"><b>Nothing found</b>'
        f"<p>{sentence if words else 'No video of yours matches these filters.'}</p></div>"
    )
    with st.container(key="empty_action", horizontal=True):
        st.button("Show everything", key="clear_search", on_click=show_everything)


def watch_films(studio: Studio, viewer: Viewer, films: Sequence[Generation]) -> None:
    """While something on this page is being made, look; draw the page anew when it has changed."""
    moving = [each.id for each in films if each.status.is_moving]
    if moving:
        still = [status for status in Status if status.is_moving]
        watch(dict.fromkeys(moving, still), address=addresses.progress(studio, viewer, moving))
    if sought := {each.id for each in films if each.is_looked_for}:
        st.fragment(look_for_news, run_every=TICK)(studio, viewer, sought)


def look_for_news(studio: Studio, viewer: Viewer, sought: set[str]) -> None:
    """A search in the API's log takes minutes, and few ever see one."""
    if not sought <= {each.id for each in studio.in_progress(viewer) if each.is_looked_for}:
        st.rerun()


def asked_page() -> int:
    """The page in the address: each one visited is an entry in the browser's history."""
    asked = st.query_params.get("page", "1")
    return int(asked) if asked.isdecimal() and len(asked) < 9 else 1


def show_pages(found: HistoryPage) -> None:
    if found.pages == 1:
        return
    st.session_state["turned_to"] = found.page
    with st.container(horizontal_alignment="center"):
        st.pagination(found.pages, key="turned_to", on_change=turn_page)


def turn_page() -> None:
    """Put the page into the address. Streamlit's own binding would leave Back without a way."""
    st.query_params["page"] = str(st.session_state["turned_to"])


studio, viewer = current_studio(), current_viewer()
st.session_state.pop("followed", None)  # whoever comes back to Create later is not waiting any more
acts = take_acts()
for pressed in acts:
    card_actions.do(studio, viewer, pressed)
reader = Reader(viewer, studio.clock(), st.context.timezone, len(studio.providers) > 1)
if asked := st.query_params.get("film"):
    shown = FilmPage(studio, reader, asked_search(reader.now, st.query_params.get("q", ""))).show(
        asked
    )
    st.set_page_config(page_title=film_page.title(shown))
    if shown is not None:
        watch_films(studio, viewer, [shown])
else:
    st.set_page_config(page_title=phrases.title(None, "History"))
    show_list(studio, reader, acts)
show_undo(studio, viewer)
