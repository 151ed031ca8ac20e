"""The database: SQLite in DATA_DIR, or PostgreSQL by URL. Below the ledger, which asks it questions.

connection    opens a database; says how long a commit waits for the disk
sentences     what an error of the database means for a person
reserve       room on the disk, kept for deleting
metadata      what all tables share
tables        of films, links and people
batch_tables  of batches, and of what paid requests cost
schema        the metadata with every table in it
word_index    SQLite's index of trigrams over captions
migrate       brings a database up to date, or refuses it untouched
migrations/   Alembic's revisions, oldest first
lock          a lock that its holder's death sets free
election      which process tracks, in which term
"""

from __future__ import annotations

from lib.database.connection import address, connect, database_file
from lib.database.election import Election, Leadership, look
from lib.database.lock import FileLocks, Lock, lock_file, tracker_lock

__all__ = [
    "Election",
    "FileLocks",
    "Leadership",
    "Lock",
    "address",
    "connect",
    "database_file",
    "lock_file",
    "look",
    "tracker_lock",
]
