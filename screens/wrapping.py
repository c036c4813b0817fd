"""Breaking text into lines by terminal cells. Textual breaks at spaces only, which tears a Chinese sentence wherever a
Latin word or a number stands in it; here a line may also end between any two wide characters, as print does it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mpwizard.text import width

# What may not begin a line, and what may not end one.
_CLOSING = "，。；：！？、）」』》〉】〕’”…·%,.;:!?)]}"
_OPENING = "（「『《〈【〔‘“¥([{"
_JOINTS = "._/-"

_PIECES = re.compile(r"\s+|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]+|.", re.DOTALL)


def wrap(text: str, cells: int) -> list[str]:
    """The text in lines of at most `cells`; its own line breaks stay. Never empty: no text is one empty line."""
    room = max(1, cells)
    return [line for paragraph in text.split("\n") for line in _paragraph(paragraph, room)]


def cut_end(text: str, cells: int) -> str:
    """At most `cells` wide; what is too long loses its end, because a sentence is read from its beginning."""
    if width(text) <= cells:
        return text
    kept = 0
    while width(text[: kept + 1]) < cells:
        kept += 1
    return text[:kept].rstrip() + "…"[:cells]


def _paragraph(text: str, room: int) -> list[str]:
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        for part in _fitting(piece, room):
            if width(line) + width(part.rstrip()) <= room:
                line += part
            else:
                lines.append(line.rstrip())
                line = part.lstrip()
    return [*lines, line.rstrip()]


def _pieces(text: str) -> Iterator[str]:
    """What must stay together: a Latin word, a number, a character with the punctuation that belongs to it."""
    held = ""
    for piece in _PIECES.findall(text):
        if held and piece[0] not in _CLOSING and held[-1] not in _OPENING:
            yield held
            held = ""
        held += piece
    if held:
        yield held


def _fitting(piece: str, room: int) -> Iterator[str]:
    """A piece wider than a whole line, cut where the line ends; a path or an id rather behind one of its joints."""
    part = ""
    for character in piece:
        while part and width(part) + width(character) > room:
            joint = max(part.rfind(each) for each in _JOINTS) + 1
            cut = joint if 0 < joint < len(part) else len(part)
            yield part[:cut]
            part = part[cut:]
        part += character
    yield part
