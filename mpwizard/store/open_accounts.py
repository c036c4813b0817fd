"""The accounts of the Open Platform: what is read and written of them, within somebody's transaction."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update
from sqlmodel import col

from mpwizard.domain import Kind
from mpwizard.records import OpenAccountRecord
from mpwizard.store.keys import KeyRing
from mpwizard.store.places import Place
from mpwizard.store.rows import OpenAccountRow

_COLUMNS = (
    col(OpenAccountRow.id),
    col(OpenAccountRow.kind),
    col(OpenAccountRow.number),
    col(OpenAccountRow.details),
    col(OpenAccountRow.created_at),
    col(OpenAccountRow.created_by),
    col(OpenAccountRow.qualified_at),
    col(OpenAccountRow.qualified_by),
    col(OpenAccountRow.qualified_note),
)
_OF_A_KIND = select(*_COLUMNS).where(col(OpenAccountRow.kind) == bindparam("of_kind")).order_by(col(OpenAccountRow.id))
_LAST_NUMBER = select(func.coalesce(func.max(col(OpenAccountRow.number)), 0)).where(
    col(OpenAccountRow.kind) == bindparam("of_kind")
)


class OpenAccountReader:
    """Reads accounts of the Open Platform."""

    def __init__(self, connection: Connection, keys: KeyRing) -> None:
        self._connection = connection
        self._keys = keys

    def of_kind(self, kind: Kind) -> tuple[OpenAccountRecord, ...]:
        """All that cases of a kind can be bound to, the oldest first."""
        rows = self._connection.execute(_OF_A_KIND, {"of_kind": kind.value})
        return tuple(self._record(row) for row in rows)

    def _record(self, row: Row[*tuple[Any, ...]]) -> OpenAccountRecord:
        details = json.loads(self._keys.open(row.details, Place.OPEN_ACCOUNT))
        return OpenAccountRecord(
            id=row.id,
            kind=Kind(row.kind),
            number=row.number,
            name=details["name"],
            entity=details["entity"],
            code=details["code"],
            created_at=row.created_at,
            created_by=row.created_by,
            note=details["note"],
            qualified_at=row.qualified_at,
            qualified_by=row.qualified_by,
            qualified_note=self._keys.open(row.qualified_note, Place.QUALIFIED_NOTE) if row.qualified_note else "",
        )


class OpenAccountWriter(OpenAccountReader):
    """Reads and writes accounts of the Open Platform."""

    def add(
        self, kind: Kind, name: str, entity: str, code: str, at: datetime, by: str, *, note: str = ""
    ) -> OpenAccountRecord:
        """A new account, without its qualification yet; `code` is empty where only the entity's name is known."""
        last = self._connection.execute(_LAST_NUMBER, {"of_kind": kind.value}).scalar_one()
        details = json.dumps({"name": name, "entity": entity, "code": code, "note": note}, ensure_ascii=False)
        statement = (
            insert(OpenAccountRow)
            .values(
                kind=kind.value,
                number=last + 1,
                details=self._keys.seal(details, Place.OPEN_ACCOUNT),
                created_at=at,
                created_by=by,
                qualified_by="",
            )
            .returning(*_COLUMNS)
        )
        return self._record(self._connection.execute(statement).one())

    def qualify(self, account: OpenAccountRecord, at: datetime, by: str, *, note: str = "") -> OpenAccountRecord:
        """The account with its qualification; one that has it already keeps its day.

        Raises:
            KeyError: where there is none of that id.
        """
        if account.qualified:
            return account
        statement = (
            update(OpenAccountRow)
            .where(col(OpenAccountRow.id) == account.id)
            .values(
                qualified_at=at,
                qualified_by=by,
                qualified_note=self._keys.seal(note, Place.QUALIFIED_NOTE) if note else None,
            )
            .returning(*_COLUMNS)
        )
        row = self._connection.execute(statement).one_or_none()
        if row is None:
            raise KeyError(account.id)
        return self._record(row)
