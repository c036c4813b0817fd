"""The cases as a table. From `WIDE` cells on one row a case; below two, so that nothing is left out at 80 columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text
from textual.events import Resize
from textual.widgets import DataTable

from mpwizard import texts
from mpwizard.due import Band, band, due_words
from mpwizard.i18n import N_, tr
from mpwizard.text import pad, safe
from screens import keys
from screens.stage_tokens import stage_token
from screens.widgets.bars import KIND_STYLES, KIND_WORDS

if TYPE_CHECKING:
    from mpwizard.views import DeskRow

WIDE = 126
_GAP = 2
_BAND_TOKENS = {Band.NONE: "faint", Band.FAR: "soft", Band.SOON: "soon", Band.TODAY: "soon", Band.LATE: "wrong"}


@dataclass(frozen=True, slots=True)
class Column:
    """One thing said of a case: its title, its words, the token of their colour."""

    title: str
    words: Callable[[DeskRow], str]
    token: Callable[[DeskRow], str]


@dataclass(frozen=True, slots=True)
class Slot:
    """One column of the table: its width in cells (0 takes what is left) and what stands in it, one below the other."""

    cells: int
    columns: tuple[Column, ...]


def label(group: str, value: str | None) -> str:
    """A word of the domain texts; a dash for nothing."""
    return texts.label(group, value) if value else "–"


def _stage_token(row: DeskRow) -> str:
    return stage_token(row.record.state, "ink")


def _kind_token(row: DeskRow) -> str:
    return KIND_STYLES[row.record.kind].rpartition("$")[2]


def _due_token(row: DeskRow) -> str:
    return _BAND_TOKENS[band(row.next_action.due_at, row.now)]


def _plain(token: str) -> Callable[[DeskRow], str]:
    return lambda _row: token


_CASE = Column(N_("Case"), lambda row: row.record.reference, _plain("ink"))
_KIND = Column(N_("Kind"), lambda row: tr(KIND_WORDS[row.record.kind]), _kind_token)
_SUBJECT = Column(N_("Subject"), lambda row: row.record.subject or "–", _plain("ink"))
_TYPE = Column(N_("Type"), lambda row: label("entity_type.type", row.record.entity_type), _plain("soft"))
_STAGE = Column(N_("Stage"), lambda row: label("state", row.record.state), _stage_token)
_NEXT = Column(N_("Next action"), lambda row: label("next", row.next_action.key), _plain("ink"))
_BY = Column(N_("By"), lambda row: label("actor", row.next_action.actor), _plain("soft"))
_DUE = Column(N_("Due"), lambda row: due_words(row.next_action.due_at, row.now), _due_token)

ONE_ROW = (
    Slot(12, (_CASE,)),
    Slot(8, (_KIND,)),
    Slot(0, (_SUBJECT,)),
    Slot(18, (_TYPE,)),
    Slot(19, (_STAGE,)),
    Slot(20, (_NEXT,)),
    Slot(9, (_BY,)),
    Slot(12, (_DUE,)),
)
TWO_ROWS = (
    Slot(12, (_CASE, _KIND)),
    Slot(0, (_SUBJECT, _TYPE)),
    Slot(20, (_STAGE, _NEXT)),
    Slot(12, (_DUE, _BY)),
)


class CaseTable(DataTable[Text]):
    """The cases. Shows what it is given; the selection stays on its case when the rows change."""

    BINDINGS = [keys.OPEN]

    DEFAULT_CSS = """
    CaseTable {
        width: 100%;
        height: 1fr;
        background: $ground;
        overflow-x: hidden;
        &:focus { background-tint: transparent; }
        & > .datatable--header { background: $ground; color: $faint; text-style: none; }
        & > .datatable--cursor { background: $lit; text-style: none; }
        & > .datatable--hover { background: $well; }
    }
    """

    def __init__(self) -> None:
        super().__init__(cursor_type="row", cell_padding=0, cursor_foreground_priority="renderable")
        self._cases: tuple[DeskRow, ...] = ()

    @property
    def selected(self) -> DeskRow | None:
        """The case under the cursor; None until there is room to show any."""
        shown = min(self.row_count, len(self._cases))
        return self._cases[self.cursor_row] if 0 <= self.cursor_row < shown else None

    def show(self, cases: Sequence[DeskRow]) -> None:
        """Show these cases; the cursor stays on its case, or at its place where that is gone."""
        kept = self.selected.record.id if self.selected else None
        place = next((at for at, case in enumerate(cases) if case.record.id == kept), self.cursor_row)
        self._cases = tuple(cases)
        self._fill(place)

    def on_resize(self, event: Resize) -> None:
        """Another width has other columns."""
        del event
        self._fill(self.cursor_row)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The table's own word for enter would hide ours from the row of keys; ours is for a case."""
        del parameters
        return self.selected is not None if action == "open" else action != "select_cursor"

    def action_open(self) -> None:
        """Open the case under the cursor."""
        self.action_select_cursor()

    def _fill(self, selected: int) -> None:
        room = self.size.width
        if not room:
            return
        places = ONE_ROW if room >= WIDE else TWO_ROWS
        left = room - sum(place.cells + _GAP for place in places)
        rows = len(places[0].columns)
        palette = self.app.theme_variables
        self.clear(columns=True)
        self.header_height = rows
        for place in places:
            cells = place.cells or max(1, left)
            titles = (pad(" " + tr(column.title), cells + _GAP) for column in place.columns)
            self.add_column(Text("\n".join(titles)), width=cells + _GAP)
        for case in self._cases:
            self.add_row(*(_cell(place, case, place.cells or max(1, left), palette) for place in places), height=rows)
        if self._cases:
            self.move_cursor(row=min(max(selected, 0), len(self._cases) - 1), animate=False)


def _cell(place: Slot, case: DeskRow, cells: int, palette: dict[str, str]) -> Text:
    text = Text(no_wrap=True)
    for row, column in enumerate(place.columns):
        style = Style.parse(palette.get(column.token(case), "") or "none")
        text.append(("\n" if row else "") + " " + pad(safe(column.words(case)), cells) + " ", style)
    return text
