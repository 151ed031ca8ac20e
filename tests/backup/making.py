"""What the tests of backups work with."""

from __future__ import annotations

from datetime import UTC, datetime

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
