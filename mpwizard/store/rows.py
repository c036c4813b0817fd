"""The tables. Rows stay inside this package: what goes in and out are the records of `mpwizard.records`.

A column whose value is personal holds bytes sealed by the key ring; beside it, where one must be found again, its blind
index. What the desk sorts and filters by is plain and indexed. Which rows can never change is said by the triggers of
the migrations. Enumerations are stored as their values: a newer program may know more of them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, DateTime, Index, LargeBinary, MetaData, UniqueConstraint, text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from mpwizard.store.times import FAR_TEXT

# Named like this in the migrations, so that a later one can name what it changes.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcTime(TypeDecorator[datetime]):
    """An aware time in and out, stored as UTC without a zone. A naive one is refused: nobody knows what it means."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """To UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """From UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


# SQLite's integers are of any width; elsewhere microseconds and sums need the wide ones.
_WIDE = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


class Row(SQLModel):
    """The base of all tables, with metadata of its own: no other package's tables get in."""

    metadata = MetaData(naming_convention=NAMES)
    # A table never validates; what pydantic would build for that costs a tenth of the start.
    model_config = {"defer_build": True}


def _only_one(state: str, matter: str, *columns: str) -> Index:
    """Of these columns, only one matter of a kind may be in a state at a time."""
    where = text(f"matter = '{matter}' AND state = '{state}'")
    return Index(f"uq_matters_{matter}_{state}", *columns, unique=True, sqlite_where=where, postgresql_where=where)


# The orders of the desk, and each of them within one value of what it is filtered by most. Archived cases are in none.
_BY = (("desk_due_at",), ("desk_changed_at",), ("stage", "desk_due_at"))
_ORDERS = (
    *_BY,
    ("stage", "desk_changed_at"),
    *((column, *order) for column in ("state", "waits_for", "owner") for order in _BY),
)
_OPEN, _ARCHIVED = text("archived = 0"), text("archived = 1")


def _on_the_desk(*columns: str) -> Index:
    """An order in which the desk lists cases. Its number ends each, so that every row has one place."""
    name = f"ix_cases_desk_{'_'.join(columns)}"
    return Index(name, *columns, "id", sqlite_where=_OPEN, postgresql_where=_OPEN)


class CaseRow(Row, table=True):
    """One case. Its kind, edition, reference and beginning never change. What the desk sorts by goes by the desk's own
    clock, which a practice case's runs ahead of; what is never due is due at the far end of time."""

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint("kind IN ('practice', 'record')", "kind"),
        UniqueConstraint("reference"),
        *(_on_the_desk(*columns) for columns in _ORDERS),
        Index("ix_cases_archived", "desk_changed_at", "id", sqlite_where=_ARCHIVED, postgresql_where=_ARCHIVED),
        Index(None, "listed"),
    )

    id: int | None = Field(default=None, primary_key=True)
    reference: str
    kind: str
    edition: str
    state: str
    entity_type: str | None = None
    subject: str = ""
    step: str = ""
    due_at: datetime | None = Field(default=None, sa_type=UtcTime)
    ahead_us: int = Field(default=0, sa_type=_WIDE)
    began_as: str = ""
    to_do: str = Field(default="", sa_column_kwargs={"server_default": ""})
    created_at: datetime = Field(sa_type=UtcTime)
    changed_at: datetime = Field(sa_type=UtcTime)
    version: int = 1
    owner: str = Field(default="", sa_column_kwargs={"server_default": ""})
    changed_by: str = Field(default="", sa_column_kwargs={"server_default": ""})
    waits_for: str = Field(default="", sa_column_kwargs={"server_default": ""})
    stage: int = Field(default=10, sa_column_kwargs={"server_default": "10"})
    problem: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    app_name: str = Field(default="", sa_column_kwargs={"server_default": ""})
    archived: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    listed: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    desk_due_at: datetime = Field(sa_type=UtcTime, sa_column_kwargs={"server_default": FAR_TEXT})
    desk_changed_at: datetime = Field(sa_type=UtcTime, sa_column_kwargs={"server_default": FAR_TEXT})
    search_text: str = Field(default="", sa_column_kwargs={"server_default": ""})


