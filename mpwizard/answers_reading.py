"""Reads an answers file, and says with its line what cannot be taken. No message ever repeats a value of the file."""

from __future__ import annotations

import os
import re
import stat
import sys
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from mpwizard.answers_file import (
    PASSWORD,
    PASSWORD_ENV,
    PASSWORD_STEP,
    AnswersFile,
    FilePlatform,
    FileWorld,
    Head,
    sections,
    slip_fields,
)
from mpwizard.domain import Kind
from mpwizard.problems import Problem, Severity, Trouble
from mpwizard.rules.edition import editions
from mpwizard.text import UNSAFE, clean, cut_middle
from mpwizard.toml_lines import line_of

STANDARD_INPUT = Path("-")
MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
LONGEST_VALUE = 10_000
LONGEST_LINE = 2 * LONGEST_VALUE

_KEY_CELLS = 40
_TOML_LINE = re.compile(r"\(at line (\d+), column \d+\)$")
# The name at the beginning of a line; a longer one would be no name.
_KEY = re.compile(r"\s*([A-Za-z0-9_-]{1,40})\s*=")
_LINE_BREAKS = re.compile(r"[\r\n\u2028\u2029]")
# What to write where the parser only says which kind of value it wanted.
_EDITION = ("edition",)
_HINTS = {
    "string_type": '"…"',
    "string_too_long": '"…"',
    "tuple_type": '["…"]',
    "model_type": "{ … }",
    "dict_type": "{ … }",
}


class Fault(StrEnum):
    """The ways a file can be unusable: keys of the refusal catalogue."""

    MISSING = "file_missing"
    NOT_REGULAR = "file_not_regular"
    TOO_LARGE = "file_too_large"
    NOT_UTF8 = "file_not_utf8"
    NOT_TOML = "file_not_toml"
    EMPTY = "file_empty"
    UNKNOWN_KEY = "file_unknown_key"
    BAD_VALUE = "file_bad_value"
    LONG_VALUE = "file_long_value"
    WORLD_NOT_FOR_RECORD = "world_not_for_record"
    PLATFORM_NOT_FOR_PRACTICE = "platform_not_for_practice"


