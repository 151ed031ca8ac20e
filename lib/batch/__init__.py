"""Batch: many captions as one job, from a table to its films.

table       columns and rows, all of it text
delimited   a table from CSV, or pasted from a spreadsheet
wording     a caption with columns in braces: "Welcome, {name}!"
plan        every row as a request, or the reason why not; before anything is spent
batch       the job itself, and how far it is
__main__    the same from a command line
"""

from __future__ import annotations

from lib.batch.batch import PAID_AT_ONCE, Batch, BatchFilm, FilmStatus, Standing
from lib.batch.plan import Defaults, Plan, PlannedRow, RowState
from lib.batch.table import MOST_BYTES, MOST_ROWS, Table, TableDraft
from lib.batch.wording import Piece, Wording

__all__ = [
    "MOST_BYTES",
    "MOST_ROWS",
    "PAID_AT_ONCE",
    "Batch",
    "BatchFilm",
    "Defaults",
    "FilmStatus",
    "Piece",
    "Plan",
    "PlannedRow",
    "RowState",
    "Standing",
    "Table",
    "TableDraft",
    "Wording",
]
