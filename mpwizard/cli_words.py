"""Help pages and usage errors of the command line, in the user's language; typer speaks English only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from typer import TyperException
from typer.core import TyperCommand, TyperGroup

from mpwizard.i18n import N_, tr
from mpwizard.problems import Trouble
from mpwizard.text import pad, width

PROGRAM = "mpwizard"

_INDENT = "  "
_HELP_OPTION = ("--help", N_("Show this page."))


# The context and the parameters are typer's own inner classes, which it does not hand out as types.
class SpokenCommand(TyperCommand):
    """A command whose help page is ours."""

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return help_page(ctx)


class SpokenGroup(TyperGroup):
    """The same for the program itself."""

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return help_page(ctx)


def help_page(context: Any) -> str:
    """What a command does, what it takes, and what commands there are below it."""
    command = context.command
    parameters = [each for each in command.params if not each.hidden]
    arguments = [(_usage(each), tr(each.help or "")) for each in parameters if each.param_type_name == "argument"]
    options = [(_name(each), tr(each.help or "")) for each in parameters if each.param_type_name == "option"]
    options.append((_HELP_OPTION[0], tr(_HELP_OPTION[1])))
    commands = [(name, tr(each.help or "")) for name, each in getattr(command, "commands", {}).items()]
    usage = [
        context.command_path,
        *(_usage(each) for each in parameters),
        *([f"[{tr('COMMAND')}]"] if commands else []),
    ]
    sections = ((tr("Arguments"), arguments), (tr("Options"), options), (tr("Commands"), commands))
    pages = ["\n".join(_section(title, rows)) for title, rows in sections if rows]
    return "\n\n".join((tr("Usage: {usage}", usage=" ".join(usage)), tr(command.help or ""), *pages))


def usage_trouble(error: TyperException) -> Trouble:
    """What is wrong with a command line. Typer keeps the kinds of error private, but not their names."""
    option = str(getattr(error, "option_name", ""))
    match type(error).__name__:
        case "NoSuchOption":
            return Trouble("usage_option_unknown", {"name": option})
        case "BadOptionUsage":
            return Trouble("usage_option_value", {"name": option})
        case "MissingParameter":
            parameter = getattr(error, "param", None)
            return Trouble("usage_missing", {"name": _name(parameter) if parameter is not None else "?"})
        case "BadParameter" if (parameter := getattr(error, "param", None)) is not None:
            whole = getattr(getattr(parameter, "type_descriptor", None), "annotation", None) is int
            return Trouble("usage_whole_number" if whole else "usage_option_value", {"name": _name(parameter)})
        case _:
            return Trouble("usage_wrong")


def table(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Lines with their columns under each other, however wide the characters are."""
    lines = list(rows)
    widths = [max(width(cell) for cell in column) for column in zip(*lines, strict=True)]
    for line in lines:
        yield "  ".join(pad(cell, cells) for cell, cells in zip(line, widths, strict=True)).rstrip()


def _section(title: str, rows: list[tuple[str, str]]) -> Iterator[str]:
    yield title
    yield from (_INDENT + line for line in table(rows))


def _usage(parameter: Any) -> str:
    name = _name(parameter)
    return name if parameter.required else f"[{name}]"


def _name(parameter: Any) -> str:
    """How a parameter is written: `CASE`, `--answers FILE`, `--json`."""
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name).upper()
    value = "" if parameter.is_flag else f" {parameter.metavar}"
    return f"{parameter.opts[0]}{value}"
