"""What can be changed in the database, each within the one transaction it was opened for: all of it, or none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from typing import Unpack

from sqlalchemy import bindparam, delete, select, text, update
from sqlmodel import col

from mpwizard.domain import FEN, EntityType, Kind
from mpwizard.lifecycle import State
from mpwizard.problems import Conflict, Outdated, Refused
from mpwizard.records import (
    AdministratorRecord,
    CaseRecord,
    EntityRecord,
    LogRecord,
    MatterRecord,
    PaymentRecord,
    Proof,
)
from mpwizard.store.case_changes import FOUND_BY, CaseChanges, changed_columns
from mpwizard.store.copies import CopyWriter
from mpwizard.store.grams import search_text
from mpwizard.store.listing import case_record
from mpwizard.store.marks import MarkWriter
from mpwizard.store.matters import MatterWriter
from mpwizard.store.open_accounts import OpenAccountWriter
from mpwizard.store.places import Blind, Place
from mpwizard.store.reader import CASE_COLUMNS, Reader, stored
from mpwizard.store.rows import (
    AdministratorRow,
    CaseRow,
    DraftRow,
    EmailRow,
    EntityRow,
    LogRow,
    MailRow,
    NumberRow,
    PaymentRow,
    ProofRow,
    UtcTime,
    WorldRow,
)
from mpwizard.store.search_index import SearchIndex
from mpwizard.store.times import FAR
from mpwizard.transitions import Actor

# The autosave's statements are built once: they run while somebody types.
_BEGIN_DRAFT = text(
    "INSERT INTO drafts (case_id, step, answers, version, changed_at, changed_by)"
    " VALUES (:case, :at_step, :sealed, 1, :now, :operator)"
    # A dropped draft has left its version, and is taken up from there.
    " ON CONFLICT (case_id, step) DO UPDATE SET answers = excluded.answers, version = drafts.version + 1,"
    " changed_at = excluded.changed_at, changed_by = excluded.changed_by WHERE drafts.answers IS NULL"
    " RETURNING version"
).bindparams(bindparam("now", type_=UtcTime()))
_THIS_DRAFT = (col(DraftRow.case_id) == bindparam("case"), col(DraftRow.step) == bindparam("at_step"))
_KEEP_DRAFT = (
    update(DraftRow)
    .where(*_THIS_DRAFT, col(DraftRow.version) == bindparam("seen"))
    .values(
        answers=bindparam("sealed"),
        version=col(DraftRow.version) + 1,
        changed_at=bindparam("now"),
        changed_by=bindparam("operator"),
    )
    .returning(col(DraftRow.version))
)
_DRAFT_NOW = select(
    col(DraftRow.answers), col(DraftRow.version), col(DraftRow.changed_by), col(DraftRow.changed_at)
).where(*_THIS_DRAFT)
_DROP_DRAFT = (
    update(DraftRow)
    .where(*_THIS_DRAFT, col(DraftRow.answers).is_not(None))
    .values(answers=None, version=col(DraftRow.version) + 1)
)


class Writer(Reader):
    """Reads and writes within one transaction, alone."""

    def commit(self) -> None:
        """Make all of it durable."""
        if "_session" in self.__dict__:
            self._session.flush()
        self._connection.commit()

    def add_case(self, kind: Kind, edition: str, at: datetime, began_as: str = "", *, owner: str = "") -> CaseRecord:
        """A new case with the year's next reference."""
        case = CaseRow(
            reference=f"MP-{at.year}-{self._next_number(at.year):04}",
            kind=kind.value,
            edition=edition,
            state=State.DRAFT.value,
            began_as=began_as,
            created_at=at,
            changed_at=at,
            desk_due_at=FAR,
            desk_changed_at=at,
            owner=owner,
        )
        self._session.add(case)
        self._session.flush()
        made = self.case(stored(case.id))
        self._be_found(made)
        return made

    def change_case(self, record: CaseRecord, **changes: Unpack[CaseChanges]) -> CaseRecord:
        """The case after the change; `record` is the case as its changer saw it.

        Raises:
            Outdated: where it is not so any more.
            KeyError: where the case is gone.
        """
        statement = (
            update(CaseRow)
            .where(col(CaseRow.id) == record.id, col(CaseRow.version) == record.version)
            .values(**changed_columns(record, changes), version=col(CaseRow.version) + 1)
            .returning(*CASE_COLUMNS)
        )
        row = self._connection.execute(statement).one_or_none()
        if row is None:
            raise Outdated(self.case(record.id).reference)
        changed = case_record(row)
        if FOUND_BY & changes.keys():
            self._be_found(changed)
        return changed

    def put_draft(
        self,
        case_id: int,
        step: str,
        values: Mapping[str, object],
        seen: int | None,
        at: datetime,
        *,
        by: str = "",
    ) -> int:
        """Keep what an operator typed in a step, and give its new version; `seen` is the version it was typed over.

        Raises:
            Conflict: where another version is stored by now; what it says are that version, its values (none where it
                was dropped), and who kept it when.
        """
        this = {"case": case_id, "at_step": step}
        kept = {**this, "sealed": self._sealed(values, Place.DRAFT), "now": at, "operator": by}
        connection = self._connection
        if seen:
            version = connection.execute(_KEEP_DRAFT, {**kept, "seen": seen}).scalar_one_or_none()
        else:
            version = connection.execute(_BEGIN_DRAFT, kept).scalar_one_or_none()
        if version is not None:
            return int(version)
        theirs = connection.execute(_DRAFT_NOW, this).one_or_none()
        if theirs is None:
            raise Conflict({}, 0)
        values = self._document(theirs.answers, Place.DRAFT) if theirs.answers else {}
        raise Conflict(values, theirs.version, by=theirs.changed_by, at=theirs.changed_at)

    def drop_draft(self, case_id: int, step: str) -> None:
        """Forget what was typed in a step."""
        self._connection.execute(_DROP_DRAFT, {"case": case_id, "at_step": step})

    def append(
        self,
        case_id: int,
        at: datetime,
        actor: Actor,
        source: str,
        event: StrEnum,
        state_from: StrEnum,
        state_to: StrEnum,
        note: Mapping[str, object],
        matter: MatterRecord | None = None,
    ) -> LogRecord:
        """Write one more line of a case's log, about its registration or a matter. It can never be changed."""
        row = LogRow(
            case_id=case_id,
            at=at.astimezone(UTC),
            actor=actor.value,
            source=source,
            event=event.value,
            state_from=state_from.value,
            state_to=state_to.value,
            note=self._sealed(note, Place.NOTE),
            matter=matter.matter.value if matter else None,
            matter_id=matter.id if matter else None,
        )
        self._session.add(row)
        self._session.flush()
        return self._log_record(row)

    @cached_property
    def matters(self) -> MatterWriter:
        """What cases have besides their registration."""
        return MatterWriter(self._connection, self._keys)

    @cached_property
    def marks(self) -> MarkWriter:
        """What operators put on cases, and their own views of the desk."""
        return MarkWriter(self._connection, self._keys)

    @cached_property
    def copies(self) -> CopyWriter:
        """Whole cases, many at a time."""
        return CopyWriter(self._connection, self._keys)

    @cached_property
    def open_accounts(self) -> OpenAccountWriter:
        """The accounts of the Open Platform, which are no case's."""
        return OpenAccountWriter(self._connection, self._keys)

    def set_entity(self, case_id: int, entity: EntityRecord) -> None:
        """The entity as confirmed, once. An individual's name and number are left to the administrator.

        Raises:
            Refused: `entity_final`, where it was confirmed before.
        """
        if self._session.get(EntityRow, case_id) is not None:
            raise Refused("entity_final", rule="entity.final")
        individual = entity.entity_type is EntityType.INDIVIDUAL
        self._session.add(
            EntityRow(
                case_id=case_id,
                entity_type=entity.entity_type.value,
                name=None if individual else entity.name,
                code_kind=None if individual or entity.code_kind is None else entity.code_kind.value,
                code=None if individual else entity.code,
                method=None if entity.method is None else entity.method.value,
                bank_name=entity.bank_name,
                bank_account=self._keys.seal(entity.bank_account, Place.BANK_ACCOUNT),
            )
        )
        self._session.flush()

    def set_administrator(self, case_id: int, administrator: AdministratorRecord) -> None:
        """The administrator as confirmed, or as changed since.

        Raises:
            Refused: `entity_final`, where that person is the confirmed entity.
        """
        entity = self._session.get(EntityRow, case_id)
        known = self._session.get(AdministratorRow, case_id)
        if entity and known and entity.entity_type == EntityType.INDIVIDUAL:
            raise Refused("entity_final", rule="entity.final")
        self._session.merge(
            AdministratorRow(
                case_id=case_id,
                name=self._keys.seal(administrator.name, Place.NAME),
                id_number=self._keys.seal(administrator.id_number, Place.ID_NUMBER),
                id_number_index=self._keys.index(administrator.id_number, Blind.ID_NUMBER),
                mobile=self._keys.seal(administrator.mobile, Place.MOBILE),
                mobile_index=self._keys.index(administrator.mobile, Blind.MOBILE),
            )
        )
        self._session.flush()

    def set_payment(self, case_id: int, payment: PaymentRecord) -> None:
        """What is to be transferred, once. A sum finer than a fen is refused."""
        fen, finer = divmod(payment.amount, FEN)
        if finer:
            raise ValueError("a sum finer than a fen")
        self._session.add(
            PaymentRow(
                case_id=case_id,
                payee=payment.payee,
                account=payment.account,
                bank=payment.bank,
                amount_fen=int(fen),
                remark=payment.remark,
                due_at=payment.due_at,
            )
        )
        self._session.flush()

    def prove(self, case_id: int, proof: Proof, at: datetime) -> None:
        """Note that something was proven, in the place of what was proven before."""
        index = self._keys.index(proof.subject, Blind.PROOF)
        self._session.merge(ProofRow(case_id=case_id, kind=proof.kind.value, subject_index=index, at=at))
        self._session.flush()

    def put_world(self, case_id: int, document: str) -> None:
        """Keep the practice platform of a case."""
        self._session.merge(WorldRow(case_id=case_id, document=self._keys.seal(document, Place.WORLD)))
        self._session.flush()

    def claim_email(self, case_id: int, kind: Kind, email: str) -> None:
        """Make an address this case's own, in the place of one it had. Cases that were lost hold theirs no longer.

        Raises:
            Refused: `email_used_here` with the reference of the live case that has it.
        """
        holder = self._email_holder(case_id, kind, email)
        if holder is not None:
            raise Refused("email_used_here", {"case": holder})
        self._session.exec(delete(EmailRow).where(*self._email_claim(kind, email)))
        self.release_email(case_id)
        self._session.add(
            EmailRow(
                case_id=case_id,
                kind=kind.value,
                address=self._keys.seal(email, Place.EMAIL),
                address_index=self._keys.index(email, Blind.EMAIL),
            )
        )
        self._session.flush()

    def release_email(self, case_id: int) -> None:
        """Give an address free."""
        self._session.exec(delete(EmailRow).where(col(EmailRow.case_id) == case_id))

    def queue_mail(self, case_id: int, to: str, subject: str, body: str, at: datetime) -> int:
        """Put a mail into the outbox."""
        mail = MailRow(
            case_id=case_id,
            recipient=self._keys.seal(to, Place.RECIPIENT),
            subject=subject,
            body=self._keys.seal(body, Place.BODY),
            queued_at=at,
        )
        self._session.add(mail)
        self._session.flush()
        return stored(mail.id)

    def mark_sent(self, mail_id: int, at: datetime) -> None:
        """A mail was taken over by the mail server; the first time counts."""
        self._session.exec(
            update(MailRow).where(col(MailRow.id) == mail_id, col(MailRow.sent_at).is_(None)).values(sent_at=at)
        )

    def mark_tried(self, mail_id: int) -> None:
        """One more attempt at sending a mail."""
        self._session.exec(update(MailRow).where(col(MailRow.id) == mail_id).values(attempts=col(MailRow.attempts) + 1))

    def _be_found(self, case: CaseRecord) -> None:
        words = search_text(case.reference, case.subject, case.app_name)
        SearchIndex(self._connection).put(case.id, words)

    def _next_number(self, year: int) -> int:
        row = self._session.get(NumberRow, year) or NumberRow(year=year, last=0)
        row.last += 1
        self._session.add(row)
        return row.last

    def _sealed(self, document: Mapping[str, object], place: Place) -> bytes:
        text = json.dumps(dict(document), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return self._keys.seal(text, place)
