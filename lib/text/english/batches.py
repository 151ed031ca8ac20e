"""Batches and their webhook; tables from outside, and what is wrong with a row."""

from __future__ import annotations

from typing import Final

from lib.problem import Code

SENTENCES: Final = {
    Code.BATCH_EMPTY: "No row of this table can be made as it is.",
    Code.BATCH_NOT_HERE: "This batch is not here: its films were deleted, or its address is wrong.",
    Code.BATCH_NOT_YOURS: "Somebody else made this batch: only they can change it.",
    Code.BATCH_TOO_MANY_WAIT: (
        "More than {most} of your films would wait at once. Let some of them be made first; your "
        "table is kept."
    ),
    Code.WEBHOOK_REFUSES: "The webhook answered {http_status}.",
    Code.WEBHOOK_UNENCRYPTED: "The webhook's address must begin with https://.",
    Code.TABLE_NOT_HERE: "This table is not here any more. Choose its file again.",
    Code.TABLE_EMPTY: (
        "There are no rows here. The first row names the columns; captions stand below it."
    ),
    Code.TABLE_TOO_LONG: "This table has more than {most} rows. Split it into several.",
    Code.TABLE_TOO_WIDE: "This table has {columns} columns; {most} are the most.",
    Code.TABLE_TOO_LARGE: "This file is larger than {megabytes} MB. Split it into several.",
    Code.TABLE_NO_TEXT: "This is no table: choose a CSV, XLSX or ODS file.",
    Code.TABLE_NOT_DECODED: (
        "Row {row} holds characters that cannot be read. Save the file as CSV in UTF-8."
    ),
    Code.TABLE_QUOTE_OPEN: (
        "A quotation mark that opens in row {row} never closes. Close it, or take it out."
    ),
    Code.TABLE_ROW_BROKEN: (
        "Row {row} has words after a closing quotation mark. Write a mark inside a cell twice."
    ),
    Code.TABLE_LOCKED: "This file is locked with a password. Save it without one.",
    Code.TABLE_DAMAGED: "This spreadsheet cannot be opened[: {why}]. Save it again, or as CSV.",
    Code.TABLE_SWELLS: (
        "This file grows to more than {megabytes} MB when it is opened. Save it as CSV."
    ),
    Code.TABLE_TOO_HARD: "This spreadsheet is too much to open. Save its table as CSV.",
    Code.NO_SUCH_COLUMN: "There is no column “{column}”. The columns are: {columns}.",
    Code.ROW_WITHOUT_VALUE: "No value in “{column}”.",
    Code.ROW_TOO_LONG: "Too long: {length} characters, {most} at most.",
    Code.ROW_EMPTY: "No words.",
    Code.ROW_UNDRAWABLE: "The drones cannot draw this: {characters}.",
    Code.ROW_TEMPLATE: "No template is called “{value}”.",
    Code.ROW_FORMAT: "No format is called “{value}”.",
    Code.ROW_COLOURS: "No colours are called “{value}”.",
}
