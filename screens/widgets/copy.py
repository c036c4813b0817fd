"""Copying out of a form: one field, all of them in order, or the bare value on a page of its own for the mouse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from textual import getters
from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from mpwizard.i18n import tr
from screens import keys, say
from screens.app import DeskApp
from screens.base import translated
from screens.leaving import GoesOnce
from screens.widgets.modal import MpModal


@dataclass(frozen=True, slots=True)
class Copied:
    """One value that can be copied, and what it is."""

    title: str
    value: str = field(repr=False)


def send(app: DeskApp, value: str) -> None:
    """Hand a value to the terminal's clipboard. Whether it arrived cannot be known, and is not claimed."""
    app.copy_to_clipboard(value)
    say.notify(app, tr("Sent to the terminal. Nothing to paste? F4, then show the bare value."))


class CopyMenu(MpModal[None]):
    """F4: what to copy, and how."""

    def __init__(self, here: Copied | None, all_of_them: Sequence[Copied]) -> None:
        super().__init__()
        self._here = here
        self._all = tuple(all_of_them)

    def title_words(self) -> str:
        """The dialog's title."""
        return tr("Copy")

    def compose_content(self) -> Iterable[Widget]:
        """The ways, those that make sense."""
        ways = []
        if self._here is not None:
            ways.append(Option(say.text(tr("This field: {title}", title=self._here.title)), id="here"))
        ways.append(Option(say.text(tr("All fields, one a line")), id="all"))
        if self._here is not None:
            ways.append(Option(say.text(tr("Show the bare value, to select with the mouse")), id="bare"))
        ways.append(Option(say.text(tr("Show all bare values")), id="bare-all"))
        yield OptionList(*ways, markup=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Do it."""
        app, here = self.app, [self._here] if self._here is not None else []
        self.dismiss(None)
        match event.option.id:
            case "here":
                send(app, here[0].value)
            case "all":
                send(app, "\n".join(f"{each.title}: {each.value}" for each in self._all))
            case "bare":
                app.push_screen(BareValues(here))
            case _:
                app.push_screen(BareValues(self._all))


class BareValues(GoesOnce, ModalScreen[None]):
    """Values alone on their lines, from the first column, with nothing around them: the terminal's own selection takes
    exactly them."""

    BINDINGS = [keys.CLOSE]

    DEFAULT_CSS = """
    BareValues {
        background: $ground;
        layout: vertical;
        & > .title { color: $soft; margin-top: 1; width: 100%; height: auto; }
        & > .value { color: $ink; width: 100%; height: auto; }
    }
    """

    app = getters.app(DeskApp)

    def __init__(self, values: Sequence[Copied]) -> None:
        super().__init__()
        self._values = tuple(values)

    def compose(self) -> ComposeResult:
        """Titles and values by turns."""
        yield Static(say.text(tr("Select with the mouse, holding Shift. Esc goes back."), "$soft"))
        for each in self._values:
            yield Static(say.text(each.title), classes="title")
            yield Static(say.text(each.value), classes="value")

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work now, in the user's language."""
        return translated(super().active_bindings)

    def action_close(self) -> None:
        """Back to the form."""
        self.dismiss(None)
