"""The sentences in English. `{fact}` is filled in; `[…]` goes where one of its facts is unknown.

generations  where a generation stands and why, and what cannot be done with it
requests     what cannot be made as it was asked for
video_api    what the video API answers, and what its links lead to
files        what a file turns out to be, and what disk and archive say
batches      batches and their webhook; tables, and what is wrong with a row
sharing      exports and public links
running      what whoever runs Skylit reads: at its start, of its database, of backups
"""

from __future__ import annotations

from typing import Final

from lib.problem import Code
from lib.text.english import batches, files, generations, requests, running, sharing, video_api

#: As the beginning of a sentence.
PROVIDERS: Final = {"builtin": "The built-in engine", "aimlapi": "The AI/ML API"}

#: Where a video stands, after "this video".
STATUSES: Final = {
    "queued": "waits in line",
    "submitting": "is being sent",
    "generating": "is being made",
    "saving": "is being fetched",
    "ready": "is ready",
    "failed": "did not work",
    "unconfirmed": "is being looked for",
    "cancelled": "was cancelled",
}

SENTENCES: Final = {
    Code.TOLD: "{sentence}",
    **generations.SENTENCES,
    **requests.SENTENCES,
    **video_api.SENTENCES,
    **files.SENTENCES,
    **batches.SENTENCES,
    **sharing.SENTENCES,
    **running.SENTENCES,
}
