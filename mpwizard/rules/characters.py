"""Which characters are Chinese: what the lengths of names and introductions are counted in."""

from __future__ import annotations

import unicodedata

_ZERO = "〇"  # written like an ideograph, counted by Unicode among the numbers


def is_han(character: str) -> bool:
    """Whether a character is a Chinese one. Planes 2 and 3 hold nothing else, those included that are still unnamed."""
    if character == _ZERO or ord(character) >> 16 in (2, 3):
        return True
    return unicodedata.name(character, "").startswith(("CJK UNIFIED IDEOGRAPH", "CJK COMPATIBILITY IDEOGRAPH"))


def han_count(text: str) -> int:
    """How many Chinese characters a text holds."""
    return sum(map(is_han, text))
