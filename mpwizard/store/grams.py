"""What cases are searched by: one text of a case, and the pairs of neighbouring characters by which an index finds it.

A pair is written with the numbers of its characters, so that no database takes it apart. What an index finds is always
looked at again: it must contain the term itself.
"""

from __future__ import annotations

import re
from itertools import pairwise

from mpwizard.text import comparable

# A shorter term has no pair.
SHORTEST = 2

_CHINESE = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_SIGNS = re.compile(r"[^\w]+")


def search_text(reference: str, subject: str, app_name: str) -> str:
    """All that a case is found by, a line each: its number, its names, and the pinyin initials of these."""
    names = [comparable(subject), comparable(app_name)]
    return "\n".join(filter(None, (comparable(reference), *names, *map(initials, names))))


def initials(name: str) -> str:
    """The first letters of a name's pinyin; Latin letters and digits as they are, no signs. Nothing without Chinese."""
    if not _CHINESE.search(name):
        return ""
    # Its dictionaries take a moment and memory: only who writes a Chinese name pays for them.
    from pypinyin import Style, lazy_pinyin

    return comparable(_SIGNS.sub("", "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))))


def grams(text: str) -> list[str]:
    """The pairs of each line of a text, in their order."""
    return [f"g{ord(one):04x}{ord(two):04x}" for line in text.split("\n") for one, two in pairwise(line)]
