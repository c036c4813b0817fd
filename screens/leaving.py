"""Leaving a screen: once, and never the one below it."""

from __future__ import annotations

from typing import Any

from textual.await_complete import AwaitComplete
from textual.message_pump import MessagePump
from textual.screen import Screen


class GoesOnce(MessagePump):
    """Before a kind of screen: it gives its answer once. Textual takes whatever lies on top at a second one: with two
    quick Enters in a list, the screen below the list as well."""

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Give an answer and go; gone already, nothing happens."""
        top: object = self.app.screen
        if top is not self:
            return AwaitComplete()
        going: AwaitComplete = super().dismiss(result)  # type: ignore[misc]
        return going


async def leave(screen: Screen[Any]) -> None:
    """Close a screen and whatever lies over it; nothing where it is closed already."""
    while screen in screen.app.screen_stack:
        await screen.app.pop_screen()
