"""What the table says of a case: one column each, and how the chosen ones stand side by side or in pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from mpwizard import texts
from mpwizard.due import Band, band, due_words
from mpwizard.i18n import N_, tr
from mpwizard.stages import Stage
from screens import say
from screens.widgets.bars import KIND_STYLES, KIND_WORDS

if TYPE_CHECKING:
    from mpwizard.views import DeskRow

_BAND_TOKENS = {Band.NONE: "faint", Band.FAR: "soft", Band.SOON: "soon", Band.TODAY: "soon", Band.LATE: "wrong"}
_STAGE_TOKENS = {Stage.LIVE: "go-text", Stage.FAILED: "wrong", Stage.ABANDONED: "faint"}
GAP = 2


@dataclass(frozen=True, slots=True)
class Column:
    """One thing said of a case: its title, its width in cells (0 takes what is left), its words, the token of their
    colour, and the column it stands below where there is no room for all side by side."""

    key: str
    title: str
    cells: int
    words: Callable[[DeskRow], str]
    token: Callable[[DeskRow], str]
    below: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """One column of the table as it is painted: its width, and what stands in it, one below the other."""

    cells: int
    columns: tuple[Column, ...]


def _plain(token: str) -> Callable[[DeskRow], str]:
    return lambda _row: token


def _label(group: str, value: str | None) -> str:
    return texts.label(group, value) if value else "–"


def due_token(due_at: datetime | None, now: datetime) -> str:
    """The token of a deadline's colour."""
    return _BAND_TOKENS[band(due_at, now)]


def _kind_token(row: DeskRow) -> str:
    return KIND_STYLES[row.record.kind].rpartition("$")[2]


def _type(row: DeskRow) -> str:
    """The entity type, without the Chinese word behind the English one."""
    return _label("entity_type.type", row.record.entity_type).partition(" (")[0]


# In the order in which they stand side by side.
COLUMNS: tuple[Column, ...] = (
    Column("case", N_("Case"), 14, lambda row: row.record.reference, _plain("ink")),
    Column("kind", N_("Kind"), 8, lambda row: tr(KIND_WORDS[row.record.kind]), _kind_token, below="case"),
    Column("subject", N_("Subject"), 0, lambda row: row.record.subject or "–", _plain("ink")),
    Column("app", N_("Mini Program"), 14, lambda row: row.record.app_name or "–", _plain("ink"), below="subject"),
    Column(
        "type",
        N_("Type"),
        18,
        _type,
        _plain("soft"),
        below="subject",
    ),
    Column(
        "stage",
        N_("Stage"),
        20,
        lambda row: _label("stage", row.record.stage.key),
        lambda row: _STAGE_TOKENS.get(row.record.stage, "ink"),
    ),
    Column("status", N_("Registration"), 20, lambda row: _label("state", row.record.state), _plain("soft")),
    Column(
        "next", N_("Next action"), 20, lambda row: _label("next", row.next_action.key), _plain("ink"), below="stage"
    ),
    Column(
        "by",
        N_("By"),
        9,
        lambda row: _label("actor", row.next_action.actor),
        _plain("soft"),
        below="due",
    ),
    Column(
        "due",
        N_("Due"),
        12,
        lambda row: due_words(row.next_action.due_at, row.now),
        lambda row: due_token(row.next_action.due_at, row.now),
    ),
    Column("owner", N_("Owner"), 10, lambda row: row.record.owner or "–", _plain("soft"), below="due"),
    Column(
        "changed",
        N_("Changed"),
        11,
        lambda row: say.clock(row.record.desk_changed_at),
        _plain("faint"),
        below="case",
    ),
)
BY_KEY = {column.key: column for column in COLUMNS}
# What a view shows unless somebody chose otherwise.
USUAL = ("case", "kind", "subject", "type", "stage", "next", "due", "owner", "changed")


def slots(chosen: Iterable[str], room: int) -> tuple[Slot, ...]:
    """The chosen columns in `room` cells: side by side if they fit, else in pairs; the last ones give way where even
    those do not."""
    wanted = set(chosen) | {"case"}
    columns = [column for column in COLUMNS if column.key in wanted]
    single = tuple(Slot(column.cells, (column,)) for column in columns)
    if _least(single) <= room:
        return _filled(single, room)
    paired = _paired(columns)
    while len(paired) > 1 and _least(paired) > room:
        paired = paired[:-1]
    return _filled(paired, room)


# The least that a column which takes what is left is good for.
_LEAST_CELLS = 18


def _least(of: Sequence[Slot]) -> int:
    return sum((slot.cells or _LEAST_CELLS) + GAP for slot in of)


def _filled(of: Sequence[Slot], room: int) -> tuple[Slot, ...]:
    left = room - sum(slot.cells + GAP for slot in of)
    return tuple(Slot(slot.cells or max(1, left), slot.columns) for slot in of)


def _paired(columns: Sequence[Column]) -> tuple[Slot, ...]:
    """Each column that stands on its own with one below it; those without a place find one where there is room."""
    heads = [column for column in columns if not column.below] or list(columns[:1])
    pairs = {head.key: [head] for head in heads}
    homeless = []
    for column in columns:
        if column in heads:
            continue
        if len(pairs.get(column.below, "xx")) < 2:
            pairs[column.below].append(column)
        else:
            homeless.append(column)
    for column in homeless:
        free = next((pair for pair in pairs.values() if len(pair) < 2), None)
        if free is not None:
            free.append(column)
        else:
            pairs[column.key] = [column]
    return tuple(
        Slot(0 if any(column.cells == 0 for column in pair) else max(column.cells for column in pair), tuple(pair))
        for pair in pairs.values()
    )
