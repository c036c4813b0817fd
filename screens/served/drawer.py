"""Ctrl+T on a served desk: what can be done about who looks on and who types."""

from __future__ import annotations

from collections.abc import Iterator

from textual.widgets.option_list import Option

from mpwizard.i18n import tr
from mpwizard.serving.people import Role
from mpwizard.serving.wire import Deed, State
from screens import keys, say
from screens.served.line import FrontLine
from screens.world.drawer import Drawer

BOARD = "board"
_GIVE = "give#"


class ClassDrawer(Drawer[str]):
    """A hand up or down, sharing paused or not, the keyboard given or taken back; the board, for trainers. Gives back
    `BOARD` where that is wanted."""

    BINDINGS = [keys.CLOSE_CLASS]

    def __init__(self, line: FrontLine) -> None:
        super().__init__()
        self._line = line

    def title_words(self) -> str:
        """What it is about."""
        return tr("The class")

    def action_close(self) -> None:
        """Back to the desk."""
        self.dismiss(None)

    def class_changed(self, _state: State) -> None:
        """Somebody came, went, or did something."""
        self.on_mount()

    async def look_around(self) -> list[Option]:
        """Who looks on, and what can be done."""
        return list(self._options(self._line.state))

    async def act(self, key: str) -> None:
        """Tell the front; what comes of it is shown as soon as it says so."""
        state = self._line.state
        if key == BOARD:
            self.dismiss(BOARD)
        elif key.startswith(_GIVE):
            self._line.say(Deed.GIVE, key.removeprefix(_GIVE))
        elif key == Deed.PAUSE:
            self._line.say(Deed.PAUSE, on=not state.paused)
        elif key == Deed.HAND:
            self._line.say(Deed.HAND, on=not state.hand)
        else:
            self._line.say(Deed.TAKE_BACK)

    def _options(self, state: State) -> Iterator[Option]:
        yield Option(say.text(tr("Who looks on"), "bold $ink"), disabled=True)
        yield Option(say.text("  " + (", ".join(state.viewers) or tr("nobody")), "$soft"), disabled=True)
        yield Option(say.text(""), disabled=True)
        if state.keyboard:
            yield _deed(tr("Take the keyboard back from {name}", name=state.keyboard), Deed.TAKE_BACK)
        if state.role is Role.TRAINER:
            yield _deed(tr("The class board"), BOARD)
        else:
            yield _deed(tr("Take the hand down") if state.hand else tr("Put a hand up"), Deed.HAND)
        yield _deed(tr("Share again") if state.paused else tr("Pause sharing"), Deed.PAUSE)
        for name in state.viewers:
            if name != state.keyboard:
                yield _deed(tr("Give {name} the keyboard", name=name), f"{_GIVE}{name}")


def _deed(words: str, key: str) -> Option:
    return Option(say.line(("  ▸ ", "$go-text"), (words, "$ink")), id=key)
