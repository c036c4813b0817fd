"""Counts the database keeps itself: how many rows stand alike in the columns named. One row of a count table for each
combination there is, changed with every row that comes, goes or changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counter:
    """Count the rows of `table` in `counts` by `columns`: name of the count's column, and the expression over a row
    (`{row}` stands for it) that gives its value."""

    table: str
    counts: str
    columns: Mapping[str, str]


CASES = Counter(
    "cases",
    "case_counts",
    {name: f"{{row}}.{name}" for name in ("kind", "state", "stage", "waits_for", "owner", "archived", "problem")},
)
MATTERS = Counter(
    "matters",
    "matter_counts",
    {
        "kind": "(SELECT kind FROM cases WHERE id = {row}.case_id)",
        "matter": "{row}.matter",
        "state": "{row}.state",
    },
)


def create_counter(counter: Counter, dialect: str) -> Iterator[str]:
    """The statements that make a count of rows keep itself.

    Raises:
        NotImplementedError: for a database nobody has written them for.
    """
    if dialect == "sqlite":
        return _sqlite(counter)
    if dialect == "postgresql":
        return _postgresql(counter)
    raise NotImplementedError(f"no counters for {dialect}")


def count_now(counter: Counter) -> str:
    """The statement that counts what is there already."""
    names = ", ".join(counter.columns)
    values = ", ".join(value.format(row=counter.table) for value in counter.columns.values())
    return f"INSERT INTO {counter.counts} ({names}, n) SELECT {values}, count(*) FROM {counter.table} GROUP BY {values}"  # noqa: S608


def _one_more(counter: Counter) -> str:
    names = ", ".join(counter.columns)
    values = ", ".join(value.format(row="NEW") for value in counter.columns.values())
    row = f"INSERT INTO {counter.counts} ({names}, n) VALUES ({values}, 1)"  # noqa: S608 - names of our own
    return f"{row} ON CONFLICT ({names}) DO UPDATE SET n = {counter.counts}.n + 1;"


def _one_less(counter: Counter) -> str:
    these = " AND ".join(f"{name} = {value.format(row='OLD')}" for name, value in counter.columns.items())
    return f"UPDATE {counter.counts} SET n = n - 1 WHERE {these};"  # noqa: S608 - names of our own


def _differs(counter: Counter, unlike: str) -> str:
    own = [value for value in counter.columns.values() if value.startswith("{row}")]
    return " OR ".join(f"{value.format(row='NEW')} {unlike} {value.format(row='OLD')}" for value in own)


def _sqlite(counter: Counter) -> Iterator[str]:
    more, less, table = _one_more(counter), _one_less(counter), counter.table
    yield f"CREATE TRIGGER {table}_counted_in AFTER INSERT ON {table}\nBEGIN\n    {more}\nEND"
    yield f"CREATE TRIGGER {table}_counted_out AFTER DELETE ON {table}\nBEGIN\n    {less}\nEND"
    when = _differs(counter, "IS NOT")
    yield (
        f"CREATE TRIGGER {table}_counted_anew AFTER UPDATE ON {table}\nWHEN {when}\nBEGIN\n    {less}\n    {more}\nEND"
    )


def _postgresql(counter: Counter) -> Iterator[str]:
    more, less, table = _one_more(counter), _one_less(counter), counter.table
    for name, does in (("in", more), ("out", less), ("anew", f"{less}\n    {more}")):
        yield (
            f"CREATE FUNCTION {table}_counted_{name}() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n"
            f"    {does}\n    RETURN NULL;\nEND $$"
        )
    call = "FOR EACH ROW"
    yield (f"CREATE TRIGGER {table}_counted_in AFTER INSERT ON {table} {call} EXECUTE FUNCTION {table}_counted_in()")
    yield (f"CREATE TRIGGER {table}_counted_out AFTER DELETE ON {table} {call} EXECUTE FUNCTION {table}_counted_out()")
    when = _differs(counter, "IS DISTINCT FROM")
    yield (
        f"CREATE TRIGGER {table}_counted_anew AFTER UPDATE ON {table} {call} WHEN ({when})"
        f" EXECUTE FUNCTION {table}_counted_anew()"
    )
