"""The least that answers a key: the measure of every keystroke."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Input

PAINTED = "type here"


class BareInput(App[None]):
    """One field, with the focus."""

    def compose(self) -> ComposeResult:
        yield Input(placeholder=PAINTED)


if __name__ == "__main__":
    BareInput().run()
