"""Scrolling by keys: one way for everything that is longer than the terminal."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.widget import Widget


class Scrolled(VerticalScroll, can_focus=False, inherit_bindings=False):
    """What is longer than the terminal. It has no keys of its own: its screen's are told in the help, and count."""


def turn(shown: Widget, pages: int) -> None:
    """Scroll by screenfuls; one row of the screenful before stays in sight.

    At once: a key that waits for the next picture would count from where the page stood before all keys of a burst.
    """
    scroll(shown, pages * max(1, shown.size.height - 1))


def scroll(shown: Widget, rows: int) -> None:
    """Scroll by rows, at once."""
    shown.scroll_relative(y=rows, animate=False, immediate=True)
