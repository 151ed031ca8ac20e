"""What the tests of the studio ask for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

NOW = datetime.now(UTC)
SECOND = timedelta(seconds=1)
