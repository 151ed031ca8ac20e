"""What a person sees of a page, in words."""

from __future__ import annotations

import json

from streamlit.testing.v1 import AppTest

from lib.generation import Generation
from lib.ui.widgets.acts import Act


def markup(at: AppTest) -> str:
    """All of our own HTML, styles left out; what does not break is read as what does."""
    parts = [part.value for part in at.html if not part.value.startswith("<style")]
    return (
        "\n".join(parts).replace("\N{NO-BREAK SPACE}", " ").replace("\N{NON-BREAKING HYPHEN}", "-")
    )


def progress_words(at: AppTest) -> str:
    """What the progress says when it is drawn; from then on the browser asks for itself."""
    (shown,) = (
        each.proto
        for each in at.get("bidi_component")
        if each.proto.component_name == "skylit.progress"
    )
    return str(json.loads(shown.json)["first"]["sentence"])


def type_words(at: AppTest, words: str) -> AppTest:
    """AppTest cannot type into a component: the words come as from another run."""
    at.session_state["words"] = words
    at.run()
    assert not at.exception
    return at


def act(at: AppTest, name: str, *films: Generation) -> AppTest:
    """Press a button of our own markup: what a browser tells of it waits in the session."""
    at.session_state["acts_waiting"] = (Act(name, tuple(each.id for each in films), at=1),)
    at.run()
    assert not at.exception
    return at


def press_make(at: AppTest) -> AppTest:
    at.button(key="primary_make").click().run()
    assert not at.exception
    return at
