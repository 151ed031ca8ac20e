"""A problem becomes a sentence when it is shown, by code and language."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.errors import SkylitError
from lib.generation import Status
from lib.problem import Code, Problem
from lib.text import say
from lib.text.english import PROVIDERS, SENTENCES, STATUSES

#: A value for every fact that a sentence may speak of.
FACTS: dict[str, str | int | Problem] = {
    "cause": Problem.told("The moon is in the way"),
    "then": Problem.of(Code.NOTHING_CHARGED),
    "provider": "aimlapi",
    "api_status": "queued",
    "task_id": "abc",
    "moment": "2026-11-30T12:00:00+00:00",
    "sentence": "Somebody said so",
    "http_status": 503,
    "megabytes": 200,
    "codec": "mpeg2",
    "width": 9000,
    "height": 10,
    "largest": 4096,
    "seconds": 700,
    "why": "No space left on device",
    "folder": "/videos",
    "length": 90,
    "limit": 80,
    "over": 10,
    "field": "template",
    "received": "'Moon'",
    "expected": "'Sun'",
    "wait": 30,
    "status": "ready",
    "most": 200,
    "backup": "copies/2026-11-22",
    "found": 7,
    "known": 1,
    "release": "3.1",
    "table": "generations",
    "lacks": "caption",
    "setting": "POLL_SECONDS",
    "file": "skylit.db",
    "names": "/data/archive",
    "row": 7,
    "rows": 9000,
    "columns": 300,
    "column": "name",
    "value": "Venice",
    "characters": "⟁",
    "needed": "$50.40",
    "word": "Go",
}


def gaps(code: Code) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", SENTENCES[code]))


@pytest.mark.parametrize("code", Code)
def test_every_code_has_whole_sentences_in_which_every_fact_appears(code: Code) -> None:
    assert gaps(code) <= FACTS.keys()
    said = say(Problem.of(code, **{name: FACTS[name] for name in gaps(code)}))
    assert said[0].isupper()
    assert not re.search(r"[\[\]{}…]|  ", said)
    assert code is Code.TOLD or said.endswith((".", "!", "?"))


@pytest.mark.parametrize("code", Code)
def test_a_fact_that_is_not_known_leaves_no_hole(code: Code) -> None:
    optional = set(re.findall(r"\{(\w+)\}", "".join(re.findall(r"\[[^\]]*\]", SENTENCES[code]))))
    known = {name: FACTS[name] for name in gaps(code) - optional}
    assert not re.search(r"[\[\]{}…]|  ", say(Problem.of(code, **known)))


def test_no_problem_is_no_sentence() -> None:
    assert say(None) == ""


def test_a_cause_is_a_sentence_within_the_sentence() -> None:
    cause = Problem.of(Code.INTERRUPTED)
    said = say(Problem.of(Code.WAITS_IN_LINE, cause=cause))
    assert said == "Skylit was interrupted while sending. Your caption waits in line."


def test_words_of_others_end_like_a_sentence_and_are_never_read_as_gaps() -> None:
    cause = Problem.told("Bad {provider} [sic]")
    assert (
        say(Problem.of(Code.REFUSED, cause=cause)) == "Bad {provider} [sic]. Nothing was charged."
    )


def test_an_unknown_language_is_answered_in_english() -> None:
    problem = Problem.of(Code.TASK_LOST, provider="builtin")
    assert say(problem, "tlh") == say(problem, "en")
    assert PROVIDERS["builtin"] in say(problem)


@pytest.mark.parametrize("status", Status)
def test_where_a_video_stands_is_said_in_plain_words(status: Status) -> None:
    said = say(Problem.of(Code.STANDS_ELSEWHERE, status=status))
    assert said == f"That cannot be done now: this video {STATUSES[status]}."


def test_an_error_says_its_problem() -> None:
    error = SkylitError(Problem.of(Code.OUR_MISTAKE))
    assert str(error) == say(error.problem)
    assert SkylitError(Code.OUR_MISTAKE).problem == error.problem


_facts = st.text(min_size=1) | st.integers() | st.floats(allow_nan=False)


@given(st.sampled_from(Code), st.dictionaries(st.text(min_size=1), _facts), _facts)
def test_a_problem_comes_back_from_its_row_as_it_was(
    code: Code, facts: dict[str, str | float], inner: str | float
) -> None:
    cause = Problem.of(Code.REFUSED, sentence=inner)
    facts.pop("code", None)
    problem = Problem.of(code, **{**facts, "cause": cause})
    assert Problem.from_json(code.value, problem.params_as_json()) == problem
    assert Problem.read(problem.as_json()) == problem


@pytest.mark.parametrize("line", ["", "{", "[]", "7", "null", '{"code": "no such"}', "{}"])
def test_what_is_no_problem_is_not_read_as_one(line: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # whichever part is wrong
        Problem.read(line)
