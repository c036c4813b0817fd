"""The matters of cases: what is read and written of them, within somebody's transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, TypedDict, Unpack

from sqlalchemy import Connection, Row, bindparam, func, insert, select, tuple_, update
from sqlmodel import col

from mpwizard.domain import Kind
from mpwizard.lifecycle import LOST
from mpwizard.matter_lifecycles import LIFECYCLES
from mpwizard.matters import Matter
from mpwizard.problems import Conflict
from mpwizard.records import MatterRecord
from mpwizard.store.keys import KeyRing
from mpwizard.store.places import Blind, Place
from mpwizard.store.rows import CaseRow, MatterRow


class MatterChanges(TypedDict, total=False):
    """What may change in a matter."""

    state: StrEnum
    since: datetime
    due_at: datetime | None
    details: Mapping[str, object]


_COLUMNS = (
    col(MatterRow.id),
    col(MatterRow.case_id),
    col(MatterRow.matter),
    col(MatterRow.number),
    col(MatterRow.state),
    col(MatterRow.since),
    col(MatterRow.due_at),
    col(MatterRow.version),
    col(MatterRow.details),
)
_OF_A_CASE = select(*_COLUMNS).where(col(MatterRow.case_id) == bindparam("case")).order_by(col(MatterRow.id))
_BY_ID = select(*_COLUMNS).where(col(MatterRow.id) == bindparam("matter_id"))
_LAST_NUMBER = select(func.coalesce(func.max(col(MatterRow.number)), 0)).where(
    col(MatterRow.case_id) == bindparam("case"), col(MatterRow.matter) == bindparam("kind_of_matter")
)


class MatterReader:
    """Reads matters."""

    def __init__(self, connection: Connection, keys: KeyRing) -> None:
        self._connection = connection
        self._keys = keys

    def of_case(self, case_id: int) -> tuple[MatterRecord, ...]:
        """All matters of a case, in the order in which they began."""
        return tuple(self._record(row) for row in self._connection.execute(_OF_A_CASE, {"case": case_id}))

    def one(self, matter_id: int) -> MatterRecord:
        """One matter.

        Raises:
            KeyError: where there is none of that id.
        """
        row = self._connection.execute(_BY_ID, {"matter_id": matter_id}).one_or_none()
        if row is None:
            raise KeyError(matter_id)
        return self._record(row)

    def standing(
        self, states: Iterable[tuple[Matter, StrEnum]], kind: Kind, *, due_by: datetime | None = None
    ) -> tuple[MatterRecord, ...]:
        """All matters of the cases of a kind that stand in one of these states, the first due first, those without a
        due time last; with `due_by`, only those due until then."""
        chosen = [(matter.value, state.value) for matter, state in states]
        statement = (
            select(*_COLUMNS)
            .join(CaseRow, col(CaseRow.id) == col(MatterRow.case_id))
            .where(
                col(CaseRow.kind) == kind.value,
                tuple_(col(MatterRow.matter), col(MatterRow.state)).in_(chosen),
            )
            .order_by(col(MatterRow.due_at).is_(None), col(MatterRow.due_at), col(MatterRow.id))
        )
        if due_by is not None:
            statement = statement.where(col(MatterRow.due_at) <= due_by)
        return tuple(self._record(row) for row in self._connection.execute(statement))

    def with_subject(self, matter: Matter, subject: str, kind: Kind) -> tuple[MatterRecord, ...]:
        """The matters of one kind, over all live cases of a kind, that are about the same thing."""
        statement = (
            select(*_COLUMNS)
            .join(CaseRow, col(CaseRow.id) == col(MatterRow.case_id))
            .where(
                col(MatterRow.matter) == matter.value,
                col(MatterRow.subject_index) == self._keys.index(subject, Blind.MATTER),
                col(CaseRow.kind) == kind.value,
                col(CaseRow.state).not_in([state.value for state in sorted(LOST)]),
            )
            .order_by(col(MatterRow.id))
        )
        return tuple(self._record(row) for row in self._connection.execute(statement))

    def _record(self, row: Row[*tuple[Any, ...]]) -> MatterRecord:
        matter = Matter(row.matter)
        return MatterRecord(
            id=row.id,
            case_id=row.case_id,
            matter=matter,
            number=row.number,
            state=LIFECYCLES[matter].states(row.state),
            since=row.since,
            due_at=row.due_at,
            version=row.version,
            details=json.loads(self._keys.open(row.details, Place.MATTER)),
        )


class MatterWriter(MatterReader):
    """Reads and writes matters."""

    def add(
        self,
        case_id: int,
        matter: Matter,
        details: Mapping[str, object],
        at: datetime,
        *,
        subject: str = "",
        due_at: datetime | None = None,
    ) -> MatterRecord:
        """A new matter, where its kind begins. `subject` is what it is about, as others may have it too: only its blind
        index is kept."""
        last = self._connection.execute(_LAST_NUMBER, {"case": case_id, "kind_of_matter": matter.value}).scalar_one()
        statement = (
            insert(MatterRow)
            .values(
                case_id=case_id,
                matter=matter.value,
                number=last + 1,
                state=LIFECYCLES[matter].begins.value,
                since=at,
                due_at=due_at,
                version=1,
                subject_index=self._keys.index(subject, Blind.MATTER) if subject else None,
                details=self._sealed(details),
            )
            .returning(*_COLUMNS)
        )
        return self._record(self._connection.execute(statement).one())

    def change(self, record: MatterRecord, **changes: Unpack[MatterChanges]) -> MatterRecord:
        """The matter after the change; `record` is the matter as its changer saw it.

        Raises:
            Conflict: where it is not so any more.
            KeyError: where there is none of that id.
        """
        columns: dict[str, object] = dict(changes)
        if "state" in changes:
            columns["state"] = changes["state"].value
        if "details" in changes:
            columns["details"] = self._sealed(changes["details"])
        statement = (
            update(MatterRow)
            .where(col(MatterRow.id) == record.id, col(MatterRow.version) == record.version)
            .values(**columns, version=col(MatterRow.version) + 1)
            .returning(*_COLUMNS)
        )
        row = self._connection.execute(statement).one_or_none()
        if row is None:
            theirs = self.one(record.id)
            raise Conflict(theirs.details, theirs.version)
        return self._record(row)

    def _sealed(self, details: Mapping[str, object]) -> bytes:
        text = json.dumps(dict(details), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return self._keys.seal(text, Place.MATTER)
