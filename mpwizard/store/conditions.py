"""The conditions of a filter as SQL, for SQLite and PostgreSQL alike. Names and signs are ours; every value that
somebody typed stands beside the text, under a name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mpwizard.domain import Kind
from mpwizard.filter_fields import ME, NOBODY, Clause, Field, Has
from mpwizard.filter_times import changed_span, due_span
from mpwizard.stages import Stage
from mpwizard.store.grams import SHORTEST, grams
from mpwizard.store.places import Blind
from mpwizard.store.times import FAR_TEXT, stored_time
from mpwizard.text import compact, comparable

# Columns that an index begins with, and of which `case_counts` keeps count.
EQUALS: Mapping[Field, str] = {
    Field.OWNER: "owner",
    Field.STATUS: "state",
    Field.WAITS: "waits_for",
    Field.STAGE: "stage",
}
_TIME_COLUMNS: Mapping[Field, str] = {Field.DUE: "desk_due_at", Field.CHANGED: "desk_changed_at"}
_COUNTED_HAS = frozenset({Has.PROBLEM, Has.OWNER, Has.ARCHIVED})
_KINDS = ", ".join(f"'{kind}'" for kind in Kind)


@dataclass(frozen=True, slots=True)
class Dialect:
    """What the two databases say differently.

    `contains` is true of a case with `{term}` in its text; `matching` gives the ids of cases with `{grams}`, which
    `phrase` and `both` make of the pairs of one term and of several; `aside` names a column so that no index on it is
    used, where the planner would not know better.
    """

    contains: str
    matching: str
    phrase: Callable[[list[str]], str]
    both: str
    aside: str


DIALECTS: Mapping[str, Dialect] = {
    "sqlite": Dialect(
        contains="instr(cases.search_text, {term}) > 0",
        matching="SELECT rowid AS id FROM case_grams WHERE case_grams MATCH {grams}",
        phrase=lambda pairs: f'"{" ".join(pairs)}"',
        both=" AND ",
        aside="+{column}",
    ),
    "postgresql": Dialect(
        contains="strpos(cases.search_text, {term}) > 0",
        matching="SELECT case_id AS id FROM case_grams WHERE grams @@ to_tsquery('simple', {grams})",
        phrase=lambda pairs: f"({' <-> '.join(pairs)})",
        both=" & ",
        aside="{column}",
    ),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks when, and how a whole e-mail address is found without being readable."""

    operator: str
    now: datetime
    index: Callable[[str, str], bytes]


@dataclass(slots=True)
class Named:
    """The values of a statement under the names that it calls them by."""

    values: dict[str, object] = field(default_factory=dict)

    def __call__(self, value: object) -> str:
        """The name of one more value, as it stands in the statement."""
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"


