"""What a recording plays."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mpwizard.serving.screen_model import ScreenModel


def events(path: Path) -> tuple[dict[str, Any], list[list[Any]]]:
    """The header and the events of a recording."""
    header, *rest = path.read_text(encoding="utf-8").splitlines()
    return json.loads(header), [json.loads(line) for line in rest]


def played(path: Path) -> ScreenModel:
    """The screen at the end of a recording."""
    header, rest = events(path)
    screen = ScreenModel(header["width"], header["height"])
    for _at, kind, text in rest:
        if kind == "r":
            columns, rows = map(int, text.split("x"))
            screen.resize(columns, rows)
        else:
            screen.feed(text.encode())
    return screen
