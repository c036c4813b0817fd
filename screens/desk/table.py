"""The cases as a table: columns by cells, the narrow ones first, the subject with what is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text
from textual.events import Resize
from textual.widgets import DataTable

from mpwizard.due import Band, band, due_words
from mpwizard.i18n import N_, say, tr
from mpwizard.lifecycle import LOST, State
from mpwizard.text import cut_middle, pad, safe
from mpwizard.texts import option_texts
from screens import keys
from screens.widgets.bars import KIND_STYLES, KIND_WORDS

if TYPE_CHECKING:
    from mpwizard.views import DeskRow

_PADDING = 1
_BAND_TOKENS = {Band.NONE: "faint", Band.FAR: "soft", Band.SOON: "soon", Band.TODAY: "soon", Band.LATE: "wrong"}
_LEAST_SUBJECT = 12


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, its width in cells (0 takes what is left), what it says of a row and in which token.

    `from_width` is the width of the table from which it is shown.
    """

    key: str
    title: str
    cells: int
    words: Callable[[DeskRow], str]
    token: Callable[[DeskRow], str]
    from_width: int = 0


def label(group: str, value: str | None) -> str:
    """A word of the domain texts; a dash for nothing."""
    return say(option_texts()[f"{group}.{value}"].label) if value else "–"


def _stage_token(row: DeskRow) -> str:
    if row.record.state is State.REGISTERED:
        return "go-text"
    return "wrong" if row.record.state is State.FAILED else "faint" if row.record.state in LOST else "ink"


def _plain(token: str) -> Callable[[DeskRow], str]:
    return lambda _row: token


def _kind_token(row: DeskRow) -> str:
    return KIND_STYLES[row.record.kind].rpartition("$")[2]


COLUMNS: tuple[Column, ...] = (
    Column("case", N_("Case"), 12, lambda row: row.record.reference, _plain("ink")),
    Column("kind", N_("Kind"), 8, lambda row: tr(KIND_WORDS[row.record.kind]), _kind_token),
    Column("subject", N_("Subject"), 0, lambda row: row.record.subject or "–", _plain("ink")),
    Column("type", N_("Type"), 18, lambda row: label("entity_type.type", row.record.entity_type), _plain("soft"), 118),
    Column("stage", N_("Stage"), 19, lambda row: label("state", row.record.state), _stage_token, 96),
    Column("next", N_("Next action"), 19, lambda row: label("next", row.next_action.key), _plain("ink")),
    Column("by", N_("By"), 9, lambda row: label("actor", row.next_action.actor), _plain("soft")),
    Column(
        "due",
        N_("Due"),
        10,
        lambda row: due_words(row.next_action.due_at, row.now),
        lambda row: _BAND_TOKENS[band(row.next_action.due_at, row.now)],
    ),
)


class CaseTable(DataTable[Text]):
    """The cases, one a row. Shows what it is given; the selection stays on its case when the rows change."""

    BINDINGS = [keys.OPEN]

    DEFAULT_CSS = """
    CaseTable {
        height: 1fr;
        background: $ground;
        & > .datatable--header { background: $ground; color: $faint; text-style: none; }
        & > .datatable--cursor { background: $lit; color: $ink; text-style: bold; }
        & > .datatable--hover { background: $well; }
    }
    """

    def __init__(self) -> None:
        super().__init__(cursor_type="row", zebra_stripes=False, cell_padding=_PADDING)
        self._rows: tuple[DeskRow, ...] = ()

    @property
    def selected(self) -> DeskRow | None:
        """The case under the cursor."""
        return self._rows[self.cursor_row] if 0 <= self.cursor_row < len(self._rows) else None

    def show(self, rows: Sequence[DeskRow]) -> None:
        """Show these cases; the cursor stays on its case, or at its place where that is gone."""
        kept = self.selected.record.id if self.selected else None
        place = next((at for at, row in enumerate(rows) if row.record.id == kept), self.cursor_row)
        self._rows = tuple(rows)
        self._fill(place)

    def on_resize(self, event: Resize) -> None:
        """Another width has other columns."""
        del event
        self._fill(self.cursor_row)

    def action_open(self) -> None:
        """Open the case under the cursor."""
        self.action_select_cursor()

    def _fill(self, place: int) -> None:
        room = self.size.width
        if not room:
            return
        shown = [column for column in COLUMNS if room >= column.from_width]
        fixed = sum(column.cells for column in shown) + 2 * _PADDING * len(shown)
        subject = max(_LEAST_SUBJECT, room - fixed - 1)
        palette = self.app.theme_variables
        self.clear(columns=True)
        for column in shown:
            cells = column.cells or subject
            self.add_column(Text(cut_middle(tr(column.title), cells)), width=cells, key=column.key)
        for row in self._rows:
            self.add_row(*(_cell(column, row, column.cells or subject, palette) for column in shown))
        if self._rows:
            self.move_cursor(row=min(max(place, 0), len(self._rows) - 1), animate=False)


def _cell(column: Column, row: DeskRow, cells: int, palette: dict[str, str]) -> Text:
    style = Style.parse(palette.get(column.token(row), "") or "none")
    return Text(pad(safe(column.words(row)), cells), style=style, no_wrap=True)
