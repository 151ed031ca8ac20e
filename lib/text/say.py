"""say: a problem as a sentence, at the moment it is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, TypeAlias

from lib.problem import Code, Problem
from lib.text import english

_Names: TypeAlias = Mapping[str, Mapping[str, str]]

#: Language (ISO 639-1) -> its sentences, and its words for what some facts hold.
_LANGUAGES: Final[Mapping[str, tuple[Mapping[Code, str], _Names]]] = {
    "en": (english.SENTENCES, {"provider": english.PROVIDERS, "status": english.STATUSES}),
}

#: "[…]" is left out where one of its facts is not known.
_OPTIONAL: Final = re.compile(r"\[([^\[\]]*)\]")
_GAP: Final = re.compile(r"\{(\w+)\}")


def say(problem: Problem | None, language: str = "en") -> str:
    """Return whole sentences; nothing for no problem. An unknown language is answered in English."""
    if problem is None:
        return ""
    sentences, names = _LANGUAGES.get(language, _LANGUAGES["en"])
    facts = {name: _in_words(name, fact, language, names) for name, fact in problem.params.items()}
    pattern = _OPTIONAL.sub(
        lambda part: part[1] if set(_GAP.findall(part[1])) <= facts.keys() else "",
        sentences[problem.code],
    )
    return _GAP.sub(lambda gap: facts.get(gap[1], "…"), pattern).strip()


def _in_words(name: str, fact: str | float | Problem, language: str, names: _Names) -> str:
    if isinstance(fact, Problem):
        return ended(say(fact, language))
    if name in names:
        return names[name].get(str(fact), str(fact))
    if name == "moment":
        return f"{datetime.fromisoformat(str(fact)).astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return str(fact)


def ended(sentence: str) -> str:
    """End the words like a sentence, whoever wrote them."""
    text = sentence.strip()
    return text if not text or text.endswith((".", "!", "?", "…")) else f"{text}."
