"""Breaking text into lines by terminal cells. Textual breaks at spaces only, which tears a Chinese sentence wherever a
Latin word or a number stands in it; here a line may also end between any two wide characters, as print does it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mpwizard.text import width

# What may not begin a line, and what may not end one.
_CLOSING = "，。；：！？、）」』》〉】〕’”…·%,.;:!?)]}"
_OPENING = "（「『《〈【〔‘“¥([{"
# Behind which a piece is cut, the likeliest first: a path at its folders, an id at its dots before its words.
_JOINTS = ("/", ".", "_-")

_WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
# What stands between two separators stays on one line where it can; the separator stays at the end of its line.
_SEGMENTS = re.compile(r".*? · |.+", re.DOTALL)
# A separator; space; a Chinese term in brackets; a Latin word or a number; any other character.
_PIECES = re.compile(rf"\s+·(?=\s)|\s+|\([{_WIDE}]+\)|[^\s{_WIDE}]+|.", re.DOTALL)


def wrap(text: str, cells: int) -> list[str]:
    """The text in lines of at most `cells`; its own line breaks stay. Never empty: no text is one empty line."""
    room = max(1, cells)
    return [line for paragraph in text.split("\n") for line in _paragraph(paragraph, room)]


def _paragraph(text: str, room: int) -> list[str]:
    lines: list[str] = []
    line = last = before = ""
    for segment in _SEGMENTS.findall(text):
        whole = width(segment.rstrip())
        if line.strip() and width(line) + whole > room >= whole:
            lines.append(line.rstrip())
            line = last = before = ""
        for part in _parts(segment, room):
            if width(line) + width(part.rstrip()) <= room:
                line += part
            else:
                lines.append(line.rstrip())
                line = part.lstrip()
                last = before
            before = part
    if lines and _is_one_wide(line) and _is_one_wide(last) and lines[-1] != last and width(last + line) <= room:
        lines[-1] = lines[-1].removesuffix(last).rstrip()
        line = last + line
    return [*lines, line.rstrip()]


def _is_one_wide(part: str) -> bool:
    """One Chinese character, with or without the stop behind it: alone on a line it looks forgotten."""
    return width(part) in (2, 4) and len(part.rstrip(_CLOSING)) == 1 and width(part[0]) == 2


def _parts(segment: str, room: int) -> Iterator[str]:
    """The pieces, none of them wider than a line."""
    return (part for piece in _pieces(segment) for part in _fitting(piece, room))


def _pieces(text: str) -> Iterator[str]:
    """What must stay together: a Latin word, a number, a character with the punctuation that belongs to it."""
    held = ""
    for piece in _PIECES.findall(text):
        if held and (piece.lstrip() or " ")[0] not in _CLOSING and held[-1] not in _OPENING:
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
            joints = (max(part.rfind(each) for each in joint) + 1 for joint in _JOINTS)
            cut = next((joint for joint in joints if 0 < joint < len(part)), len(part))
            yield part[:cut]
            part = part[cut:]
        part += character
    yield part
