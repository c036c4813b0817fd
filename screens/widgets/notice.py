"""One message that concerns the whole page: what was refused, and what would lift it."""

from __future__ import annotations

from collections.abc import Callable

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
