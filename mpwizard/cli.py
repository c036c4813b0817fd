"""The commands. Data goes to standard output, everything else to standard error; exit codes are the same everywhere.

Nothing heavy is imported here: a command loads what it needs, inside itself.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from mpwizard import __version__
from mpwizard.cli_do import do, upload
from mpwizard.cli_list import list_cases
from mpwizard.cli_output import (
    JSON,
    CaseArgument,
    Exit,
    JsonOption,
    opened_desk,
    print_json,
    print_lines,
    say,
    write,
)
from mpwizard.cli_practice import generate
from mpwizard.cli_scenarios import exercise, list_scenarios, play
from mpwizard.cli_serve import add, key, list_people, passwd, remove, serve
from mpwizard.cli_stats import stats
from mpwizard.cli_words import PROGRAM, SpokenCommand, SpokenGroup, table, usage_trouble
from mpwizard.i18n import N_, Language, Translator, parse, preferred, tr, use
from mpwizard.problems import Conflict, Refusal, Refused, Trouble
from mpwizard.text import safe

if TYPE_CHECKING:
    from mpwizard.doctor import Contents
    from mpwizard.settings import Settings


_EXITS = {
    "case_unknown": Exit.NOT_FOUND,
    "code_unknown": Exit.NOT_FOUND,
    "action_unknown": Exit.USAGE,
    "records_on_the_desk": Exit.REFUSED,
    **dict.fromkeys(("usage_missing", "usage_wrong", "option_unused"), Exit.USAGE),
    **dict.fromkeys(("value_no_pair", "value_twice", "value_unknown", "value_env_missing"), Exit.USAGE),
    "scenario_unknown": Exit.NOT_FOUND,
    **dict.fromkeys(("scenario_unreadable", "scenario_not_toml", "scenario_unknown_key"), Exit.USAGE),
    **dict.fromkeys(("scenario_bad_value", "scenario_part_unknown", "scenario_setup"), Exit.USAGE),
    "scenario_diverged": Exit.REFUSED,
    "database_locked": Exit.LOCKED,
    **dict.fromkeys(("language_unknown", "list_column", "list_order", "stats_since"), Exit.USAGE),
}
_CODE_LENGTH = 40
# A full disk behind the output, a quota, a terminal that went away.
_OUTPUT_LOST = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})

app = typer.Typer(
    cls=SpokenGroup, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None, no_args_is_help=False
)

AnswersOption = Annotated[
    Path, typer.Option("--answers", metavar="FILE", help=N_("The answers file (TOML); - is standard input."))
]
CodeArgument = Annotated[str, typer.Argument(metavar="CODE", help=N_("A code such as U-102."))]
LanguageOption = Annotated[
    str, typer.Option("--lang", metavar="zh|en", help=N_("The language; the locale decides otherwise."))
]
VersionOption = Annotated[bool, typer.Option("--version", help=N_("Print the version."))]


def run(arguments: Sequence[str]) -> int:
    """Run the command of a command line; its exit code. Nothing that goes wrong leaves it as an exception."""
    failed = partial(_fail, arguments)
    try:
        try:
            rest = _speak_as_asked(arguments)
            # What a command returns is its exit code, and so is what the help page ends with.
            code = int(typer.main.get_command(app).main(rest, PROGRAM, standalone_mode=False) or Exit.OK)
        except typer.TyperException as error:
            code = failed(usage_trouble(error), code=Exit.USAGE)
        except Refused as refused:
            code = failed(refused.refusal)
        except Conflict:
            code = failed(Trouble("changed_elsewhere"))
        except Trouble as trouble:
            code = failed(trouble)
        _flush()
    except (KeyboardInterrupt, typer.Abort):
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # Whoever read has enough. What is still buffered goes nowhere, and says so to nobody.
        _drop_output()
        return Exit.FAILED
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _OUTPUT_LOST:
            return _output_lost()
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
        print_lines(__version__)
        raise typer.Exit
    if context.invoked_subcommand is None:
        print_lines(context.get_help())
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
    with opened_desk() as opened:
        outcome = walk(opened, file)
        waiting = opened.deliver_mail().waiting
    if as_json:
        print_json(case_json(outcome.view, outcome.findings))
    else:
        print_lines(*case_lines(outcome.view))
    for doubt in outcome.doubts:
        say(tell(doubt), "!", doubt.step, doubt.field)
    for finding in outcome.findings:
        say(tell(finding.what), "✗", finding.step, finding.field)
    if waiting:
        say(tell(Trouble("mail_not_sent")), "!")
    return Exit.REFUSED if outcome.findings else Exit.OK


@app.command(cls=SpokenCommand, help=N_("Show one case: where it stands, what comes next, its answers, its log."))
def show(case: CaseArgument, as_json: JsonOption = False) -> int:
    """Show one case."""
    from mpwizard.account_desk import AccountDesk
    from mpwizard.account_report import sections_json
    from mpwizard.console.account import has_console
    from mpwizard.printed import case_lines
    from mpwizard.printed_account import section_lines
    from mpwizard.report import case_json

    with opened_desk() as opened:
        view = opened.view(opened.find(safe(case)).id, by_hand=False)
        account = AccountDesk(opened).view(view.record.id) if has_console(view.state) else None
    if as_json:
        print_json({**case_json(view), **(sections_json(account) if account else {})})
    else:
        print_lines(*case_lines(view), *(section_lines(account) if account else ()))
    return Exit.OK


app.command(
    "list",
    cls=SpokenCommand,
    help=N_(
        "List the cases that a filter leaves, the last changed first. Without a filter, all that are not archived."
    ),
)(list_cases)
app.command(
    "stats",
    cls=SpokenCommand,
    help=N_("Tell what waits, how long stages take, what passes at the first attempt, and why the platform refuses."),
)(stats)
app.command(
    "do",
    cls=SpokenCommand,
    help=N_("Do something with an account, or play what happens beside it. --list shows what there is to do."),
)(do)
practice = typer.Typer(cls=SpokenGroup, help=N_("What happens beside the form on practice cases."))
practice.command("upload", cls=SpokenCommand, help=N_("Upload a version of the code, as a developer does."))(upload)
practice.command("generate", cls=SpokenCommand, help=N_("Fill the desk with made-up practice cases, to try it."))(
    generate
)
practice.command("list", cls=SpokenCommand, help=N_("List the scenarios that can be played."))(list_scenarios)
practice.command(
    "play", cls=SpokenCommand, help=N_("Let a scenario play itself, on a desk that is thrown away afterwards.")
)(play)
practice.command(
    "exercise", cls=SpokenCommand, help=N_("Open the desk with an exercise: a scenario whose steps you do by hand.")
)(exercise)
app.add_typer(practice, name="practice")

user = typer.Typer(cls=SpokenGroup, help=N_("Who may log in to the served desk, and as what."))
user.command("add", cls=SpokenCommand, help=N_("Add an account."))(add)
user.command("key", cls=SpokenCommand, help=N_("Let an account log in by the public keys of a file."))(key)
user.command("passwd", cls=SpokenCommand, help=N_("Set the password of an account; an empty one takes it away."))(
    passwd
)
user.command("list", cls=SpokenCommand, help=N_("List the accounts."))(list_people)
user.command("remove", cls=SpokenCommand, help=N_("Remove an account."))(remove)
serving = typer.Typer(cls=SpokenGroup)
serving.callback(
    cls=SpokenGroup, invoke_without_command=True, help=N_("Serve the desk over SSH: a class, or operators elsewhere.")
)(serve)
serving.add_typer(user, name="user")
app.add_typer(serving, name="serve")


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
        print_json(refusal_json(entry, message_of(entry), rule))
    else:
        print_lines(*refusal_lines(entry, rule))
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
        print_json({"findings": [asdict(each) for each in findings]})
    else:
        marks = {True: "✓", False: "✗", None: "·"}
        lines = table((marks[each.good], each.name, each.found) for each in findings)
        for each, line in zip(findings, lines, strict=True):
            print_lines(line, *([f"     {each.advice}"] if each.advice else []))
    return Exit.REFUSED if any(each.good is False for each in findings) else Exit.OK


def _look_into(settings: Settings) -> Contents:
    from mpwizard.bootstrap import empty_server, open_store
    from mpwizard.doctor import Contents

    if empty := empty_server(settings):
        return Contents(empty, 0, 0, is_new=True)
    store = open_store(settings)
    try:
        store.check()
        with store.reading() as tx:
            return Contents(store.where, tx.how_many_cases(), len(tx.outbox()))
    finally:
        store.close()


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


# --- what goes wrong --------------------------------------------------------------------------------------------------


def _fail(arguments: Sequence[str], trouble: Trouble | Refusal, *, code: Exit | None = None) -> int:
    from mpwizard.tell import tell

    told = tell(trouble)
    if JSON in arguments:
        from mpwizard.report import no_case_json, trouble_json

        shape = no_case_json if _command_in(arguments) == register.__name__ else trouble_json
        print_json(shape(told))
    say(told, "✗")
    return code or _exit_code(trouble.key)


def _command_in(arguments: Sequence[str]) -> str:
    """The command that a command line names; the program itself where it names none."""
    known = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    known |= {group.name for group in app.registered_groups if group.name}
    return next((each for each in arguments if each in known), PROGRAM)


def _exit_code(key: str) -> Exit:
    if key in _EXITS:
        return _EXITS[key]
    from mpwizard.answers_reading import Fault

    return Exit.USAGE if key in set(Fault) else Exit.FAILED


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()


def _output_lost() -> int:
    """What was asked for is done, and its report has no place to go. That, at least, can be said elsewhere."""
    from mpwizard.tell import tell

    _drop_output(sys.stdout)
    try:
        say(tell(Trouble("output_lost")), "✗")
        _flush()
    except OSError:
        _drop_output(sys.stderr)
    return Exit.FAILED


def _drop_output(*streams: TextIO | None) -> None:
    """Send what is still buffered nowhere: the interpreter would fail on it again as it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in streams or (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            if stream is not None:
                os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _crash(error: Exception, arguments: Sequence[str]) -> int:
    """The last resort: one sentence and the report's place, no stack, no values."""
    from mpwizard.crash import file_report

    path = file_report(error, _command_in(arguments))
    words = tr("mpwizard had to stop. What was saved is safe. Report: {path}", path=path or "-")
    with suppress(OSError):
        write(sys.stderr, f"✗ {safe(words)}\n")
    try:
        _flush()
    except OSError:
        _drop_output()
    return Exit.FAILED
