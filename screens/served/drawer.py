"""Ctrl+T on a served desk: what can be done about who looks on and who types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from textual.widgets.option_list import Option

from mpwizard.i18n import tr
from mpwizard.serving.people import Role
from mpwizard.serving.wire import Deed, State
from screens import keys, say
from screens.served.line import FrontLine
from screens.world.drawer import Drawer

BOARD = "board"
_GIVE = "give#"
_PANEL = "panel#"


class Panel(Protocol):
    """What a trainer can do with what stands on the desk."""

    def panel_deeds(self) -> Iterable[tuple[str, str]]:
        """Each by its key, with its words."""

    async def panel_do(self, key: str) -> None:
        """Do one; the empty one leaves a list that was chosen from."""

    @property
    def panel_list(self) -> str:
        """The title of a list to choose from, in the place of everything else; empty where there is none."""


class ClassDrawer(Drawer[str]):
    """A hand up or down, sharing paused or not, the keyboard given or taken back; for trainers the board, and what they
    can do with a scenario. Gives back `BOARD` where that is wanted. Without a line nobody is served, and whoever has
    the desk before them is the trainer."""

    BINDINGS = [keys.CLOSE_CLASS]

    def __init__(self, line: FrontLine | None, panel: Panel) -> None:
        super().__init__()
        self._line, self._panel = line, panel

    def title_words(self) -> str:
        """What it is about."""
        return tr("The class") if self._line is not None else tr("For the trainer")

    def action_close(self) -> None:
        """Out of a list, or back to the desk."""
        if self._panel.panel_list:
            self.run_worker(self._do(""), group="world", exit_on_error=False)
        else:
            self.dismiss(None)

    def class_changed(self, _state: State) -> None:
        """Somebody came, went, or did something."""
        self.on_mount()

    async def look_around(self) -> list[Option]:
        """Who looks on, and what can be done."""
        line, chosen_from = self._line, self._panel.panel_list
        of_class = list(_of_class(line.state)) if line is not None and not chosen_from else []
        trains = line is None or line.state.role is Role.TRAINER
        deeds = [_deed(words, f"{_PANEL}{key}") for key, words in self._panel.panel_deeds()] if trains else []
        title = [_head(chosen_from)] if chosen_from else [_blank(), _head(tr("The scenario"))] if of_class else []
        return [*of_class, *(title if deeds else ()), *deeds]

    async def act(self, key: str) -> None:
        """Tell the front; what comes of it is shown as soon as it says so."""
        if key.startswith(_PANEL) or not key:
            await self._panel.panel_do(key.removeprefix(_PANEL))
        elif self._line is not None:
            self._say(self._line, key)

    def _say(self, line: FrontLine, key: str) -> None:
        state = line.state
        if key == BOARD:
            self.dismiss(BOARD)
        elif key.startswith(_GIVE):
            line.say(Deed.GIVE, key.removeprefix(_GIVE))
        elif key == Deed.PAUSE:
            line.say(Deed.PAUSE, on=not state.paused)
        elif key == Deed.HAND:
            line.say(Deed.HAND, on=not state.hand)
        elif key == Deed.RECORD:
            line.say(Deed.RECORD, on=not state.recorded)
        elif key == Deed.COLOURS:
            line.say(Deed.COLOURS)
        else:
            line.say(Deed.TAKE_BACK)


def _of_class(state: State) -> Iterator[Option]:
    yield _head(tr("Who looks on"))
    yield Option(say.text("  " + (", ".join(state.viewers) or tr("nobody")), "$soft"), disabled=True)
    yield _blank()
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
    if state.role is Role.TRAINER:
        yield _deed(tr("Stop recording") if state.recorded else tr("Record this session"), Deed.RECORD)
    yield _deed(tr("More or fewer colours"), Deed.COLOURS)


def _head(words: str) -> Option:
    return Option(say.text(words, "bold $ink"), disabled=True)


def _blank() -> Option:
    return Option(say.text(""), disabled=True)


def _deed(words: str, key: str) -> Option:
    return Option(say.line(("  ▸ ", "$go-text"), (words, "$ink")), id=key)
