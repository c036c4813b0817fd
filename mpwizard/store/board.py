"""What waits over all cases of a kind, and what happened in them, read past the tables' declarations. Who waits for
whom and what counts as a pass is not known here."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mpwizard.domain import Kind
from mpwizard.lifecycle import State
from mpwizard.matter_lifecycles import LIFECYCLES
from mpwizard.matters import Matter
from mpwizard.records import MatterRecord
from mpwizard.stages import Stage
from mpwizard.store.database import Database
from mpwizard.store.keys import KeyRing
from mpwizard.store.places import Place
from mpwizard.store.times import read_time, stored_time

MICROSECOND = timedelta(microseconds=1)
# Of what stands in a state so many are looked at, in the order of an index that is nearly the one by time: a case's own
# clock may be ahead, and a record case has no deadline to be found by.
_LOOKED_AT = 200
# Where in a row of those.
_AHEAD, _SINCE, _MATTER, _STANDS = 7, 8, 11, 13
# How many cases are read at once.
_CHUNK = 4_000

# What stands in a state: a registration (no matter) or a matter.
Standing = tuple[Matter | None, str]
# Matters of a kind in any of some states.
Apart = tuple[Matter, Sequence[str]]

_CASE = "c.id, c.reference, c.kind, c.edition, c.state, c.subject, c.owner, c.ahead_us"
_COUNTS = """
SELECT '' AS matter, state, SUM(n) AS n FROM case_counts WHERE kind = :kind GROUP BY state
UNION ALL SELECT matter, state, SUM(n) AS n FROM matter_counts WHERE kind = :kind GROUP BY matter, state
"""
_STAGES = "SELECT stage, SUM(n) AS n FROM case_counts WHERE kind = :kind AND archived = 0 GROUP BY stage ORDER BY stage"
_MATTERS = f"""
SELECT * FROM (
SELECT {_CASE}, m.since, m.due_at, m.id AS matter_id, m.matter, m.number, m.state AS stands, m.version, m.details
FROM matters m JOIN cases c ON c.id = m.case_id
WHERE m.matter = :matter{{n}} AND m.state = :state{{n}} AND c.kind = :kind ORDER BY m.since, m.id LIMIT :most
) AS part{{n}}
"""  # noqa: S608 - our own names
# The matters of a case that are meant come as `apart`, then a state each.
_HAS = "EXISTS (SELECT 1 FROM matters a WHERE a.case_id = c.id AND a.matter = :apart AND a.state IN ({apart}))"
_HAVING = f"""
SELECT COUNT(*) FROM cases c WHERE c.state = :state AND c.kind = :kind AND c.archived = 0 AND {_HAS}
"""  # noqa: S608 - our own names
_DUE = """
SELECT COUNT(*) FROM matters m JOIN cases c ON c.id = m.case_id
WHERE m.matter = :matter AND m.state = :state AND m.due_at IS NOT NULL AND c.kind = :kind
"""
# There is no matter 0: it stands for nothing, in columns of the same types as those of a matter.
_REGISTRATIONS = f"""
SELECT * FROM (
SELECT {_CASE}, (SELECT l.at FROM log l WHERE l.case_id = c.id AND l.matter IS NULL AND l.state_to = c.state
    AND l.state_from <> l.state_to ORDER BY l.seq DESC LIMIT 1) AS since,
    c.due_at, 0 AS matter_id, m.matter, 0 AS number, c.state AS stands, 0 AS version, m.details
FROM cases c LEFT JOIN matters m ON m.id = 0 WHERE c.state = :state{{n}} AND c.kind = :kind AND c.archived = 0
    AND NOT {_HAS}
ORDER BY c.desk_due_at, c.id LIMIT :most
) AS part{{n}}
"""  # noqa: S608 - our own names
_CASES = """
SELECT id FROM cases WHERE kind = :kind AND changed_at >= :since AND id > :after ORDER BY id LIMIT :most
"""
_HISTORY = """
SELECT l.case_id, l.at, l.event, l.state_from, l.state_to, l.matter, l.matter_id,
    CASE WHEN l.at >= :since AND l.event IN ({noted}) THEN l.note END
