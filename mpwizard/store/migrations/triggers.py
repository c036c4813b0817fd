"""Rules the database itself keeps, so that no program and no hand at a prompt can break them: what is final stays.

A rule is written once, and rendered for the database at hand. A released rule is never edited here: the steps that made
it still name it. A new one gets a new name and a new step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Change(StrEnum):
    """What a rule stands before."""

    INSERT = "INSERT"
    UPDATE = "UPDATE"
    DELETE = "DELETE"


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuse a change of a row of a table; of all rows, or where `when` (over OLD and NEW) is true."""

    name: str
    table: str
    change: Change
    says: str
    when: str = ""

    @property
    def forbids_all_removal(self) -> bool:
        """Whether no row of the table may ever be removed."""
        return self.change is Change.DELETE and not self.when


def never_changes(table: str, key: str) -> tuple[Guard, ...]:
    """A table whose rows are written once. The guard before inserts is there for REPLACE, which deletes in silence."""
    says = f"{table}: written once"
    return (
        Guard(f"{table}_never_updated", table, Change.UPDATE, says),
        Guard(f"{table}_never_deleted", table, Change.DELETE, says),
        Guard(
            f"{table}_never_replaced",
            table,
            Change.INSERT,
            says,
            f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})",  # noqa: S608 - names of our own
        ),
    )


_FINAL_STATES = "('confirmed', 'awaiting_transfer', 'awaiting_verification', 'registered', 'failed')"
_OF_AN_INDIVIDUAL = "EXISTS (SELECT 1 FROM entities WHERE case_id = {row}.case_id AND entity_type = 'individual')"
_HAS_AN_ADMINISTRATOR = "EXISTS (SELECT 1 FROM administrators WHERE case_id = NEW.case_id)"

FIRST = (
    *never_changes("log", "seq"),
    *never_changes("entities", "case_id"),
    *never_changes("payments", "case_id"),
    Guard(
        "administrators_of_individuals_never_updated",
        "administrators",
        Change.UPDATE,
        "administrators: an individual is the entity",
        f"NEW.case_id IS NOT OLD.case_id OR {_OF_AN_INDIVIDUAL.format(row='OLD')}",
    ),
    Guard(
        "administrators_of_individuals_never_deleted",
        "administrators",
        Change.DELETE,
        "administrators: an individual is the entity",
        _OF_AN_INDIVIDUAL.format(row="OLD"),
    ),
    Guard(
        "administrators_of_individuals_never_replaced",
        "administrators",
        Change.INSERT,
        "administrators: an individual is the entity",
        f"{_OF_AN_INDIVIDUAL.format(row='NEW')} AND {_HAS_AN_ADMINISTRATOR}",
    ),
    Guard(
        "cases_keep_their_beginning",
        "cases",
        Change.UPDATE,
        "cases: kind, edition, reference and beginning never change",
        "NEW.id IS NOT OLD.id OR NEW.reference IS NOT OLD.reference OR NEW.kind IS NOT OLD.kind"
        " OR NEW.edition IS NOT OLD.edition OR NEW.created_at IS NOT OLD.created_at",
    ),
    Guard(
        "cases_never_replaced",
        "cases",
        Change.INSERT,
        "cases: written once",
        "EXISTS (SELECT 1 FROM cases WHERE id = NEW.id OR reference = NEW.reference)",
    ),
    Guard(
        "cases_keep_their_entity_type",
        "cases",
        Change.UPDATE,
        "cases: the entity type is final once confirmed",
        f"NEW.entity_type IS NOT OLD.entity_type AND OLD.state IN {_FINAL_STATES}",
    ),
    Guard(
        "cases_stay_confirmed",
        "cases",
        Change.UPDATE,
        "cases: no way back from a confirmed entity",
        f"OLD.state IN {_FINAL_STATES} AND NEW.state NOT IN {_FINAL_STATES}",
    ),
)


MATTERS = (
    Guard(
        "matters_keep_their_beginning",
        "matters",
        Change.UPDATE,
        "matters: case, kind and number never change",
        "NEW.id IS NOT OLD.id OR NEW.case_id IS NOT OLD.case_id OR NEW.matter IS NOT OLD.matter"
        " OR NEW.number IS NOT OLD.number",
    ),
    Guard("matters_never_deleted", "matters", Change.DELETE, "matters: they end, they do not vanish"),
    Guard(
        "matters_never_replaced",
        "matters",
        Change.INSERT,
        "matters: written once",
        "EXISTS (SELECT 1 FROM matters WHERE id = NEW.id"
        " OR (case_id = NEW.case_id AND matter = NEW.matter AND number = NEW.number))",
    ),
)

NOTES = never_changes("case_notes", "id")

OPEN_ACCOUNTS = (
    Guard(
        "open_accounts_keep_their_beginning",
        "open_accounts",
        Change.UPDATE,
        "open_accounts: only the qualification is added, once",
        "NEW.id IS NOT OLD.id OR NEW.kind IS NOT OLD.kind OR NEW.number IS NOT OLD.number"
        " OR NEW.details IS NOT OLD.details OR NEW.created_at IS NOT OLD.created_at"
        " OR NEW.created_by IS NOT OLD.created_by OR OLD.qualified_at IS NOT NULL",
    ),
    Guard(
        "open_accounts_never_deleted", "open_accounts", Change.DELETE, "open_accounts: cases may have been bound to it"
    ),
    Guard(
        "open_accounts_never_replaced",
        "open_accounts",
        Change.INSERT,
        "open_accounts: written once",
        "EXISTS (SELECT 1 FROM open_accounts WHERE id = NEW.id OR (kind = NEW.kind AND number = NEW.number))",
    ),
)


def create(guard: Guard, dialect: str) -> str:
    """The statement that makes the rule.

    Raises:
        NotImplementedError: for a database nobody has written the rules for.
    """
    try:
        render = _RENDERERS[dialect]
    except KeyError:
        raise NotImplementedError(f"no triggers for {dialect}") from None
    return render(guard)


def _sqlite(guard: Guard) -> str:
    condition = f"WHEN {guard.when}\n" if guard.when else ""
    return (
        f"CREATE TRIGGER {guard.name}\nBEFORE {guard.change} ON {guard.table}\n"
        f"{condition}BEGIN\n    SELECT RAISE(ABORT, '{guard.says}');\nEND"
    )


def _postgresql(guard: Guard) -> str:
    """A function that refuses, and the trigger that calls it: a trigger's own condition could not ask other tables. It
    refuses as a broken constraint does. A table emptied in one go fires no trigger of a row, so it has one of its own.
    """
    refuse = f"RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = '{guard.says}';"
    if guard.when:
        # What SQLite calls IS NOT between two columns.
        condition = guard.when.replace(" IS NOT OLD.", " IS DISTINCT FROM OLD.")
        row = "OLD" if guard.change is Change.DELETE else "NEW"
        refuse = f"IF {condition} THEN\n        {refuse}\n    END IF;\n    RETURN {row};"
    statements = [
        f"CREATE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n    {refuse}\nEND $$",
        f"CREATE TRIGGER {guard.name} BEFORE {guard.change} ON {guard.table}"
        f" FOR EACH ROW EXECUTE FUNCTION {guard.name}()",
    ]
    if guard.forbids_all_removal:
        statements.append(
            f"CREATE TRIGGER {guard.name}_at_once BEFORE TRUNCATE ON {guard.table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {guard.name}()"
        )
    return ";\n".join(statements)


_RENDERERS: Mapping[str, Callable[[Guard], str]] = {"sqlite": _sqlite, "postgresql": _postgresql}
