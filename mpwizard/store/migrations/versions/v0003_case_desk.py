"""What the desk sorts, filters, counts and searches by; owners, tags, notes, who edits, and one's own views."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mpwizard.store.migrations.counters import CASES, MATTERS, count_now, create_counter
from mpwizard.store.migrations.triggers import NOTES, create

revision = "0003"
down_revision = "0002"

_FAR = "9999-12-31 00:00:00.000000"
_TEXTS = ("owner", "changed_by", "waits_for", "app_name", "search_text")
_NUMBERS = {"stage": "10", "problem": "0", "archived": "0", "listed": "0"}
_TIMES = ("desk_due_at", "desk_changed_at")
_REPLACED = (
    "ix_cases_changed_at_id",
    "ix_cases_due_at_id",
    "ix_cases_entity_type",
    "ix_cases_state_changed_at_id",
    "ix_cases_subject",
)
_ORDERS = (
    ("desk_due_at",),
    ("desk_changed_at",),
    ("stage", "desk_due_at"),
    ("stage", "desk_changed_at"),
    *(
        (column, *order)
        for column in ("state", "waits_for", "owner")
        for order in (("desk_due_at",), ("desk_changed_at",), ("stage", "desk_due_at"))
    ),
)


def upgrade() -> None:
    """Add the columns and tables; rows that are there are listed anew by the program, which knows what they mean."""
    dialect = op.get_context().dialect.name
    _columns()
    _indexes()
    _tables()
    _search(dialect)
    for counter in (CASES, MATTERS):
        op.execute(count_now(counter))
        for statement in create_counter(counter, dialect):
            op.execute(statement)
    for guard in NOTES:
        op.execute(create(guard, dialect))


def _columns() -> None:
    for name in _TEXTS:
        op.add_column("cases", sa.Column(name, sa.String(), nullable=False, server_default=""))
    for name, value in _NUMBERS.items():
        op.add_column("cases", sa.Column(name, sa.Integer(), nullable=False, server_default=value))
    for name in _TIMES:
        op.add_column("cases", sa.Column(name, sa.DateTime(), nullable=False, server_default=_FAR))
    op.add_column("drafts", sa.Column("changed_by", sa.String(), nullable=False, server_default=""))
    op.execute(f"UPDATE cases SET desk_changed_at = changed_at, desk_due_at = coalesce(due_at, '{_FAR}')")  # noqa: S608


def _indexes() -> None:
    for name in _REPLACED:
        op.drop_index(op.f(name), table_name="cases")
    for columns in _ORDERS:
        _partial(f"ix_cases_desk_{'_'.join(columns)}", columns, "archived = 0")
    _partial("ix_cases_archived", ("desk_changed_at",), "archived = 1")
    op.create_index(op.f("ix_cases_listed"), "cases", ["listed"])
    op.create_index(op.f("ix_matters_matter_state_since_id"), "matters", ["matter", "state", "since", "id"])


def _partial(name: str, columns: tuple[str, ...], where: str) -> None:
    only = sa.text(where)
    op.create_index(name, "cases", [*columns, "id"], sqlite_where=only, postgresql_where=only)


def _tables() -> None:
    op.create_table(
        "case_counts",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("stage", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("waits_for", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("archived", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("problem", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "kind", "state", "stage", "waits_for", "owner", "archived", "problem", name=op.f("pk_case_counts")
        ),
    )
    op.create_table(
        "matter_counts",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "matter", "state", name=op.f("pk_matter_counts")),
    )
    op.create_table(
        "case_tags",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_tags_case_id")),
        sa.PrimaryKeyConstraint("case_id", "tag", name=op.f("pk_case_tags")),
    )
    op.create_index(op.f("ix_case_tags_tag_case_id"), "case_tags", ["tag", "case_id"])
    op.create_table(
        "case_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_notes_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_notes")),
    )
    op.create_index(op.f("ix_case_notes_case_id_id"), "case_notes", ["case_id", "id"])
    op.create_table(
        "case_edits",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("program", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_edits_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_edits")),
    )
    op.create_table(
        "saved_views",
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("operator", "place", name=op.f("pk_saved_views")),
    )


def _search(dialect: str) -> None:
    """The index of neighbouring characters; what it is made of is `store/grams.py`'s."""
    if dialect == "sqlite":
        op.execute("CREATE VIRTUAL TABLE case_grams USING fts5(grams, content='', columnsize=0)")
        return
    op.execute(
        "CREATE TABLE case_grams"
        " (case_id INTEGER PRIMARY KEY REFERENCES cases (id) ON DELETE CASCADE, grams tsvector NOT NULL)"
    )
    op.execute("CREATE INDEX ix_case_grams_grams ON case_grams USING gin (grams)")
