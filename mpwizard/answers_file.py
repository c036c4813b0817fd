"""The answers file: what a person would type, as TOML. Reads it and says with its line what it cannot take.

Whether an answer is right is not judged here: that is the forms' and the gates' business (`unattended.py`).
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from mpwizard.domain import Kind
from mpwizard.problems import Problem, Trouble
from mpwizard.rules.edition import DEFAULT_EDITION, editions
from mpwizard.wizard.flow import FLOW
from mpwizard.wizard.form import form_fields

_SPANS = {"m": "minutes", "h": "hours", "d": "days"}


def _span(raw: object) -> timedelta:
    match = re.fullmatch(r"(\d{1,5})([mhd])", raw) if isinstance(raw, str) else None
    if match is None:
        raise ValueError("30m | 2h | 10d")
    return timedelta(**{_SPANS[match[2]]: int(match[1])})


def _amount(raw: object) -> Decimal | None:
    if raw == "exact":
        return None
    try:
        amount = Decimal(str(raw)) if isinstance(raw, str | int | float) and not isinstance(raw, bool) else Decimal(-1)
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or amount <= 0:
        raise ValueError("exact | 0.37")
    return amount.quantize(Decimal("0.01"))


Span = Annotated[timedelta, BeforeValidator(_span)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class FileTransfer(_Section):
    """A payment: when after it was asked for, which sum (None for the exact one), from whom, with which remark."""

    after: Span = timedelta(0)
    amount: Annotated[Decimal | None, BeforeValidator(_amount)] = None
    payer: Literal["entity", "other"] = "entity"
    remark: Literal["exact", "wrong"] = "exact"


class FileWorld(_Section):
    """What happens beside the form of a practice case."""

    activate: Literal["link", "code", "never"] = "link"
    sms: Literal["right", "wrong", "never"] = "right"
    scan: Literal["administrator", "someone_else", "never"] = "administrator"
    transfer: FileTransfer | None = None
    advance: Span | None = None


class _Head(_Section):
    kind: Kind = Kind.PRACTICE
    edition: str = DEFAULT_EDITION
    world: FileWorld | None = None


@dataclass(frozen=True)
class AnswersFile:
    """What a file asks for: the kind of case and edition, the answers by step, the world of a practice case.

    `unreadable` holds problems with answers that the file names but does not hold itself (a password's variable).
    """

    kind: Kind
    edition: str
    answers: Mapping[str, Mapping[str, object]] = field(repr=False)
    world: FileWorld
    unreadable: tuple[Problem, ...] = ()


class Fault(StrEnum):
    """The ways a file can be unusable: keys of the refusal catalogue."""

    MISSING = "file_missing"
    NOT_UTF8 = "file_not_utf8"
    NOT_TOML = "file_not_toml"
    UNKNOWN_KEY = "file_unknown_key"
    BAD_VALUE = "file_bad_value"


def read_answers_file(path: Path, environment: Mapping[str, str] = os.environ) -> AnswersFile:
    """Read a file of answers.

    Raises:
        Trouble: it is not there, not UTF-8, not TOML, has a key nobody knows, or a value that is no such value.
    """
    text = _text(path)
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Trouble(Fault.NOT_TOML, {"line": _line_of_error(str(error), text)}) from None
    steps = {step.key: form_fields(step.key, step.answers) for step in FLOW if step.answers.model_fields}
    sections = {key: value for key, value in document.items() if key in steps}
    head = _head({key: value for key, value in document.items() if key not in steps}, text)
    if head.edition not in editions():
        raise _bad(text, ("edition",), " | ".join(editions()))
    if head.kind is Kind.RECORD and head.world is not None:
        raise Trouble("world_not_for_record", {"line": _line_of(text, ("world",))})
    answers: dict[str, dict[str, object]] = {}
    unreadable: list[Problem] = []
    for key, section in sections.items():
        if not isinstance(section, dict):
            raise _bad(text, (key,), f"[{key}]")
        known = {each.name for each in steps[key]} | ({"password_env"} if key == "credentials" else set())
        for name in section:
            if name not in known:
                raise Trouble(Fault.UNKNOWN_KEY, {"key": f"{key}.{name}", "line": _line_of(text, (key, name))})
        answers[key] = dict(section)
    if "credentials" in answers:
        unreadable.extend(_take_password(answers["credentials"], environment))
    return AnswersFile(head.kind, head.edition, answers, head.world or FileWorld(), tuple(unreadable))


def _take_password(credentials: dict[str, object], environment: Mapping[str, str]) -> list[Problem]:
    variable = credentials.pop("password_env", None)
    if variable is None:
        return []
    if "password" in credentials:
        return [Problem("password_twice", "credentials", "password")]
    value = environment.get(variable) if isinstance(variable, str) else None
    if not value:
        return [Problem("password_env_missing", "credentials", "password", {"name": str(variable)})]
    credentials["password"] = value
    return []


def _head(document: dict[str, Any], text: str) -> _Head:
    try:
        return _Head.model_validate(document)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = tuple(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            raise Trouble(Fault.UNKNOWN_KEY, {"key": ".".join(place), "line": _line_of(text, place)}) from None
        raise _bad(text, place, str(first.get("ctx", {}).get("expected", "") or _hint(first))) from None


def _hint(error: Mapping[str, Any]) -> str:
    raised = error.get("ctx", {}).get("error")
    return str(raised) if raised is not None else str(error["type"])


def _bad(text: str, place: tuple[str, ...], choices: str) -> Trouble:
    values = {"key": ".".join(place), "line": _line_of(text, place), "choices": choices}
    return Trouble(Fault.BAD_VALUE, values)


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError:
        raise Trouble(Fault.MISSING, {"path": str(path)}) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Trouble(Fault.NOT_UTF8, {"line": content.count(b"\n", 0, error.start) + 1}) from None


def _line_of_error(message: str, text: str) -> int:
    match = re.search(r"line (\d+)", message)
    return int(match[1]) if match else text.count("\n") + 1


def _line_of(text: str, place: tuple[str, ...]) -> int:
    """The line that names a key, or the nearest named thing around it; the parser itself tells no lines of keys."""
    section: tuple[str, ...] = ()
    best, depth = 1, 0
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[\[?\s*([^\]]+?)\s*\]", line)
        if header:
            section = _parts(header[1])
            here = section
        else:
            key = re.match(r"\s*([\w\"'.\- ]+?)\s*=", line)
            if key is None:
                continue
            here = (*section, *_parts(key[1]))
        shared = len(here) if here == place[: len(here)] else 0
        if shared > depth:
            best, depth = number, shared
    return best


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
