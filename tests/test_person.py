"""One function decides what a viewer may see and do."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import pytest

from lib.person import Action, Person, Role, Viewer, may

ANN, BOB = Person.visitor("ann"), Person.visitor("bob")


@dataclass(frozen=True)
class Thing:
    id: str
    owner: Person


ANNS = Thing("film", ANN)


@pytest.mark.parametrize("action", [each for each in Action if each is not Action.APPROVE])
def test_a_maker_may_do_everything_with_what_is_theirs(action: Action) -> None:
    assert may(Viewer(ANN), action, ANNS) is (action is not Action.MANAGE)


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize(
    "somebody", [BOB, Person("ann"), Person.account("https://provider.example", "ann"), None]
)
def test_what_is_somebody_elses_is_not_there(somebody: Person | None, action: Action) -> None:
    assert not may(Viewer(somebody), action, ANNS)


def test_where_history_is_shared_all_see_all_and_change_only_their_own() -> None:
    for person in (BOB, None):
        viewer = Viewer(person, sees_all=True)
        assert may(viewer, Action.SEE, ANNS)
        assert not may(viewer, Action.CHANGE, ANNS)


def test_one_who_only_looks_makes_and_changes_nothing() -> None:
    looks = Viewer(ANN, Role.VIEWER)
    assert may(looks, Action.SEE, ANNS)
    assert not may(looks, Action.MAKE)
    assert not may(looks, Action.CHANGE, ANNS)


def test_each_role_may_all_that_the_one_before_may() -> None:
    for lesser, greater in itertools.pairwise(Role):
        for action in Action:
            for thing in (None, ANNS, Thing("another", BOB)):
                may_lesser = may(Viewer(ANN, lesser, sees_all=True), action, thing)
                assert not may_lesser or may(Viewer(ANN, greater, sees_all=True), action, thing)


def test_an_admin_changes_what_is_somebody_elses_and_nobody_else_does() -> None:
    for role in Role:
        viewer = Viewer(BOB, role, sees_all=True)
        assert may(viewer, Action.CHANGE, ANNS) is (role is Role.ADMIN)
        assert may(viewer, Action.MANAGE) is (role is Role.ADMIN)
    assert not may(Viewer(None, Role.ADMIN, sees_all=True), Action.MANAGE)


def test_a_link_shows_what_it_was_signed_for_and_lets_nobody_change_it() -> None:
    linked = Viewer(BOB, linked=frozenset({ANNS.id}))
    assert may(linked, Action.SEE, ANNS)
    assert not may(linked, Action.CHANGE, ANNS)
    assert not may(linked, Action.SEE, Thing("another", ANN))
    assert not may(Viewer(None, linked=frozenset({ANNS.id})), Action.MAKE)


def test_a_still_is_drawn_for_visitors_and_for_links_alone() -> None:
    assert may(Viewer(ANN), Action.PREVIEW)
    assert may(Viewer(None, linked=frozenset({"words=Hello"})), Action.PREVIEW)
    assert not may(Viewer(None, sees_all=True), Action.PREVIEW)


def test_a_stranger_is_somebody_for_whom_there_is_nothing() -> None:
    assert Viewer(None).is_stranger
    for known in (Viewer(ANN), Viewer(None, sees_all=True), Viewer(None, linked=frozenset("x"))):
        assert not known.is_stranger


def test_nobody_makes_a_video_for_nobody() -> None:
    assert may(Viewer(ANN), Action.MAKE)
    assert not may(Viewer(None, sees_all=True), Action.MAKE)


def test_accounts_visitors_and_sessions_are_never_taken_for_each_other() -> None:
    same = {Person.account("", "x"), Person.visitor("x"), Person.session("x")}
    assert len(same) == 3
    assert Person.session("account:x").has_account is False


def test_one_subject_at_two_issuers_is_two_people() -> None:
    assert Person.account("https://one.example", "42") != Person.account(
        "https://two.example", "42"
    )
    assert Person.account("a", "b\nc") != Person.account("a\nb", "c")
