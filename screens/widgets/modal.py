"""The base of every dialog: one panel of its own ground over the screen, a title, a way out that changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.content import Content
from textual.screen import ModalScreen, ScreenResultType
from textual.widget import Widget
from textual.widgets import Button, OptionList

from mpwizard.i18n import N_
from screens import keys, say
from screens.base import TellsFailures, translated
from screens.compositing import NearCompositor
from screens.leaving import GoesOnce
from screens.widgets.bars import KeyBar
from screens.widgets.choice import Choice
from screens.widgets.rows import Rows
from screens.widgets.scrolling import Scrolled, turn
from screens.wrapping import wrap


class Panel(Scrolled):
    """The dialog's ground."""


class Words(Rows):
    """Sentences that break by cells, in Chinese too. They may hold data: nothing in them is markup."""

    DEFAULT_CSS = """
    Words {
        width: 100%;
        height: auto;
    }
    """

    def __init__(self, words: str = "", style: str = "$ink", *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._words = words
        self._style = style

    def say(self, words: str, style: str | None = None) -> None:
        """Say something else."""
        style = style if style is not None else self._style
        if (words, style) != (self._words, self._style):
            self._words, self._style = words, style
            # Where the room is fixed, other words move nothing else.
            self.refresh(layout=self.styles.auto_dimensions)

    def rows(self, room: int) -> list[Content]:
        """The sentences, each paragraph broken to hang below its own first word."""
        broken = [row for paragraph in self._words.split("\n") for row in _hanging(paragraph, max(1, room))]
        return [say.text(row, self._style) for row in broken]


def _hanging(paragraph: str, room: int) -> list[str]:
    """A paragraph in rows that all begin where its first one does."""
    words = paragraph.lstrip(" ")
    margin = " " * (len(paragraph) - len(words))
    return [margin + row for row in wrap(words, max(1, room - len(margin)))]


class MpModal(TellsFailures, GoesOnce, ModalScreen[ScreenResultType]):
    """A dialog that gives back one typed answer, or nothing."""

    BINDINGS = [keys.CLOSE]
    ENTER: ClassVar[str] = N_("Choose")
    """What Enter does in the dialog's list or on its button, for the row of keys."""

    DEFAULT_CSS = """
    MpModal {
        align: center middle;
        background: $ground 70%;
        color: $ink;
        & > Panel {
            width: 76;
            max-width: 100%;
            height: auto;
            max-height: 90%;
            background: $bar;
            padding: 1 2;
        }
        & .modal-title {
            text-style: bold;
            margin-bottom: 1;
        }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._compositor = NearCompositor()

    def compose(self) -> ComposeResult:
        """The panel with its title, and the row of keys."""
        with Panel():
            yield Words(self.title_words(), classes="modal-title")
            yield from self.compose_content()
        yield KeyBar()

    def title_words(self) -> str:
        """The dialog's title in the user's language."""
        return ""

    def compose_content(self) -> Iterable[Widget]:
        """What the dialog asks or shows."""
        return ()

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work now, in the user's language; Enter is shown where it acts on what has the focus."""
        active = dict(super().active_bindings)
        enter = active.get("enter")
        if enter is not None and isinstance(self.focused, OptionList | Choice | Button):
            active["enter"] = enter._replace(binding=replace(enter.binding, show=True, description=self.ENTER))
        return translated(active)

    def action_turn(self, pages: int) -> None:
        """Scroll by pages, in a dialog that has the keys for it."""
        panel = self.query_one(Panel)
        turn(panel, pages)

    def action_close(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)
