"""The one way by which text with data in it reaches a widget: as content, never as markup.

Textual reads square brackets in plain strings as tags that can act. Whatever holds a value goes through here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from textual.content import Content

from mpwizard.text import safe
from screens.wrapping import wrap

if TYPE_CHECKING:
    from textual.app import App
    from textual.notifications import SeverityLevel

WRONG = "✗"
DOUBTFUL = "!"
DONE = "✓"

_WIDEST_TOAST = 56
_TOAST_MARGIN = 4


def text(words: str, style: str = "") -> Content:
    """One piece of text as it is; `style` names tokens of the theme (`$soft`, `bold $wrong`)."""
    rows = "\n".join(safe(row) for row in words.split("\n"))
    return Content.styled(rows, style) if style else Content(rows)


def line(*pieces: Content | tuple[str, str] | str) -> Content:
    """Several pieces one after the other: content, plain words, or words with their style."""
    parts = (piece if isinstance(piece, Content) else text(*_pair(piece)) for piece in pieces)
    return Content("").join(parts)


def lines(rows: Iterable[Content]) -> Content:
    """Several rows, one below the other."""
    return Content("\n").join(rows)


def paragraph(words: str, cells: int, style: str = "") -> Content:
    """Text broken into lines of at most `cells`."""
    return text("\n".join(wrap(safe(words), cells)), style)


def notify(app: App[Any], words: str, severity: SeverityLevel = "information", timeout: float | None = None) -> None:
    """A message that goes by itself, broken to the half of the screen it may take."""
    cells = min(_WIDEST_TOAST, app.size.width // 2 - _TOAST_MARGIN)
    rows = "\n".join(row for said in words.split("\n") for row in wrap(safe(said), cells))
    app.notify(rows, severity=severity, timeout=timeout, markup=False)


def clock(at: datetime) -> str:
    """A time as bars show it: short, on the operator's own clock."""
    return at.astimezone().strftime("%m-%d %H:%M")


def _pair(piece: tuple[str, str] | str) -> tuple[str, str]:
    return (piece, "") if isinstance(piece, str) else piece
