"""One of several, in one row: the arrows left and right turn to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.events import Blur, Click, Focus, Key
from textual.message import Message
from textual.widget import Widget

from mpwizard.text import cut_middle, width
from screens import keys, say
from screens.widgets.prompt import act_at_once

_MARGIN = 4
_BLANKS = 2


class Turn(Widget, can_focus=True):
    """A row that shows one thing of a list, and says when another is turned to."""

    BINDINGS = [keys.CURSOR_LEFT, keys.CURSOR_RIGHT]
    ONE_ROW = True

    DEFAULT_CSS = """
    Turn { width: 100%; height: 1; }
    """

    @dataclass
    class Turned(Message):
        """Another one is shown."""

        place: int

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self._names: tuple[str, ...] = ()
        self.place = 0

    def show(self, names: Sequence[str]) -> None:
        """The things there are; the one that is shown stays as long as there are as many."""
        self._names = tuple(names)
        self.place = min(self.place, max(0, len(names) - 1))
        self.refresh()

    def render(self) -> Content:
        """The title, and the one that is shown between its arrows."""
        name = self._names[self.place] if self._names else ""
        room = max(1, self.size.width - width(self._title) - _MARGIN)
        # Rather no blanks than a name that is cut.
        blank = " " if width(name) <= room - _BLANKS else ""
        ground = " on $lit" if self.has_focus else " on $well"
        edge = ("▌", "$go") if self.has_focus else (" ", "")
        return say.line(
            edge,
            (f"{self._title} ", "$soft"),
            (f"‹{blank}", "$go-text" + ground),
            (cut_middle(name, room), "$ink" + ground),
            (f"{blank}›", "$go-text" + ground),
        )

    async def on_key(self, event: Key) -> None:
        """Each key acts before the next is looked at."""
        await act_at_once(self, event)

    def action_cursor(self, step: int) -> None:
        """The next one, the first after the last."""
        if self._names:
            self.place = (self.place + step) % len(self._names)
            self.refresh()
            self.post_message(self.Turned(self.place))

    def on_click(self, _event: Click) -> None:
        """A click turns on."""
        self.action_cursor(1)

    def on_focus(self, _event: Focus) -> None:
        """The row is lit."""
        self.refresh()

    def on_blur(self, _event: Blur) -> None:
        """The row is dimmed."""
        self.refresh()
