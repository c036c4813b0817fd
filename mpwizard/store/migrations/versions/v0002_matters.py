"""What a case has after its registration, and the log of it; the accounts of the Open Platform, which no case has."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mpwizard.store.migrations.triggers import MATTERS, OPEN_ACCOUNTS, create

revision = "0002"
down_revision = "0001"

_ONE_AT_A_TIME = (
    ("uq_matters_version_in_review", ("case_id",), "matter = 'version' AND state = 'in_review'"),
    ("uq_matters_version_released", ("case_id",), "matter = 'version' AND state = 'released'"),
    ("uq_matters_member_bound", ("case_id", "subject_index"), "matter = 'member' AND state = 'bound'"),
    ("uq_matters_open_platform_linked", ("case_id",), "matter = 'open_platform' AND state = 'linked'"),
    (
        "uq_matters_official_account_linked",
        ("case_id", "subject_index"),
        "matter = 'official_account' AND state = 'linked'",
    ),
    ("uq_matters_wecom_linked", ("case_id", "subject_index"), "matter = 'wecom' AND state = 'linked'"),
)


def upgrade() -> None:
    """Add the matters, and let the log name them; add the accounts of the Open Platform."""
    op.create_table(
        "matters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("subject_index", sa.LargeBinary(), nullable=True),
        sa.Column("details", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_matters_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matters")),
        sa.UniqueConstraint("case_id", "matter", "number", name=op.f("uq_matters_case_id_matter_number")),
    )
    op.create_index(op.f("ix_matters_case_id_id"), "matters", ["case_id", "id"])
    op.create_index(op.f("ix_matters_matter_state_due_at_id"), "matters", ["matter", "state", "due_at", "id"])
    op.create_index(op.f("ix_matters_matter_subject_index"), "matters", ["matter", "subject_index"])
    for name, columns, where in _ONE_AT_A_TIME:
        op.create_index(
            name, "matters", list(columns), unique=True, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
        )
    op.create_table(
        "open_accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("details", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("qualified_at", sa.DateTime(), nullable=True),
        sa.Column("qualified_by", sa.String(), nullable=False),
        sa.Column("qualified_note", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("kind IN ('practice', 'record')", name=op.f("ck_open_accounts_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_accounts")),
        sa.UniqueConstraint("kind", "number", name=op.f("uq_open_accounts_kind_number")),
    )
    op.add_column("cases", sa.Column("to_do", sa.String(), nullable=False, server_default=""))
    op.add_column("log", sa.Column("matter", sa.String(), nullable=True))
    # A foreign key that is added to a table there already: SQLite takes it with the column only.
    op.execute("ALTER TABLE log ADD COLUMN matter_id INTEGER CONSTRAINT fk_log_matter_id REFERENCES matters (id)")
    for guard in (*MATTERS, *OPEN_ACCOUNTS):
        op.execute(create(guard, op.get_context().dialect.name))
