"""Text on its way in and out: one gate each, and cell-wise cutting. Masking of personal data lives in `privacy.py`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from rich.cells import cell_len

# Controls, bidi overrides, invisible and tag characters: no terminal may receive them from data.
UNSAFE = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e"
    "\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_DROPPED_CATEGORIES = {"Cc", "Cs", "Co", "Cn"}
_NEWLINES = re.compile(r"[\r\n\t\u2028\u2029]+")
_ELLIPSIS = "…"


def safe(text: str) -> str:
    """The gate out: what may be printed, logged or mailed."""
    return UNSAFE.sub("", text)


def one_line(text: str) -> str:
    """The gate in for names: nothing unsafe, newlines to a space, else character for character as typed.

    Not even composed: that would swap ideographs which papers tell apart, and drop those newer than this Python.
    """
    return safe(_NEWLINES.sub(" ", text)).strip()


def clean(text: str, limit: int | None = None) -> str:
    """The gate in, for one line: NFC, nothing unsafe or unassigned, newlines to a space, at most `limit` characters
    where one is set."""
    composed = unicodedata.normalize("NFC", _NEWLINES.sub(" ", text))
    kept = (ch for ch in composed if unicodedata.category(ch) not in _DROPPED_CATEGORIES)
    return UNSAFE.sub("", "".join(kept)).strip()[:limit]


def compact(text: str) -> str:
    """A value compared by its characters (numbers, codes, addresses): NFKC, no space of any kind within."""
    return "".join(safe(unicodedata.normalize("NFKC", text)).split())


def comparable(text: str) -> str:
    """What names are searched by: NFKC, case-folded, nothing unsafe, each run of spaces one space."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(safe(unicodedata.normalize("NFKC", folded)).split())


def width(text: str) -> int:
    """How many terminal cells a text takes."""
    return cell_len(text)


def cut_middle(text: str, cells: int) -> str:
    """At most `cells` wide; what is too long loses its middle, because names differ at both ends."""
    if width(text) <= cells:
        return text
    if cells <= 1:
        return _ELLIPSIS[:cells]
    tail = _take(reversed(text), (cells - 1) // 2)[::-1]
    head = _take(iter(text), cells - 1 - width(tail))
    return head + _ELLIPSIS + tail


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """Exactly `cells` wide: cut in the middle or filled with spaces."""
    fitted = cut_middle(text, cells)
    filling = " " * (cells - width(fitted))
    return filling + fitted if right else fitted + filling


def _take(characters: Iterable[str], cells: int) -> str:
    taken: list[str] = []
    used = 0
    for character in characters:
        used += width(character)
        if used > cells:
            break
        taken.append(character)
    return "".join(taken)
