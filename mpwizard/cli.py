"""The commands. Data goes to standard output, everything else to standard error; exit codes are the same everywhere.

Nothing heavy is imported here: a command loads what it needs, inside itself.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from mpwizard import __version__
from mpwizard.cli_words import PROGRAM, SpokenCommand, SpokenGroup, table, usage_trouble
from mpwizard.i18n import N_, Language, Translator, parse, preferred, tr, use
from mpwizard.problems import Conflict, Refused, Trouble
from mpwizard.text import safe

if TYPE_CHECKING:
    from mpwizard.desk import Desk
    from mpwizard.doctor import Contents
    from mpwizard.settings import Settings
    from mpwizard.tell import Told


class Exit(IntEnum):
    """What the exit code says. `REFUSED`: the rules or the platform said no, and what passed stays saved."""

    OK = 0
    FAILED = 1
    USAGE = 2
    REFUSED = 3
    NOT_FOUND = 4
    LOCKED = 5
    INTERRUPTED = 130


_EXITS = {
    "case_unknown": Exit.NOT_FOUND,
    "code_unknown": Exit.NOT_FOUND,
    "database_locked": Exit.LOCKED,
    "language_unknown": Exit.USAGE,
}
_JSON = "--json"
_CODE_LENGTH = 40

app = typer.Typer(
    cls=SpokenGroup, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None, no_args_is_help=False
)

JsonOption = Annotated[bool, typer.Option(_JSON, help=N_("Print one JSON object and nothing else on standard output."))]
AnswersOption = Annotated[
    Path, typer.Option("--answers", metavar="FILE", help=N_("The answers file (TOML); - is standard input."))
]
CaseArgument = Annotated[str, typer.Argument(metavar="CASE", help=N_("The number of a case, such as MP-2026-0042."))]
CodeArgument = Annotated[str, typer.Argument(metavar="CODE", help=N_("A code such as U-102."))]
LanguageOption = Annotated[
    str, typer.Option("--lang", metavar="zh|en", help=N_("The language; the locale decides otherwise."))
]
VersionOption = Annotated[bool, typer.Option("--version", help=N_("Print the version."))]


def run(arguments: Sequence[str]) -> int:
    """Run the command of a command line; its exit code. Nothing that goes wrong leaves it as an exception."""
    as_json = _JSON in arguments
    try:
        try:
            rest = _speak_as_asked(arguments)
            # What a command returns is its exit code, and so is what the help page ends with.
            code = int(typer.main.get_command(app).main(rest, PROGRAM, standalone_mode=False) or Exit.OK)
        except typer.TyperException as error:
            code = _fail(usage_trouble(error), as_json=as_json, code=Exit.USAGE)
        except Refused as refused:
            code = _fail(Trouble(refused.refusal.key, refused.refusal.values), as_json=as_json)
        except Conflict:
            code = _fail(Trouble("changed_elsewhere"), as_json=as_json)
        except Trouble as trouble:
            code = _fail(trouble, as_json=as_json)
        _flush()
    except (KeyboardInterrupt, typer.Abort):
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # Whoever read has enough. What is still buffered goes nowhere, and says so to nobody.
        _drop_output()
        return Exit.FAILED
    except Exception as error:
        return _crash(error, arguments)
    return code


@app.callback(
    cls=SpokenGroup,
    invoke_without_command=True,
    help=N_("A desk for WeChat Mini Program registrations. Without a command it opens the desk."),
)
def program(context: typer.Context, lang: LanguageOption = "", version: VersionOption = False) -> int | None:
    """What stands before a command."""
    del lang  # heard already: help pages and usage errors speak it too
    if version:
        _print(__version__)
        raise typer.Exit
    if context.invoked_subcommand is None:
        _print(context.get_help())
        raise typer.Exit(Exit.USAGE)
    return None


@app.command(
    cls=SpokenCommand,
    help=N_("Create a case and walk the wizard with the answers of a file, through the same forms and gates."),
)
def register(answers: AnswersOption, as_json: JsonOption = False) -> int:
    """Walk the wizard unattended."""
    from mpwizard.answers_reading import read_answers_file
    from mpwizard.printed import case_lines
    from mpwizard.report import case_json
    from mpwizard.tell import tell
    from mpwizard.unattended import walk

    file = read_answers_file(answers)
    with _desk() as opened:
        outcome = walk(opened, file)
        waiting = opened.deliver_mail().waiting
    if as_json:
        _print_json(case_json(outcome.view, outcome.findings))
    else:
        _print(*case_lines(outcome.view))
    for doubt in outcome.doubts:
        _say(tell(doubt), "!", doubt.step, doubt.field)
    for finding in outcome.findings:
        _say(tell(finding.what), "✗", finding.step, finding.field)
    if waiting:
        _say(tell(Trouble("mail_not_sent")), "!")
    return Exit.REFUSED if outcome.findings else Exit.OK


@app.command(cls=SpokenCommand, help=N_("Show one case: where it stands, what comes next, its answers, its log."))
def show(case: CaseArgument, as_json: JsonOption = False) -> int:
    """Show one case."""
    from mpwizard.printed import case_lines
    from mpwizard.report import case_json

    with _desk() as opened:
        view = opened.view(opened.find(safe(case)).id, by_hand=False)
    if as_json:
        _print_json(case_json(view))
    else:
        _print(*case_lines(view))
    return Exit.OK


@app.command("list", cls=SpokenCommand, help=N_("List all cases, the last changed first."))
def list_cases(as_json: JsonOption = False) -> int:
    """List all cases."""
    from mpwizard.printed import desk_lines
    from mpwizard.report import row_json

    with _desk() as opened:
        rows = opened.cases()
    if as_json:
        _print_json({"cases": [row_json(row) for row in rows]})
    else:
        _print(*desk_lines(rows))
    return Exit.OK


@app.command(
    cls=SpokenCommand,
    help=N_("Explain a refusal by its code: what it says, why, what lifts it, and the rule with its source."),
)
def explain(code: CodeArgument, as_json: JsonOption = False) -> int:
    """Explain a refusal."""
    from mpwizard.printed import message_of, refusal_lines
    from mpwizard.report import refusal_json
    from mpwizard.rules.edition import DEFAULT_EDITION, load_edition
    from mpwizard.texts import refusal

    try:
        entry = refusal(code)
    except KeyError:
        raise Trouble("code_unknown", {"code": code[:_CODE_LENGTH]}) from None
    rule = load_edition(DEFAULT_EDITION).rule(entry.rule) if entry.rule else None
    if as_json:
        _print_json(refusal_json(entry, message_of(entry), rule))
    else:
        _print(*refusal_lines(entry, rule))
    return Exit.OK


@app.command(
    cls=SpokenCommand, help=N_("Look at what the program stands on: versions, terminal, settings, database, key, mail.")
)
def doctor(as_json: JsonOption = False) -> int:
    """Look at what the program stands on."""
    from dataclasses import asdict

    from mpwizard.doctor import examine

    findings = list(examine(_look_into))
    if as_json:
        _print_json({"findings": [asdict(each) for each in findings]})
    else:
        marks = {True: "✓", False: "✗", None: "·"}
        lines = table((marks[each.good], each.name, each.found) for each in findings)
        for each, line in zip(findings, lines, strict=True):
            _print(line, *([f"     {each.advice}"] if each.advice else []))
    return Exit.REFUSED if any(each.good is False for each in findings) else Exit.OK


def _look_into(settings: Settings) -> Contents:
    from mpwizard.bootstrap import open_store
    from mpwizard.doctor import Contents

    store = open_store(settings)
    try:
        with store.reading() as tx:
            return Contents(len(tx.cases()), len(tx.outbox()))
    finally:
        store.close()


@contextmanager
def _desk() -> Iterator[Desk]:
    from mpwizard.bootstrap import open_desk

    opened = open_desk()
    try:
        yield opened
    finally:
        opened.close()


def _speak_as_asked(arguments: Sequence[str]) -> list[str]:
    """Choose the language, and give back the arguments without it: it has to be known before they are read.

    Raises:
        Trouble: `language_unknown`.
    """
    rest, asked = list(arguments), ""
    for place, argument in enumerate(rest):
        if argument == "--lang" and place + 1 < len(rest):
            asked = rest[place + 1]
            del rest[place : place + 2]
            break
        if argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
            del rest[place]
            break
    use(Translator(Language.EN))
    try:
        use(Translator(preferred()))
        if asked:
            use(Translator(parse(asked)))
    except ValueError:
        raise Trouble("language_unknown", {"choices": f"{Language.ZH} | {Language.EN}"}) from None
    return rest


# --- what is printed -------------------------------------------------------------------------------------------------


def _print(*lines: str) -> None:
    _write(sys.stdout, "".join(f"{safe(line)}\n" for line in lines))


def _print_json(document: object) -> None:
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    plain = encoding.lower().replace("-", "") != "utf8"
    _write(sys.stdout, json.dumps(document, ensure_ascii=plain, allow_nan=False, indent=2) + "\n")


def _say(told: Told, mark: str, *place: str) -> None:
    lead = ".".join(part for part in place if part)
    lines = (f"{mark} {f'{lead}  ' if lead else ''}{told.line}", f"  {told.lifts}")
    _write(sys.stderr, "".join(f"{safe(line)}\n" for line in lines))


def _write(stream: TextIO | None, text: str) -> None:
    """Write, if anybody listens; what the terminal's encoding lacks becomes a question mark."""
    if stream is not None:
        encoding = stream.encoding or "utf-8"
        stream.write(text.encode(encoding, "replace").decode(encoding))


def _fail(trouble: Trouble, *, as_json: bool, code: Exit | None = None) -> int:
    from mpwizard.tell import tell

    told = tell(trouble)
    if as_json:
        from mpwizard.report import failure_json

        _print_json(failure_json(told))
    _say(told, "✗")
    return code or _exit_code(trouble.key)


def _exit_code(key: str) -> Exit:
    if key in _EXITS:
        return _EXITS[key]
    from mpwizard.answers_reading import Fault

    return Exit.USAGE if key in set(Fault) else Exit.FAILED


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()


def _drop_output() -> None:
    """Send what is still buffered nowhere: the interpreter would fail on it again as it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _crash(error: Exception, arguments: Sequence[str]) -> int:
    """The last resort: one sentence and the report's place, no stack, no values."""
    from mpwizard.crash import file_report

    known = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    path = file_report(error, next((each for each in arguments if each in known), PROGRAM))
    words = tr("mpwizard had to stop. What was saved is safe. Report: {path}", path=path or "-")
    with suppress(OSError):
        _write(sys.stderr, f"✗ {safe(words)}\n")
    try:
        _flush()
    except OSError:
        _drop_output()
    return Exit.FAILED
