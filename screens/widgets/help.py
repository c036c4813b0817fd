"""F1: what this place is about, and every key that works here. Typing searches the keys, enter runs the one chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from textual.binding import ActiveBinding
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from mpwizard.i18n import tr
from mpwizard.text import pad
from screens import keys, say
from screens.widgets.help_column import Paragraph
from screens.widgets.modal import MpModal
from screens.widgets.rows import Rows
from screens.widgets.scrolling import Scrolled, turn
from screens.widgets.still_input import StillInput
from screens.wrapping import wrap

# What an input method makes of a key does the same as the key; the list names each key once.
_TWINS = ("fullwidth_", "ideographic_", "multiplication_sign")
# Cells: of the keys' column, of an option's edges, and of the list before it has its place.
_KEYS = 17
_EDGES = 2
_WIDE = 100


class HelpText(Rows):
    """The help's sentences, broken to the dialog's width."""

    DEFAULT_CSS = """
    HelpText { width: 100%; height: auto; }
    """

    def __init__(self, pieces: Sequence[Paragraph]) -> None:
        super().__init__()
        self._pieces = tuple(pieces)

    def rows(self, room: int) -> list[Content]:
        """The sentences."""
        return [row for piece in self._pieces for row in piece.rows(max(8, room))]


class Sentences(Scrolled):
    """The part of the help that scrolls by pages."""


class HelpScreen(MpModal[ActiveBinding]):
    """The help of one place. It gives back the key to act for, if one was chosen."""

    DEFAULT_CSS = """
    HelpScreen {
        & > Panel { height: 90%; }
        & Sentences { height: auto; max-height: 50%; }
        & Input { border: none; height: 1; background: $well; padding: 0 1; margin: 1 0; }
        & Input:focus { border: none; background: $lit; background-tint: transparent; }
    }
    """
    # Above what the style sheet of all dialogs says: here the list takes the rows that are left.
    CSS = """
    HelpScreen > Panel > OptionList { height: 1fr; max-height: 100%; }
    """
    AUTO_FOCUS = "Input"
    BINDINGS = [keys.PAGE_UP, keys.PAGE_DOWN]

    def __init__(self, pieces: Sequence[Paragraph], bindings: Mapping[str, ActiveBinding]) -> None:
        super().__init__()
        self._pieces = tuple(pieces)
        self._keys_here = dict(bindings)

    def title_words(self) -> str:
        """The dialog's title."""
        return tr("Help")

    def compose_content(self) -> Iterable[Widget]:
        """The sentences, the search, the keys."""
        if self._pieces:
            with Sentences():
                yield HelpText(self._pieces)
        yield StillInput(placeholder=tr("Search the keys"), max_length=40)
        yield OptionList(*self._options(""), markup=False)

    def on_resize(self) -> None:
        """What the keys do hangs beside them, in the width there is."""
        self.call_after_refresh(self._list_again)

    def action_turn(self, pages: int) -> None:
        """Scroll the sentences by pages."""
        for shown in self.query(Sentences):
            turn(shown, pages)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        del event
        self._list_again()
        listed = self.query_one(OptionList)
        listed.highlighted = 0 if listed.option_count else None

    def _list_again(self) -> None:
        listed = self.query_one(OptionList)
        chosen = listed.highlighted
        room = listed.scrollable_content_region.width - _EDGES
        listed.set_options(self._options(self.query_one(Input).value.strip().lower(), room))
        listed.highlighted = chosen

    def on_input_submitted(self) -> None:
        """Run the first one found."""
        listed = self.query_one(OptionList)
        if listed.highlighted is not None:
            self._choose(listed.get_option_at_index(listed.highlighted))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Run the one chosen."""
        self._choose(event.option)

    def _choose(self, option: Option) -> None:
        self.dismiss(next(each for each in self._keys_here.values() if each.binding.action == option.id))

    def _options(self, wanted: str, room: int = _WIDE) -> list[Option]:
        rows: dict[str, tuple[list[str], str]] = {}
        # Keys with an id are the desk's own and come before those of Textual's widgets.
        for active in sorted(self._keys_here.values(), key=lambda each: each.binding.id is None):
            binding = active.binding
            if not active.enabled or not binding.description or binding.system or binding.key.startswith(_TWINS):
                continue
            said = active.tooltip or binding.description
            rows.setdefault(binding.action, ([], said))[0].append(self.app.get_key_display(binding))
        return [
            Option(_row(" ".join(dict.fromkeys(names)), said, room), id=action)
            for action, (names, said) in rows.items()
            if wanted in said.lower() or wanted in " ".join(names).lower()
        ]


def _row(names: str, said: str, room: int) -> Content:
    first, *others = wrap(said, room - _KEYS)
    below = (say.text(" " * _KEYS + other, "$ink") for other in others)
    return say.lines([say.line((pad(names, _KEYS - 1) + " ", "bold $go-text"), (first, "$ink")), *below])