def read_answers_file(path: Path, environment: Mapping[str, str] = os.environ) -> AnswersFile:
    """Read a file of answers; `-` is the standard input.

    Raises:
        Trouble: a `Fault`; its values name the line, and never hold what stands there.
    """
    content = _content(path)
    if len(content) > LARGEST:
        raise Trouble(Fault.TOO_LARGE, {"limit": LARGEST // MEGABYTE})
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Trouble(Fault.NOT_UTF8, {"line": content.count(b"\n", 0, error.start) + 1}) from None
    return _Reading(text, environment).file()


class _Reading:
    """One document on its way to an `AnswersFile`."""

    def __init__(self, text: str, environment: Mapping[str, str]) -> None:
        self._text = text
        self._environment = environment
        self._document = _parsed(text)
        if not self._document:
            raise Trouble(Fault.EMPTY)
        self._unreadable: list[Problem] = []
        self._cleaned: list[Problem] = []

    def file(self) -> AnswersFile:
        known = sections()
        head = self._head({key: value for key, value in self._document.items() if key not in known})
        answers = {key: self._answers(key, value) for key, value in self._document.items() if key in known}
        if PASSWORD_STEP in answers:
            self._take_password(answers[PASSWORD_STEP], head.kind)
        return AnswersFile(
            head.kind,
            head.edition,
            answers,
            head.world or FileWorld(),
            head.platform or FilePlatform(),
            tuple(self._unreadable),
            tuple(self._cleaned),
        )

    def _head(self, document: dict[str, Any]) -> Head:
        try:
            head = Head.model_validate(document)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = tuple(str(part) for part in first["loc"])
            if first["type"] == "extra_forbidden":
                raise self._fault(Fault.UNKNOWN_KEY, place) from None
            known = " | ".join(editions()) if place == _EDITION else _choices(first)
            raise self._fault(Fault.BAD_VALUE, place, choices=known) from None
        if head.edition not in editions():
            raise self._fault(Fault.BAD_VALUE, _EDITION, choices=" | ".join(editions()))
        if head.kind is Kind.RECORD and head.world is not None:
            raise self._fault(Fault.WORLD_NOT_FOR_RECORD, ("world",))
        if head.kind is Kind.PRACTICE and head.platform is not None:
            raise self._fault(Fault.PLATFORM_NOT_FOR_PRACTICE, ("platform",))
        self._check_slip(head)
        return head

    def _check_slip(self, head: Head) -> None:
        known = {each.name for each in slip_fields()}
        for name in (head.platform and head.platform.slip) or ():
            if name not in known:
                raise self._fault(Fault.UNKNOWN_KEY, ("platform", "slip", name))

    def _answers(self, step: str, section: object) -> dict[str, object]:
        if not isinstance(section, dict):
            raise self._fault(Fault.BAD_VALUE, (step,), choices=f"[{step}]")
        known = {each.name for each in sections()[step]} | ({PASSWORD_ENV} if step == PASSWORD_STEP else set())
        for name, value in section.items():
            if name not in known:
                raise self._fault(Fault.UNKNOWN_KEY, (step, name))
            if isinstance(value, str) and len(value) > LONGEST_VALUE:
                raise self._fault(Fault.LONG_VALUE, (step, name), limit=LONGEST_VALUE)
        return {name: self._cleaned_value(step, name, value) for name, value in section.items()}

    def _cleaned_value(self, step: str, name: str, value: object) -> object:
        if not isinstance(value, str) or name in (PASSWORD, PASSWORD_ENV):
            return value
        unseen = len(UNSAFE.findall(_LINE_BREAKS.sub("", value)))
        if unseen:
            self._cleaned.append(Problem("text_cleaned", step, name, {"count": unseen}, Severity.WARNING))
        return clean(value, LONGEST_VALUE)

    def _take_password(self, credentials: dict[str, object], kind: Kind) -> None:
        variable = credentials.pop(PASSWORD_ENV, None)
        given = PASSWORD in credentials
        if kind is Kind.RECORD:
            credentials.pop(PASSWORD, None)
            if given or variable is not None:
                self._unreadable.append(Problem("password_not_for_record", PASSWORD_STEP, PASSWORD))
        elif given and variable is not None:
            self._unreadable.append(Problem("password_twice", PASSWORD_STEP, PASSWORD))
        elif variable is not None:
            value = self._environment.get(variable) if isinstance(variable, str) else None
            if value:
                credentials[PASSWORD] = value
            else:
                self._unreadable.append(Problem("password_env_missing", PASSWORD_STEP, PASSWORD))

    def _fault(self, fault: Fault, place: tuple[str, ...], **values: object) -> Trouble:
        key = cut_middle(".".join(place), _KEY_CELLS)
        return Trouble(fault, {"key": key, "line": line_of(self._text, place), **values})


def _content(path: Path) -> bytes:
    """All of a regular file, up to what is too much. A pipe would be waited for, a device might never end."""
    if path == STANDARD_INPUT:
        return sys.stdin.buffer.read(LARGEST + 1) if sys.stdin else b""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise Trouble(Fault.NOT_REGULAR, {"path": str(path)})
            with open(descriptor, "rb", closefd=False) as file:
                return file.read(LARGEST + 1)
        finally:
            os.close(descriptor)
    except (OSError, ValueError):
        raise Trouble(Fault.MISSING, {"path": str(path)}) from None


def _parsed(text: str) -> dict[str, Any]:
    lines = text.split("\n")
    for number, content in enumerate(lines, 1):
        # The parser takes minutes for a key of a hundred thousand parts.
        if len(content) > LONGEST_LINE:
            raise Trouble(Fault.LONG_VALUE, {"key": _key_of(content), "line": number, "limit": LONGEST_LINE})
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        told = _TOML_LINE.search(str(error))
        line = int(told[1]) if told else len(lines)
    except (ValueError, RecursionError):
        # Numbers of thousands of digits, brackets in brackets without end: told without a place, but long lines.
        line = lines.index(max(lines, key=len)) + 1
    raise Trouble(Fault.NOT_TOML, {"line": line})


def _key_of(line: str) -> str:
    named = _KEY.match(line)
    return named[1] if named else "…"


def _choices(error: Mapping[str, Any]) -> str:
    context = error.get("ctx", {})
    offered = re.findall(r"'([^']*)'", str(context.get("expected", "")))
    if offered:
        return " | ".join(offered)
    return str(context["error"]) if "error" in context else _HINTS.get(error["type"], "…")
