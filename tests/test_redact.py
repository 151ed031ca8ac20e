"""No recognisable piece of a secret gets through, however it is disguised or cut; all else stays."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Callable
from typing import Final
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.redact import HIDDEN, NOTHING_SECRET, Redactor

_KEYS = st.text("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789-_+/=.", min_size=16, max_size=64)
_WORDS = st.text("äöü 上海 !?,;:()", max_size=20)  # no letter of a key

DISGUISES: Final[dict[str, Callable[[str], str]]] = {
    "as it is": str,
    "shouted": str.upper,
    "per cent": lambda key: quote(key, safe=""),
    "every letter per cent": lambda key: "".join(f"%{ord(letter):02x}" for letter in key),
    "per cent twice": lambda key: quote("".join(f"%{ord(letter):02x}" for letter in key)),
    "JSON": lambda key: json.dumps(key).replace("/", "\\/"),
    "JSON escapes": lambda key: "".join(f"\\u{ord(letter):04x}" for letter in key),
    "HTML": html.escape,
    "HTML numbers": lambda key: "".join(f"&#{ord(letter)};" for letter in key),
    "hexadecimal": lambda key: key.encode().hex(),
    "Base64": lambda key: base64.b64encode(key.encode()).decode(),
    "Base64 for URLs": lambda key: base64.urlsafe_b64encode(b"Bearer:" + key.encode()).decode(),
    "spread": " ".join,
    "on two lines": lambda key: f"{key[:9]}\r\n\t{key[9:]}",
    "with invisible letters": "\u200b".join,
}


@pytest.mark.parametrize("disguise", DISGUISES)
@given(key=_KEYS, before=_WORDS, after=_WORDS)
def test_a_key_is_found_in_every_disguise(disguise: str, key: str, before: str, after: str) -> None:
    shown = Redactor([key]).text(before + DISGUISES[disguise](key) + after)
    half = len(key) // 2
    for view in (shown, unquote(shown), html.unescape(shown)):
        read = view.lower()
        assert not any(key[at : at + half].lower() in read for at in range(len(key) - half + 1))
    assert HIDDEN in shown


@given(key=_KEYS, data=st.data())
def test_half_a_key_is_as_secret_as_the_whole(key: str, data: st.DataObject) -> None:
    """A limit on its length, ours or the API's, may have cut it in two."""
    half = len(key) // 2
    redactor = Redactor([key])
    for piece in (key[:half], key[half:], key[: data.draw(st.integers(half, len(key)))]):
        assert redactor.text(f"«{piece}»") == f"«{HIDDEN}»"


@given(text=st.text(max_size=200))
def test_whatever_holds_no_piece_stays_as_it_was(text: str) -> None:
    assert NOTHING_SECRET.text(text) == text
    assert Redactor(["!" * 20, None, ""]).text(text.replace("!", "?")) == text.replace("!", "?")


def test_text_around_a_key_stays() -> None:
    redactor = Redactor(["a-key-that-nobody-may-see", "another"])
    assert (
        redactor.text("Key a-key-that-nobody-may-see is bad, so is another.")
        == "Key … is bad, so is …."
    )


def test_a_short_secret_is_hidden_only_as_a_whole() -> None:
    assert Redactor(["abc"]).text("ab abc bc abcabc") == "ab … bc …"


def test_a_tree_is_clean_in_every_leaf_and_every_name() -> None:
    key = "a-key-that-nobody-may-see"
    clean = Redactor([key]).tree({key: [key, {"a": f"x{key}", "b": 3, "c": None}], "d": True})
    assert clean == {HIDDEN: [HIDDEN, {"a": f"x{HIDDEN}", "b": 3, "c": None}], "d": True}
