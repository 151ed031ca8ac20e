"""What a person sees of a page, in words."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def markup(at: AppTest) -> str:
    """All of our own HTML, the style sheet left out; what does not break is read as what does."""
    parts = [part.value for part in at.html if not part.value.startswith(("<style", "<script"))]
    return (
        "\n".join(parts).replace("\N{NO-BREAK SPACE}", " ").replace("\N{NON-BREAKING HYPHEN}", "-")
    )


def type_words(at: AppTest, words: str) -> AppTest:
    """AppTest cannot type into a component: the words come as from another run."""
    at.session_state["words"] = words
    at.run()
    assert not at.exception
    return at


def press_make(at: AppTest) -> AppTest:
    at.button(key="primary_make").click().run()
    assert not at.exception
    return at
