"""Nobody becomes a visitor by making up a cookie."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from lib.signing import Signer
from lib.visitor import UNSIGNED_COOKIE, Visitors, new_id, unsigned_id_from

OURS = Visitors(Signer(b"k" * 32))
OTHERS = Visitors(Signer(b"x" * 32))
NAMES = [OURS.cookie_name(secure=secure) for secure in (True, False)]
IDS = st.from_regex(r"[A-Za-z0-9_-]{22}", fullmatch=True)


@given(visitor=IDS, secure=st.booleans())
def test_a_cookie_of_ours_names_its_person(visitor: str, *, secure: bool) -> None:
    cookies = dict([OURS.cookie(visitor, secure=secure)])
    assert OURS.id_from(cookies) == visitor
    assert OURS.person_from(cookies) == OURS.person(visitor)


@given(st.sampled_from(NAMES), st.text() | st.builds("{}.{}".format, IDS, st.text()))
def test_a_made_up_cookie_names_nobody(name: str, value: str) -> None:
    assert OURS.person_from({name: value}) is None


@given(IDS)
def test_a_cookie_of_another_key_names_nobody(visitor: str) -> None:
    _, value = OTHERS.cookie(visitor, secure=False)
    assert OURS.person_from({OURS.cookie_name(secure=False): value}) is None


@given(IDS, IDS)
def test_a_signature_is_good_for_one_id(one: str, other: str) -> None:
    name, value = OURS.cookie(one, secure=True)
    moved = value.replace(one, other, 1)
    assert OURS.id_from({name: moved}) == (one if one == other else None)


@given(visitor=IDS, secure=st.booleans())
def test_a_cookie_for_plain_http_is_none_for_https_nor_the_other_way_round(
    visitor: str, *, secure: bool
) -> None:
    _, value = OURS.cookie(visitor, secure=secure)
    assert OURS.id_from({OURS.cookie_name(secure=not secure): value}) is None


def test_a_cookie_that_came_by_https_alone_counts_before_a_plain_one() -> None:
    mine, planted = new_id(), new_id()
    cookies = dict([OURS.cookie(planted, secure=False), OURS.cookie(mine, secure=True)])
    assert OURS.id_from(cookies) == mine


def test_two_skylits_on_one_host_leave_each_other_their_cookies() -> None:
    assert OURS.cookie_name(secure=False) != OTHERS.cookie_name(secure=False)


def test_an_unsigned_cookie_names_nobody_by_itself() -> None:
    visitor = new_id()
    assert OURS.person_from({UNSIGNED_COOKIE: visitor}) is None
    assert unsigned_id_from({UNSIGNED_COOKIE: visitor}) == visitor
    assert unsigned_id_from({UNSIGNED_COOKIE: "<script>"}) is None


@given(IDS)
def test_a_person_does_not_tell_the_id(visitor: str) -> None:
    person = OURS.person(visitor).id
    assert re.fullmatch(r"visitor:[A-Za-z0-9_-]{43}", person)
    assert visitor not in person


def test_ids_are_128_bits_of_chance() -> None:
    ids = {new_id() for _ in range(50)}
    assert len(ids) == 50
    assert all(len({each[place] for each in ids}) > 15 for place in range(21))
