"""The page for a desk that cannot be opened: what failed, what is safe, what to do. Never a stack, never a guess."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from mpwizard.i18n import tr
from mpwizard.problems import Trouble
from screens import keys
from screens.base import MpScreen
from screens.widgets.bars import Heading
from screens.widgets.modal import Words


class TroubleScreen(MpScreen):
    """Something the desk stands on cannot be used. It can be tried again."""

    BINDINGS = [keys.REFRESH]

    DEFAULT_CSS = """
    TroubleScreen {
        & > Words { margin: 1 4 0 4; max-width: 72; }
    }
    """

    def __init__(self, trouble: Trouble) -> None:
        super().__init__()
        self._trouble = trouble

    def heading(self) -> Heading:
        """The program, nothing more."""
        return Heading(place="mpwizard", title=tr("The desk cannot be opened"))

    def compose_content(self) -> Iterable[Widget]:
        """The catalogue's words."""
        from mpwizard.tell import tell

        told = tell(self._trouble)
        yield Words(f"✗ {told.line}", "bold $wrong")
        yield Words(told.why, "$ink")
        yield Words(told.lifts, "$soft")

    def action_refresh(self) -> None:
        """Try again."""
        if self.app.screen is self:
            self.app.pop_screen()
            self.app.open_the_desk()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing behind this page that could work: no way back is offered."""
        return action != "back" and super().check_action(action, parameters)
