"""What keys type, and how long somebody at them waits, in seconds."""

from __future__ import annotations

PATIENCE = 20.0
CLOSING = 1.0
# Where the step is only just shown, keys wait for it: another look may be needed.
TRIES = 5
# More than any page of the console has.
CONSOLE_ENTRIES = 60


def character_of(key: str) -> str | None:
    """What a key types; nothing for the keys that only act."""
    return " " if key == "space" else key if len(key) == 1 else None
