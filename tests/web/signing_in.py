"""People who sign in, without a provider: Streamlit's callback as it answers, and its cookie."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.auth_util import set_cookie_with_chunks
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from lib.person import Person, Viewer
from lib.sign_in import COOKIE, SignIn
from lib.studio import Studio
from lib.urls import Urls
from lib.web.middleware import middleware
from lib.web.routes import routes
from tests.web.oidc import COOKIE_SECRET
from tests.web.sharing import set_up

ISSUER: Final = "https://provider.example"
PROXY: Final = "10.0.0.7"

_nonces: Final = count()


def let_people_sign_in(studio: Studio, **changes: object) -> Studio:
    """From now on routes want an account. Return the studio that they find."""
    sign_in = SignIn(COOKIE_SECRET, "http://testserver/oauth2callback", ("default",))
    admins = frozenset({"eve@example.com"})
    return set_up(studio, **{"sign_in": sign_in, "admins": admins, **changes})


def let_a_proxy_sign_in(studio: Studio, **changes: object) -> Studio:
    trusted = (ipaddress.ip_network(PROXY),)
    header = {"sign_in_header": "x-user", "sign_in_groups_header": "x-groups"}
    return set_up(studio, **{**header, "trusted_proxies": trusted, **changes})


def claims_of(name: str, **more: object) -> dict[str, object]:
    """What the provider says of somebody: each time with another nonce."""
    told = {"sub": name, "iss": ISSUER, "name": name.title(), "email": f"{name}@example.com"}
    return {
        **told,
        "nonce": f"{next(_nonces)}",
        "is_logged_in": True,
        "provider": "default",
        **more,
    }


def cookies_of(claims: Mapping[str, object], secret: str = COOKIE_SECRET) -> dict[str, str]:
    """The cookies that Streamlit sets, by Streamlit's own hand."""
    found: dict[str, str] = {}

    def keep(name: str, value: str) -> None:
        found[name] = create_signed_value(secret, name, value).decode()

    set_cookie_with_chunks(
        keep,
        lambda name, value: create_signed_value(secret, name, value),
        COOKIE,
        dict(claims),
        cookie_attr_size=60,
    )
    return found


def person_of(name: str) -> Person:
    return Person.account(ISSUER, name)


def viewer_of(studio: Studio, name: str) -> Viewer:
    account = studio.ledger.account(person_of(name))
    assert account is not None
    return studio.viewer_of(account)


def _callback(request: Request) -> Response:
    answer = RedirectResponse("/")
    for name, value in cookies_of(json.loads(request.query_params["claims"])).items():
        answer.set_cookie(name, value, httponly=True)
    return answer


def _logout(_request: Request) -> Response:
    return PlainTextResponse("Signed out.")


@contextmanager
def a_browser(peer: str = "testclient", **headers: str) -> Iterator[TestClient]:
    """Our routes and middleware, with Streamlit's two beside them."""
    theirs = [Route("/oauth2callback", _callback), Route("/auth/logout", _logout)]
    app = Starlette(routes=[*theirs, *routes(Urls())], middleware=middleware(Urls()))
    with TestClient(app, client=(peer, 5000), headers=headers, follow_redirects=False) as client:
        yield client


def sign_in(client: TestClient, name: str, **more: object) -> dict[str, str]:
    """Come back from the provider. Return the cookies that the browser holds from then on."""
    answer = client.get("/oauth2callback", params={"claims": json.dumps(claims_of(name, **more))})
    assert answer.status_code == 307
    return dict(client.cookies)
