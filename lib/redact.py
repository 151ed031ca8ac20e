"""Redact: take secrets out of text that came from outside, also in disguise or cut in two.

Some servers quote the key that they refuse: as it is, escaped, encoded, or cut by their own limit.
"""

from __future__ import annotations

import base64
import html
import re
import string
from collections.abc import Iterable, Iterator
from typing import Any, Final
from urllib.parse import unquote

HIDDEN: Final = "…"

#: So many characters in a row give a secret away. So does half of a short one.
_SHORTEST_PIECE: Final = 6
_LONGEST_PIECE: Final = 12

#: Lower case for ASCII alone: other letters may change their number, and places would shift.
_LOWER: Final = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)

_UNICODE_ESCAPE: Final = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")


class Redactor:
    """Knows some secrets. Immutable, so safe for threads."""

    def __init__(self, secrets: Iterable[str | None]) -> None:
        self._pieces: dict[int, set[str]] = {}  # by length
        for secret in {secret for secret in secrets if secret}:
            for form in _forms(secret):
                length = _piece_length(form)
                pieces = (form[at : at + length] for at in range(len(form) - length + 1))
                self._pieces.setdefault(length, set()).update(pieces)

    def text(self, text: str) -> str:
        """Return the text without any recognisable piece of a secret.

        A text that hides one behind escapes is hidden as a whole: its places are not those of the
        secret.
        """
        shown = self._without_pieces(text)
        return HIDDEN if any(self._find(view) for view in _unescaped(shown)) else shown

    def tree(self, value: Any) -> Any:  # noqa: ANN401  # whatever JSON holds
        """Do the same for every text in a JSON value, names of members included."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.tree(each) for each in value]
        if isinstance(value, dict):
            return {self.text(name): self.tree(each) for name, each in value.items()}
        return value

    def _without_pieces(self, text: str) -> str:
        shown, end = [], 0
        for start, stop in _merged(self._find(text)):
            shown += [text[end:start], HIDDEN]
            end = stop
        return "".join([*shown, text[end:]])

    def _find(self, text: str) -> list[tuple[int, int]]:
        """From where to where there are pieces, whatever blanks are strewn among their letters."""
        places = [
            place for place, letter in enumerate(text) if letter.isprintable() and letter != " "
        ]
        compact = "".join([text[place] for place in places]).translate(_LOWER)
        return sorted(
            (places[at], places[at + length - 1] + 1)
            for length, pieces in self._pieces.items()
            for at in range(len(compact) - length + 1)
            if compact[at : at + length] in pieces
        )


#: For those who know no secret.
NOTHING_SECRET: Final = Redactor(())


def _piece_length(form: str) -> int:
    return min(len(form), max(_SHORTEST_PIECE, min(len(form) // 2, _LONGEST_PIECE)))


def _forms(secret: str) -> Iterator[str]:
    """A secret as it is, in hexadecimal, and in Base64, which has three forms, one for each offset."""
    raw = secret.encode()
    yield "".join(secret.split()).translate(_LOWER)
    yield raw.hex()
    for before in range(3):
        shown = base64.b64encode(bytes(before) + raw).decode().translate(_LOWER)
        kept = shown[-(-before * 8 // 6) : (before + len(raw)) * 8 // 6]
        if len(kept) >= _SHORTEST_PIECE:
            yield kept
            yield kept.translate(str.maketrans("+/", "-_"))


def _unescaped(text: str) -> Iterator[str]:
    """The text as those who read it may undo its escapes, each where there are some."""
    if "%" in text:
        yield unquote(text)
        yield unquote(unquote(text))
    if "&" in text:
        yield html.unescape(text)
    if "\\" in text:
        yield _UNICODE_ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), text)
        yield text.replace("\\", "")


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted spans, those that touch or overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, stop in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], stop)
        else:
            merged.append((start, stop))
    return merged