class CaseCountRow(Row, table=True):
    """How many cases stand alike, kept by triggers: what the desk's counts are sums of."""

    __tablename__ = "case_counts"

    kind: str = Field(primary_key=True)
    state: str = Field(primary_key=True)
    stage: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    waits_for: str = Field(primary_key=True)
    owner: str = Field(primary_key=True)
    archived: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    problem: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    n: int


class TagRow(Row, table=True):
    """One word somebody put on a case."""

    __tablename__ = "case_tags"
    __table_args__ = (Index(None, "tag", "case_id"),)

    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    tag: str = Field(primary_key=True)


class NoteRow(Row, table=True):
    """One note of an operator on a case; it is never changed."""

    __tablename__ = "case_notes"
    __table_args__ = (Index(None, "case_id", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    at: datetime = Field(sa_type=UtcTime)
    by: str
    words: bytes = Field(sa_type=LargeBinary, repr=False)


class EditRow(Row, table=True):
    """Who has a case open for editing: by name and running program, which says now and then that it still is."""

    __tablename__ = "case_edits"

    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    operator: str
    program: str
    since: datetime = Field(sa_type=UtcTime)
    seen_at: datetime = Field(sa_type=UtcTime)


class SavedViewRow(Row, table=True):
    """One operator's own view of the desk: its name, filter, order and columns as one sealed document, since what is
    filtered for may be a person's."""

    __tablename__ = "saved_views"

    operator: str = Field(primary_key=True)
    place: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    document: bytes = Field(sa_type=LargeBinary, repr=False)


class NumberRow(Row, table=True):
    """The last number given to a case in one year. It only grows, so that no reference is used twice."""

    __tablename__ = "case_numbers"

    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    last: int


class DraftRow(Row, table=True):
    """What was typed in one step. A dropped draft leaves its version, so that none is ever used twice."""

    __tablename__ = "drafts"

    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    step: str = Field(primary_key=True)
    answers: bytes | None = Field(default=None, sa_type=LargeBinary, repr=False)
    version: int
    changed_at: datetime = Field(sa_type=UtcTime)
    changed_by: str = Field(default="", sa_column_kwargs={"server_default": ""})


class LogRow(Row, table=True):
    """One line of the log. Its number grows over the whole file and is never given twice; the clock orders nothing."""

    __tablename__ = "log"
    __table_args__ = (Index(None, "case_id", "seq"), {"sqlite_autoincrement": True})

    seq: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    at: datetime = Field(sa_type=UtcTime)
    actor: str
    source: str
    event: str
    state_from: str
    state_to: str
    note: bytes = Field(sa_type=LargeBinary, repr=False)
    matter: str | None = None
    matter_id: int | None = Field(default=None, foreign_key="matters.id")


class EntityRow(Row, table=True):
    """The confirmed entity: never changed, never removed. An individual's name and number are the administrator's."""

    __tablename__ = "entities"
    __table_args__ = (
        CheckConstraint("(entity_type = 'individual') = (name IS NULL)", "name"),
        CheckConstraint("(entity_type = 'individual') = (code IS NULL)", "code"),
        CheckConstraint("(entity_type = 'individual') = (code_kind IS NULL)", "code_kind"),
        CheckConstraint("(entity_type = 'individual') = (method IS NULL)", "method"),
        Index(None, "code"),
        Index(None, "name"),
    )

    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    entity_type: str
    name: str | None = None
    code_kind: str | None = None
    code: str | None = None
    method: str | None = None
    bank_name: str = ""
    bank_account: bytes = Field(sa_type=LargeBinary, repr=False)


class AdministratorRow(Row, table=True):
    """The confirmed administrator. An individual's can never change: that person is the entity."""

    __tablename__ = "administrators"
    __table_args__ = (Index(None, "id_number_index"), Index(None, "mobile_index"))

    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    name: bytes = Field(sa_type=LargeBinary, repr=False)
    id_number: bytes = Field(sa_type=LargeBinary, repr=False)
    id_number_index: bytes = Field(sa_type=LargeBinary, repr=False)
    mobile: bytes = Field(sa_type=LargeBinary, repr=False)
    mobile_index: bytes = Field(sa_type=LargeBinary, repr=False)


class PaymentRow(Row, table=True):
    """What is to be transferred, in fen; as the platform said it once."""

    __tablename__ = "payments"
    __table_args__ = (CheckConstraint("amount_fen > 0", "amount"),)

    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    payee: str
    account: str
    bank: str
    amount_fen: int = Field(sa_type=_WIDE)
    remark: str
    due_at: datetime = Field(sa_type=UtcTime)


class MatterRow(Row, table=True):
    """One thing that a case has besides its registration. Its case, its kind and its number never change."""

    __tablename__ = "matters"
    __table_args__ = (
        UniqueConstraint("case_id", "matter", "number"),
        Index(None, "case_id", "id"),
        Index(None, "matter", "state", "due_at", "id"),
        Index(None, "matter", "subject_index"),
        Index(None, "matter", "state", "since", "id"),
        _only_one("in_review", "version", "case_id"),
        _only_one("released", "version", "case_id"),
        _only_one("bound", "member", "case_id", "subject_index"),
        _only_one("linked", "open_platform", "case_id"),
        _only_one("linked", "official_account", "case_id", "subject_index"),
        _only_one("linked", "wecom", "case_id", "subject_index"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    matter: str
    number: int
    state: str
    since: datetime = Field(sa_type=UtcTime)
    due_at: datetime | None = Field(default=None, sa_type=UtcTime)
    version: int = 1
    subject_index: bytes | None = Field(default=None, sa_type=LargeBinary, repr=False)
    details: bytes = Field(sa_type=LargeBinary, repr=False)


class MatterCountRow(Row, table=True):
    """How many matters of a kind stand in a state, over all cases of a kind; kept by triggers."""

    __tablename__ = "matter_counts"

    kind: str = Field(primary_key=True)
    matter: str = Field(primary_key=True)
    state: str = Field(primary_key=True)
    n: int


class OpenAccountRow(Row, table=True):
    """One account of the Open Platform: no case's, but one kind's. Only its qualification is added later, once."""

    __tablename__ = "open_accounts"
    __table_args__ = (CheckConstraint("kind IN ('practice', 'record')", "kind"), UniqueConstraint("kind", "number"))

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    number: int
    details: bytes = Field(sa_type=LargeBinary, repr=False)
    created_at: datetime = Field(sa_type=UtcTime)
    created_by: str
    qualified_at: datetime | None = Field(default=None, sa_type=UtcTime)
    qualified_by: str = ""
    qualified_note: bytes | None = Field(default=None, sa_type=LargeBinary, repr=False)


class ProofRow(Row, table=True):
    """That a person proved something to be theirs; what it was is kept as a blind index only."""

    __tablename__ = "proofs"

    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    kind: str = Field(primary_key=True)
    subject_index: bytes = Field(sa_type=LargeBinary, repr=False)
    at: datetime = Field(sa_type=UtcTime)


class WorldRow(Row, table=True):
    """The practice platform of one case, as one document."""

    __tablename__ = "worlds"

    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    document: bytes = Field(sa_type=LargeBinary, repr=False)


class EmailRow(Row, table=True):
    """The address a case has claimed: one case a kind and address."""

    __tablename__ = "emails"
    __table_args__ = (UniqueConstraint("kind", "address_index"),)

    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    kind: str
    address: bytes = Field(sa_type=LargeBinary, repr=False)
    address_index: bytes = Field(sa_type=LargeBinary, repr=False)


class MailRow(Row, table=True):
    """One mail of the outbox; it stays there, sent or not."""

    __tablename__ = "mails"
    __table_args__ = (Index(None, "sent_at", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    recipient: bytes = Field(sa_type=LargeBinary, repr=False)
    subject: str
    body: bytes = Field(sa_type=LargeBinary, repr=False)
    queued_at: datetime = Field(sa_type=UtcTime)
    attempts: int = 0
    sent_at: datetime | None = Field(default=None, sa_type=UtcTime)


class KeyCheckRow(Row, table=True):
    """One sealed word by which a wrong key is recognised before anything is read or written with it."""

    __tablename__ = "key_check"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    sealed: bytes = Field(sa_type=LargeBinary, repr=False)
