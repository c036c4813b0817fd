"""A QR code in half blocks: two of its rows in one row of cells, dark on light whatever the theme."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from screens import say

_QUIET_ZONE = 1
_HALVES = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}


class QrCode(Widget):
    """The code of a short text. Phones read it from the screen: light ground, dark modules, a quiet zone around."""

    DEFAULT_CSS = """
    QrCode {
        width: auto;
        height: auto;
        background: $paper;
        color: $print;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._lines: tuple[str, ...] = ()

    def show(self, text: str) -> None:
        """Show the code of a text."""
        if text != self._text:
            self._text = text
            self._lines = half_blocks(text)
            self.refresh(layout=True)

    def get_content_width(self, container: object, viewport: object) -> int:
        """One cell a module."""
        del container, viewport
        return max((len(line) for line in self._lines), default=0)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """Half a cell a module."""
        del container, viewport, width
        return len(self._lines)

    def render(self) -> Content:
        """The code."""
        return say.text("\n".join(self._lines))


def half_blocks(text: str) -> tuple[str, ...]:
    """The code of a text, two module rows in each line."""
    import segno

    code = segno.make(text, error="l", micro=False)
    rows = [[bool(module) for module in row] for row in code.matrix_iter(border=_QUIET_ZONE)]
    if len(rows) % 2:
        rows.append([False] * len(rows[0]))
    return tuple(
        "".join(_HALVES[upper, lower] for upper, lower in zip(rows[at], rows[at + 1], strict=True))
        for at in range(0, len(rows), 2)
    )
