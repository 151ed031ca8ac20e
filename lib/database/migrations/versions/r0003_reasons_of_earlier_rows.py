"""Gives rows of the first release their reason, told from the columns that combined to say it.

Their sentences stay in `problem` and are shown as they are. The words stand here as they were when
this revision was written.
"""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

_FILL = """
    UPDATE generations SET reason = CASE
        WHEN status = 'queued' AND problem IS NOT NULL THEN 'not_sent'
        WHEN status IN ('generating', 'saving') AND problem IS NOT NULL THEN 'delayed'
        WHEN status = 'ready' AND problem IS NOT NULL THEN 'file_missing'
        WHEN status = 'failed' AND deadline_at IS NOT NULL THEN 'timed_out'
        WHEN status = 'failed' AND task_id IS NOT NULL THEN 'not_made'
        WHEN status = 'failed' THEN 'refused'
        WHEN status = 'unconfirmed' AND due_at IS NULL THEN 'not_in_log'
        WHEN status = 'unconfirmed' THEN 'answer_lost'
        WHEN status = 'cancelled' AND task_id IS NOT NULL AND provider = 'builtin'
            THEN 'to_be_dropped'
        WHEN status = 'cancelled' AND task_id IS NOT NULL THEN 'accepted'
        WHEN status = 'cancelled' AND submitted_at IS NOT NULL AND provider <> 'builtin'
            THEN 'may_have_arrived'
        WHEN status = 'cancelled' THEN 'called_off'
    END
    WHERE reason IS NULL
"""


def upgrade() -> None:
    op.execute(_FILL)