class Conditions:
    """Writes the conditions of one statement."""

    def __init__(self, dialect: Dialect, asked: Asked, named: Named, table: str = "cases") -> None:
        self._dialect = dialect
        self._asked = asked
        self._named = named
        self._table = table

    def clause(self, clause: Clause, *, aside: bool = False) -> str:
        """One clause. Set `aside`, it is only looked at, and no index is chosen for its sake."""
        any_of = " OR ".join(self._any_of(clause, aside))
        return f"NOT ({any_of})" if clause.negated else f"({any_of})"

    def source(self, clauses: list[Clause]) -> str:
        """The statement of the ids of all cases that these clauses are true of, and perhaps of some more. They
        are of one field, and several only of free text."""
        clause = clauses[0]
        if clause.field is Field.TEXT:
            return self._found(clauses)
        if clause.field is Field.TAG:
            return f"SELECT DISTINCT case_id AS id FROM case_tags WHERE tag IN ({self._names(clause.values)})"  # noqa: S608
        if clause.field is Field.HAS:
            return f"SELECT DISTINCT case_id AS id FROM case_{Has(clause.values[0])}"  # noqa: S608 - our own names
        return f"SELECT cases.id AS id FROM cases WHERE cases.archived = 0 AND {self.clause(clause)}"  # noqa: S608

    def _found(self, clauses: list[Clause]) -> str:
        if is_address(clauses[0].values[0]):
            return self._holders(clauses[0].values[0])
        phrases = [self._dialect.phrase(grams(comparable(clause.values[0]))) for clause in clauses]
        return self._dialect.matching.format(grams=self._named(self._dialect.both.join(phrases)))

    def _any_of(self, clause: Clause, aside: bool) -> list[str]:
        match clause.field:
            case Field.TEXT:
                return [self._text(clause.values[0])]
            case Field.DUE | Field.CHANGED:
                return [self._time(clause.field, value, aside) for value in clause.values]
            case Field.TAG:
                tags = self._names(clause.values)
                return [f"EXISTS (SELECT 1 FROM case_tags WHERE case_id = cases.id AND tag IN ({tags}))"]  # noqa: S608
            case Field.HAS:
                return [self._has(Has(value)) for value in clause.values]
            case Field.TYPE | Field.KIND:
                column = "entity_type" if clause.field is Field.TYPE else "kind"
                return [f"coalesce({self._column(column)}, '') IN ({self._names(clause.values)})"]
            case _:
                return [self._equals(clause, aside)]

    def _equals(self, clause: Clause, aside: bool) -> str:
        column = self._column(EQUALS[clause.field], aside)
        values = [self._stored(clause.field, value) for value in clause.values]
        return f"{column} = {self._named(values[0])}" if len(values) == 1 else f"{column} IN ({self._names(values)})"

    def _stored(self, named: Field, value: str) -> object:
        """A value of the filter as its column has it."""
        if named is Field.STAGE:
            return int(Stage[value.upper()])
        if named is Field.OWNER and value == ME:
            return self._asked.operator
        return "" if value == NOBODY else value

    def _text(self, typed: str) -> str:
        if is_address(typed):
            return f"cases.id IN ({self._holders(typed)})"
        return self._dialect.contains.format(term=self._named(comparable(typed)))

    def _holders(self, address: str) -> str:
        index = self._named(self._asked.index(address, Blind.EMAIL))
        return f"SELECT case_id AS id FROM emails WHERE kind IN ({_KINDS}) AND address_index = {index}"  # noqa: S608

    def _time(self, named: Field, value: str, aside: bool) -> str:
        column = self._column(_TIME_COLUMNS[named], aside)
        span = due_span(value, self._asked.now) if named is Field.DUE else changed_span(value, self._asked.now)
        if span is None:
            return f"{column} = {self._named(FAR_TEXT)}"
        end = FAR_TEXT if span.end is None and named is Field.DUE else span.end and stored_time(span.end)
        bounds = [f"{column} >= {self._named(stored_time(span.start))}"] if span.start else []
        bounds += [f"{column} < {self._named(end)}"] if end else []
        return f"({' AND '.join(bounds)})"

    def _has(self, what: Has) -> str:
        match what:
            case Has.PROBLEM | Has.ARCHIVED:
                return f"{self._column(what.value)} = 1"
            case Has.OWNER:
                return f"{self._column('owner')} <> ''"
            case Has.NOTES | Has.TAGS:
                return f"EXISTS (SELECT 1 FROM case_{what} WHERE case_id = cases.id)"  # noqa: S608 - our own names

    def _column(self, name: str, aside: bool = False) -> str:
        column = f"{self._table}.{name}"
        return self._dialect.aside.format(column=column) if aside else column

    def _names(self, values: Iterable[object]) -> str:
        return ", ".join(self._named(value) for value in values)


def is_address(typed: str) -> bool:
    """Whether a term is a whole e-mail address: then the case that has claimed it is looked for, and nothing else."""
    name, at, domain = compact(typed).partition("@")
    return bool(name and at and "@" not in domain and "." in domain.strip("."))


def has_pairs(clause: Clause) -> bool:
    """Whether an index can tell where a term of free text stands."""
    return is_address(clause.values[0]) or len(comparable(clause.values[0])) >= SHORTEST


def has_rows(clause: Clause) -> bool:
    """Whether it asks for cases of which another table has rows."""
    return clause.field is Field.TAG or (clause.field is Field.HAS and clause.values in {(Has.NOTES,), (Has.TAGS,)})


def is_counted(clause: Clause) -> bool:
    """Whether the counts that the database keeps are enough to count by a clause."""
    if clause.field is Field.HAS:
        return set(clause.values) <= _COUNTED_HAS
    return clause.field in EQUALS or clause.field is Field.KIND
