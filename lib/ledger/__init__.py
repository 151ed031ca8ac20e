"""The ledger: the memory of every generation, in SQL. Ledger is all of these at once.

generations   add, get, swap, copy
batches       many captions at once, written in one transaction
batch_standings  how far each batch is
table_drafts  tables that somebody is about to make films of
due           what the tracker takes up next, and what it finds after a crash
history       what is under way, and how long runs take
search        pages of what matches words and filters
moves         when a generation came to where it stood
stars         which films somebody likes to find again
takes         films that were made of the same request before
deletions     what was deleted and whose files are to follow
retention     what goes by itself after a time, and what never does
limits        how many videos may be asked for
approvals     paid requests that wait for a yes or no
charges       what paid requests cost, by month
visitors      owners as keyed hashes; old cookies, exchanged once
outbox        what is still to be told to a webhook
shares        public links, and how often each is opened
rows          how a generation becomes a row, and back
store         one transaction to write, one to read
"""

from __future__ import annotations

from lib.database import Election, FileLocks, Lock, database_file, lock_file
from lib.database.election import SILENCE
from lib.database.sentences import COPIES
from lib.ledger.film_counts import Films
from lib.ledger.ledger import Ledger
from lib.ledger.limits import NO_LIMITS, Limits
from lib.ledger.outbox import Message, News
from lib.ledger.search import Place

__all__ = [
    "COPIES",
    "NO_LIMITS",
    "SILENCE",
    "Election",
    "FileLocks",
    "Films",
    "Ledger",
    "Limits",
    "Lock",
    "Message",
    "News",
    "Place",
    "database_file",
    "lock_file",
]
