"""`mpwizard stats`: what waits, how long things take, what passes at once, and why the platform refuses."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from mpwizard.cli_output import Exit, JsonOption, opened_desk, print_json, print_lines
from mpwizard.cli_words import table
from mpwizard.domain import Kind
from mpwizard.i18n import N_
from mpwizard.problems import Trouble

_SHOWN = 20

SinceOption = Annotated[
    str, typer.Option("--since", metavar="DATE", help=N_("Where the statistics begin; ninety days ago otherwise."))
]
KindOption = Annotated[
    Kind | None, typer.Option("--kind", help=N_("Of which cases; the record cases otherwise, where there are any."))
]


def stats(since: SinceOption = "", kind: KindOption = None, as_json: JsonOption = False) -> int:
    """Tell the statistics of a period, and what waits now."""
    from mpwizard import board_table
    from mpwizard.statistics import statistics
    from mpwizard.status_board import StatusBoard

    with opened_desk() as opened:
        begin = _begin(since, opened.clock.now())
        board = StatusBoard(opened.store)
        chosen = kind or board.kind()
        queues, found = board.queues(chosen), statistics(opened.store, opened.clock, chosen, begin)
    if as_json:
        print_json(board_table.as_json(queues, found))
    else:
        print_lines(*table((board_table.header(), *board_table.rows(queues, found))))
    return Exit.OK


def _begin(since: str, now: datetime) -> datetime | None:
    """The beginning of a day by the local calendar.

    Raises:
        Trouble: `stats_since`, where it is no date, or one that is yet to come.
    """
    from mpwizard.statistics import PERIOD

    if not since:
        return None
    try:
        begin = datetime.strptime(since, "%Y-%m-%d").astimezone()  # a local day
    except (ValueError, OverflowError, OSError):
        begin = None
    if begin is None or begin > now:
        raise Trouble("stats_since", {"found": since[:_SHOWN], "days": PERIOD.days})
    return begin
