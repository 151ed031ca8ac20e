"""History: every generation, newest first. Each film plays where it stands."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.bootstrap import current_studio
from lib.generation import Generation, Status
from lib.person import Viewer
from lib.search import Search
from lib.studio import HistoryPage, Studio
from lib.text import say
from lib.ui import addresses, draft, illustrations, phrases
from lib.ui.attempt import attempt
from lib.ui.escape import in_html, in_markdown
from lib.ui.panels import generation_panel, question, share_panel
from lib.ui.panels.card import Reader, card
from lib.ui.panels.download import show_download
from lib.ui.panels.undo import show_undo
from lib.ui.viewer import current_viewer
from lib.ui.widgets.progress import watch

PER_PAGE = 12
TICK = 1.5  # seconds between two looks for a video whose answer was lost


def show_head() -> tuple[str, DeltaGenerator]:
    """Draw the title and the search, whose words stand in the address. Also return the count's place."""
    with st.container(key="history_head", horizontal=True, horizontal_alignment="distribute"):
        with st.container(key="history_title", horizontal=True, width="content"):
            st.title("History", anchor=False, width="content")
            count = st.container(key="count", horizontal=True, width="content")
        words = str(
            st.text_input(
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
            or ""
        )
    return words, count


def show_count(place: DeltaGenerator, total: int, words: str) -> None:
    if total or words:
        sentence = in_html(phrases.found(total, words))
        place.html(f'<p class="count" data-voice="count">{sentence}</p>', width="content")


def show_present(
    place: DeltaGenerator, studio: Studio, viewer: Viewer, found: HistoryPage, words: str
) -> None:
    """Beside a search: a link to the stage with all that it found."""
    films = [each for each in found.generations if each.is_playable]
    if words and films:
        with place:
            address = addresses.stage(studio, viewer, *films, words=words)
            generation_panel.show_present(address, "Present these")


def first_page() -> None:
    st.query_params.pop("page", None)


def clear_search() -> None:
    st.session_state["q"] = ""
    first_page()


def show_grid(studio: Studio, reader: Reader, found: HistoryPage) -> None:
    with st.container(key="films"):
        for place, generation in enumerate(found.generations):
            with st.container(key=f"card_{place}", gap="xsmall"):
                st.html(card(studio, reader, generation))
                with st.container(key=f"card_actions_{place}", horizontal=True, gap="xsmall"):
                    show_actions(studio, reader.viewer, generation, place)


def show_actions(studio: Studio, viewer: Viewer, generation: Generation, place: int) -> None:
    status = generation.status
    of = f" *{in_markdown(generation.caption.text)}*"  # heard, not seen: the card shows it
    if generation.is_playable:
        if st.button(f"Use again{of}", key=f"again_{place}", type="tertiary"):
            draft.use_again(generation)
            st.switch_page("create.py")
        share_panel.show_share_button(studio, viewer, [generation], card=place)
        show_download(studio, viewer, generation, plain=True)
    elif generation.has_stopped:
        show_second_chances(studio, viewer, generation, place, of)
    elif status is Status.UNCONFIRMED and not generation.is_looked_for:
        if st.button(f"Answer{of}", key=f"answer_{place}", type="tertiary"):
            ask_whether_it_arrived(studio, viewer, generation)
    elif st.button(f"Open{of}", key=f"open_{place}", type="tertiary"):
        st.switch_page("create.py", query_params={"g": generation.id})
    if not status.is_moving and st.button(
        f"Delete{of}", key=f"delete_{place}", type="tertiary", icon=":material/delete:"
    ):
        attempt(lambda: studio.delete_soon(viewer, generation.id))


def show_second_chances(
    studio: Studio, viewer: Viewer, generation: Generation, place: int, of: str
) -> None:
    """To look once more costs nothing, so it comes first."""
    if generation.can_be_checked_again and st.button(
        f"{phrases.again('Look again', generation.provider)}{of}",
        key=f"recheck_{place}",
        type="tertiary",
    ):
        attempt(lambda: studio.recheck(viewer, generation.id))
    make_again = phrases.again("Make again", generation.provider)
    if st.button(f"{make_again}{of}", key=f"retry_{place}", type="tertiary"):
        attempt(lambda: retry(studio, viewer, generation))


def retry(studio: Studio, viewer: Viewer, generation: Generation) -> None:
    again = generation_panel.try_again(studio, viewer, generation)
    st.session_state["followed"] = again.id
    st.switch_page("create.py", query_params={"g": again.id})


@st.dialog("Did it arrive?")
def ask_whether_it_arrived(studio: Studio, viewer: Viewer, generation: Generation) -> None:
    asked = phrases.when(generation.created_at, studio.clock(), st.context.timezone)
    st.html(
        f'<p><strong dir="auto">{in_html(generation.caption.text)}</strong><br>'
        f"Asked for {in_html(asked)} · {in_html(generation.provider.label)}</p>"
        f'<p dir="auto">{in_html(say(generation.problem))}</p>'
    )
    question.ask(studio, viewer, generation)


def show_nothing_yet() -> None:
    st.html(
        f'<div class="empty">{illustrations.hello()}<b>Your sky is empty</b>'
        "<p>Write a few words and watch the drones spell them over Shanghai. "
        "Every video stays here.</p></div>"
    )
    with st.container(key="empty_action", horizontal=True):
        if st.button("Make the first one", key="primary_first", type="primary"):
            st.switch_page("create.py")


def show_nothing_found(words: str) -> None:
    st.html(
        '<div class="empty"><b>Nothing found</b>'
        f"<p>No video of yours matches “<bdi>{in_html(words)}</bdi>”.</p></div>"
    )
    with st.container(key="empty_action", horizontal=True):
        st.button("Clear search", key="clear_search", on_click=clear_search)


def watch_films(studio: Studio, viewer: Viewer, found: HistoryPage) -> None:
    """While something on this page is being made, look; draw the page anew when it has changed."""
    moving = [each.id for each in found.generations if each.status.is_moving]
    if moving:
        still = [status for status in Status if status.is_moving]
        watch(dict.fromkeys(moving, still), address=addresses.progress(studio, viewer, moving))
    if sought := {each.id for each in found.generations if each.is_looked_for}:
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
st.set_page_config(page_title=phrases.title(None, "History"))
words, count = show_head()
found = studio.history(viewer, Search(words=words), page=asked_page(), per_page=PER_PAGE)
show_count(count, found.total, words)
show_present(count, studio, viewer, found, words)
if found.generations:
    reader = Reader(viewer, studio.clock(), st.context.timezone, len(studio.providers) > 1)
    show_grid(studio, reader, found)
    watch_films(studio, viewer, found)
elif words:
    show_nothing_found(words)
else:
    show_nothing_yet()
show_pages(found)
show_undo(studio, viewer)
