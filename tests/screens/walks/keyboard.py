"""What keys type."""

from __future__ import annotations


def character_of(key: str) -> str | None:
    """What a key types; nothing for the keys that only act."""
    return " " if key == "space" else key if len(key) == 1 else None
