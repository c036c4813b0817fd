"""The base of every line one types into."""

from __future__ import annotations

from typing import Any

from textual.widgets import Input


class StillInput(Input):
    """An input whose cursor stands still: one that blinks writes to a slow line twice a second, with nobody typing."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.cursor_blink = False
