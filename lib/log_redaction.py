"""Log lines: no secret in them, and nothing that a terminal would obey.

A line may quote outside text, and other libraries log whole addresses with signatures. This module
cleans every line, whoever writes it.
"""

from __future__ import annotations

import logging
import re
import traceback
import unicodedata
from collections.abc import Iterable
from typing import Any, Final

from lib.redact import HIDDEN, NOTHING_SECRET, Redactor

#: What follows the question mark of an address: signatures, tokens, captions.
_QUERY: Final = re.compile(r"\?[^\s\"'<>?]*=[^\s\"'<>]*")
#: The token of a public link: whoever reads it may watch.
_SHARE: Final = re.compile(r"(?i)(?<=/s/)[\w-]{22}|(?<=%2fs%2f)[\w-]{22}", re.ASCII)
_LOGIN: Final = re.compile(r"(?<=://)[^\s/@\"']+@")
_BEARER: Final = re.compile(r"(?i)(?<=bearer )[^\s\"']+")


def keep_logs_clean(secrets: Iterable[str | None] = ()) -> None:
    """From now on clean every log line of this process, and show none of these secrets."""
    known = Redactor(secrets)

    class CleanRecord(logging.LogRecord):
        def __init__(self, *args: Any, **more: Any) -> None:  # noqa: ANN401  # logging's own
            super().__init__(*args, **more)
            if isinstance(self.args, tuple):  # a server's own formatter reads these one by one
                self.args = tuple(
                    cleaned(arg, known) if isinstance(arg, str) else arg for arg in self.args
                )
            if self.exc_info and self.exc_info[1]:
                told = "".join(traceback.format_exception(self.exc_info[1])).rstrip()
                self.exc_text = cleaned(told, known)

        def getMessage(self) -> str:  # noqa: N802  # logging's own
            return cleaned(super().getMessage(), known)

    logging.setLogRecordFactory(CleanRecord)


def cleaned(text: str, secrets: Redactor = NOTHING_SECRET) -> str:
    """Return the line without secrets, queries, passwords and tokens of public links.

    Control characters and overrides appear as escapes; further lines are indented, so that no text
    can pass for a line of its own.
    """
    text = _SHARE.sub(HIDDEN, _QUERY.sub(f"?{HIDDEN}", secrets.text(text)))
    text = _BEARER.sub(HIDDEN, _LOGIN.sub(f"{HIDDEN}@", text))
    lines = text.split("\n")
    indented = (line if line.startswith("  ") else f"  {line}" for line in lines[1:])
    return "\n".join("".join(map(_visible, line)) for line in [lines[0], *indented])


def _visible(character: str) -> str:
    if character == "\t" or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        return character
    return f"\\u{ord(character):04x}"
