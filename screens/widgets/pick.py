"""A question with more options than fit: one row that shows what was taken, and a page to search them in.

Whatever the options are, only a page of them is ever painted, so that a key is echoed as fast among hundreds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.events import Click, Key, Paste
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widget import Widget
from textual.widgets import Input

from mpwizard.i18n import tr
from mpwizard.text import clean, cut_middle, pad, width
from screens import keys, say
from screens.widgets.choice import Choice, Item
from screens.widgets.modal import MpModal, Words
from screens.widgets.part import Judge, Part, Value, content_with
from screens.widgets.prompt import act_at_once
from screens.widgets.still_input import StillInput

# Above this many options a list is searched, not read.
MOST_AT_ONCE = 8

_SEARCH_CAP = 40
# What was painted is written by another thread: for so long the program rests before it is busy finding, and no longer,
# so that the list has followed before the next key comes.
_WRITTEN_AFTER = 0.002
_EDGE = 2
_GAP = 2
_CODE_CELLS = 10

Find = Callable[[str], Sequence[Item]]


def finder(items: Sequence[Item]) -> Find:
    """Finds the options in which every word that is typed occurs."""

    def find(text: str) -> Sequence[Item]:
        words = text.casefold().split()
        return [item for item in items if all(word in f"{item.label} {item.line}".casefold() for word in words)]

    return find


class Pick(Choice):
    """One row with the option taken. Space or any letter opens the search, and so does Enter while nothing is taken, or
    nothing that can stand; Delete takes it away."""

    BINDINGS = [keys.CURSOR_UP, keys.CURSOR_DOWN, keys.CHOOSE]
    ONE_ROW = True

    def __init__(
        self,
        key: str,
        title: str,
        items: Sequence[Item] = (),
        value: str = "",
        *,
        find: Find | None = None,
        named: Callable[[str], str] | None = None,
        required: bool = True,
        judge: Judge = content_with,
    ) -> None:
        self._find = find
        self._named = named
        self._searching: PickScreen | None = None
        super().__init__(key, title, items, value, required=required, judge=judge)

    def answer_rows(self) -> int:
        """The option taken, alone."""
        return 1

    @property
    def taken(self) -> str:
        """The name of the option taken."""
        value = str(self.value)
        if self._named is not None:
            return self._named(value) if value else ""
        return next((item.label for item in self.items if item.value == value), value)

    def hint(self) -> str:
        """What stands there while nothing is taken."""
        return tr("Enter opens the search")

    def render(self) -> Content:
        """Title, option, message."""
        room = max(1, self.content_size.width - _EDGE)
        ground = " on $lit" if self.has_focus else " on $well"
        words, style = (self.taken, "$ink") if self.value else (self.hint(), "$faint")
        edge = ("▌", "$wrong" if self.has_class("-wrong") else "$go" if self.has_focus else "$well")
        row = say.line(edge, (" ", ground.strip()), (pad(words, room), style + ground))
        return say.lines([self.title_row(), row, *self.remark_rows()])

    async def on_key(self, event: Key) -> None:
        """A letter begins the search with itself; Enter goes on from what was taken, unless it cannot stand."""
        event.prevent_default()  # or the choice this is, too, would take it: Enter would go on and open the search
        if self._searching is not None:
            # Of keys that come in one piece, those after the first are meant for the search.
            event.stop()
            self._searching.take(event)
        elif event.key in ("delete", "backspace") and self.value:
            event.stop()
            self.put("")
            self.changed()
        elif event.key == "enter" and self.value and not self.has_class("-wrong"):
            event.stop()
            self.post_message(Part.Done(self))
        elif event.character is not None and event.is_printable and event.character != " ":
            event.stop()
            self._search(event.character)
        else:
            await act_at_once(self, event)

    def on_paste(self, event: Paste) -> None:
        """Something pasted is searched for."""
        event.stop()
        self._search(clean(event.text, _SEARCH_CAP))

    def action_cursor(self, step: int) -> None:
        """There is one row: the arrows leave it."""
        self.screen.focus_next() if step > 0 else self.screen.focus_previous()

    def action_choose(self) -> None:
        """Open the search."""
        self._search("")

    def on_click(self, event: Click) -> None:
        """A click opens the search."""
        event.stop()
        event.prevent_default()  # or the choice this is, too, would open it again
        if not self.disabled:
            self._search("")

    def _search(self, text: str) -> None:
        nothing = [] if self.required or not self.value else [Item("", tr("None of them"))]
        find = self._find or finder([*nothing, *self.items])
        self._searching = PickScreen(self.title, find, text, str(self.value))
        self.app.push_screen(self._searching, self._picked)

    def _picked(self, value: str | None) -> None:
        self._searching = None
        if value is None:
            return
        before = self.value
        self.put(value)
        if before != value:
            self.changed()
        self.judge_now()

    def put(self, value: Value) -> None:
        """Take an option without saying that it changed."""
        super().put(value)
        self.refresh()


class Found(Widget):
    """What was found: as many rows as there is room for, the cursor among them."""

    DEFAULT_CSS = """
    Found { width: 100%; height: 1fr; min-height: 3; }
    """

    @dataclass
    class Chosen(Message):
        """A click on a row."""

        value: str

    def __init__(self) -> None:
        super().__init__()
        self._items: Sequence[Item] = ()
        self._cursor = 0
        self._top = 0

    @property
    def pointed(self) -> Item | None:
        """The option at the cursor."""
        return self._items[self._cursor] if self._cursor < len(self._items) else None

    @property
    def count(self) -> int:
        """How many were found."""
        return len(self._items)

    def show(self, items: Sequence[Item], value: str = "") -> None:
        """Show what was found, the cursor on a value that is among it, else on the first."""
        self._items = items
        self._top = 0
        # Only where a value is looked for: options may be put into words one by one as they are looked at.
        self._cursor = next((place for place, item in enumerate(items) if item.value == value), 0) if value else 0
        self._settle()

    def move(self, rows: int) -> None:
        """Move the cursor; a page where `rows` is as much as there is room for."""
        self._cursor = max(0, min(len(self._items) - 1, self._cursor + rows))
        self._settle()

    def on_resize(self) -> None:
        """Another height shows other rows."""
        self._settle()

    def on_click(self, event: Click) -> None:
        """Take the row under the click."""
        place = self._top + event.y
        if place < len(self._items):
            self.post_message(self.Chosen(self._items[place].value))

    def render(self) -> Content:
        """The page around the cursor."""
        page = range(self._top, min(len(self._items), self._top + max(1, self.size.height)))
        return say.lines([self._row(place) for place in page])

    def _row(self, place: int) -> Content:
        item, here = self._items[place], place == self._cursor
        ground = " on $lit" if here else ""
        code = item.value if width(item.value) <= _CODE_CELLS and item.value.upper() == item.value else ""
        room = max(1, self.size.width - _EDGE - (width(code) + _GAP if code else 0))
        edge = ("▌ ", "$go" + ground) if here else ("  ", "")
        return say.line(
            edge,
            (pad(cut_middle(item.label, room), room), ("$ink" if here else "$soft") + ground),
            (" " * _GAP + code if code else "", "$faint" + ground),
        )

    def _settle(self) -> None:
        rows = max(1, self.size.height)
        self._top = min(max(self._top, self._cursor - rows + 1), self._cursor)
        self.refresh()


class SearchLine(StillInput):
    """The row that the search is typed into; the arrows move the list below."""

    BINDINGS = [keys.CURSOR_UP, keys.CURSOR_DOWN, keys.PAGE_UP, keys.PAGE_DOWN]

    DEFAULT_CSS = """
    SearchLine, SearchLine:focus {
        border: none;
        height: 1;
        background: $lit;
        background-tint: transparent;
        padding: 0 1;
        margin-bottom: 1;
    }
    """

    @dataclass
    class Moved(Message):
        """Another row is wanted: so many rows, or so many pages, below."""

        rows: int = 0
        pages: int = 0

    # What is typed changes no other row: Textual would lay out the whole screen at each key.
    virtual_size = Reactive(Size(0, 0), layout=False)

    def action_cursor(self, step: int) -> None:
        """The row above or below."""
        self.post_message(self.Moved(rows=step))

    def action_turn(self, pages: int) -> None:
        """A page above or below."""
        self.post_message(self.Moved(pages=pages))

    async def _on_key(self, event: Key) -> None:
        # No letter is bound to anything here; to ask for it would cost more than typing it.
        if not event.is_printable:
            await act_at_once(self, event)
        if not event._no_default_action:
            await super()._on_key(event)


class PickScreen(MpModal[str]):
    """The search. Gives back the value taken."""

    AUTO_FOCUS = "SearchLine"

    DEFAULT_CSS = """
    PickScreen {
        & > Panel { height: 90%; overflow-y: hidden; }
        & .told { height: 5; margin-top: 1; }
    }
    """

    def __init__(self, title: str, find: Find, text: str, value: str) -> None:
        super().__init__()
        self._title = title
        self._find = find
        self._text = text
        self._value = value
        self._searched = text
        self._is_to_find = False

    def title_words(self) -> str:
        """The question."""
        return self._title

    def compose_content(self) -> Iterable[Widget]:
        """The search, what was found, what the one at the cursor means."""
        yield SearchLine(self._text, placeholder=tr("Search"), max_length=_SEARCH_CAP, select_on_focus=False)
        yield Found()
        yield Words("", "$soft", classes="told")

    def on_mount(self) -> None:
        """Everything, or what the first letter finds."""
        self._show(self._text, self._value)

    def take(self, event: Key) -> None:
        """A key that was pressed before the search could take it."""
        if event.key == "enter":
            self.call_later(self._take_pointed)
        elif event.character is not None and event.is_printable:
            self.hold(event.character)

    def hold(self, key: str) -> bool:
        """Text that comes before the search has the focus stands in it all the same."""
        lines = self.query(SearchLine)
        if lines:
            lines.first().insert_text_at_cursor(key)
        else:
            self._text += key
        return True

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find anew after a key, once the key itself is painted; once for keys that come fast."""
        event.stop()
        if not self._is_to_find:
            self._is_to_find = True
            self.call_after_refresh(self._find_soon)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what the cursor stands on."""
        event.stop()
        self._take_pointed()

    def _find_soon(self) -> None:
        """The key is painted: find as soon as it is written."""
        if self.is_attached:
            self.set_timer(_WRITTEN_AFTER, self._catch_up)

    def _catch_up(self) -> None:
        """Find what is typed by now, where that was not searched for yet."""
        self._is_to_find = False
        typed = self.query_one(SearchLine).value
        if typed != self._searched:
            self._show(typed, "")

    def _take_pointed(self) -> None:
        self._catch_up()
        pointed = self.query_one(Found).pointed
        if pointed is not None:
            self.dismiss(pointed.value)

    def on_found_chosen(self, event: Found.Chosen) -> None:
        """Take what was clicked on."""
        self.dismiss(event.value)

    def on_search_line_moved(self, event: SearchLine.Moved) -> None:
        """Move within what was found."""
        self._catch_up()
        found = self.query_one(Found)
        found.move(event.rows + event.pages * max(1, found.size.height - 1))
        self._tell()

    def _show(self, text: str, value: str) -> None:
        self._searched = text
        self.query_one(Found).show(self._find(text.strip()), value)
        self._tell()

    def _tell(self) -> None:
        found = self.query_one(Found)
        pointed = found.pointed
        count = tr("{n} found", n=found.count)
        line = pointed.line if pointed is not None else tr("Nothing is like this. Delete some of it.")
        self.query_one(".told", Words).say(f"{count}\n{line}" if line else count)
