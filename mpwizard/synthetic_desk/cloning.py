"""Copies of a played case under another name: its texts are taken apart once, and put together for each copy.

Everything that belongs to one holder is replaced, all times are moved by one span, codes and tokens are drawn anew. All
else, state, events and choices, stays as it was played.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any

from mpwizard.domain import EntityType
from mpwizard.privacy import Mask, masked
from mpwizard.store.times import FAR, stored_time
from mpwizard.synthetic_desk.names import Holder

# Who plays the templates; whoever has the copy takes the place.
OPERATOR = "模板操作员"

PlainRow = dict[str, Any]
PlainRows = Mapping[str, list[PlainRow]]

_TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)"
_LAST_FOUR = r'(?<="last_four":")[^"]+'
# What the practice platform drew by chance.
_DRAWN = re.compile(r'"(?:code|token|remark)":"(\d+)"')
_CASE, _REFERENCE = "case_id", "reference"


@dataclass(frozen=True, slots=True)
class Copy:
    """What is a copy's own: its number and reference, the number of its first matter, its holder and owner, and how far
    its times lie behind those of the template."""

    case_id: int
    first_matter: int
    reference: str
    holder: Holder
    owner: str
    later: timedelta


@dataclass(frozen=True, slots=True)
class _Slot:
    """One thing that every copy has of its own: what kind of thing, and what the template has there."""

    kind: str
    value: Any


Make = Callable[[Copy, random.Random], Any]


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of the template with its slots taken out."""

    parts: list[str]
    holes: list[tuple[int, int]]

    def filled(self, values: list[Any]) -> str:
        """The text again, with these values in its slots."""
        parts = self.parts.copy()
        for place, slot in self.holes:
            parts[place] = values[slot]
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the template: what every copy has, the columns that are one slot, those that are a text with some."""

    fixed: PlainRow
    slots: list[tuple[str, int]]
    texts: list[tuple[str, _Text]]

    def filled(self, values: list[Any]) -> PlainRow:
        """The row again, with these values in its slots."""
        row = self.fixed.copy()
        for column, slot in self.slots:
            row[column] = values[slot]
        for column, text in self.texts:
            row[column] = text.filled(values)
        return row


# The columns of a case that are its own and no part of any text.
_OWN = {
    ("cases", "id"): _Slot(_CASE, None),
    ("cases", "reference"): _Slot(_REFERENCE, None),
    ("cases", "subject"): _Slot("subject", None),
}


class Recipe:
    """One template, ready to be copied."""

    def __init__(self, rows: PlainRows, holder: Holder, entity_type: EntityType) -> None:
        self._individual = entity_type is EntityType.INDIVIDUAL
        self._makes: list[Make] = []
        self._places: dict[_Slot, int] = {}
        self._words = _words(rows, holder)
        self._pattern = re.compile("|".join([_TIME, _LAST_FOUR, *_longest_first(self._words)]))
        self._matters = {row["id"]: place for place, row in enumerate(rows["matters"])}
        self._tables = {name: [self._row(name, row) for row in found] for name, found in rows.items()}

    @property
    def matters(self) -> int:
        """How many matters each copy has."""
        return len(self._matters)

    def copy(self, copy: Copy, chance: random.Random) -> dict[str, list[PlainRow]]:
        """The rows of one copy."""
        values = [make(copy, chance) for make in self._makes]
        return {name: [row.filled(values) for row in rows] for name, rows in self._tables.items()}

    # --- taking apart ------------------------------------------------------------------------------------------------

    def _row(self, table: str, columns: PlainRow) -> _Row:
        row = _Row(dict(columns), [], [])
        for column, value in columns.items():
            slot = self._whole(table, column, value)
            if slot is not None:
                row.slots.append((column, self._place(slot)))
            elif isinstance(value, str) and (text := self._text(value)) is not None:
                row.texts.append((column, text))
        return row

    def _whole(self, table: str, column: str, value: Any) -> _Slot | None:
        """The slot that is all of a column."""
        if column == "case_id":
            return _Slot(_CASE, None)
        if value is None or value == "":
            return None
        if (table, column) in (("matters", "id"), ("log", "matter_id")):
            return _Slot("matter", self._matters[value])
        if isinstance(value, datetime):
            return _Slot("stored", value)
        return _OWN.get((table, column))

    def _text(self, value: str) -> _Text | None:
        parts: list[str] = []
        holes = []
        end = 0
        for found in self._pattern.finditer(value):
            if found.start() > end:
                parts.append(value[end : found.start()])
            holes.append((len(parts), self._place(self._slot(found.group()))))
            parts.append("")
            end = found.end()
        if not holes:
            return None
        if end < len(value):
            parts.append(value[end:])
        return _Text(parts, holes)

    def _slot(self, found: str) -> _Slot:
        if found in self._words:
            return self._words[found]
        if re.fullmatch(_TIME, found):
            return _Slot("time", found)
        return _Slot("last_four", None)

    def _place(self, slot: _Slot) -> int:
        if slot not in self._places:
            self._places[slot] = len(self._makes)
            self._makes.append(_make(slot, individual=self._individual))
        return self._places[slot]


def _make(slot: _Slot, *, individual: bool) -> Make:
    """What makes the value of a slot in each copy."""
    match slot.kind:
        case "holder":
            whose = attrgetter(slot.value)
            return lambda copy, _chance: whose(copy.holder)
        case "time":
            return _later(slot.value)
        case "stored":
            at = slot.value
            return lambda copy, _chance: stored_time(at if at == FAR else at + copy.later)
        case "matter":
            return lambda copy, _chance: copy.first_matter + slot.value
        case "drawn":
            digits = len(slot.value)
            return lambda _copy, chance: f"{chance.randrange(10**digits):0{digits}d}"
        case "subject":
            return lambda copy, _chance: masked(copy.holder.person, Mask.NAME) if individual else copy.holder.company
        case "last_four":
            return lambda copy, _chance: (copy.holder.id_number if individual else copy.holder.code)[-4:]
    own = attrgetter(slot.kind)
    return lambda copy, _chance: own(copy)


def _later(written: str) -> Make:
    """A time as it stands in a document, moved."""
    at = datetime.fromisoformat(written).astimezone(UTC)
    if not written.endswith("Z"):
        return lambda copy, _chance: (at + copy.later).isoformat()
    at = at.replace(tzinfo=None)
    return lambda copy, _chance: f"{(at + copy.later).isoformat()}Z"


def _words(rows: PlainRows, holder: Holder) -> dict[str, _Slot]:
    """What stands in the texts of a template and belongs to it alone."""
    world = rows["worlds"][0]["document"]
    words = {found: _Slot("drawn", found) for found in _DRAWN.findall(world)}
    words[json.loads(world)["seed"]] = _Slot(_REFERENCE, None)
    words[OPERATOR] = _Slot("owner", None)
    words |= {getattr(holder, each.name): _Slot("holder", each.name) for each in fields(holder)}
    words.pop("", None)
    return words


def _longest_first(words: Mapping[str, _Slot]) -> list[str]:
    """Patterns of words; a number is only meant where it stands alone."""
    ordered = sorted(words, key=len, reverse=True)
    return [rf"(?<!\d){word}(?!\d)" if word.isdigit() else re.escape(word) for word in ordered]
