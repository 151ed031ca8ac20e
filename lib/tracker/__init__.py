"""The tracker moves generations forward, whether anybody looks or not.

pace         how often to look, how long to wait, when to give up
steps        one step of one generation: submit, check, look up, save
lane         a few threads for one kind of step of one provider: a hanging API holds up no other
caretaker    what is put right at the start: requests caught half way, deletions, leftovers
tracker      the loop, run by whichever process wins the election
"""

from __future__ import annotations

from lib.tracker.pace import Pace
from lib.tracker.steps import Steps
from lib.tracker.tracker import Tracker

__all__ = ["Pace", "Steps", "Tracker"]
