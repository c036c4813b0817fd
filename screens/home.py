"""The screen that the program opens on."""

from __future__ import annotations

from textual.screen import Screen

from screens.desk.desk import DeskScreen


def home() -> Screen[None]:
    """The desk with all its cases."""
    return DeskScreen()
