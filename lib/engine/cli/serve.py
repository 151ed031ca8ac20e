"""The command line: `python -m lib.engine --port 8600`, with the key in ENGINE_API_KEY."""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import socket
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

import uvicorn
from filelock import FileLock, Timeout

from lib.clock import utc_now
from lib.engine.api.app import Engine, create_app
from lib.engine.api.previews import Previews
from lib.engine.api.signed_urls import SignedUrls
from lib.engine.queue.executor import WarmPool
from lib.engine.queue.queue import TaskQueue
from lib.engine.queue.render_backend import BUILTIN, RenderBackend
from lib.engine.queue.render_slots import sharing_render_slots
from lib.engine.queue.task_store import TaskStore
from lib.errors import SettingsError
from lib.log_lines import log_handler
from lib.log_redaction import keep_logs_clean
from lib.problem import Problem
from lib.request_deadline import DeadlineProtocol

KEY: Final = "ENGINE_API_KEY"
_CORES: Final = os.cpu_count() or 1
#: Videos drawn at a time: each keeps two cores busy, drawing on one and encoding on the other.
RENDER_SLOTS: Final = max(1, _CORES // 2)
#: Videos in hand unless told: one more, where a second core can compose while another draws.
WORKERS: Final = RENDER_SLOTS + 1 if _CORES > 1 else 1
#: What a start waits for an engine that is just ending in the same folder, seconds.
_TAKEOVER: Final = 4.0
#: How far a render steps back for the pages and for previews, which people wait for.
_NICENESS: Final = 5
#: What the answers that are under way get before the server ends, seconds.
_GRACE: Final = 1
#: What ending may take in all; beyond, the process goes as it is. Nothing is lost by it.
_PATIENCE: Final = 3.0


def main(
    arguments: Sequence[str] | None = None,
    environ: Mapping[str, str] = os.environ,
    *,
    backend: RenderBackend = BUILTIN,
) -> int:
    """Serve until told to stop; return the exit code: 2 where it could not start."""
    options = _parse(arguments)
    logging.basicConfig(level=logging.INFO, handlers=[log_handler(as_json=options.log_json)])
    try:
        key = _key(environ)
        keep_logs_clean([key])
        with _listen(options.host, options.port) as listener, _own(options.data):
            _serve(listener, _engine(options, key, backend), watch_stdin=options.watch_stdin)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m lib.engine",
        description=f"Skylit's built-in engine: the video API, on this machine. Key: {KEY}.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=8600, help="0: a free one (%(default)s)")
    parser.add_argument("--data", type=Path, default=Path("data/engine"), help="(%(default)s)")
    parser.add_argument(
        "--workers", type=_positive, default=WORKERS,
        help="processes that make videos; unless told one for every two cores, and one more",
    )  # fmt: skip
    parser.add_argument("--queue", type=_positive, default=200, help="may wait (%(default)s)")
    parser.add_argument(
        "--keep-minutes",
        type=_positive,
        default=24 * 60,
        help="then finished videos are swept (%(default)s)",
    )
    parser.add_argument("--log-json", action="store_true", help="each line of the log is JSON")
    parser.add_argument("--watch-stdin", action="store_true", help="end when stdin ends")
    return parser.parse_args(arguments)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"must be at least 1, not {text}")
    return number


def _key(environ: Mapping[str, str]) -> str:
    key = environ.get(KEY, "").strip()
    if not key:
        raise SettingsError(
            Problem.told(f"Set {KEY} to the key that clients shall send; any long random text.")
        )
    return key


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        raise SettingsError(
            Problem.told(
                f"The engine cannot listen on {host}:{port} ({error}). Choose another --port, "
                "or 0 for any that is free."
            )
        ) from error
    # asyncio sets this only on sockets that it made; without, each answer waits 40 ms for an ACK.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


@contextlib.contextmanager
def _own(data: Path) -> Iterator[None]:
    """Two engines in one folder would draw everything twice."""
    lock = FileLock(data / "engine.lock")
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock.acquire(timeout=_TAKEOVER)
    except Timeout as error:
        raise SettingsError(
            Problem.told(f"Another engine works in {data}. Stop it, or choose other --data.")
        ) from error
    except OSError as error:
        raise _unwritable(data, error) from error
    try:
        yield
    finally:
        lock.release()


def _engine(options: argparse.Namespace, key: str, backend: RenderBackend) -> Engine:
    try:
        store = TaskStore(options.data)
        links = SignedUrls.kept_in(options.data / "secret")
    except OSError as error:
        raise _unwritable(options.data, error) from error
    prepare = sharing_render_slots(options.data, RENDER_SLOTS, backend.prepare)
    return Engine(
        key=key,
        backend=backend,
        store=store,
        queue=TaskQueue(
            store,
            backend,
            WarmPool(options.workers, prepare, niceness=_NICENESS),
            width=options.workers,
            room=options.queue,
            clock=utc_now,
        ),
        previews=Previews(
            backend,
            WarmPool(1, backend.warm_up),
            partial(WarmPool, 1, _nothing, niceness=_NICENESS),
        ),
        links=links,
        clock=utc_now,
        keep=timedelta(minutes=options.keep_minutes),
    )


class _Server(uvicorn.Server):
    """Says once that it is ready, and does not end later than it promised."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listener in sockets or []:
            host, port = listener.getsockname()[:2]
            address = f"[{host}]" if ":" in host else host
            self._say(f"Engine ready at http://{address}:{port}\n")

    def _say(self, text: str) -> None:
        """Whoever started it may be gone already: then it ends, in order, having begun nothing."""
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except BrokenPipeError:
            self.should_exit = True
            # Python tries once more to get rid of the text when it ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        last_resort = threading.Timer(_PATIENCE, os._exit, [1])
        last_resort.daemon = True
        last_resort.start()
        await super().shutdown(sockets)
        last_resort.cancel()


def _serve(listener: socket.socket, engine: Engine, *, watch_stdin: bool) -> None:
    config = uvicorn.Config(
        create_app(engine),
        http=DeadlineProtocol,
        log_config=None,
        log_level=logging.WARNING,
        access_log=False,
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=_GRACE,
    )
    server = _Server(config)
    if watch_stdin:
        threading.Thread(target=_end_with_stdin, args=(server,), daemon=True).start()
    with contextlib.suppress(
        KeyboardInterrupt
    ):  # Ctrl+C: uvicorn ends in order, then raises it again
        server.run([listener])


def _end_with_stdin(server: uvicorn.Server) -> None:
    """A parent that is killed closes our stdin, and can say nothing else."""
    with contextlib.suppress(OSError):
        while os.read(0, 4096):  # not sys.stdin: its lock would be held when Python ends
            pass
    server.should_exit = True


def _unwritable(data: Path, error: OSError) -> SettingsError:
    return SettingsError(
        Problem.told(f"The engine cannot write to {data} ({error.strerror}). Choose other --data.")
    )


def _nothing() -> None:
    """What a worker that draws places prepares."""
