"""The video API's client: the same HTTP for the vendor and for the built-in engine.

messages    what the API can answer, as values
parsing     reading its replies: JSON, both error envelopes, every status word
amounts     the numbers in them: progress, credits, how long to wait
egress      where a video link may lead
network     how an address is reached: proxies, TLS
http1       HTTP/1.1 over one socket, read strictly and in time
exchange    one request and its answer, on a connection of its own
download    a link -> a file, never more or longer than agreed
client      VideoApi: submit, check, download, find_in_logs, preview
"""

from __future__ import annotations

from lib.video_api.client import VideoApi
from lib.video_api.messages import Accepted, Checked, Done, GenerationFailed, Pending, Preview
from lib.video_api.parsing import parse_task_id

__all__ = [
    "Accepted",
    "Checked",
    "Done",
    "GenerationFailed",
    "Pending",
    "Preview",
    "VideoApi",
    "parse_task_id",
]
