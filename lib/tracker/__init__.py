"""The tracker moves generations forward, whether anybody looks or not.

pace         how often to look, how long to wait, when to give up
desk         what every step works with, and how it writes down what came of it
sending      the submit, and what becomes of one whose answer was lost
following    the check, the download, the archive
steps        one step of one generation: which of these it is
lane         a few threads for one kind of step of one provider: a hanging API holds up no other
caretaker    what is put right: requests caught half way by a crash, deletions that were not ended
chore        what is done now and then, beside the loop: deletions, the sweep
sweep        once a day: whether the archive still holds what the ledger says
tracker      the loop, run by whichever process wins the election
"""

from __future__ import annotations

from lib.tracker.desk import Desk
from lib.tracker.pace import Pace
from lib.tracker.steps import Steps
from lib.tracker.sweep import Sweep
from lib.tracker.tracker import Tracker

__all__ = ["Desk", "Pace", "Steps", "Sweep", "Tracker"]
