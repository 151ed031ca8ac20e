"""Faults of `streamlit run`'s server, mended while it runs.

1. SIGTERM never finishes while a long answer is open. A paused video is one: uvicorn waits for it
   without end, because Streamlit leaves `timeout_graceful_shutdown` unset and offers no setting.
2. Answers on a kept-alive connection take 44 ms instead of 0.5 ms: Streamlit binds its socket
   itself, uvicorn switches Nagle's algorithm off only on sockets of its own (uvicorn issue 3149),
   and then small answers wait for the other side's delayed acknowledgement.
3. uvicorn believes X-Forwarded-For and -Proto from this machine, or from FORWARDED_ALLOW_IPS, before
   any middleware sees them. Whom to believe is TRUSTED_PROXIES' business (middleware/proxies.py).
4. A request that never ends holds its connection without end (lib/request_deadline.py).
5. Each open page holds four file descriptors, and most systems give a process 1,024 unless it asks for
   more, which it may: with 250 pages open nobody else would get in.

Nothing here is needed under `uvicorn app:app`, and nothing here does harm there.
"""

from __future__ import annotations

import os
import resource
import signal
import socket
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import uvicorn
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from lib.request_deadline import DeadlineProtocol

_GRACE: Final = 3  # seconds that an open answer gets before the server stops all the same
_MOST_OPEN: Final = 65_536  # file descriptors
_OPEN_FILES: Final = Path("/proc/self/fd")  # Linux; elsewhere the second fault stays, harmlessly


def tune_server() -> None:
    """Call when the server is up but has not answered anybody, as in a lifespan."""
    _open_as_many_as_allowed()
    if config := _config():
        _limit_shutdown(config)
        config.http_protocol_class = DeadlineProtocol
        _believe_nobody(config)
    for listener in _listening_sockets():
        # A connection inherits the option from the socket that accepts it.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.detach()


def _open_as_many_as_allowed() -> None:
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_OPEN if most == resource.RLIM_INFINITY else min(most, _MOST_OPEN)
    if now != resource.RLIM_INFINITY and now < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def _config() -> uvicorn.Config | None:
    """Return the server's configuration; the server is found by its method that answers SIGTERM."""
    server = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
    config = getattr(server, "config", None)
    return config if isinstance(config, uvicorn.Config) else None


def _limit_shutdown(config: uvicorn.Config) -> None:
    if config.timeout_graceful_shutdown is None:
        config.timeout_graceful_shutdown = _GRACE


def _believe_nobody(config: uvicorn.Config) -> None:
    """Take off the layer that believes proxies, before the first connection takes the app from here."""
    app = getattr(config, "loaded_app", None)
    if isinstance(app, ProxyHeadersMiddleware):
        config.loaded_app = app.app


def _listening_sockets() -> Iterator[socket.socket]:
    """Yield every listening TCP socket of this process. The caller must detach, never close, each."""
    if not _OPEN_FILES.is_dir():
        return
    for entry in _OPEN_FILES.iterdir():
        descriptor = int(entry.name)
        if not _is_socket(descriptor):
            continue
        found = socket.socket(fileno=descriptor)
        if _listens(found):
            yield found
        else:
            found.detach()


def _is_socket(descriptor: int) -> bool:
    try:
        return stat.S_ISSOCK(os.fstat(descriptor).st_mode)
    except OSError:  # the descriptor that listed the folder is closed by now
        return False


def _listens(found: socket.socket) -> bool:
    return (
        found.family in {socket.AF_INET, socket.AF_INET6}
        and found.type == socket.SOCK_STREAM
        and found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) == 1
    )
