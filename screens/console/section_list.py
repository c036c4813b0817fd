"""The sections at the left of the console: how each stands, by sign and by word, and which one is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from textual.content import Content
from textual.events import Blur, Click, Focus, Key
from textual.message import Message
from textual.widget import Widget

from mpwizard.i18n import N_, tr
from mpwizard.text import cut_middle, pad, width
from screens import keys, say
from screens.widgets.prompt import act_at_once

_SIGN = 3
_GAP = 2
_WIDEST = 33


class Standing(Enum):
    """How a section stands: its sign, the sign's style, its word."""

    DONE = ("✓", "$go-text", N_("done"))
    OPEN = ("○", "$ink", N_("open"))
    WAITING = ("◐", "$soon", N_("waiting"))
    LOCKED = ("⊘", "$faint", N_("locked"))
    PAGE = ("·", "$soft", "")

    @property
    def word(self) -> str:
        """It in a word."""
        return tr(self.value[2]) if self.value[2] else ""


@dataclass(frozen=True, slots=True)
class Place:
    """One section: its key, its title in the language spoken, how it stands."""

    key: str
    title: str
    standing: Standing

    @property
    def word(self) -> str:
        """How it stands, in a word."""
        return self.standing.word

    def cells(self, *, worded: bool) -> int:
        """The room its row needs, with its word or without."""
        return _SIGN + width(self.title) + _GAP + (width(self.word) if worded else 0)


class SectionList(Widget, can_focus=True):
    """The sections, one a row; one line of signs where there is no room for more. Moving shows a section, Enter goes
    into it."""

    BINDINGS = [
        keys.CURSOR_UP,
        keys.CURSOR_DOWN,
        keys.CURSOR_LEFT,
        keys.CURSOR_RIGHT,
        keys.OPEN,
    ]

    DEFAULT_CSS = """
    SectionList { width: 24; height: 1fr; padding: 1 1 1 0; }
    """

    @dataclass
    class Pointed(Message):
        """Another section is to be shown."""

        key: str

    @dataclass
    class Opened(Message):
        """The work goes on in the section that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self._places: tuple[Place, ...] = ()
        self._here = 0

    @property
    def listed(self) -> Sequence[str]:
        """The keys of the sections, in their order."""
        return [place.key for place in self._places]

    def show(self, places: Sequence[Place], here: str) -> None:
        """Show how the sections stand now, and which one is shown."""
        self._places = tuple(places)
        self._here = next((at for at, place in enumerate(places) if place.key == here), 0)
        self._settle()
        self.refresh()

    def on_resize(self) -> None:
        """One line where the screen is narrow; else as wide as the words need."""
        self._settle()

    def render(self) -> Content:
        """The rows, or the one line."""
        if self._flat:
            return self._one_line()
        return say.lines(self._row(at, place) for at, place in enumerate(self._places))

    @property
    def _flat(self) -> bool:
        return self.size.height <= 1

    @property
    def _worded(self) -> bool:
        """Where the page beside needs the room, its title has the word of the section that is shown."""
        return not self.screen.has_class("-middle")

    def _settle(self) -> None:
        if self.screen.has_class("-narrow"):
            self.styles.width = "100%"
            return
        needed = max((place.cells(worded=self._worded) for place in self._places), default=0)
        self.styles.width = min(_WIDEST, needed + (_GAP if self._worded else 0))

    def _row(self, at: int, place: Place) -> Content:
        sign, sign_style, _word = place.standing.value
        here = at == self._here
        ground = " on $lit" if here and self.has_focus else " on $well" if here else ""
        title_style = "bold $ink" if here else "$faint" if place.standing is Standing.LOCKED else "$ink"
        word = f" {place.word} " if self._worded else ""
        room = max(1, self.content_size.width - _SIGN - width(word))
        return say.line(
            (f" {sign} ", sign_style + ground),
            (pad(place.title, room), title_style + ground),
            (word, ("$soft" if here else "$faint") + ground),
        )

    def _one_line(self) -> Content:
        if not self._places:
            return say.text("")
        place = self._places[self._here]
        signs = [
            say.text(each.standing.value[0], each.standing.value[1] + (" on $lit" if at == self._here else ""))
            for at, each in enumerate(self._places)
        ]
        count = f"{self._here + 1}/{len(self._places)} "
        words = f"{place.title} · {place.word}" if place.word else place.title
        room = max(1, self.content_size.width - len(signs) - len(count) - _GAP)
        style = "bold $ink" if self.has_focus else "$ink"
        return say.line((count, "$soft"), *signs, (" " * _GAP + cut_middle(words, room), style))

    async def on_key(self, event: Key) -> None:
        """Each key acts before the next is looked at."""
        await act_at_once(self, event)

    def action_cursor(self, step: int) -> None:
        """Show the section above or below."""
        self._point(self._here + step)

    def action_open(self) -> None:
        """Into the section."""
        self.post_message(self.Opened())

    def on_click(self, event: Click) -> None:
        """A click shows a section."""
        if not self._flat:
            self._point(event.y - self.styles.padding.top)

    def on_focus(self, _event: Focus) -> None:
        """The cursor is lit."""
        self.refresh()

    def on_blur(self, _event: Blur) -> None:
        """The cursor is dimmed."""
        self.refresh()

    def _point(self, place: int) -> None:
        if 0 <= place < len(self._places) and place != self._here:
            self._here = place
            self.refresh()
            self.post_message(self.Pointed(self._places[place].key))
