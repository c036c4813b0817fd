"""The views of the desk as one row of tabs: the key of each, its name, how many cases are in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widget import Widget

from mpwizard.i18n import tr
from mpwizard.text import cut_middle, width
from screens import say

if TYPE_CHECKING:
    from mpwizard.case_query import Count
    from mpwizard.case_views import View

# Between two tabs; one cell where two do not fit.
_GAPS = ("  ", " ")
_LONGEST = 24


@dataclass(frozen=True, slots=True)
class _Tab:
    view: View
    words: str
    count: str

    @property
    def cells(self) -> int:
        return 2 + width(f"{self.words} {self.count}".strip())


class Tabs(Widget):
    """One row. Where it is narrow the names of the others give way to their keys and counts, one's own first."""

    DEFAULT_CSS = """
    Tabs {
        height: 1;
        width: 1fr;
        color: $soft;
    }
    """

    @dataclass
    class Chosen(Message):
        """Somebody clicked a view."""

        key: str

    def __init__(self) -> None:
        super().__init__()
        self._views: tuple[View, ...] = ()
        self._counts: Mapping[str, Count] = {}
        self._current = ""

    def show(self, views: Sequence[View], current: str, counts: Mapping[str, Count]) -> None:
        """Show these views; `current` is the key of the one that is open."""
        self._views, self._current, self._counts = tuple(views), current, counts
        self.refresh()

    def render(self) -> Content:
        """The tabs in one row."""
        pieces = []
        for number, tab in enumerate(self._fitted(), 1):
            here = tab.view.key == self._current
            pieces.append(
                say.line(
                    (f"{number} ", "$go-text" if here else "$faint"),
                    (tab.words, "bold $go-text" if here else "$soft"),
                    (" " if tab.words and tab.count else "", ""),
                    (tab.count, "$ink" if here else "$faint"),
                )
            )
        return say.text(self._gap).join(pieces)

    def on_click(self, event: Click) -> None:
        """The tab that was hit."""
        start = 0
        for tab in self._fitted():
            if start <= event.x < start + tab.cells:
                self.post_message(self.Chosen(tab.view.key))
                return
            start += tab.cells + len(self._gap)

    def _fitted(self) -> list[_Tab]:
        tabs = [_Tab(view, self._title_of(view), self._count(view)) for view in self._views]
        for at in self._given_up_first():
            if sum(tab.cells for tab in tabs) + len(self._gap) * (len(tabs) - 1) <= self.size.width:
                break
            tabs[at] = _Tab(tabs[at].view, "", tabs[at].count)
        return tabs

    @property
    def _gap(self) -> str:
        whole = sum(_Tab(view, self._title_of(view), self._count(view)).cells for view in self._views)
        return next((gap for gap in _GAPS if whole + len(gap) * (len(self._views) - 1) <= self.size.width), _GAPS[-1])

    def _given_up_first(self) -> Iterator[int]:
        order = [*range(len(self._views) - 1, -1, -1)]
        return (at for at in order if self._views[at].key != self._current)

    def _title_of(self, view: View) -> str:
        return cut_middle(view.title if view.own else tr(view.title), _LONGEST)

    def _count(self, view: View) -> str:
        count = self._counts.get(view.key)
        return count.words if count is not None else ""
