"""Tables: one comes in, is kept for some days, and is mended in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import regex

from lib.batch import Plan, PlannedRow, Table, TableDraft
from lib.batch.delimited import read_bytes
from lib.caption import MAX_CHARACTERS
from lib.errors import BatchNotFound, SkylitError, UnsupportedCharacters
from lib.media import is_spreadsheet, read_spreadsheet
from lib.person import Action, Viewer, may
from lib.problem import Code
from lib.request import VideoRequest
from lib.studio.look import Look
from lib.studio.make import Make, maker

#: Characters that the engine is asked about at a time: they have to fit into one caption.
_ASKED: Final = MAX_CHARACTERS // 2


class Tables(Look, Make):
    def read_table(self, data: bytes, *, has_header: bool = True) -> Table:
        """Read a CSV, XLSX or ODS file, whatever it is called. Raise BadTable or StorageError."""
        if is_spreadsheet(data):
            return Table.of(read_spreadsheet(data), has_header=has_header)
        return read_bytes(data, has_header=has_header)

    def keep_table(self, viewer: Viewer, name: str, table: Table) -> TableDraft:
        """Keep it for some days, so that a reload finds it again. Raise NotNow or StorageError."""
        draft = TableDraft.new(maker(viewer), name[:200], table)
        self.ledger.keep_table(draft, self.clock())
        return draft

    def kept_table(self, viewer: Viewer, draft_id: str) -> TableDraft:
        """Raise BatchNotFound, also for somebody else's."""
        draft = self.ledger.table_draft(draft_id)
        if draft is None or not may(viewer, Action.CHANGE, draft):
            raise BatchNotFound(Code.TABLE_NOT_HERE)
        return draft

    def mend_table(
        self, viewer: Viewer, draft_id: str, row: int, cells: Mapping[int, str]
    ) -> TableDraft:
        """Put other values into a row, by column; both count from 0. The file stays as it is."""
        draft = self.kept_table(viewer, draft_id)
        table = draft.table
        for column, text in cells.items():
            if 0 <= row < len(table.rows) and 0 <= column < len(table.columns):
                table = table.with_cell(row, column, text)
        mended = replace(draft, table=table)
        self.ledger.keep_table(mended, self.clock())
        return mended

    def drawable(self, plan: Plan) -> Plan:
        """Return the plan with the rows refused that hold a character which the engine cannot draw.

        It is asked about each character once, not about each row. Where it is not there, it refuses
        them when they are made, at no cost.
        """
        return plan.without(self._undrawable(plan.films))

    # ── inside ────────────────────────────────────────────────────────────────────────────────

    def _undrawable(self, rows: Sequence[PlannedRow]) -> frozenset[str]:
        texts = (row.request.caption.text for row in rows if row.request is not None)
        characters = dict.fromkeys(each for text in texts for each in regex.findall(r"\X", text))
        seen = [each for each in characters if not each.isspace()]
        asked = (seen[at : at + _ASKED] for at in range(0, len(seen), _ASKED))
        return frozenset(each for some in asked for each in self._undrawn(" ".join(some)))

    def _undrawn(self, words: str) -> tuple[str, ...]:
        try:
            self.preview(VideoRequest.parse(words), width=152)
        except UnsupportedCharacters as error:
            return error.characters
        except SkylitError:
            return ()
        return ()
