"""The tables, and how a generation becomes a row and back.

Neither a key nor a video link has a column: what is not stored cannot leak.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

from lib.caption import Caption
from lib.generation import Generation, Status, Video
from lib.provider import Provider


class Moment(TypeDecorator[datetime]):
    """UTC and zoned in the program. SQLite drops the zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata: Final = MetaData()

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
    # Two fast clicks are one generation: held here, where no race can pass.
    UniqueConstraint("owner", "draft"),
)

# History reads a page from these without touching a row it does not show, and the search reads
# the words from them; what is due, under way or was lately finished is found without a scan.
Index("generations_history", generations.c.owner, generations.c.created_at, generations.c.id)
Index("generations_all_history", generations.c.created_at, generations.c.id)
Index("generations_search", generations.c.owner, generations.c.folded)
Index("generations_all_search", generations.c.folded)
Index("generations_by_status", generations.c.status, generations.c.owner)
Index("generations_due", generations.c.provider, generations.c.status, generations.c.due_at)
Index("generations_runs", generations.c.template, generations.c.provider, generations.c.ready_at)

#: Generations whose row is gone and whose files may still be there.
deletions: Final = Table(
    "deletions",
    metadata,
    Column("id", String, primary_key=True),
    Column("deleted_at", Moment, nullable=False),
)

#: Who asked for a video lately, and when: what a person's limit is counted from. Not counted from
#: generations, for those can be deleted.
asked: Final = Table(
    "asked",
    metadata,
    Column("generation_id", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("asked_at", Moment, nullable=False),
)

Index("asked_by_owner", asked.c.owner, asked.c.asked_at)
Index("asked_by_time", asked.c.asked_at)

#: Counts up with every change of these tables, so that no version writes into another's.
VERSION: Final = 1

schema_version: Final = Table(
    "schema_version", metadata, Column("version", Integer, primary_key=True, autoincrement=False)
)

_VIDEO: Final = tuple(field.name for field in fields(Video))
_PLAIN: Final = tuple(
    field.name
    for field in fields(Generation)
    if field.name not in {"caption", "provider", "status", "video"}
)


def fold(words: str) -> str:
    """What the search compares: neither case nor width nor composition of letters matters."""
    return unicodedata.normalize("NFKC", words.casefold()).casefold()


def to_row(generation: Generation) -> dict[str, Any]:
    """A value for every column."""
    video = asdict(generation.video) if generation.video else dict.fromkeys(_VIDEO)
    return {
        **{name: getattr(generation, name) for name in _PLAIN},
        "caption": generation.caption.text,
        "folded": fold(generation.caption.text),
        "provider": generation.provider.value,
        "status": generation.status.value,
        **{f"video_{name}": value for name, value in video.items()},
    }


def from_row(row: Mapping[str, Any]) -> Generation:
    """The caption was parsed when it was written: an older rule must not lose a row today."""
    video = {name: row[f"video_{name}"] for name in _VIDEO}
    return Generation(
        **{name: row[name] for name in _PLAIN},
        caption=Caption(row["caption"]),
        provider=Provider(row["provider"]),
        status=Status(row["status"]),
        video=Video(**video) if video["sha256"] else None,
    )
