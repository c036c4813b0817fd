"""The class board of a trainer: one row for each who is there; look at their screen, ask for their keyboard, help."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterable

from textual.widget import Widget

from mpwizard.i18n import N_, tr
from mpwizard.private_files import cell, write_new
from mpwizard.problems import Trouble
from mpwizard.serving.people import Role
from mpwizard.serving.wire import Deed, Row, State
from mpwizard.tell import tell
from mpwizard.text import safe
from mpwizard.wizard.flow import STEPS
from screens import keys, say
from screens.base import MpScreen
from screens.desk.asking import AskLine
from screens.desk.board_rows import Cell, Head, PickList
from screens.desk.dialogs import Confirm
from screens.served.line import FrontLine
from screens.widgets.bars import Heading

_MINUTE = 60
_IDLE_MINUTES = 3
_LOOK_AGAIN = 10.0
_LONGEST_LINE = 200


class ClassBoard(MpScreen):
    """Who is where, who is stuck, who has a hand up."""

    AUTO_FOCUS = "PickList"
    HELP_KEY = "class_board"
    BINDINGS = [keys.CLASS_ASK, keys.CLASS_LOCK, keys.CLASS_SAY, keys.CLASS_RESET, keys.BOARD_EXPORT]

    DEFAULT_CSS = """
    ClassBoard {
        & > PickList { padding: 1 1 0 1; height: 1fr; }
    }
    """

    def __init__(self, line: FrontLine) -> None:
        super().__init__()
        self._line = line

    def compose_content(self) -> Iterable[Widget]:
        """The rows."""
        yield PickList()

    def heading(self) -> Heading:
        """How many there are."""
        return Heading(place="mpwizard", title=tr("Class board"), state=tr("{n} there", n=len(self._rows)))

    def on_mount(self) -> None:
        """Time goes on, and who does nothing grows stiller."""
        self.show()
        self.set_interval(_LOOK_AGAIN, self.show)

    def class_changed(self, _state: State) -> None:
        """Somebody came, went, or did something."""
        self.show()

    async def rebuild(self) -> None:
        """In another language: the same."""
        await super().rebuild()
        self.show()

    @property
    def _rows(self) -> list[Row]:
        return [row for row in self._line.state.board if row.role is not Role.TRAINER]

    @property
    def _pointed(self) -> Row | None:
        rows, place = self._rows, self.query_one(PickList).place
        return rows[place] if place < len(rows) else None

    def show(self) -> None:
        """Show the class as it was told last."""
        if not self.query(PickList):
            return
        heads = (
            Head(tr("Name"), 14),
            Head(tr("Where they are")),
            Head(tr("Case"), 14, room=70),
            Head(tr("Done"), 7, right=True),
            Head(tr("Errors"), 6, right=True),
            Head(tr("Hints"), 5, right=True),
            Head(tr("Idle"), 6, right=True),
        )
        now = time.time()
        self.query_one(PickList).show(heads, [_cells(row, now) for row in self._rows], tr("Nobody is here yet."))
        self.show_heading()

    # --- keys --------------------------------------------------------------------------------------------------------

    def on_pick_list_opened(self, event: PickList.Opened) -> None:
        """Enter looks at their screen; q there comes back."""
        event.stop()
        if self._pointed is not None:
            self._line.say(Deed.WATCH, self._pointed.name)

    def action_ask(self) -> None:
        """Ask for their keyboard, and look on until they answer."""
        if self._pointed is not None:
            self._line.say(Deed.ASK, self._pointed.name)

    def action_lock(self) -> None:
        """Lock the keyboards of all trainees, or free them."""
        self._line.say(Deed.LOCK, on=not any(row.locked for row in self._rows))

    def action_say(self) -> None:
        """A line that everybody sees."""

        def said(words: str | None) -> None:
            if words:
                self._line.say(Deed.SAY, words=words[:_LONGEST_LINE])

        self.app.push_screen(AskLine(tr("What do you say to the class?"), (), limit=_LONGEST_LINE), said)

    def action_reset(self) -> None:
        """Empty somebody's sandbox, once it was asked about."""
        row = self._pointed
        if row is None or row.role is not Role.TRAINEE:
            return
        words = tr("Their session ends, and all their cases are gone. They begin anew when they log in again.")

        def answered(yes: bool | None) -> None:
            if yes:
                self._line.say(Deed.RESET, row.name)

        self.app.push_screen(
            Confirm(tr("Empty the sandbox of {name}?", name=row.name), words, tr("Empty it")), answered
        )

    def action_export(self) -> None:
        """The board as a table."""
        folder = self.app.desk.outbox_folder
        try:
            path = write_new(folder, "class", ".csv", csv_text(self._rows, time.time()))
        except OSError:
            told = tell(Trouble("folder_unwritable", {"path": str(folder)}))
            say.notify(self.app, f"{told.line}\n{told.lifts}", "error")
        else:
            say.notify(self.app, tr("Written to {path}", path=path))


_PLACES = {
    "desk": N_("Desk"),
    "board": N_("Status board"),
    "console": N_("Console"),
    "platform_desk": N_("Platform desk"),
}


def place_words(place: str) -> str:
    """A place as people call it: a step of the wizard by its title, another screen by its own."""
    if place in STEPS:
        return tr(STEPS[place].title)
    return tr(_PLACES[place]) if place in _PLACES else "–"


def csv_text(rows: Iterable[Row], now: float) -> str:
    """The board as CSV, its titles in the user's language; UTF-8 with a mark, as spreadsheets want it."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(
        [tr("Name"), tr("Where they are"), tr("Case"), tr("Done"), tr("Steps"), tr("Errors"), tr("Hints"), tr("Idle")]
    )
    for row in rows:
        at = row.at
        numbers = [at.done, at.steps, at.errors, at.hints]
        table.writerow([row.name, place_words(at.place), cell(safe(at.case)), *numbers, _idle(row, now)])
    return "\ufeff" + out.getvalue()


def _idle(row: Row, now: float) -> int:
    return max(0, int((now - row.active_at) // _MINUTE))


def _cells(row: Row, now: float) -> tuple[Cell, ...]:
    at, idle = row.at, _idle(row, now)
    sign = "✋ " if row.hand else "⊘ " if row.locked else ""
    where = tr("line lost") if row.away else place_words(at.place)
    return (
        Cell(f"{sign}{row.name}", "soon" if row.hand else "ink"),
        Cell(where, "faint" if row.away else "soft"),
        Cell(at.case or "–", "soft"),
        Cell(f"{at.done}/{at.steps}" if at.steps else "–", "go-text" if at.steps and at.done == at.steps else "ink"),
        Cell(str(at.errors), "wrong" if at.errors else "faint"),
        Cell(str(at.hints), "soft" if at.hints else "faint"),
        Cell(tr("{n} min", n=idle), "soon" if idle >= _IDLE_MINUTES else "faint"),
    )
