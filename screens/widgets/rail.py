"""The steps of the wizard beside its form: how far each is, and the way to those that are done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from textual.content import Content
from textual.events import Blur, Click, Focus
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from mpwizard.text import cut_middle
from screens import keys, say


class Mark(Enum):
    """How far a step is: its sign, and the style of the sign and of its title."""

    DONE = ("✓", "$go-text", "$ink")
    CURRENT = ("◐", "bold $go-text", "$ink")
    OPEN = ("○", "$soft", "$soft")
    PROBLEM = ("✗", "$wrong", "$ink")
    NOT_APPLICABLE = ("–", "$faint", "$faint")


@dataclass(frozen=True, slots=True)
class Stop:
    """One step on the rail: how far it is, whether it can be jumped to, whether it is the one that is shown."""

    key: str
    title: str
    mark: Mark
    reachable: bool = False
    here: bool = False


class Rail(Widget):
    """The steps, one a row; one line of signs where there is no room for more."""

    BINDINGS = [keys.CURSOR_UP, keys.CURSOR_DOWN, keys.CHOOSE]

    DEFAULT_CSS = """
    Rail {
        width: 24;
        height: 1fr;
        padding: 1 1;
    }
    """

    cursor: reactive[int] = reactive(0)

    @dataclass
    class Chosen(Message):
        """A step to jump to."""

        key: str

    def __init__(self, stops: Sequence[Stop] = ()) -> None:
        super().__init__()
        self._stops = tuple(stops)

    def show(self, stops: Sequence[Stop]) -> None:
        """Show the steps as they are now."""
        if tuple(stops) != self._stops:
            self._stops = tuple(stops)
            self.refresh()

    @property
    def listed(self) -> Sequence[str]:
        """The keys of the steps, in their order; the cursor passes by those that cannot be jumped to."""
        return [stop.key for stop in self._stops]

    @property
    def pointed(self) -> str:
        """The key of the step at the cursor."""
        return self._stops[self.cursor].key if self.cursor < len(self._stops) else ""

    def enter(self) -> None:
        """Take the focus, for as long as the user stays: the Tab key passes the rail by."""
        self.can_focus = True
        self.cursor = self._current
        self.focus()

    def render(self) -> Content:
        """The rows, or the one line."""
        if self.size.height <= 1:
            return self._one_line()
        return say.lines(self._row(place, stop) for place, stop in enumerate(self._stops))

    @property
    def _current(self) -> int:
        return next((place for place, stop in enumerate(self._stops) if stop.here), 0)

    def _row(self, place: int, stop: Stop) -> Content:
        sign, sign_style, title_style = stop.mark.value
        title_style = "bold $ink" if stop.here else title_style
        ground = " on $lit" if self.has_focus and place == self.cursor else ""
        title = cut_middle(stop.title, max(1, self.size.width - 5))
        return say.line((f" {sign} ", sign_style + ground), (f" {title} ", title_style + ground))

    def _one_line(self) -> Content:
        signs = [say.text(stop.mark.value[0], stop.mark.value[1]) for stop in self._stops]
        title = self._stops[self._current].title if self._stops else ""
        count = f"{self._current + 1}/{len(self._stops)} "
        return say.line((count, "$soft"), *signs, f"  {cut_middle(title, max(1, self.size.width - 16))}")

    def action_cursor(self, step: int) -> None:
        """To the next step that can be jumped to."""
        place = self.cursor + step
        while 0 <= place < len(self._stops) and not self._stops[place].reachable:
            place += step
        if 0 <= place < len(self._stops):
            self.cursor = place

    def action_choose(self) -> None:
        """Jump."""
        self._choose(self.cursor)

    def on_click(self, event: Click) -> None:
        """A click on a reachable step jumps to it."""
        self._choose(event.y - self.styles.padding.top)

    def on_focus(self, _event: Focus) -> None:
        """The cursor appears."""
        self.refresh()

    def on_blur(self, _event: Blur) -> None:
        """The cursor goes, and Tab passes by again."""
        self.can_focus = False
        self.refresh()

    def _choose(self, place: int) -> None:
        if self.size.height > 1 and 0 <= place < len(self._stops) and self._stops[place].reachable:
            self.post_message(self.Chosen(self._stops[place].key))
