"""Where people sign in, nobody gets anything without an account, and nothing after it ended."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState

from lib.audit import Deed
from lib.errors import NotNow
from lib.person import Role
from lib.sign_in import SignIn
from lib.studio import Studio
from lib.studio.links import LinkTo
from lib.ui import addresses
from lib.web.middleware.sign_in import RERUN
from lib.web.middleware.wall import OWN
from tests.web.furnished import FILM, cookies, ready
from tests.web.oidc import COOKIE_SECRET
from tests.web.sharing import link_to
from tests.web.signing_in import (
    PROXY,
    a_browser,
    claims_of,
    cookies_of,
    let_a_proxy_sign_in,
    let_people_sign_in,
    person_of,
    sign_in,
    viewer_of,
)

#: Own paths that show nothing of anybody, and public links, which are for people without an account.
OPEN = ("/fonts", "/assets", "/healthz", "/readyz", "/s", "/oembed", "/robots.txt")


@pytest.mark.parametrize("path", [each for each in OWN if each not in OPEN])
def test_without_an_account_every_route_of_ours_is_closed(
    studio: Studio, visitor: str, path: str
) -> None:
    let_people_sign_in(studio)
    with a_browser() as browser:
        browser.cookies.update(cookies(studio, visitor))
        for below in ("", "/x", "/x.mp4?token=1", "/a/b"):
            for method in ("GET", "POST", "DELETE"):
                assert browser.request(method, path + below).status_code == 401, (method, below)


def test_each_person_sees_their_own_by_the_cookie_alone(studio: Studio) -> None:
    team = let_people_sign_in(studio)
    with a_browser() as ann, a_browser() as bob:
        sign_in(ann, "ann")
        sign_in(bob, "bob")
        made = ready(team, viewer_of(team, "ann"))
        assert ann.get(f"/clips/{made.id}.mp4").content == FILM
        assert bob.get(f"/clips/{made.id}.mp4").status_code == 404
        assert bob.get(f"/clips/{made.id}.webp").status_code == 404
        assert made.caption.text not in bob.get(f"/stage?g={made.id}").text


def test_a_link_with_a_token_opens_nothing_for_anybody_else(studio: Studio) -> None:
    team = let_people_sign_in(studio)
    with a_browser() as ann, a_browser() as bob, a_browser() as nobody:
        sign_in(ann, "ann")
        sign_in(bob, "bob")
        viewer = viewer_of(team, "ann")
        made = ready(team, viewer)
        expires = team.clock() + timedelta(hours=1)
        token = team.sign_link(LinkTo.CLIP, [made.id], expires)
        proof = f"as={viewer.person.id}&token={team.prove(viewer, expires)}"  # type: ignore[union-attr]
        film = f"/clips/{made.id}.mp4?token={token}"
        assert [each.get(film).status_code for each in (ann, bob, nobody)] == [200, 404, 401]
        month = f"/costs.csv?month={made.created_at:%Y-%m}&{proof}"
        assert nobody.get(month).status_code == 401
        packed = {"g": made.id, "as": viewer.person.id, "token": proof}  # type: ignore[union-attr]
        assert bob.post("/films.zip", data=packed).status_code == 404


def test_a_copied_cookie_dies_with_the_sign_out(studio: Studio) -> None:
    team = let_people_sign_in(studio)
    with a_browser() as ann, a_browser() as thief:
        thief.cookies.update(sign_in(ann, "ann"))
        film = f"/clips/{ready(team, viewer_of(team, 'ann')).id}.mp4"
        assert thief.get(film).status_code == 200
        assert ann.get("/auth/logout").text == "Signed out."
        assert [each.get(film).status_code for each in (ann, thief)] == [401, 401]
        sign_in(ann, "ann")
        assert [each.get(film).status_code for each in (ann, thief)] == [200, 401]


def test_somebody_who_is_switched_off_gets_nothing_from_that_moment_on(studio: Studio) -> None:
    team = let_people_sign_in(studio)
    with a_browser() as ann, a_browser() as elsewhere, a_browser() as eve:
        sign_in(ann, "ann")
        sign_in(elsewhere, "ann")
        sign_in(eve, "eve")
        film = f"/clips/{ready(team, viewer_of(team, 'ann')).id}.mp4"
        admin = viewer_of(team, "eve")
        team.switch_off(admin, person_of("ann"))
        assert [each.get(film).status_code for each in (ann, elsewhere)] == [401, 401]
        sign_in(ann, "ann")
        assert ann.get(film).status_code == 401
        team.switch_on(admin, person_of("ann"))
        assert ann.get(film).status_code == 401  # what was signed in before does not live again
        sign_in(ann, "ann")
        assert ann.get(film).status_code == 200


def test_whoever_signs_in_over_somebody_else_ends_their_session(studio: Studio) -> None:
    team = let_people_sign_in(studio)
    with a_browser() as shared, a_browser() as thief:
        thief.cookies.update(sign_in(shared, "ann"))
        film = f"/clips/{ready(team, viewer_of(team, 'ann')).id}.mp4"
        sign_in(shared, "bob")
        assert shared.get(film).status_code == 404
        assert thief.get(film).status_code == 401


def test_a_session_ends_by_itself(studio: Studio) -> None:
    team = let_people_sign_in(studio, sign_in_days=30.0)
    with a_browser() as ann:
        sign_in(ann, "ann")
        session = team.session_in(dict(ann.cookies))
        assert session is not None
        end = team.clock() + timedelta(days=30, seconds=1)
        assert team.ledger.signed_in(session, team.clock()) is not None
        assert team.ledger.signed_in(session, end) is None


@pytest.mark.parametrize("secret", [COOKIE_SECRET, "another secret that somebody has guessed"])
def test_a_cookie_that_no_sign_in_has_given_opens_nothing(studio: Studio, secret: str) -> None:
    """Not even one with the right signature: a session is a row that only a sign-in writes."""
    team = let_people_sign_in(studio)
    with a_browser() as ann, a_browser() as forger:
        sign_in(ann, "ann")
        film = f"/clips/{ready(team, viewer_of(team, 'ann')).id}.mp4"
        forger.cookies.update(cookies_of(claims_of("ann"), secret))
        assert forger.get(film).status_code == 401


def test_public_links_stay_open_to_people_without_an_account(studio: Studio) -> None:
    team = let_people_sign_in(studio)
    with a_browser() as ann, a_browser() as anybody:
        sign_in(ann, "ann")
        _, link = link_to(team, viewer_of(team, "ann"))
        assert anybody.get(link).status_code == 200


def test_an_admin_exports_all_of_somebody_and_deletes_it_and_both_are_noted(studio: Studio) -> None:
    team = let_people_sign_in(studio)
    with a_browser() as ann, a_browser() as eve:
        sign_in(ann, "ann")
        sign_in(eve, "eve")
        viewer, admin, person = viewer_of(team, "ann"), viewer_of(team, "eve"), person_of("ann")
        share, link = link_to(team, viewer, "Hers to keep")
        address = addresses.everything_of(person)
        assert ann.get(address).status_code == 404
        packed = zipfile.ZipFile(io.BytesIO(eve.get(address).content))
        assert packed.testzip() is None
        assert {"account.json", "audit.json", "films.csv"} <= set(packed.namelist())
        assert json.loads(packed.read("account.json"))["email"] == "ann@example.com"
        assert "Hers to keep" in packed.read("films.csv").decode()
        with pytest.raises(NotNow):
            team.delete_person(viewer, admin.person or person)
        assert team.delete_person(admin, person) == 1
        assert eve.get(f"/clips/{share.generation_ids[0]}.mp4").status_code == 404
        assert eve.get(link).status_code == 404
        assert ann.get("/progress?ids=x").status_code == 401
        assert team.ledger.account(person) is None
        deeds = [each.deed for each in team.audit(admin, of=person)]
        assert deeds[:3] == [Deed.DELETED, Deed.SWITCHED_OFF, Deed.EXPORTED]
        with pytest.raises(NotNow):
            team.delete_person(admin, admin.person or person)


def test_an_admin_who_deletes_somebody_elses_film_is_noted_and_can_take_it_back(
    studio: Studio,
) -> None:
    team = let_people_sign_in(studio, shared_history=True)
    with a_browser() as ann, a_browser() as eve, a_browser() as bob:
        for browser, name in ((ann, "ann"), (eve, "eve"), (bob, "bob")):
            sign_in(browser, name)
        made = ready(team, viewer_of(team, "ann"))
        with pytest.raises(NotNow):
            team.delete_soon(viewer_of(team, "bob"), made.id)
        admin = viewer_of(team, "eve")
        team.delete_soon(admin, made.id)
        assert team.audit(admin)[0].facts == {"film": made.id}
        team.undo_delete(admin, made.id)
        assert bob.get(f"/clips/{made.id}.mp4").status_code == 200


def test_no_page_names_a_browser_where_people_sign_in(studio: Studio) -> None:
    let_people_sign_in(studio)
    with a_browser(accept="text/html") as browser:
        assert "set-cookie" not in browser.get("/").headers


def test_streamlits_ways_in_are_open_where_people_sign_in_and_closed_elsewhere(
    studio: Studio,
) -> None:
    with a_browser() as browser:
        assert browser.get("/auth/logout").status_code == 404
        let_people_sign_in(studio)
        assert browser.get("/auth/logout").status_code == 200
        assert browser.post("/auth/logout").status_code == 404


def test_a_large_cookie_comes_in_parts_and_means_the_same(studio: Studio) -> None:
    team = let_people_sign_in(studio, groups_claim="groups")
    groups = [hashlib.sha256(bytes([each])).hexdigest() for each in range(150)] + ["admin"]
    with a_browser() as ann:
        assert len(sign_in(ann, "ann", groups=groups)) > 2
        assert ann.get("/progress?ids=x").status_code == 200
        assert viewer_of(team, "ann").role is Role.ADMIN


def test_what_is_pressed_too_late_becomes_a_plain_run_of_the_page() -> None:
    message = BackMsg.FromString(RERUN)
    assert message.WhichOneof("type") == "rerun_script"
    assert message.rerun_script == ClientState()


@given(st.dictionaries(st.sampled_from(["_streamlit_user", "_streamlit_user_1"]), st.text()))
def test_no_nonsense_in_a_cookie_is_anybody(found: dict[str, str]) -> None:
    reader = SignIn(COOKIE_SECRET, "http://testserver/oauth2callback", ("default",))
    assert reader.claims_in(found, 1000.0) is None


def test_a_trusted_proxy_says_who_it_is_and_nobody_else_does(studio: Studio) -> None:
    team = let_a_proxy_sign_in(studio)
    told = {"x-user": "ann@example.com", "x-groups": "editors,admin"}
    with a_browser(PROXY, **told) as ann, a_browser("203.0.113.5", **told) as liar:
        assert ann.get("/progress?ids=x").status_code == 200
        assert liar.get("/progress?ids=x").status_code == 401
        (account,) = team.ledger.accounts()
        assert (account.claims.name, account.claims.groups) == (
            "ann@example.com",
            ("editors", "admin"),
        )
        assert team.viewer_of(account).role is Role.ADMIN
    with a_browser(PROXY) as unnamed:
        assert unnamed.get("/progress?ids=x").status_code == 401


def test_who_is_switched_off_stays_out_whatever_the_proxy_says(studio: Studio) -> None:
    team = let_a_proxy_sign_in(studio)
    with (
        a_browser(PROXY, **{"x-user": "ann"}) as ann,
        a_browser(PROXY, **{"x-user": "eve", "x-groups": "admin"}) as eve,
    ):
        assert [each.get("/progress?ids=x").status_code for each in (ann, eve)] == [200, 200]
        accounts = {each.claims.name: each for each in team.ledger.accounts()}
        team.switch_off(team.viewer_of(accounts["eve"]), accounts["ann"].person)
        assert [each.get("/progress?ids=x").status_code for each in (ann, eve)] == [401, 200]
