"""What wraps every answer, outermost first: before ours, what gives each request an id for the log.

measured  counts requests, for /metrics
proxies   what a trusted proxy says of who asks
headers   the content security policy and its kin
hosts     by which names Skylit answers, and to which pages
wall      which paths are open at all
sign_in   who has signed in, where people do
visitor   the cookie that names an anonymous browser
front_end Streamlit's files, compressed, and its page, ours
"""

from __future__ import annotations

from asgi_correlation_id import CorrelationIdMiddleware
from starlette.middleware import Middleware

from lib.urls import Urls
from lib.web.lifespan import PlainStart
from lib.web.middleware.front_end import FrontEnd
from lib.web.middleware.headers import SecurityHeaders
from lib.web.middleware.hosts import HostCheck
from lib.web.middleware.measured import Measured
from lib.web.middleware.proxies import TrustedProxies
from lib.web.middleware.sign_in import SignedIn
from lib.web.middleware.visitor import VisitorCookie
from lib.web.middleware.wall import Wall, paths_of_pages


def middleware(urls: Urls) -> list[Middleware]:
    pages = paths_of_pages()
    return [
        Middleware(PlainStart),
        Middleware(CorrelationIdMiddleware),
        Middleware(Measured, urls=urls),
        Middleware(TrustedProxies),
        Middleware(SecurityHeaders, urls=urls),
        Middleware(HostCheck),
        Middleware(Wall, urls=urls, pages=pages),
        Middleware(SignedIn, urls=urls),
        Middleware(VisitorCookie, urls=urls),
        Middleware(FrontEnd, urls=urls, pages=pages),
    ]
