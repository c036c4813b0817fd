"""A list of things to do or to go to, as high as it must be: each with its words below, some only to be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from textual.content import Content
from textual.events import Blur, Click, Focus, Key
from textual.geometry import Region
from textual.message import Message

from mpwizard.text import width
from screens import keys, say
from screens.console.page import SectionPage
from screens.widgets.prompt import act_at_once
from screens.widgets.rows import Rows
from screens.widgets.scrolling import scroll
from screens.wrapping import wrap

_EDGE = 3
_GAP = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing: what Enter on it means to whoever made the list (empty where it is only read), its sign, its title,
    something at the right end, the lines below it with their styles."""

    key: str
    title: str
    lines: tuple[tuple[str, str], ...] = ()
    mark: str = "▸"
    mark_style: str = "$go-text"
    title_style: str = "$ink"
    right: str = ""
    right_style: str = "$soft"


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading; without a heading they stand as they are."""

    title: str
    entries: tuple[Entry, ...]


class Entries(Rows, can_focus=True):
    """The list. The arrows move between what can be opened, Enter opens it."""

    BINDINGS = [keys.CURSOR_UP, keys.CURSOR_DOWN, keys.OPEN]

    DEFAULT_CSS = """
    Entries { width: 100%; height: auto; }
    """

    @dataclass
    class Opened(Message):
        """Enter on an entry."""

        key: str

    @dataclass
    class Pointed(Message):
        """The cursor stands on an entry; on none where there is nothing to open."""

        key: str

    def __init__(self) -> None:
        super().__init__()
        self._groups: tuple[Group, ...] = ()
        self._cursor = 0
        self._places: list[tuple[int, int, str]] = []
        self.can_focus = False

    @property
    def pointed(self) -> str:
        """The key of the entry at the cursor."""
        openable = self.openable
        return openable[self._cursor] if self._cursor < len(openable) else ""

    @property
    def openable(self) -> Sequence[str]:
        """The keys of the entries that the cursor can stand on, in their order."""
        return [entry.key for group in self._groups for entry in group.entries if entry.key]

    def show(self, groups: Iterable[Group]) -> None:
        """Show other things; the cursor stays with what it stood on."""
        kept, self._groups = self.pointed, tuple(group for group in groups if group.entries)
        openable = self.openable
        self.can_focus = bool(openable)
        self._cursor = openable.index(kept) if kept in openable else min(self._cursor, max(0, len(openable) - 1))
        self.refresh(layout=True)

    def point(self, key: str) -> None:
        """Put the cursor on an entry, on the first where there is none of that key."""
        openable = self.openable
        self._go(openable.index(key) if key in openable else 0)

    # --- look --------------------------------------------------------------------------------------------------------

    def rows(self, room: int) -> list[Content]:
        """Headings, entries and their lines; a blank row between groups."""
        rows: list[Content] = []
        self._places = []
        for group in self._groups:
            if rows:
                rows.append(say.text(""))
            if group.title:
                rows.append(say.text(group.title, "bold $ink"))
            for entry in group.entries:
                begin = len(rows)
                rows += self._entry_rows(entry, room)
                if entry.key:
                    self._places.append((begin, len(rows) - begin, entry.key))
        return rows

    def _entry_rows(self, entry: Entry, room: int) -> list[Content]:
        here = self.has_focus and entry.key != "" and entry.key == self.pointed
        ground = " on $lit" if here else ""
        edge = ("▌", "$go") if here else (" ", "")
        left = max(1, room - _EDGE - width(entry.right) - (_GAP if entry.right else 0))
        rows = []
        for place, title in enumerate(wrap(entry.title, left)):
            right = entry.right if place == 0 else ""
            gap = " " * max(0, room - _EDGE - width(title) - width(right))
            mark = (f"{entry.mark} ", entry.mark_style + ground) if place == 0 else ("  ", ground.strip())
            row = (edge, mark, (title, entry.title_style + ground), (gap, ground.strip()))
            rows.append(say.line(*row, (right, entry.right_style + ground)))
        for words, style in entry.lines:
            rows += [say.text(" " * _EDGE + row, style) for row in wrap(words, max(8, room - _EDGE))]
        return rows

    # --- keys --------------------------------------------------------------------------------------------------------

    async def on_key(self, event: Key) -> None:
        """Each key acts before the next is looked at."""
        await act_at_once(self, event)

    def action_cursor(self, step: int) -> None:
        """To the next thing that can be opened; beyond the ends the page scrolls."""
        place = self._cursor + step
        if 0 <= place < len(self.openable):
            self._go(place)
        elif isinstance(self.parent, SectionPage):
            scroll(self.parent, step)

    def action_open(self) -> None:
        """Open what the cursor stands on."""
        if self.pointed:
            self.post_message(self.Opened(self.pointed))

    def on_click(self, event: Click) -> None:
        """A click opens what is under it."""
        for begin, rows, key in self._places:
            if begin <= event.y < begin + rows:
                self.point(key)
                self.action_open()

    def on_focus(self, _event: Focus) -> None:
        """The cursor appears."""
        self._go(self._cursor)

    def on_blur(self, _event: Blur) -> None:
        """The cursor goes."""
        self.refresh()

    def _go(self, place: int) -> None:
        self._cursor = place
        self.refresh()
        self.post_message(self.Pointed(self.pointed))
        # What takes as many rows as its words need is laid out twice before it stands where it stays.
        if isinstance(self.parent, SectionPage):
            self.call_after_refresh(self.call_after_refresh, self._bring_into_view, self.parent, self.parent.turns)

    def _bring_into_view(self, page: SectionPage, turns: int) -> None:
        spot = next(((begin, rows) for begin, rows, key in self._places if key == self.pointed), None)
        if spot is None or page.turns != turns or not self.has_focus:
            return
        # Where nothing stands above, the first one is in sight at home, wherever the last layout had it.
        above = takewhile(lambda each: each is not self, page.children)
        begins = self.virtual_region.y if any(each.display for each in above) else 0
        if self._cursor == 0 and begins + spot[0] + spot[1] <= page.size.height:
            page.scroll_home(animate=False)
            return
        region = Region(0, spot[0], self.size.width, spot[1]).translate(self.virtual_region.offset)
        page.scroll_to_region(region, animate=False, force=True)
