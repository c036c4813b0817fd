"""The log of a served desk: one line of JSON an event."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime


class Journal:
    """Writes lines somewhere."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write

    def note(self, event: str, **told: object) -> None:
        """A line: who, from where, when, refused why; never what was typed or shown."""
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        self._write(json.dumps({"at": at, "event": event, **told}, ensure_ascii=False))
