"""The first tables, and the rules the database keeps over them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mpwizard.store.migrations.triggers import FIRST, create

revision = "0001"
down_revision = None

# SQLite's integers are of any width; elsewhere microseconds and sums need the wide ones.
_WIDE = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade() -> None:
    """Create everything."""
    op.create_table(
        "case_numbers",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_case_numbers")),
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("entity_type", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("ahead_us", _WIDE, nullable=False),
        sa.Column("began_as", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('practice', 'record')", name=op.f("ck_cases_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("reference", name=op.f("uq_cases_reference")),
    )
    op.create_index(op.f("ix_cases_changed_at_id"), "cases", ["changed_at", "id"])
    op.create_index(op.f("ix_cases_due_at_id"), "cases", ["due_at", "id"])
    op.create_index(op.f("ix_cases_entity_type"), "cases", ["entity_type"])
    op.create_index(op.f("ix_cases_state_changed_at_id"), "cases", ["state", "changed_at", "id"])
    op.create_index(op.f("ix_cases_subject"), "cases", ["subject"])
    op.create_table(
        "key_check",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_check")),
    )
    op.create_table(
        "administrators",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("id_number", sa.LargeBinary(), nullable=False),
        sa.Column("id_number_index", sa.LargeBinary(), nullable=False),
        sa.Column("mobile", sa.LargeBinary(), nullable=False),
        sa.Column("mobile_index", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_administrators_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_administrators")),
    )
    op.create_index(op.f("ix_administrators_id_number_index"), "administrators", ["id_number_index"])
    op.create_index(op.f("ix_administrators_mobile_index"), "administrators", ["mobile_index"])
    op.create_table(
        "drafts",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_drafts_case_id")),
        sa.PrimaryKeyConstraint("case_id", "step", name=op.f("pk_drafts")),
    )
    op.create_table(
        "emails",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("address_index", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_emails_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_emails")),
        sa.UniqueConstraint("kind", "address_index", name=op.f("uq_emails_kind_address_index")),
    )
    op.create_table(
        "entities",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("entity_type", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("code_kind", sa.String(), nullable=True),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("method", sa.String(), nullable=True),
        sa.Column("bank_name", sa.String(), nullable=False),
        sa.Column("bank_account", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("(entity_type = 'individual') = (code IS NULL)", name=op.f("ck_entities_code")),
        sa.CheckConstraint("(entity_type = 'individual') = (code_kind IS NULL)", name=op.f("ck_entities_code_kind")),
        sa.CheckConstraint("(entity_type = 'individual') = (method IS NULL)", name=op.f("ck_entities_method")),
        sa.CheckConstraint("(entity_type = 'individual') = (name IS NULL)", name=op.f("ck_entities_name")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_entities_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_entities")),
    )
    op.create_index(op.f("ix_entities_code"), "entities", ["code"])
    op.create_index(op.f("ix_entities_name"), "entities", ["name"])
    op.create_table(
        "log",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("state_from", sa.String(), nullable=False),
        sa.Column("state_to", sa.String(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_log_case_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_log")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_log_case_id_seq"), "log", ["case_id", "seq"])
    op.create_table(
        "mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.LargeBinary(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("queued_at", sa.DateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_mails_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
    )
    op.create_index(op.f("ix_mails_sent_at_id"), "mails", ["sent_at", "id"])
    op.create_table(
        "payments",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("payee", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("bank", sa.String(), nullable=False),
        sa.Column("amount_fen", _WIDE, nullable=False),
        sa.Column("remark", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_payments_amount")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_payments_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_payments")),
    )
    op.create_table(
        "proofs",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_index", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_proofs_case_id")),
        sa.PrimaryKeyConstraint("case_id", "kind", name=op.f("pk_proofs")),
    )
    op.create_table(
        "worlds",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_worlds_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_worlds")),
    )
    for guard in FIRST:
        op.execute(create(guard, op.get_context().dialect.name))
