"""One message that concerns the whole page: what was refused, and what would lift it."""

from __future__ import annotations

from collections.abc import Callable

from mpwizard.problems import Problem, Refusal
from mpwizard.tell import tell
from screens.widgets.modal import Words
from screens.widgets.part import Remark


class Notice(Words):
    """Rows that are there only while something is to be said."""

    DEFAULT_CSS = """
    Notice {
        display: none;
        &.-shown { display: block; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.words: Callable[[], tuple[str, str]] | None = None

    def tell(self, what: Problem | Refusal) -> None:
        """Say why something did not happen, and what lifts it."""
        self.repeat(lambda: _in_words(what))

    def repeat(self, words: Callable[[], tuple[str, str]]) -> None:
        """Refuse in words that can be found again: `words` gives them in the language spoken when it is asked."""
        self.refuse(*words())
        self.words = words

    def refuse(self, line: str, lifts: str = "") -> None:
        """Say what stands in the way and, below, what lifts it."""
        self._show(Remark(line).line + (f"\n  {lifts}" if lifts else ""), "$wrong")

    def inform(self, line: str) -> None:
        """Say what is good to know."""
        self._show(line, "$fact")

    def clear(self) -> None:
        """Nothing to say any more."""
        self.remove_class("-shown")
        self.words = None

    def _show(self, words: str, style: str) -> None:
        self.add_class("-shown")
        self.words = None
        self.say(words, style)


def _in_words(what: Problem | Refusal) -> tuple[str, str]:
    told = tell(what)
    return told.line, told.lifts
