"""The least that Textual can paint: the measure of every start."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static

PAINTED = "a bare frame"


class BareStatic(App[None]):
    """One line of text."""

    def compose(self) -> ComposeResult:
        yield Static(PAINTED)


if __name__ == "__main__":
    BareStatic().run()