FROM log l JOIN cases c ON c.id = l.case_id
WHERE c.id > :after AND c.id <= :last AND c.kind = :kind AND c.changed_at >= :since
ORDER BY l.case_id, l.seq
"""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that stands in a state: its case, since when and until when by the case's own clock, and the matter;
    none where it is the registration itself. `ahead` is how far the case's clock runs before the desk's."""

    case_id: int
    reference: str
    kind: Kind
    edition: str
    state: State
    subject: str = field(repr=False)
    owner: str
    ahead: timedelta
    since: datetime
    due_at: datetime | None
    matter: MatterRecord | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a log as statistics read it. The note is opened where it was asked for."""

    case_id: int
    at: datetime
    event: str
    state_from: str
    state_to: str
    matter: Matter | None
    matter_id: int | None
    note: dict[str, object] | None = field(repr=False)


class BoardReader:
    """Answers the status board: one statement a question."""

    def __init__(self, database: Database, keys: KeyRing) -> None:
        self._database = database
        self._keys = keys

    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of cases there are."""
        found = {kind for (kind,) in self._database.look("SELECT DISTINCT kind FROM case_counts WHERE n > 0", {})}
        return tuple(kind for kind in Kind if kind.value in found)

    def counts(self, kind: Kind) -> dict[Standing, int]:
        """How many registrations and matters stand in each state."""
        rows = self._database.look(_COUNTS, {"kind": kind.value})
        return {(Matter(matter) if matter else None, state): int(n) for matter, state, n in rows if n}

    def stages(self, kind: Kind) -> dict[Stage, int]:
        """How many cases on the desk stand in each stage that has any, in the order of the way."""
        rows = self._database.look(_STAGES, {"kind": kind.value})
        return {Stage(stage): int(n) for stage, n in rows if n}

    def due(self, kind: Kind, matter: Matter, state: str) -> int:
        """How many matters stand in a state and have a deadline there."""
        values = {"kind": kind.value, "matter": matter.value, "state": state}
        ((n,),) = self._database.look(_DUE, values)
        return int(n)

    def having(self, kind: Kind, state: State, apart: Apart) -> int:
        """How many registrations stand in a state and have such a matter."""
        names, values = _apart(apart)
        ((n,),) = self._database.look(_HAVING.format(apart=names), {"kind": kind.value, "state": state.value, **values})
        return int(n)

    def standing(self, kind: Kind, places: Sequence[Standing], most: int, apart: Apart) -> list[Found]:
        """For each of these states so many that have stood there longest, all of them the longest first; of the
        registrations those that have no such matter."""
        if not places:
            return []
        names, of_apart = _apart(apart)
        values: dict[str, object] = {"kind": kind.value, "most": max(most, _LOOKED_AT), **of_apart}
        parts = []
        for n, (matter, state) in enumerate(places):
            values[f"state{n}"] = str(state)
            if matter is not None:
                values[f"matter{n}"] = matter.value
            parts.append((_REGISTRATIONS if matter is None else _MATTERS).format(n=n, apart=names))
        rows = self._database.look("UNION ALL ".join(parts), values)
        return [self._found(row) for row in _first_of_each(sorted(rows, key=_longest_first), most)]

    def history(self, kind: Kind, since: datetime, noted: Iterable[str]) -> Iterator[list[Line]]:
        """The whole logs of the cases in which something happened since a time, many cases at once. The notes are those
        of certain events since then."""
        names = {f"noted{n}": event for n, event in enumerate(noted)}
        statement = _HISTORY.format(noted=", ".join(f":{name}" for name in names) or "''")
        asked: dict[str, object] = {"kind": kind.value, "since": stored_time(since), "after": 0}
        while cases := self._database.look(_CASES, {**asked, "most": _CHUNK}):
            last = cases[-1][0]
            yield [self._line(row) for row in self._database.look(statement, {**asked, **names, "last": last})]
            asked["after"] = last

    def _found(self, row: Sequence[object]) -> Found:
        (
            case, reference, kind, edition, state, subject, owner, ahead_us, since, due_at, matter_id, matter, number,
            stands, version, details,
        ) = row  # fmt: skip
        began, due = _at(since), _at(due_at) if due_at else None
        record = None
        if matter:
            which = Matter(str(matter))
            record = MatterRecord(
                _whole(matter_id), _whole(case), which, _whole(number), LIFECYCLES[which].states(stands), began, due,
                _whole(version), json.loads(self._keys.open(_sealed(details), Place.MATTER)),
            )  # fmt: skip
        return Found(
            _whole(case), str(reference), Kind(str(kind)), str(edition), State(str(state)), str(subject), str(owner),
            _whole(ahead_us) * MICROSECOND, began, due, record,
        )  # fmt: skip

    def _line(self, row: Sequence[object]) -> Line:
        case, at, event, state_from, state_to, matter, matter_id, note = row
        opened = json.loads(self._keys.open(_sealed(note), Place.NOTE)) if note else None
        return Line(
            _whole(case), _at(at), str(event), str(state_from), str(state_to), Matter(str(matter)) if matter else None,
            _whole(matter_id) if matter_id else None, opened,
        )  # fmt: skip


def _longest_first(row: Sequence[object]) -> tuple[datetime, int]:
    """By the desk's clock: what a case's own clock says is ahead of it."""
    return _at(row[_SINCE]) - _whole(row[_AHEAD]) * MICROSECOND, _whole(row[0])


def _apart(apart: Apart) -> tuple[str, dict[str, object]]:
    matter, states = apart
    values: dict[str, object] = {f"apart{n}": str(state) for n, state in enumerate(states)}
    return ", ".join(f":{name}" for name in values), {"apart": matter.value, **values}


def _first_of_each(rows: Iterable[Sequence[object]], most: int) -> Iterator[Sequence[object]]:
    """The first so many of each state."""
    taken: Counter[tuple[object, object]] = Counter()
    for row in rows:
        state = (row[_MATTER], row[_STANDS])
        taken[state] += 1
        if taken[state] <= most:
            yield row


def _whole(value: object) -> int:
    return value if isinstance(value, int) else int(str(value))


def _at(value: object) -> datetime:
    return read_time(value if isinstance(value, datetime) else str(value))


def _sealed(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""
