"""A bucket that speaks enough of S3's HTTP for an archive, and may be full: a real server on loopback."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_XML = "application/xml"


@dataclass
class Bucket:
    """`refusal` is the status and S3's word with which writes are refused; None: they are taken.

    One that `hangs` takes every request and answers none.
    """

    endpoint: str = ""
    refusal: tuple[int, str] | None = None
    refused: int = 0
    hangs: bool = False
    objects: dict[str, bytes] = field(default_factory=dict)
    changed: dict[str, datetime] = field(default_factory=dict)

    async def answer(self, request: Request) -> Response:
        await self._hang()
        key = request.path_params["key"]
        match request.method:
            case "PUT":
                return self._put(key, await request.body())
            case "DELETE":
                self.objects.pop(key, None)
                return Response(status_code=204)
            case _:
                return self._get(key, request.headers.get("range"))

    async def list(self, request: Request) -> Response:
        await self._hang()
        prefix = request.query_params.get("prefix", "")
        held = "".join(self._entry(key) for key in sorted(self.objects) if key.startswith(prefix))
        page = "<IsTruncated>false</IsTruncated>"
        return Response(f"<ListBucketResult>{page}{held}</ListBucketResult>", media_type=_XML)

    async def _hang(self) -> None:
        while self.hangs:  # noqa: ASYNC110  # a thread of the tests ends it
            await asyncio.sleep(0.05)

    def _put(self, key: str, content: bytes) -> Response:
        if self.refusal is not None:
            self.refused += 1
            status, code = self.refusal
            error = f"<Error><Code>{code}</Code><Message>No room.</Message></Error>"
            return Response(error, status, media_type=_XML)
        self.objects[key], self.changed[key] = content, datetime.now(UTC)
        return Response(headers={"etag": _etag(content)})

    def _get(self, key: str, asked: str | None) -> Response:
        content = self.objects.get(key)
        if content is None:
            return Response("<Error><Code>NoSuchKey</Code></Error>", 404, media_type=_XML)
        headers = {
            "etag": _etag(content),
            "last-modified": format_datetime(self.changed[key], usegmt=True),
        }
        if asked is None:
            return Response(content, headers=headers)
        first, last = (int(part) for part in asked.removeprefix("bytes=").split("-"))
        headers["content-range"] = f"bytes {first}-{last}/{len(content)}"
        return Response(content[first : last + 1], 206, headers)

    def _entry(self, key: str) -> str:
        content, changed = self.objects[key], self.changed[key]
        return (
            f"<Contents><Key>{escape(key)}</Key><Size>{len(content)}</Size>"
            f"<LastModified>{changed:%Y-%m-%dT%H:%M:%S.000Z}</LastModified>"
            f"<ETag>{_etag(content)}</ETag></Contents>"
        )


@contextmanager
def bucket() -> Iterator[Bucket]:
    """Serve one named `films`, until the block ends."""
    served = Bucket()
    app = Starlette(
        routes=[
            Route("/films", served.list, methods=["GET"]),
            Route("/films/{key:path}", served.answer, methods=["GET", "HEAD", "PUT", "DELETE"]),
        ]
    )
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="critical", lifespan="off")
    server = uvicorn.Server(config)
    listener = config.bind_socket()
    served.endpoint = f"http://127.0.0.1:{listener.getsockname()[1]}"
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    try:
        yield served
    finally:
        served.hangs = False
        server.should_exit = True
        thread.join(10)
        listener.close()


def environment(served: Bucket) -> dict[str, str]:
    """What the store's own tools read."""
    return {
        "AWS_ENDPOINT_URL": served.endpoint,
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
    }


def _etag(content: bytes) -> str:
    return f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"'
