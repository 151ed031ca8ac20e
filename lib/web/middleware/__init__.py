"""What wraps every answer, outermost first.

headers   the content security policy and its kin
hosts     the Host header's allow list
visitor   the cookie that names an anonymous browser
"""

from __future__ import annotations

from typing import Final

from starlette.middleware import Middleware

from lib.web.lifespan import PlainStart
from lib.web.middleware.headers import SecurityHeaders
from lib.web.middleware.hosts import HostCheck
from lib.web.middleware.visitor import VisitorCookie

middleware: Final = [
    Middleware(PlainStart),
    Middleware(SecurityHeaders),
    Middleware(HostCheck),
    Middleware(VisitorCookie),
]
