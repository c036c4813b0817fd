"""What can be asked of the database. Lists read columns, single things are read whole; both leave as plain records."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, column, func, select
from sqlmodel import Session, col

from mpwizard.domain import FEN, CodeKind, EntityType, Kind, Method
from mpwizard.lifecycle import LOST, REGISTRATION
from mpwizard.matter_lifecycles import LIFECYCLES
from mpwizard.matters import Matter
from mpwizard.records import (
    AdministratorRecord,
    CaseRecord,
    DraftRecord,
    EntityRecord,
    LogRecord,
    Mail,
    PaymentRecord,
    Proof,
    Uses,
)
from mpwizard.store.keys import KeyRing
from mpwizard.store.listing import COLUMNS, case_record
from mpwizard.store.marks import MarkReader
from mpwizard.store.matters import MatterReader
from mpwizard.store.open_accounts import OpenAccountReader
from mpwizard.store.places import Blind, Place
from mpwizard.store.rows import (
    AdministratorRow,
    CaseRow,
    DraftRow,
    EmailRow,
    EntityRow,
    LogRow,
    MailRow,
    PaymentRow,
    ProofRow,
    WorldRow,
)
from mpwizard.transitions import Actor, Lifecycle

# As they are stored, without their types: `case_record` makes of them what leaves.
CASE_COLUMNS: tuple[ColumnElement[Any], ...] = tuple(column(name) for name in COLUMNS)
_CASE_BY_ID = select(*CASE_COLUMNS).where(col(CaseRow.id) == bindparam("case"))
_CASE_BY_REFERENCE = select(*CASE_COLUMNS).where(col(CaseRow.reference) == bindparam("reference"))
_DRAFTS = select(
    col(DraftRow.step),
    col(DraftRow.answers),
    col(DraftRow.version),
    col(DraftRow.changed_by),
    col(DraftRow.changed_at),
).where(col(DraftRow.case_id) == bindparam("case"), col(DraftRow.answers).is_not(None))
_LOG = select(LogRow).where(col(LogRow.case_id) == bindparam("case")).order_by(col(LogRow.seq))
_OUTBOX = select(MailRow).where(col(MailRow.sent_at).is_(None)).order_by(col(MailRow.id))


class Reader:
    """Reads within one transaction: everything it answers belongs to one moment."""

    def __init__(self, connection: Connection, keys: KeyRing) -> None:
        self._connection = connection
        self._keys = keys

    @cached_property
    def _session(self) -> Session:
        """For what is read or written as a whole row; statements on columns go without one."""
        return Session(self._connection, expire_on_commit=False)

    def close(self) -> None:
        """Forget the rows that were read."""
        if "_session" in self.__dict__:
            self._session.close()

    def case(self, case_id: int) -> CaseRecord:
        """One case.

        Raises:
            KeyError: where there is none of that id.
        """
        row = self._connection.execute(_CASE_BY_ID, {"case": case_id}).one_or_none()
        if row is None:
            raise KeyError(case_id)
        return case_record(row)

    def find(self, reference: str) -> CaseRecord | None:
        """The case of a reference."""
        row = self._connection.execute(_CASE_BY_REFERENCE, {"reference": reference}).one_or_none()
        return None if row is None else case_record(row)

    def how_many_cases(self) -> int:
        """All of them, those in the archive too."""
        return self._session.scalars(select(func.count()).select_from(CaseRow)).one()

    def drafts(self, case_id: int) -> dict[str, DraftRecord]:
        """What was typed, by step."""
        return {
            row.step: DraftRecord(
                row.step, self._document(row.answers, Place.DRAFT), row.version, row.changed_by, row.changed_at
            )
            for row in self._connection.execute(_DRAFTS, {"case": case_id})
        }

    def log(self, case_id: int) -> list[LogRecord]:
        """A case's log in the order in which it was written, whatever the clock said."""
        rows = self._session.scalars(_LOG, {"case": case_id})
        return [self._log_record(row) for row in rows]

    @cached_property
    def matters(self) -> MatterReader:
        """What cases have besides their registration."""
        return MatterReader(self._connection, self._keys)

    @cached_property
    def marks(self) -> MarkReader:
        """What operators put on cases, and their own views of the desk."""
        return MarkReader(self._connection, self._keys)

    @cached_property
    def open_accounts(self) -> OpenAccountReader:
        """The accounts of the Open Platform, which are no case's."""
        return OpenAccountReader(self._connection, self._keys)

    def simulated_id(self, message: str) -> bytes:
        """The same for the same message on this desk, and not to be guessed without its key: what the ids of the
        simulated platform are made of."""
        return self._keys.simulated_id(message)

    def entity(self, case_id: int) -> EntityRecord | None:
        """The confirmed entity; an individual's name and number come from the administrator."""
        row = self._session.get(EntityRow, case_id)
        if row is None:
            return None
        person = self.administrator(case_id) if row.entity_type == EntityType.INDIVIDUAL else None
        return EntityRecord(
            entity_type=EntityType(row.entity_type),
            name=person.name if person else row.name or "",
            code_kind=CodeKind(row.code_kind) if row.code_kind else None,
            code=person.id_number if person else row.code or "",
            method=Method(row.method) if row.method else None,
            bank_name=row.bank_name,
            bank_account=self._keys.open(row.bank_account, Place.BANK_ACCOUNT),
        )

    def administrator(self, case_id: int) -> AdministratorRecord | None:
        """The confirmed administrator."""
        row = self._session.get(AdministratorRow, case_id)
        if row is None:
            return None
        return AdministratorRecord(
            name=self._keys.open(row.name, Place.NAME),
            id_number=self._keys.open(row.id_number, Place.ID_NUMBER),
            mobile=self._keys.open(row.mobile, Place.MOBILE),
        )

    def payment(self, case_id: int) -> PaymentRecord | None:
        """What is to be transferred."""
        row = self._session.get(PaymentRow, case_id)
        if row is None:
            return None
        return PaymentRecord(row.payee, row.account, row.bank, row.amount_fen * FEN, row.remark, row.due_at)

    def holds(self, case_id: int, proof: Proof) -> bool:
        """Whether exactly this was proven, for exactly this value."""
        row = self._session.get(ProofRow, (case_id, str(proof.kind)))
        return row is not None and row.subject_index == self._keys.index(proof.subject, Blind.PROOF)

    def world(self, case_id: int) -> str | None:
        """The practice platform of a case, as the document it was put as."""
        row = self._session.get(WorldRow, case_id)
        return None if row is None else self._keys.open(row.document, Place.WORLD)

    def uses(
        self, case_id: int, kind: Kind, *, email: str = "", entity_code: str = "", id_number: str = "", mobile: str = ""
    ) -> Uses:
        """How often the other live cases of a kind use these values; what is empty is not asked."""
        here = (col(CaseRow.kind) == str(kind), col(CaseRow.id) != case_id, _alive())
        holder = self._email_holder(case_id, kind, email) if email else None
        by_id_number = self._is(AdministratorRow.id_number_index, id_number, Blind.ID_NUMBER)
        by_mobile = self._is(AdministratorRow.mobile_index, mobile, Blind.MOBILE)
        as_individual = (by_id_number, col(EntityRow.entity_type) == EntityType.INDIVIDUAL.value)
        return Uses(
            email=0 if holder is None else 1,
            email_case=holder or "",
            entity=self._count(EntityRow, *here, col(EntityRow.code) == entity_code) if entity_code else 0,
            individual=self._count_individuals(*here, *as_individual) if id_number else 0,
            id_number=self._count(AdministratorRow, *here, by_id_number) if id_number else 0,
            mobile=self._count(AdministratorRow, *here, by_mobile) if mobile else 0,
        )

    def outbox(self) -> list[Mail]:
        """The mails not sent yet, the oldest first."""
        return [
            Mail(
                id=stored(row.id),
                case_id=row.case_id,
                to=self._keys.open(row.recipient, Place.RECIPIENT),
                subject=row.subject,
                body=self._keys.open(row.body, Place.BODY),
                queued_at=row.queued_at,
                attempts=row.attempts,
                sent_at=row.sent_at,
            )
            for row in self._session.scalars(_OUTBOX)
        ]

    def _log_record(self, row: LogRow) -> LogRecord:
        matter = Matter(row.matter) if row.matter else None
        lifecycle: Lifecycle[Any, Any] = LIFECYCLES[matter] if matter else REGISTRATION
        return LogRecord(
            seq=stored(row.seq),
            at=row.at,
            actor=Actor(row.actor),
            source=row.source,
            event=lifecycle.events(row.event),
            state_from=lifecycle.states(row.state_from),
            state_to=lifecycle.states(row.state_to),
            note=self._document(row.note, Place.NOTE),
            matter=matter,
            matter_id=row.matter_id,
        )

    def _document(self, sealed: bytes, place: Place) -> Mapping[str, object]:
        document: dict[str, object] = json.loads(self._keys.open(sealed, place))
        return document

    def _is(self, column: bytes, value: str, place: Blind) -> ColumnElement[bool]:
        return col(column) == self._keys.index(value, place)

    def _email_claim(self, kind: Kind, email: str) -> tuple[ColumnElement[bool], ...]:
        return (col(EmailRow.kind) == kind.value, self._is(EmailRow.address_index, email, Blind.EMAIL))

    def _email_holder(self, case_id: int, kind: Kind, email: str) -> str | None:
        """The reference of the other live case that has claimed an address."""
        joined = select(col(CaseRow.reference)).join(EmailRow, col(EmailRow.case_id) == col(CaseRow.id))
        others = (*self._email_claim(kind, email), col(CaseRow.id) != case_id, _alive())
        return self._session.scalars(joined.where(*others)).first()

    def _count(self, table: type[EntityRow | AdministratorRow], *where: ColumnElement[bool]) -> int:
        joined = select(func.count()).select_from(table).join(CaseRow, col(CaseRow.id) == col(table.case_id))
        return self._session.scalars(joined.where(*where)).one()

    def _count_individuals(self, *where: ColumnElement[bool]) -> int:
        joined = (
            select(func.count())
            .select_from(AdministratorRow)
            .join(EntityRow, col(EntityRow.case_id) == col(AdministratorRow.case_id))
            .join(CaseRow, col(CaseRow.id) == col(AdministratorRow.case_id))
        )
        return self._session.scalars(joined.where(*where)).one()


def _alive() -> ColumnElement[bool]:
    """Cases whose address, person and entity count as used."""
    return col(CaseRow.state).not_in([state.value for state in sorted(LOST)])


def stored(number: int | None) -> int:
    """The number of a row that has been stored."""
    if number is None:
        raise ValueError("a row not stored yet")
    return number
