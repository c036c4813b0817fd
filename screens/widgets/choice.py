"""A question answered by taking one of several options: a short list, each with its name and one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from textual.content import Content
from textual.events import Blur, Click, Focus, Key
from textual.reactive import reactive

from mpwizard.text import pad, width
from screens import keys, say
from screens.widgets.part import Judge, Part, Value, content_with
from screens.widgets.prompt import act_at_once
from screens.wrapping import wrap

_EDGE = 1
_GAP = 3


@dataclass(frozen=True, slots=True)
class Item:
    """One option: what is stored, its name, one line on what it costs or means."""

    value: str
    label: str
    line: str = ""


class Choice(Part, can_focus=True):
    """The options, one a row, with their lines where all of them fit: half a sentence says less than none.

    The arrows move, space and enter take; from its ends the arrows leave the list.
    """

    BINDINGS = [keys.CURSOR_UP, keys.CURSOR_DOWN, keys.CHOOSE]
    SIGNS = (" ● ", " ○ ")
    """Before an option that is taken, and before one that is not."""

    DEFAULT_CSS = """
    Choice {
        height: auto;
    }
    """

    cursor: reactive[int] = reactive(0)

    @dataclass
    class Pointed(Part.Entered):
        """The cursor came to an option: the help may speak of it."""

        item: Item

    def __init__(
        self,
        key: str,
        title: str,
        items: Sequence[Item],
        value: str = "",
        *,
        required: bool = True,
        judge: Judge = content_with,
    ) -> None:
        super().__init__(key, title, required=required, judge=judge)
        self._items = tuple(items)
        self._value = value
        self.set_reactive(Choice.cursor, self._place(value))

    @property
    def items(self) -> tuple[Item, ...]:
        """The options."""
        return self._items

    @property
    def value(self) -> Value:
        """The value of the option taken; empty where none is."""
        return self._value

    def put(self, value: Value) -> None:
        """Take an option without saying that it changed."""
        self._value = str(value or "")
        self.cursor = self._place(self._value)
        self.refresh()

    def offer(self, items: Sequence[Item]) -> None:
        """Offer other options; what was taken stays taken, even where it is not among them: the judge will speak."""
        if tuple(items) != self._items:
            self._items = tuple(items)
            self.cursor = self._place(self._value)
            self._settle_height()
            self.refresh()

    def takes(self, item: Item) -> bool:
        """Whether an option is the answer."""
        return item.value == self._value

    def answer_rows(self) -> int:
        """One row an option, more where its name is wider than the list."""
        return len(self._places())

    def on_mount(self) -> None:
        """The height follows from the options."""
        self._settle_height()

    def render(self) -> Content:
        """Title, options, message."""
        names = min(self._room, max((width(item.label) for item in self._items), default=0))
        rows = [
            self._row(place, self._items[place], line, names, first=number == 0)
            for place, lines in groupby(self._places(), key=lambda each: each[0])
            for number, (_place, line) in enumerate(lines)
        ]
        return say.lines([self.title_row(), *rows, *self.remark_rows()])

    @property
    def _room(self) -> int:
        return max(1, self.content_size.width - self._margin)

    @property
    def _margin(self) -> int:
        return _EDGE + len(self.SIGNS[0])

    def _places(self) -> list[tuple[int, str]]:
        """The rows of the list: which option each belongs to, and its piece of the name."""
        room = self._room if self.content_size.width else max((width(item.label) for item in self._items), default=1)
        return [(place, line) for place, item in enumerate(self._items) for line in wrap(item.label, room)]

    def _row(self, place: int, item: Item, label: str, names: int, *, first: bool) -> Content:
        taken, pointed = self.takes(item), self.has_focus and place == self.cursor
        ground = " on $chosen" if pointed else ""
        edge = ("▌", "$go") if pointed else (" ", "")
        room = self.content_size.width - names - self._margin - _GAP
        fits = all(width(each.line) <= room for each in self._items)
        words = " " * _GAP + item.line if first and fits and item.line else ""
        sign = self.SIGNS[0 if taken else 1] if first else " " * len(self.SIGNS[0])
        words += " " * (self.content_size.width - names - self._margin - width(words))
        return say.line(
            edge,
            (sign, ("bold $go-text" if taken else "$faint") + ground),
            (pad(label, names), ("bold $go-text" if taken else "$ink") + ground),
            (words, "$soft" + ground),
        )

    async def on_key(self, event: Key) -> None:
        """The option is taken before the key after it acts."""
        await act_at_once(self, event)

    def action_cursor(self, step: int) -> None:
        """Move within the list, or out of it at its ends."""
        place = self.cursor + step
        if 0 <= place < len(self._items):
            self.cursor = place
            self._point()
        elif step > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    def action_choose(self) -> None:
        """Take the option at the cursor; taking it again goes on."""
        if not self._items:
            return
        value = self._items[self.cursor].value
        if value == self._value:
            self.post_message(self.Done(self))
            return
        self._value = value
        self.refresh()
        self.changed()

    def take_by_mouse(self) -> None:
        """A click takes; it does not go on."""
        if not self.takes(self._items[self.cursor]):
            self.action_choose()

    def on_click(self, event: Click) -> None:
        """A click takes the option under it."""
        rows = self._places()
        if 1 <= event.y <= len(rows) and not self.disabled:
            self.cursor = rows[event.y - 1][0]
            self.take_by_mouse()
            self._point()

    def on_focus(self, _event: Focus) -> None:
        """The list was entered."""
        self.refresh()
        self.entered()
        self._point()

    def on_blur(self, _event: Blur) -> None:
        """The list was left."""
        self.refresh()
        self.left()

    def _point(self) -> None:
        if self._items:
            self.post_message(self.Pointed(self, self._items[self.cursor]))

    def _place(self, value: str) -> int:
        return next((place for place, item in enumerate(self._items) if item.value == value), 0)
