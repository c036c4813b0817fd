"""The command that fills a desk with practice cases to try it with: `practice generate`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from mpwizard.cli_output import Exit, JsonOption, opened_desk, print_json, print_lines, write
from mpwizard.i18n import N_, tr

_MOST = 1_000_000

CasesOption = Annotated[int, typer.Option("--cases", metavar="N", min=1, max=_MOST, help=N_("How many cases to make."))]
SeedOption = Annotated[
    int, typer.Option("--seed", metavar="S", help=N_("Which desk to make; the same number makes the same one."))
]
YesOption = Annotated[bool, typer.Option("--yes", help=N_("Make them even beside record cases."))]


def generate(cases: CasesOption, seed: SeedOption = 1, yes: YesOption = False, as_json: JsonOption = False) -> int:
    """Make many practice cases on the desk."""
    from mpwizard.synthetic_desk.generating import generate as make
    from mpwizard.synthetic_desk.player import PASSWORD

    with opened_desk() as desk:
        made = make(desk, cases, seed, _show, beside_records=yes)
    _wipe()
    if as_json:
        print_json(
            {
                "cases": made.cases,
                "archived": made.archived,
                "seed": seed,
                "first": made.first,
                "last": made.last,
                "password": PASSWORD,
            }
        )
    else:
        print_lines(
            tr("{count} practice cases: {first} to {last}.", count=made.cases, first=made.first, last=made.last),
            tr("Their accounts are signed in to with the password {password}.", password=PASSWORD),
        )
        if made.archived:
            words = tr("The archive has {count} of them; the filter has:archived shows these.", count=made.archived)
            print_lines(words)
    return Exit.OK


def _show(done: int, of: int) -> None:
    """How far it is, on a terminal only."""
    if sys.stderr is not None and sys.stderr.isatty():
        write(sys.stderr, "\r" + tr("{done} of {count} cases", done=done, count=of))
        sys.stderr.flush()


def _wipe() -> None:
    if sys.stderr is not None and sys.stderr.isatty():
        write(sys.stderr, "\r\x1b[K")
