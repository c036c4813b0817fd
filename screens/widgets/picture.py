"""A picture in the terminal: two of its pixels in each cell, one above the other, and its facts in words below."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual import getters
from textual.app import ComposeResult
from textual.color import Color
from textual.containers import Vertical
from textual.strip import Strip
from textual.widget import Widget

from mpwizard.pictures import Pixel, Thumbnail
from screens.app import DeskApp
from screens.widgets.modal import Words

COLUMNS = 16
ROWS = 8

_UPPER_HALF = "▀"
_CLEAR: Pixel = (0, 0, 0, 0)
# With sixteen colours or none the pixels of a picture are a riddle; the words tell more.
_ENOUGH_COLOURS = ("256", "truecolor")


class Pixels(Widget):
    """The pixels alone, in the middle of their cells. What shows through a picture is the ground it stands on here."""

    DEFAULT_CSS = f"""
    Pixels {{ width: {COLUMNS}; height: {ROWS}; display: none; }}
    """

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[list[Pixel]] = []

    def show(self, thumbnail: Thumbnail, *, small: bool = False) -> None:
        """Show these pixels from now on; half as wide and high where rows are few."""
        rows = _centred(thumbnail, COLUMNS, 2 * ROWS)
        self._rows = [row[::2] for row in rows[::2]] if small else rows
        self.styles.width, self.styles.height = len(self._rows[0]), len(self._rows) // 2
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row of cells: the upper pixel is the ink, the lower one the ground."""
        if 2 * y + 1 >= len(self._rows):
            return Strip.blank(self.size.width, self.rich_style)
        _base, ground = self.background_colors
        pairs = zip(self._rows[2 * y], self._rows[2 * y + 1], strict=True)
        cells = [Segment(_UPPER_HALF, Style(color=_on(ground, up), bgcolor=_on(ground, low))) for up, low in pairs]
        return Strip(cells, len(cells)).adjust_cell_length(self.size.width, self.rich_style)


class PicturePreview(Vertical):
    """A small picture over one line of words; the words alone where the terminal has few colours or none."""

    DEFAULT_CSS = """
    PicturePreview { width: 100%; height: auto; }
    PicturePreview.-pictured > Pixels { display: block; }
    """

    app = getters.app(DeskApp)

    def __init__(self, thumbnail: Thumbnail | None = None, words: str = "") -> None:
        super().__init__()
        self._thumbnail = thumbnail
        self._words = words

    def compose(self) -> ComposeResult:
        """The pixels, and below them what they cannot tell."""
        yield Pixels()
        yield Words(self._words, "$soft", classes="picture-facts")

    def on_mount(self) -> None:
        """What was given from the start."""
        self.show(self._thumbnail, self._words)

    def show(self, thumbnail: Thumbnail | None, words: str = "", style: str = "$soft", *, small: bool = False) -> None:
        """Show another picture, or words alone."""
        self.set_class(thumbnail is not None and self._colours_are_enough(), "-pictured")
        if thumbnail is not None:
            self.query_one(Pixels).show(thumbnail, small=small)
        self.query_one(".picture-facts", Words).say(words, style)

    def _colours_are_enough(self) -> bool:
        return not self.app.no_color and self.app.console.color_system in _ENOUGH_COLOURS


def _centred(thumbnail: Thumbnail, width: int, height: int) -> list[list[Pixel]]:
    """Exactly so many pixels, clear ones around those there are."""
    left = (width - thumbnail.width) // 2
    above = (height - thumbnail.height) // 2
    empty = [_CLEAR] * width
    rows = [[_CLEAR] * left + list(row) + [_CLEAR] * (width - thumbnail.width - left) for row in thumbnail.rows]
    return [empty] * above + rows + [empty] * (height - len(rows) - above)


def _on(ground: Color, pixel: Pixel) -> str:
    """A pixel's colour in front of a ground."""
    red, green, blue, cover = pixel
    mixed = ground.blend(Color(red, green, blue), cover / 255, 1.0)
    return f"rgb({mixed.r},{mixed.g},{mixed.b})"
