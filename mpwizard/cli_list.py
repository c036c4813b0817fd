"""`mpwizard list`: the desk's cases by the same filter line, in its orders, with the columns one wants."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from mpwizard.cli_output import Exit, JsonOption, opened_desk, print_json, print_lines, say, write
from mpwizard.cli_words import table
from mpwizard.i18n import N_, tr
from mpwizard.problems import Trouble
from mpwizard.text import safe, width

if TYPE_CHECKING:
    from mpwizard.case_query import CaseQuery, Order
    from mpwizard.desk import Desk
    from mpwizard.filter_line import LineProblem, Reading
    from mpwizard.views import DeskRow

_NONE = "–"
_SHOWN = 20

FilterArgument = Annotated[
    str,
    typer.Argument(
        metavar="FILTER",
        help=N_("What to list, as in the desk's filter line; in quotes, after -- if it begins with -."),
    ),
]
ColumnsOption = Annotated[str, typer.Option("--columns", metavar="NAMES", help=N_("The columns, with commas between."))]
SortOption = Annotated[
    str,
    typer.Option("--sort", metavar="ORDER", help=N_("due, changed or stage; with - before it, the other way round.")),
]
LimitOption = Annotated[
    int | None, typer.Option("--limit", metavar="N", min=1, help=N_("At most so many; all otherwise."))
]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, its words for people, and what it is called in the JSON of a case."""

    title: str
    words: Callable[[DeskRow], str]
    name: str


def _label(group: str, value: str | None) -> str:
    from mpwizard.texts import label

    return label(group, value) if value else _NONE


def _moment(row: DeskRow) -> str:
    from mpwizard.tell import moment

    return moment(row.record.desk_changed_at)


def _due(row: DeskRow) -> str:
    from mpwizard.tell import moment

    return moment(row.record.due_at) if row.record.due_at else _NONE


COLUMNS: Mapping[str, Column] = {
    "case": Column(N_("Case"), lambda row: row.record.reference, "case"),
    "kind": Column(N_("Kind"), lambda row: _label("kind", row.record.kind), "kind"),
    "subject": Column(N_("Subject"), lambda row: row.record.subject or _NONE, "subject"),
    "app": Column(N_("Mini Program"), lambda row: row.record.app_name or _NONE, "app_name"),
    "type": Column(N_("Type"), lambda row: _label("entity_type.type", row.record.entity_type), "entity_type"),
    "stage": Column(N_("Stage"), lambda row: _label("stage", row.record.stage.key), "stage"),
    "status": Column(N_("Registration"), lambda row: _label("state", row.record.state), "state"),
    "next": Column(N_("Next action"), lambda row: _label("next", row.next_action.key), "next_action"),
    "by": Column(N_("By"), lambda row: _label("actor", row.next_action.actor), "by"),
    "due": Column(N_("Due"), _due, "due_at"),
    "owner": Column(N_("Owner"), lambda row: row.record.owner or _NONE, "owner"),
    "changed": Column(N_("Changed"), _moment, "changed_at"),
}
USUAL = ("case", "subject", "type", "status", "next", "due", "owner")


def list_cases(
    words: FilterArgument = "",
    columns: ColumnsOption = "",
    sort: SortOption = "changed",
    limit: LimitOption = None,
    as_json: JsonOption = False,
) -> int:
    """List the cases that a filter leaves."""
    from mpwizard.case_query import CaseQuery
    from mpwizard.filter_line import parse
    from mpwizard.report import row_json

    chosen = _columns(columns)
    order, descending = _order(sort)
    reading = parse(words)
    if reading.problems:
        return _not_understood(words, reading, as_json=as_json)
    with opened_desk() as opened:
        rows = list(_rows(opened, CaseQuery(reading.filter, order, descending), limit))
    if as_json:
        names = [COLUMNS[key].name for key in chosen] if columns else None
        cases = [row_json(row) for row in rows]
        print_json({"cases": [{name: case[name] for name in names or case} for case in cases]})
    else:
        picked = [COLUMNS[key] for key in chosen]
        head = tuple(tr(column.title) for column in picked)
        print_lines(*table((head, *(tuple(column.words(row) for column in picked) for row in rows))))
    return Exit.OK


def _columns(names: str) -> tuple[str, ...]:
    """The columns of `--columns`.

    Raises:
        Trouble: `list_column`.
    """
    chosen = tuple(dict.fromkeys(name.strip() for name in names.split(",") if name.strip())) or USUAL
    for name in chosen:
        if name not in COLUMNS:
            raise Trouble("list_column", {"found": name[:_SHOWN]})
    return chosen


def _order(sort: str) -> tuple[Order, bool]:
    """The order of `--sort`, and whether it falls. The last changed and the first due come first unless turned round.

    Raises:
        Trouble: `list_order`.
    """
    from mpwizard.case_query import Order

    name = sort.removeprefix("-")
    if name not in set(Order):
        raise Trouble("list_order", {"found": name[:_SHOWN]})
    order = Order(name)
    return order, (order is Order.CHANGED) is not sort.startswith("-")


def _rows(desk: Desk, query: CaseQuery, limit: int | None) -> Iterator[DeskRow]:
    """The rows of one page after the other."""
    from mpwizard.case_query import LONGEST_PAGE

    desk.let_deadlines_pass()
    cursor, left, more = None, limit, True
    while more and left != 0:
        page = desk.listed.page(query, cursor, limit=min(left or LONGEST_PAGE, LONGEST_PAGE))
        yield from page.rows
        cursor, more = page.last, page.has_after
        left = None if left is None else left - len(page.rows)


def _not_understood(line: str, reading: Reading, *, as_json: bool) -> int:
    """Say what of a filter line was not understood, and where."""
    from mpwizard.report import trouble_json
    from mpwizard.tell import tell

    told = [(problem, tell(problem.refusal)) for problem in reading.problems]
    if as_json:
        places = [{"start": problem.start, "end": problem.end} for problem, _ in told]
        said = [trouble_json(each)["problems"][0] for _, each in told]
        print_json({"problems": [{**each, **place} for each, place in zip(said, places, strict=True)]})
    for problem, each in told:
        say(each, "✗", f"{problem.start + 1}-{max(problem.start + 1, problem.end)}")
        write(sys.stderr, "".join(f"  {row}\n" for row in _pointed_at(line, problem)))
    return Exit.USAGE


def _pointed_at(line: str, problem: LineProblem) -> tuple[str, str]:
    """The line, and below it marks where the problem is."""
    before, there = safe(line[: problem.start]), safe(line[problem.start : problem.end])
    return safe(line), " " * width(before) + "^" * max(1, width(there))
