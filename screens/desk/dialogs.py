"""The dialogs of the desk: which kind of case to begin, and whether to give one up."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import Horizontal
from textual.widget import Widget

from mpwizard.domain import Kind
from mpwizard.i18n import N_, say, tr
from mpwizard.texts import label, option_texts
from screens import keys
from screens.widgets.buttons import FlatButton
from screens.widgets.choice import Choice, Item
from screens.widgets.modal import MpModal, Words
from screens.widgets.part import Part


class NewCase(MpModal[Kind]):
    """Which way the new case meets the platform. Gives back the kind; it is fixed from then on."""

    AUTO_FOCUS = "Choice"
    ENTER = N_("Begin")

    def title_words(self) -> str:
        """The dialog's title."""
        return tr("New registration")

    def compose_content(self) -> Iterable[Widget]:
        """The kinds, each with what it means."""
        texts = option_texts()
        items = [Item(kind, label("kind", kind), "") for kind in Kind]
        yield Choice("kind", tr("Who answers for the platform"), items, Kind.PRACTICE)
        yield Words(say(texts[f"kind.{Kind.PRACTICE}"].line), "$soft", classes="meaning")
        yield Words(tr("The kind is fixed from then on and is always shown."), "$faint")

    def on_choice_pointed(self, event: Choice.Pointed) -> None:
        """The mark goes with the cursor, for Enter begins there; say what the option means."""
        event.part.put(event.item.value)
        self.query_one(".meaning", Words).say(say(option_texts()[f"kind.{event.item.value}"].line))

    def on_part_changed(self, event: Part.Changed) -> None:
        """One key takes the option and begins."""
        self.dismiss(Kind(str(event.value)))

    def on_part_done(self, event: Part.Done) -> None:
        """The option that was already taken is taken."""
        self.dismiss(Kind(str(event.part.value)))


class Confirm(MpModal[bool]):
    """A question whose yes cannot be taken back. Gives back True for yes; everything else is no."""

    AUTO_FOCUS = "#button-no"
    BINDINGS = [keys.CURSOR_LEFT, keys.CURSOR_RIGHT]

    # What Enter would answer is what stands out, whichever it is.
    DEFAULT_CSS = """
    Confirm .answers {
        height: 1;
        margin-top: 1;
        align-horizontal: right;
        & > FlatButton { margin-left: 2; }
        & > FlatButton:focus { background: $chosen; color: $ink; text-style: bold underline; }
        & > FlatButton.-go { background: $well; color: $go-text; text-style: none; }
        & > FlatButton.-go:focus { background: $go; color: $on-go; text-style: bold underline; }
    }
    """

    def __init__(self, title: str, words: str, yes: str) -> None:
        super().__init__()
        self._title = title
        self._words = words
        self._yes = yes

    def title_words(self) -> str:
        """The question."""
        return self._title

    def compose_content(self) -> Iterable[Widget]:
        """What it means, and the two answers."""
        yield Words(self._words, "$soft")
        with Horizontal(classes="answers"):
            yield FlatButton(tr("No"), name_="button-no")
            yield FlatButton(self._yes, name_="button-yes", go=True)

    def action_cursor(self, _step: int) -> None:
        """To the other answer."""
        self.focus_next()

    def on_button_pressed(self, event: FlatButton.Pressed) -> None:
        """Either answer closes the dialog."""
        event.stop()
        self.dismiss(event.button.id == "button-yes")
