"""The row of buttons at the end of a form: back at the left of next, and nothing that keys cannot do."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button

from mpwizard.i18n import tr
from screens import keys, say


class FlatButton(Button):
    """A button of one row; the one that leads on is green."""

    ONE_ROW = True

    DEFAULT_CSS = """
    FlatButton {
        height: 1;
        min-width: 10;
        width: auto;
        border: none;
        padding: 0 2;
        background: $well;
        color: $ink;
        text-style: none;
        &:hover { background: $lit; color: $ink; border: none; }
        &:focus { background: $lit; color: $go-text; background-tint: transparent; text-style: bold; border: none; }
        &.-go { background: $go; color: $on-go; text-style: bold; }
        &.-go:hover { background: $go; color: $on-go; }
        &.-go:focus { background: $go; color: $on-go; text-style: bold underline; }
        &:disabled { opacity: 1; color: $faint; background: $well; }
    }
    """

    def __init__(self, words: str, *, name_: str, go: bool = False) -> None:
        super().__init__(say.text(words), id=name_, classes="-go" if go else None, compact=True)
        # While Textual shows that a button was pressed, it drops every further press; no key is dropped here.
        self.active_effect_duration = 0

    def say(self, words: str) -> None:
        """Say something else, as wide as it is: Textual keeps the width of the first words."""
        self.label = say.text(words)
        self.refresh(layout=True)


class WayOn(Horizontal):
    """Back and next, at the right end of the form's column."""

    DEFAULT_CSS = """
    WayOn {
        height: 1;
        width: 100%;
        align-horizontal: right;
        & > FlatButton { margin-left: 2; }
    }
    """

    def __init__(self, next_words: str = "", back_words: str = "") -> None:
        super().__init__()
        self._next_words = next_words
        self._back_words = back_words

    def compose(self) -> ComposeResult:
        """The two buttons."""
        yield FlatButton(self._back_words or tr(keys.PREVIOUS_STEP.description), name_="button-back")
        yield FlatButton(self._next_words or tr(keys.NEXT_STEP.description), name_="button-next", go=True)
