"""The row below the top bar of a served desk: whose sandbox it is, who watches, who has the keyboard."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from mpwizard.i18n import tr
from mpwizard.serving.people import Role
from mpwizard.serving.wire import State
from mpwizard.text import cut_middle
from screens import say


class ClassRow(Widget):
    """One row, always there: nobody takes a sandbox for the desk of all, or types unseen where others look on."""

    DEFAULT_CSS = """
    ClassRow {
        dock: top;
        margin-top: 1;
        height: 1;
        background: $bar;
        color: $soft;
        padding: 0 1;
    }
    """

    def __init__(self, state: State) -> None:
        super().__init__()
        self._state = state

    def tell(self, state: State) -> None:
        """Say something else from now on."""
        if state != self._state:
            self._state = state
            self.refresh()

    def render(self) -> Content:
        """The row, cut to the width there is."""
        return say.text(cut_middle(" · ".join(words(self._state)), max(0, self.content_size.width)), "$soon")


def words(state: State) -> list[str]:
    """What stands in the row."""
    shared = state.role is Role.OPERATOR
    told = [tr("Desk of all, as {name}", name=state.name) if shared else tr("Sandbox of {name}", name=state.name)]
    if state.recorded:
        told.append(tr("● recorded"))
    if state.locked:
        told.append(tr("keyboard locked"))
    if state.keyboard:
        told.append(tr("{name} has the keyboard, Ctrl+] takes it back", name=state.keyboard))
    if state.viewers:
        told.append(tr("{n} watch", n=len(state.viewers)))
    if state.paused:
        told.append(tr("sharing is paused"))
    if state.hand:
        told.append(tr("your hand is up"))
    hands = [row.name for row in state.board if row.hand]
    if hands:
        told.append(tr("hands up: {names}", names=", ".join(hands)))
    return [*told, tr("Ctrl+T class")]
