"""Tables of films, links and people, as the newest migration leaves them (a test compares them).

Neither a key nor a video link has a column: what is not stored cannot leak.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from lib.database.metadata import Moment, metadata

generations: Final = Table(
    "generations",
    metadata,
    Column("id", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("draft", String, nullable=False),
    Column("caption", Text, nullable=False),
    Column("folded", Text, nullable=False),  # the caption as the search compares it
    Column("template", String, nullable=False),
    Column("provider", String, nullable=False),
    Column("palette", String),
    Column("seed", BigInteger),
    Column("retry_of", String),
    Column("status", String, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("due_at", Moment),
    Column("deadline_at", Moment),
    Column("submitted_at", Moment),
    Column("ready_at", Moment),
    Column("attempts", Integer, nullable=False),
    Column("task_id", String),
    Column("api_status", String),
    Column("progress", Float),
    Column("credits_used", Float),
    Column("problem", Text),
    Column("video_duration", Float),
    Column("video_width", Integer),
    Column("video_height", Integer),
    Column("video_has_sound", Boolean),
    Column("video_size", BigInteger),
    Column("video_sha256", String),
    Column("reason", String),  # why it stands where it stands
    Column("problem_params", Text),  # JSON: what the sentence for that reason speaks of
    Column("format", String, nullable=False, server_default=text("'608x1080'")),
    Column("starred_at", Moment),
    Column("batch_id", String),  # the batch that it is part of
    # True for a row that had its task id from an older row before task ids were unique.
    Column("shares_task", Boolean, nullable=False, server_default=false()),
    # Two fast clicks are one generation: held here, where no race can pass.
    UniqueConstraint("owner", "draft"),
)

_g: Final = generations.c

# History reads a page from these without touching a row it does not show, and the search reads
# the words from them; what is due, under way or was lately finished is found without a scan.
Index("generations_history", _g.owner, _g.created_at, _g.id)
Index("generations_all_history", _g.created_at, _g.id)
Index("generations_search", _g.owner, _g.folded)
Index("generations_all_search", _g.folded)
Index("generations_by_status", _g.status, _g.owner)
Index("generations_due", _g.provider, _g.status, _g.due_at)
Index("generations_runs", _g.template, _g.provider, _g.ready_at)

# What waits by itself and what waits in a batch are two lines, each read without the other.
Index("generations_line", _g.provider, _g.status, _g.batch_id, _g.due_at)
Index("generations_by_batch", _g.batch_id, _g.status, _g.due_at)

# One task of a provider belongs to one generation: nobody gets another person's film.
_IS_UNIQUE: Final = _g.task_id.is_not(None) & _g.shares_task.is_(False)
Index(
    "generations_task",
    _g.provider,
    _g.task_id,
    unique=True,
    sqlite_where=_IS_UNIQUE,
    postgresql_where=_IS_UNIQUE,
)

#: When each generation came to where it stood. What only says how far it is leaves no row.
moves: Final = Table(
    "moves",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("generation_id", String, nullable=False),
    Column("moved_at", Moment, nullable=False),
    Column("status", String, nullable=False),
    Column("reason", String),
    Column("problem", Text),  # what its owner was told then
    Column("problem_params", Text),
)

Index("moves_by_generation", moves.c.generation_id, moves.c.number)

#: Generations whose row is gone and whose files may still be there.
deletions: Final = Table(
    "deletions",
    metadata,
    Column("id", String, primary_key=True),
    Column("deleted_at", Moment, nullable=False),
)

#: Deleted for their owner, and still there for as long as that can be undone.
pending_deletions: Final = Table(
    "pending_deletions",
    metadata,
    Column("id", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("due_at", Moment, nullable=False),
)

#: Who asked for a video lately, from where, and when: limits by the minute are counted from it.
#: Not from generations, for those can be deleted.
asked: Final = Table(
    "asked",
    metadata,
    Column("generation_id", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("address", String),  # of the network, as a keyed hash
)

Index("asked_by_owner", asked.c.owner, asked.c.asked_at)
Index("asked_by_time", asked.c.asked_at)
Index("asked_by_address", asked.c.address, asked.c.asked_at)

#: How many paid videos were asked for on a day (UTC, 2026-11-30).
paid_days: Final = Table(
    "paid_days",
    metadata,
    Column("day", String, primary_key=True),
    Column("asked", Integer, nullable=False),
)

#: One row: which process tracks, in which term, and when it last said so.
leadership: Final = Table(
    "leadership",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("term", BigInteger, nullable=False),
    Column("holder", String),  # None: the last one resigned
    Column("has_lock", Boolean, nullable=False),
    Column("heartbeat_at", Moment, nullable=False),
)

#: Visitors from before cookies were signed. Each may exchange the old cookie once.
unsigned_visitors: Final = Table(
    "unsigned_visitors",
    metadata,
    Column("owner", String, primary_key=True),
    Column("exchanged_at", Moment),
)

#: Public links to films. A token is kept as its hash.
shares: Final = Table(
    "shares",
    metadata,
    Column("id", String, primary_key=True),
    Column("token_hash", String, nullable=False, unique=True),
    Column("owner", String, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("stopped_at", Moment),
    Column("may_download", Boolean, nullable=False),
    Column("is_indexed", Boolean, nullable=False),
)

#: The films of a link, in order.
share_items: Final = Table(
    "share_items",
    metadata,
    Column("share_id", String, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("generation_id", String, nullable=False),
)

Index("share_items_by_film", share_items.c.generation_id)

#: How often a link was opened on a day (UTC, 2026-11-30).
share_views: Final = Table(
    "share_views",
    metadata,
    Column("share_id", String, primary_key=True),
    Column("day", String, primary_key=True),
    Column("views", Integer, nullable=False),
)

#: What is still to be told to the webhook. A row goes once it was heard.
outbox: Final = Table(
    "outbox",
    metadata,
    Column("id", String, primary_key=True),
    Column("event", String, nullable=False),
    Column("body", Text, nullable=False),  # JSON
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
)

Index("outbox_due", outbox.c.due_at)

#: Everybody who has ever signed in.
accounts: Final = Table(
    "accounts",
    metadata,
    Column("person", String, primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("groups", Text, nullable=False),  # JSON
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("switched_off_at", Moment),
    Column("settled_at", Moment),  # when they said whether films of their browser are theirs
)

#: Who is signed in. A row goes when somebody signs out, and with it every copy of the cookie.
sessions: Final = Table(
    "sessions",
    metadata,
    Column("id", String, primary_key=True),
    Column("person", String, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
)

Index("sessions_of_person", sessions.c.person)

#: What was done about people and their films. Triggers refuse every change of a row.
audit: Final = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor", String, nullable=False),
    Column("deed", String, nullable=False),
    Column("person", String),  # whom it was done to
    Column("facts", Text, nullable=False),  # JSON, no word of a film
)

Index("audit_of_person", audit.c.person, audit.c.number)

#: One row: the oldest Skylit that may use these tables. `version` counts up when a change is more
#: than an addition; `usable_from` is the release that first knew that number.
schema_version: Final = Table(
    "schema_version",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("usable_from", String, nullable=False, server_default=text("'1.0.0'")),
)
