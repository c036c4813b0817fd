"""What the commands share: their exit codes, their common options, the desk they open, what they print where."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from mpwizard.i18n import N_
from mpwizard.text import safe

if TYPE_CHECKING:
    from mpwizard.desk import Desk
    from mpwizard.tell import Told

JSON = "--json"


class Exit(IntEnum):
    """What the exit code says. `REFUSED`: the rules or the platform said no, and what passed stays saved."""

    OK = 0
    FAILED = 1
    USAGE = 2
    REFUSED = 3
    NOT_FOUND = 4
    LOCKED = 5
    INTERRUPTED = 130


JsonOption = Annotated[bool, typer.Option(JSON, help=N_("Print one JSON object and nothing else on standard output."))]
CaseArgument = Annotated[str, typer.Argument(metavar="CASE", help=N_("The number of a case, such as MP-2026-0042."))]


@contextmanager
def opened_desk() -> Iterator[Desk]:
    """The desk, open for as long as a command works at it."""
    from mpwizard.bootstrap import open_desk

    opened = open_desk()
    try:
        yield opened
    finally:
        opened.close()


def print_lines(*lines: str) -> None:
    """Lines for people, on standard output."""
    write(sys.stdout, "".join(f"{safe(line)}\n" for line in lines))


def print_json(document: object) -> None:
    """One object for a script, on standard output."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    plain = encoding.lower().replace("-", "") != "utf8"
    write(sys.stdout, json.dumps(document, ensure_ascii=plain, allow_nan=False, indent=2) + "\n")


def say(told: Told, mark: str, *place: str) -> None:
    """What is wrong and what lifts it, on standard error."""
    lead = ".".join(part for part in place if part)
    lines = (f"{mark} {f'{lead}  ' if lead else ''}{told.line}", f"  {told.lifts}")
    write(sys.stderr, "".join(f"{safe(line)}\n" for line in lines))


def write(stream: TextIO | None, text: str) -> None:
    """Write, if anybody listens; what the terminal's encoding lacks becomes a question mark."""
    if stream is not None:
        encoding = stream.encoding or "utf-8"
        stream.write(text.encode(encoding, "replace").decode(encoding))
