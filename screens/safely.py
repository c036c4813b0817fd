"""The gate out: what comes from data leaves for the terminal without characters that could act there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.segment import Segment
from textual.filter import LineFilter

from mpwizard.text import safe

if TYPE_CHECKING:
    from rich.color import Color


class SafeText(LineFilter):
    """No control, bidi or invisible character reaches the terminal, whichever widget painted it."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # type: ignore[override]
        """The segments without them."""
        del background
        return [
            segment
            if segment.control or (clean := safe(segment.text)) == segment.text
            else Segment(clean, segment.style)
            for segment in segments
        ]


def say_plainly(words: str) -> Any:
    """A sentence for the terminal after the screen is gone."""
    from rich.text import Text

    return Text(safe(words))
