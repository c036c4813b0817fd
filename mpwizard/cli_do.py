"""The commands that do something with an account: `do`, and `practice upload`, its thin twin for one action."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Annotated

import typer

from mpwizard.cli_output import CaseArgument, Exit, JsonOption, opened_desk, print_json, print_lines, say
from mpwizard.i18n import N_
from mpwizard.problems import Trouble
from mpwizard.text import cut_middle, safe

_UPLOAD = "versions.upload"
_ENV = "_env"
_NAME_CELLS = 30
# A problem with what was given on the command line itself, and not with the answers of a form.
_EXITS = {"matter_unknown": Exit.NOT_FOUND, "said_day_form": Exit.USAGE}

ActionArgument = Annotated[str, typer.Argument(metavar="ACTION", help=N_("The action, such as members.add."))]
ValuesArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="KEY=VALUE", help=N_("Its answers; KEY_env=NAME takes one from the environment.")),
]
ListOption = Annotated[bool, typer.Option("--list", help=N_("List the actions, each allowed or refused and why."))]
NumberOption = Annotated[
    int | None, typer.Option("--number", metavar="N", help=N_("Which of its kind; the newest otherwise."))
]
NoteOption = Annotated[str, typer.Option("--note", metavar="TEXT", help=N_("A note for the log."))]
OnOption = Annotated[
    str, typer.Option("--on", metavar="DATE", help=N_("The day of the platform's answer, on record cases: 2026-11-22."))
]


def do(
    case: CaseArgument,
    action: ActionArgument = "",
    values: ValuesArgument = None,
    listed: ListOption = False,
    number: NumberOption = None,
    note: NoteOption = "",
    on: OnOption = "",
    as_json: JsonOption = False,
) -> int:
    """Do one thing, or list what there is to do."""
    if listed:
        if action:
            raise Trouble("usage_wrong")
        return _list(case, as_json=as_json)
    if not action:
        raise Trouble("usage_missing", {"name": "ACTION"})
    return _do(case, safe(action), values or (), number=number, note=note, on=on, as_json=as_json)


def upload(case: CaseArgument, values: ValuesArgument = None, as_json: JsonOption = False) -> int:
    """Upload a version, on practice cases."""
    from mpwizard.domain import Kind
    from mpwizard.problems import Refused

    with opened_desk() as desk:
        if desk.find(safe(case)).kind is not Kind.PRACTICE:
            raise Refused("practice_only")
    return _do(case, _UPLOAD, values or (), as_json=as_json)


def _do(
    case: str,
    action: str,
    values: Iterable[str],
    *,
    number: int | None = None,
    note: str = "",
    on: str = "",
    as_json: bool,
) -> int:
    from mpwizard.account_report import outcome_json
    from mpwizard.printed_account import outcome_lines
    from mpwizard.problems import Problem
    from mpwizard.tell import tell
    from mpwizard.unattended_account import Wish, as_answers
    from mpwizard.unattended_account import do as done_with

    given = as_answers(action, _from_environment(pairs(values), os.environ))
    with opened_desk() as desk:
        outcome = done_with(desk, desk.find(safe(case)), Wish(action, number, given, note, on))
    if as_json:
        print_json(outcome_json(outcome))
    elif outcome.done:
        print_lines(*outcome_lines(outcome))
    for each in outcome.problems:
        say(tell(each), "✗", each.field if isinstance(each, Problem) else "")
    if outcome.done:
        return Exit.OK
    return next((_EXITS[each.key] for each in outcome.problems if each.key in _EXITS), Exit.REFUSED)


def _list(case: str, *, as_json: bool) -> int:
    from mpwizard.account_report import possibilities_json
    from mpwizard.printed_account import possibility_lines
    from mpwizard.unattended_account import possibilities

    with opened_desk() as desk:
        record = desk.find(safe(case))
        possible = tuple(possibilities(desk, record))
    if as_json:
        print_json(possibilities_json(record, possible))
    else:
        print_lines(*possibility_lines(possible))
    return Exit.OK


def pairs(words: Iterable[str]) -> dict[str, str]:
    """`key=value` words as pairs.

    Raises:
        Trouble: `value_no_pair`, `value_twice`; neither repeats a value.
    """
    found: dict[str, str] = {}
    for place, each in enumerate(words, 1):
        key, sign, value = each.partition("=")
        if not sign or not key:
            raise Trouble("value_no_pair", {"position": place})
        if key in found:
            raise Trouble("value_twice", {"name": cut_middle(safe(key), _NAME_CELLS)})
        found[key] = value
    return found


def _from_environment(given: Mapping[str, str], environment: Mapping[str, str]) -> dict[str, str]:
    """The same with what is named by its variable put in: a command line can be read by others.

    Raises:
        Trouble: `value_env_missing`, `value_twice`.
    """
    found: dict[str, str] = {}
    for key, value in given.items():
        named = key.endswith(_ENV)
        name = key.removesuffix(_ENV)
        if name in found:
            raise Trouble("value_twice", {"name": cut_middle(safe(name), _NAME_CELLS)})
        if named and not environment.get(value):
            raise Trouble("value_env_missing", {"name": cut_middle(safe(key), _NAME_CELLS)})
        found[name] = environment[value] if named else value
    return found
