"""The commands. Data goes to standard output, everything else to standard error; exit codes are the same everywhere."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mpwizard import __version__
from mpwizard.bootstrap import open_desk
from mpwizard.desk import Desk
from mpwizard.i18n import Language, Translator, parse, preferred, say, tr, use
from mpwizard.problems import Refused, Trouble
from mpwizard.tell import Told, spoken, tell
from mpwizard.text import safe


class Exit(IntEnum):
    """What the exit code says. `REFUSED`: the rules or the platform said no, and what passed stays saved."""

    OK = 0
    FAILED = 1
    USAGE = 2
    REFUSED = 3
    NOT_FOUND = 4
    LOCKED = 5
    INTERRUPTED = 130


app = typer.Typer(add_completion=False, no_args_is_help=False, pretty_exceptions_enable=False)

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else on standard output.")]


def run() -> int:
    """Run the command of the command line; its exit code."""
    use(Translator(preferred()))
    try:
        app(standalone_mode=True)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(Exit.FAILED)
    return int(Exit.OK)


@app.callback(invoke_without_command=True)
def desk(
    context: typer.Context,
    lang: Annotated[str, typer.Option(help="zh or en; the locale decides otherwise.")] = "",
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """A desk for WeChat Mini Program registrations. Without a command it opens the desk."""
    if version:
        typer.echo(__version__)
        raise typer.Exit
    if lang:
        try:
            use(Translator(parse(lang)))
        except ValueError:
            raise typer.BadParameter(" | ".join(Language), param_hint="--lang") from None
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(Exit.USAGE)


@app.command()
def register(
    answers: Annotated[Path, typer.Option("--answers", metavar="FILE", help="The answers file (TOML).")],
    as_json: JsonOption = False,
) -> None:
    """Create a case and walk the wizard with the answers of a file, through the same forms and gates."""
    from mpwizard.answers_file import read_answers_file
    from mpwizard.report import case_json
    from mpwizard.unattended import walk

    try:
        file = read_answers_file(answers)
    except Trouble as trouble:
        _print_trouble(trouble, as_json=as_json)
        raise typer.Exit(Exit.USAGE) from None
    with _desk() as opened:
        outcome = walk(opened, file)
        waiting = opened.deliver_mail().waiting
    told = [(finding, tell(finding.what)) for finding in outcome.findings]
    if as_json:
        _print_json(case_json(outcome.view, outcome.findings))
    else:
        _print_case(case_json(outcome.view, outcome.findings))
    for finding, said in told:
        place = ".".join(part for part in (finding.step, finding.field) if part)
        _say_told(said, place)
    if waiting:
        _say_told(tell(Trouble("mail_not_sent")))
    if told:
        raise typer.Exit(Exit.REFUSED)


@app.command()
def show(case: Annotated[str, typer.Argument(help="The case number.")], as_json: JsonOption = False) -> None:
    """Show one case: where it stands, what comes next, its log."""
    from mpwizard.report import case_json

    with _desk() as opened:
        try:
            view = opened.view(opened.find(case).id, by_hand=False)
        except Refused as refused:
            _say_told(tell(refused.refusal))
            raise typer.Exit(Exit.NOT_FOUND) from None
    if as_json:
        _print_json(case_json(view))
    else:
        _print_case(case_json(view))


@app.command("list")
def list_cases(as_json: JsonOption = False) -> None:
    """List all cases, the last changed first."""
    from mpwizard.report import row_json

    with _desk() as opened:
        rows = [row_json(row) for row in opened.cases()]
    if as_json:
        _print_json({"cases": rows})
        return
    table = Table(box=None, pad_edge=False)
    for title in (tr("Case"), tr("Subject"), tr("Type"), tr("Stage"), tr("Next action"), tr("Due")):
        table.add_column(Text(title))
    for row in rows:
        kind = _label("entity_type.type", row["entity_type"]) if row["entity_type"] else "–"
        cells = (
            row["case"],
            row["subject"] or "–",
            kind,
            _label("state", row["state"]),
            _label("next", row["next_action"]),
        )
        table.add_row(*(Text(safe(cell)) for cell in (*cells, row["due_at"] or "–")))
    Console().print(table)


@app.command()
def explain(code: Annotated[str, typer.Argument(help="A code such as U-102.")], as_json: JsonOption = False) -> None:
    """Explain a refusal by its code: what it says, why, what lifts it, and the rule with its source."""
    from mpwizard.rules.edition import DEFAULT_EDITION, load_edition
    from mpwizard.texts import refusal

    try:
        entry = refusal(code)
    except KeyError:
        _say_told(tell(Trouble("code_unknown", {"code": code})))
        raise typer.Exit(Exit.NOT_FOUND) from None
    rule = load_edition(DEFAULT_EDITION).rule(entry.rule) if entry.rule else None
    lines = {tr("Why"): say(entry.why), tr("What lifts it"): say(entry.lifts)}
    if as_json:
        told = {"code": entry.code, "key": entry.key, "message": say(entry.message), "why": say(entry.why)}
        about = rule and {
            "id": rule.id,
            "about": say(rule.about),
            "value": rule.value,
            "unit": rule.unit,
            "source": rule.source,
            "confidence": rule.confidence,
        }
        _print_json({**told, "lifts": say(entry.lifts), "rule": about})
        return
    typer.echo(f"{entry.code}  {safe(say(entry.message))}")
    for title, text in lines.items():
        typer.echo(f"\n{title}\n  {safe(text)}")
    if rule is not None:
        typer.echo(
            f"\n{tr('Rule')} {rule.id}\n  {safe(say(rule.about))}\n  {tr('Source')}: {rule.source} ({rule.confidence})"
        )


@app.command()
def doctor(as_json: JsonOption = False) -> None:
    """Look at what the program stands on: versions, database, key, terminal, mail."""
    from mpwizard.doctor import examine

    findings = list(examine(_count_cases))
    if as_json:
        _print_json({"findings": [{**_fields(each)} for each in findings]})
    else:
        marks = {True: "✓", False: "✗", None: "·"}
        for each in findings:
            typer.echo(f"{marks[each.good]} {each.name}: {safe(each.found)}")
            if each.advice:
                typer.echo(f"    {each.advice}")
    if any(each.good is False for each in findings):
        raise typer.Exit(Exit.REFUSED)


def _fields(finding: object) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(finding)  # type: ignore[call-overload, no-any-return]


def _count_cases(settings: Any) -> int:
    opened = open_desk(settings)
    try:
        return len(opened.cases())
    finally:
        opened.close()


@contextmanager
def _desk() -> Iterator[Desk]:
    try:
        opened = open_desk()
    except Trouble as trouble:
        _say_told(tell(trouble))
        raise typer.Exit(Exit.LOCKED if trouble.key == "database_locked" else Exit.FAILED) from None
    try:
        yield opened
    except Trouble as trouble:
        _say_told(tell(trouble))
        raise typer.Exit(Exit.LOCKED if trouble.key == "database_locked" else Exit.FAILED) from None
    finally:
        opened.close()


def _print_json(document: object) -> None:
    sys.stdout.write(json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2) + os.linesep)


def _print_trouble(trouble: Trouble, *, as_json: bool) -> None:
    told = tell(trouble)
    if as_json:
        problem = {"step": None, "field": None, "code": told.code, "message": told.message, "rule": None}
        _print_json({"case": None, "problems": [{**problem, "line": trouble.values.get("line")}]})
    _say_told(told)


def _say_told(told: Told, place: str = "") -> None:
    lead = f"{place}: " if place else ""
    typer.echo(safe(f"✗ {lead}{told.line}"), err=True)
    if told.lifts:
        typer.echo(safe(f"    {told.lifts}"), err=True)


def _print_case(document: dict[str, Any]) -> None:
    typer.echo(f"{document['case']}  {_label('kind', document['kind'])}  {safe(document['subject'])}")
    typer.echo(f"{tr('Stage')}: {_label('state', document['state'])}")
    typer.echo(f"{tr('Next action')}: {_label('next', document['next_action'])}")
    if document["due_at"]:
        typer.echo(f"{tr('Due')}: {document['due_at']}")
    for step, standing in document["steps"].items():
        typer.echo(f"  {_label('standing', standing)}  {spoken(step)}")
    payment = document["payment"]
    if payment:
        typer.echo(f"{tr('Payee')}: {safe(payment['payee'])}  {safe(payment['account'])}  {safe(payment['bank'])}")
        typer.echo(f"{tr('Exact amount in yuan')}: {payment['amount']}  {tr('Remark')}: {safe(payment['remark'])}")


def _label(group: str, value: str) -> str:
    from mpwizard.texts import option_texts

    return say(option_texts()[f"{group}.{value}"].label)
