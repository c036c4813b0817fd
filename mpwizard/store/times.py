"""Times as the tables keep them, for who reads and writes them past the tables' declarations: UTC without a zone."""

from __future__ import annotations

from datetime import UTC, datetime

# Where nothing is due: after everything that is.
FAR = datetime(9999, 12, 31, tzinfo=UTC)
FAR_TEXT = "9999-12-31 00:00:00.000000"


def stored_time(at: datetime) -> str:
    """A time as SQLite keeps it and PostgreSQL takes it. Such texts sort as their times do."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def read_time(stored: str | datetime) -> datetime:
    """Such a time again; PostgreSQL gives it back as one."""
    if isinstance(stored, str):
        return datetime.fromisoformat(f"{stored}+00:00")
    return stored.replace(tzinfo=UTC)
