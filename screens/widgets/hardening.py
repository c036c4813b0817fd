"""Textual's lists in terminals too small for them. The smallest width they bear is set in `app.tcss`."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from textual.widgets import OptionList

_MARK = "_bears_small_terminals"


def harden_option_list() -> None:
    """Make every list of options, the palette's and a select's included, bear a page key while no line is laid out."""
    stock: Any = OptionList
    if hasattr(stock, _MARK):
        return
    move_page = stock._move_page

    def guarded(self: Any, direction: int) -> None:
        if self._lines:
            with suppress(KeyError, IndexError):
                move_page(self, direction)

    stock._move_page = guarded
    setattr(stock, _MARK, True)
