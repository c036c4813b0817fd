"""Which line of a TOML document names a key: the parser tells it of broken documents only, and people need it of wrong
ones too. For documents that the parser takes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

Path = tuple[str, ...]

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|[^\"'\#\[\]{}=\n]+"
    r"|.",
    re.DOTALL,
)


def line_of(text: str, place: Path) -> int:
    """The line that names a key, or the nearest named thing around it; 1 where nothing does."""
    line, depth = 1, 0
    for number, path in _statements(text):
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(path, place, strict=False)))
        if shared > depth:
            line, depth = number, shared
    return line


def _statements(text: str) -> Iterator[tuple[int, Path]]:
    """Every header and assignment: the line it begins on, the key it is about from the top of the document."""
    section: Path = ()
    line, begun, depth = 1, 0, 0
    source, is_value = "", False
    for token in _TOKEN.finditer(f"{text}\n"):
        piece = token[0]
        if piece == "\n" and depth == 0:
            if source.startswith("["):
                section = _path(source)
                yield begun, section
            elif source:
                yield begun, section + _path(f"{source}= 0")
            source, is_value = "", False
        elif piece == "=" and depth == 0:
            is_value = True
        elif piece in "[{":
            depth += 1
        elif piece in "]}":
            depth -= 1
        if piece.strip() and not piece.startswith("#") and not is_value:
            begun = begun if source else line
            source += piece
        line += piece.count("\n")


def _path(source: str) -> Path:
    keys: list[str] = []
    table: Any = tomllib.loads(source)
    while isinstance(table, dict) and table:
        key, table = next(iter(table.items()))
        keys.append(key)
        if isinstance(table, list):
            table = table[0]
    return tuple(keys)
