"""Whole cases as plain rows: read from a desk whose keys seal nothing, written to any desk sealed, many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, TextClause, func, select, text
from sqlmodel import col

from mpwizard.domain import Kind
from mpwizard.store.grams import search_text
from mpwizard.store.keys import KeyRing
from mpwizard.store.places import Blind, Place
from mpwizard.store.rows import (
    AdministratorRow,
    CaseRow,
    DraftRow,
    EmailRow,
    EntityRow,
    LogRow,
    MatterRow,
    NoteRow,
    NumberRow,
    PaymentRow,
    ProofRow,
    Row,
    TagRow,
    WorldRow,
)
from mpwizard.store.search_index import SearchIndex

# Whatever a case is kept in, in an order in which each row finds what it points to.
TABLES: tuple[type[Row], ...] = (
    CaseRow,
    MatterRow,
    LogRow,
    DraftRow,
    EntityRow,
    AdministratorRow,
    PaymentRow,
    ProofRow,
    WorldRow,
    EmailRow,
    TagRow,
    NoteRow,
)
CASES, MATTERS, LOG, TAGS, NOTES = "cases", "matters", "log", "case_tags", "case_notes"

# What the database numbers itself.
_NUMBERED = {LOG: "seq", NOTES: "id"}

PlainRow = dict[str, Any]
PlainRows = Mapping[str, Sequence[PlainRow]]


class OpenKeys(KeyRing):
    """Keys that seal nothing: for a scratch desk that is thrown away, on which nobody is real."""

    def __init__(self) -> None:
        super().__init__(bytes(32))

    def seal(self, value: str, place: str) -> bytes:
        """The value as it is."""
        del place
        return value.encode()

    def open(self, sealed: bytes, place: str) -> str:
        """The value as it is."""
        del place
        return sealed.decode()

    def index(self, value: str, place: str) -> bytes:
        """The value as it is."""
        del place
        return value.encode()


class CopyWriter:
    """Reads one case whole and writes many, within one transaction."""

    def __init__(self, connection: Connection, keys: KeyRing) -> None:
        self._connection = connection
        self._keys = keys

    def of_case(self, case_id: int) -> dict[str, list[PlainRow]]:
        """The rows of a case by table, what is sealed or a blind index as the text that `OpenKeys` left it. What the
        database numbers itself is left out, but for what other rows point to."""
        return {str(each.__tablename__): self._rows(each, case_id) for each in TABLES}

    def has(self, kind: Kind) -> bool:
        """Whether there is any case of a kind."""
        statement = select(col(CaseRow.id)).where(col(CaseRow.kind) == kind.value).limit(1)
        return self._connection.execute(statement).first() is not None

    def next_ids(self) -> tuple[int, int]:
        """The numbers that the next case and the next matter get in the database."""
        last = (select(func.max(col(each.id))) for each in (CaseRow, MatterRow))
        case_id, matter_id = (self._connection.execute(each).scalar_one() or 0 for each in last)
        return case_id + 1, matter_id + 1

    def next_numbers(self, year: int, count: int) -> range:
        """So many numbers of cases of a year, given to nobody else."""
        known = select(col(NumberRow.last)).where(col(NumberRow.year) == year)
        last = self._connection.execute(known).scalar_one_or_none()
        numbers = _NUMBERS_BEGIN if last is None else _NUMBERS_GO_ON
        self._connection.execute(numbers, {"this_year": year, "newest": (last or 0) + count})
        return range((last or 0) + 1, (last or 0) + count + 1)

    def put(self, rows: PlainRows) -> None:
        """Write the rows of many cases: times as they are stored, what belongs sealed as text. Each value is sealed
        for itself, and every case can be found by its text."""
        for each in rows[CASES]:
            each["search_text"] = search_text(each["reference"], each["subject"], each["app_name"])
        value = _VALUES[self._connection.dialect.name]
        for name, columns in _COLUMNS.items():
            if rows[name]:
                self._seal(name, rows[name])
                values = ", ".join(map(value.format, columns))
                insert = f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({values})"  # noqa: S608 - names of our own
                self._connection.exec_driver_sql(insert, rows[name])
        SearchIndex(self._connection).put_new((each["id"], each["search_text"]) for each in rows[CASES])
        for statement in _AFTERWARDS.get(self._connection.dialect.name, ()):
            self._connection.execute(statement)

    def _rows(self, model: type[Row], case_id: int) -> list[PlainRow]:
        table, name = model.metadata.tables[str(model.__tablename__)], str(model.__tablename__)
        this = table.c.id if name == CASES else table.c.case_id
        order = table.c[_NUMBERED[name]] if name in _NUMBERED else next(iter(table.primary_key))
        found = self._connection.execute(select(table).where(this == case_id).order_by(order)).mappings()
        return [{key: _as_text(value) for key, value in row.items() if key != _NUMBERED.get(name)} for row in found]

    def _seal(self, name: str, rows: Iterable[PlainRow]) -> None:
        for column_name, seals, place in _SEALS[name]:
            write = self._keys.seal if seals else self._keys.index
            for row in rows:
                if row[column_name] is not None:
                    row[column_name] = write(row[column_name], place)


def _as_text(value: Any) -> Any:
    return value.decode() if isinstance(value, bytes) else value


def _columns(model: type[Row]) -> tuple[str, ...]:
    """What is written of a row."""
    name = str(model.__tablename__)
    return tuple(each.name for each in model.metadata.tables[name].columns if each.name != _NUMBERED.get(name))


def _seals(name: str) -> tuple[tuple[str, bool, str], ...]:
    """The columns of a table that are sealed or are blind indexes: name, which of the two, and place."""
    sealed = [(place.split(".")[1], True, place.value) for place in Place if place.split(".")[0] == name]
    blind = [(place.split(".")[1], False, place.value) for place in Blind if place.split(".")[0] == name]
    return (*sealed, *blind)


_COLUMNS = {str(each.__tablename__): _columns(each) for each in TABLES}
_SEALS = {name: _seals(name) for name in _COLUMNS}
# How a value is named in a statement that goes to the driver as it is: SQLAlchemy would look at each value once more.
_VALUES = {"sqlite": ":{}", "postgresql": "%({})s"}
_NUMBERS_BEGIN = text("INSERT INTO case_numbers (year, last) VALUES (:this_year, :newest)")
_NUMBERS_GO_ON = text("UPDATE case_numbers SET last = :newest WHERE year = :this_year")
# PostgreSQL numbers rows by counters of its own, which do not see the numbers that rows bring along.
_AFTERWARDS: Mapping[str, tuple[TextClause, ...]] = {
    "postgresql": tuple(
        text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))")  # noqa: S608
        for name in (CASES, MATTERS)
    )
}
