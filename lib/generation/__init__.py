"""Generation: one request for one video, from the click to the file.

status        Status and Reason: where a generation stands, and why
transitions   the one table of what may become of it
facts         what is known of one
moving        how every move is made
sending       the moves from the queue to the API
generation    a new one, and its moves from there to its end
timeline      what happened to one, and when

    queued      ──> cancelled    decline, cancel
    queued      ──> submitting   submit
    queued      ──> unconfirmed  hold back
    queued      ──> generating   find
    queued      ──> failed       fail
    queued      ──> ready        keep
    submitting  ──> queued       put back
    submitting  ──> generating   accept
    submitting  ──> unconfirmed  lose answer
    submitting  ──> failed       fail
    submitting  ──> ready        keep
    submitting  ──> cancelled    cancel
    generating  ──> unconfirmed  disown
    generating  ──> saving       complete
    generating  ──> failed       fail
    generating  ──> ready        keep
    generating  ──> cancelled    cancel
    generating  ──> queued       send again
    saving      ──> ready        store, keep
    saving      ──> failed       fail
    saving      ──> cancelled    cancel
    saving      ──> queued       send again
    ready       ──> generating   resume
    failed      ──> generating   resume
    unconfirmed ──> generating   find
    unconfirmed ──> failed       fail
    unconfirmed ──> ready        keep
    unconfirmed ──> cancelled    cancel
    unconfirmed ──> queued       send again
    cancelled   ──> unconfirmed  look up
    cancelled   ──> generating   resume
"""

from __future__ import annotations

from lib.generation.facts import Video
from lib.generation.generation import Generation, is_allowed
from lib.generation.status import REASONS, Reason, Status
from lib.generation.timeline import Event, timeline
from lib.generation.transitions import TRANSITIONS, Move, Transition, leads_to

__all__ = [
    "REASONS",
    "TRANSITIONS",
    "Event",
    "Generation",
    "Move",
    "Reason",
    "Status",
    "Transition",
    "Video",
    "is_allowed",
    "leads_to",
    "timeline",
]
