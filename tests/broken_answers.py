"""Answers of the video API that are wrong in some way, drawn by chance: bytes as they go out."""

from __future__ import annotations

import gzip
import json
from typing import Final

from hypothesis import strategies as st

TASK: Final = "x6cwiGJM4VSX8msX6VtRX"
BODY: Final = json.dumps({"id": TASK, "status": "queued"}).encode()


def answer(
    status_line: bytes = b"HTTP/1.1 200 OK",
    *headers: bytes,
    body: bytes = BODY,
    length: bytes | None = None,
) -> bytes:
    """Whole and right unless told otherwise. `length` in place of the right one."""
    right = b"Content-Length: %d" % len(body) if length is None else length
    lines = [status_line, b"Content-Type: application/json", *headers, right]
    return b"\r\n".join([*(line for line in lines if line), b"", body])


def chunked(*pieces: bytes, before: bytes = b"", end: bytes = b"0\r\n\r\n") -> bytes:
    head = answer(b"HTTP/1.1 200 OK", b"Transfer-Encoding: chunked", body=b"", length=before)
    return head + b"".join(pieces) + end


def chunk(content: bytes, size: bytes | None = None) -> bytes:
    told = b"%x" % len(content) if size is None else size
    return told + b"\r\n" + content + b"\r\n"


_STATUS_LINES: Final = st.sampled_from([
    b"", b"HTTP/1.1", b"HTTP/1.1 abc OK", b"HTTP/1.1 99 OK", b"HTTP/1.1 -1 OK",
    b"HTTP/1.1 2000 OK", b"HTTP/9.9 200 OK", b"HTTP/2 200", b"ICY 200 OK", b"\x16\x03\x01\x02",
    b"200 OK", b"HTTP/1.1 200 OK\x00", b"SSH-2.0-x",
])  # fmt: skip
_OTHER_LENGTHS: Final = st.sampled_from(
    [b"-1", b"0", b"1", b"9999999999999999999999", b"0x10", b"", b"many", b"1, 2", b"+5", b"1e3"]
).map(lambda told: b"Content-Length: " + told)
_BAD_SIZES: Final = st.sampled_from(
    [b"zz", b"-1", b"f" * 30, b"", b" ", b"0x5", b"1\x00", b"1;" + b"a" * 70_000, b"\xff", b"2 3"]
)
_BAD_HEADERS: Final = st.sampled_from([
    b"no colon", b": no name", b"na me: x", b"X\x00: y", b"X: \x00y", b" folded: at the start",
    b"X: a\r\n folded", b"X: a\r\n\tfolded: Content-Length: 5", b"X : y", b"X: " + b"a" * 70_000,
    b"\r\n".join(b"X%d: y" % n for n in range(9000)), b"X: \xff\xfe", b"\x00", b"X:\ry", b"Content-Length",
    b"Transfer-Encoding: gzip", b"Transfer-Encoding: chunked, chunked", b"Transfer-Encoding: identity",
])  # fmt: skip
_INTERIM: Final = st.lists(
    st.integers(100, 199).map(
        lambda status: b"HTTP/1.1 %d Wait\r\nX-Interim: yes\r\n\r\n" % status
    ),
    min_size=1,
    max_size=3,
).map(b"".join)
_REFUSALS: Final = st.sampled_from([b"HTTP/1.1 429 Slow", b"HTTP/1.1 400 No", b"HTTP/1.1 401 Who"])


def _cut(whole: bytes) -> st.SearchStrategy[bytes]:
    return st.integers(0, len(whole) - 1).map(lambda at: whole[:at])


def _mangled(whole: bytes) -> st.SearchStrategy[bytes]:
    def put(places: dict[int, int]) -> bytes:
        changed = bytearray(whole)
        for place, value in places.items():
            changed[place] = value
        return bytes(changed)

    return st.dictionaries(
        st.integers(0, len(whole) - 1), st.integers(0, 255), min_size=1, max_size=6
    ).map(put)


#: Framed in a way that leaves open where the answer ends, or whether all of it came; whatever it says.
UNTRUSTED: Final = st.one_of(
    _cut(answer()),
    _cut(chunked(chunk(BODY[:9]), chunk(BODY[9:]))),
    _REFUSALS.map(answer).flatmap(_cut),
    _REFUSALS.flatmap(lambda line: st.binary(min_size=1).map(lambda more: answer(line) + more)),
    st.binary(min_size=1).map(lambda more: answer() + more),
    st.just(answer() + answer()),
    st.tuples(_REFUSALS | st.just(b"HTTP/1.1 200 OK"), _OTHER_LENGTHS).map(
        lambda told: answer(told[0], told[1])  # conflicts with the right one, which follows
    ),
    st.just(chunked(chunk(BODY), before=b"Content-Length: %d" % len(BODY))),
    _BAD_SIZES.map(lambda size: chunked(chunk(BODY, size))),
    st.sampled_from([b"", b"0\r\n", b"0", b"0\r\n\r", b"zz\r\n\r\n", b"-0\r\n\r\n1"]).map(
        lambda end: chunked(chunk(BODY), end=end)
    ),
    _STATUS_LINES.map(answer),
)

#: Odd, but whole as far as HTTP goes: it is read, or it is not trusted; nothing else.
ODD: Final = st.one_of(
    _BAD_HEADERS.map(lambda header: answer(b"HTTP/1.1 200 OK", header)),
    st.sampled_from([b"HTTP/1.1 200", b"HTTP/1.1 200 " + b"a" * 70_000]).map(answer),
    st.tuples(_INTERIM, UNTRUSTED | st.just(answer())).map(b"".join),
    st.sampled_from([BODY, gzip.compress(BODY), gzip.compress(BODY)[:-9], b"\x1f\x8b"]).map(
        lambda body: answer(b"HTTP/1.1 200 OK", b"Content-Encoding: gzip", body=body)
    ),
    st.sampled_from([b"X-A: 1\r\nX-A: 2", b"X-Inference-Id: a\r\nX-Inference-Id: b"]).map(
        lambda twice: answer(b"HTTP/1.1 200 OK", twice)
    ),
    _mangled(answer()),
    _mangled(chunked(chunk(BODY))),
    st.binary(max_size=200),
)
