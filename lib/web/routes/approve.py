"""/approve?token=…: a link for approvers becomes a cookie, and leads to the page "Approvals"."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from lib.bootstrap import current_studio
from lib.problem import Code, Problem
from lib.text import say
from lib.web import html
from lib.web.pools import PAGES

#: Seconds: as long as a link holds.
_MAX_AGE: Final = 90 * 24 * 3600


def approve(request: Request) -> Response:
    studio, token = current_studio(), request.query_params.get("token", "")
    if not studio.approvers.knows(token, studio.clock()):
        sentence = say(Problem.of(Code.APPROVER_LINK_ENDED))
        return html.page("ended", status=403, heading="Not here", sentence=sentence)
    secure = request.url.scheme == "https"
    answer = RedirectResponse("./approvals", 303, {"cache-control": "no-store"})
    answer.set_cookie(
        studio.approvers.cookie_name(secure=secure),
        token,
        max_age=_MAX_AGE,
        secure=secure,
        httponly=True,
        samesite="lax",
    )
    return answer


ROUTES: Final = [Route("/approve", PAGES.endpoint(approve), methods=["GET"])]
