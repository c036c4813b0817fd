"""Finds and reads scenario files: those of the trainer's own folder first, then the shipped ones.

What cannot be taken is told with its file, its place and its line; no message repeats a value of the file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from mpwizard.answers_reading import LONGEST_LINE
from mpwizard.problems import Trouble
from mpwizard.resources import data_folder
from mpwizard.scenarios.model import Deed, Scenario, Step, StepsFile
from mpwizard.text import cut_middle
from mpwizard.toml_lines import line_of

FOLDER, PARTS = "scenarios", "parts"
LARGEST = 256 * 1024

_SUFFIX = ".toml"
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_TOML_LINE = re.compile(r"\(at line (\d+), column \d+\)$")
_PART, _STEPS, _KEY = "part", "steps", "key"
_PLACE_CELLS = 40
_NAME_CELLS = 30

_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Found:
    """One scenario file: its name, where it lies, whether it is the trainer's own."""

    name: str
    path: Path
    own: bool


def found(own: Path | None = None) -> tuple[Found, ...]:
    """The scenarios there are, by name; one of the own folder takes the place of a shipped one of its name."""
    here = {each.name: each for folder in _folders(own) for each in _in_folder(folder, own=folder == own)}
    return tuple(here[name] for name in sorted(here))


def read(name: str, own: Path | None = None) -> Scenario:
    """One scenario by its name.

    Raises:
        Trouble: `scenario_unknown`, or what `read_file` raises.
    """
    for each in found(own):
        if each.name == name:
            return read_file(each.path, own)
    raise Trouble("scenario_unknown", {"name": cut_middle(name, _NAME_CELLS)})


def read_file(path: Path, own: Path | None = None) -> Scenario:
    """One scenario file, the parts it names put in.

    Raises:
        Trouble: `scenario_unreadable`, `scenario_not_toml`, `scenario_unknown_key`, `scenario_bad_value`,
            `scenario_part_unknown`.
    """
    source = _Source(path)
    document = dict(source.document)
    raw = document.get(_STEPS)
    if isinstance(raw, list):
        document[_STEPS] = [step for each in raw for step in _steps_of(each, source, own)]
    if isinstance(document.get("setup"), dict):
        document["setup"] = _with_parts(document["setup"], source, own)
    return source.checked(Scenario, {**document, "name": path.stem})


def _steps_of(each: object, source: _Source, own: Path | None) -> Iterator[object]:
    """A step as it stands, or the steps of the part that stands in its place."""
    if isinstance(each, dict) and each.keys() == {_PART}:
        yield from _part(each[_PART], source, own)
    else:
        yield each


def _with_parts(setup: Mapping[str, Any], source: _Source, own: Path | None) -> dict[str, Any]:
    """A setup with all that the steps of its parts do before its own deeds."""
    rest = {key: value for key, value in setup.items() if key != "parts"}
    names = setup.get("parts", [])
    if not isinstance(names, list):
        raise source.fault("scenario_bad_value", ("setup", "parts"), choices='["…"]')
    deeds: list[object] = [deed for name in names for deed in _deeds(_part(name, source, own))]
    own_deeds = rest.get("deeds", [])
    return {**rest, "deeds": [*deeds, *own_deeds]} if isinstance(own_deeds, list) else rest


def _deeds(steps: tuple[Step, ...]) -> Iterator[Deed]:
    for step in steps:
        yield from (*step.faults, *step.solution)


def _part(name: object, source: _Source, own: Path | None) -> tuple[Step, ...]:
    known = {each.name: each.path for folder in _folders(own) for each in _in_folder(folder / PARTS, own=False)}
    if not isinstance(name, str) or name not in known:
        raise source.fault("scenario_part_unknown", (_STEPS,), choices=" | ".join(sorted(known)))
    part = _Source(known[name])
    return part.checked(StepsFile, part.document).steps


def _folders(own: Path | None) -> tuple[Path, ...]:
    shipped = data_folder() / FOLDER
    return (shipped,) if own is None else (shipped, own)


def _in_folder(folder: Path, *, own: bool) -> Iterator[Found]:
    if folder.is_dir():
        for path in sorted(folder.glob(f"*{_SUFFIX}")):
            if _NAME.fullmatch(path.stem):
                yield Found(path.stem, path, own)


class _Source:
    """One file as text and as a document, to say where in it something is wrong."""

    def __init__(self, path: Path) -> None:
        self._name = cut_middle(path.name, _NAME_CELLS)
        try:
            with path.open("rb") as file:
                content = file.read(LARGEST + 1)
            self._text = content.decode("utf-8-sig")
        except (OSError, ValueError):
            raise Trouble("scenario_unreadable", {"name": self._name}) from None
        if len(content) > LARGEST:
            raise Trouble("scenario_unreadable", {"name": self._name})
        self.document = self._parsed()

    def checked(self, model: type[_Model], document: Mapping[str, Any]) -> _Model:
        """The document as its model.

        Raises:
            Trouble: the first thing in it that cannot be taken.
        """
        self.document = dict(document)
        try:
            return model.model_validate(document)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = tuple(first["loc"])
            if first["type"] == "extra_forbidden":
                raise self.fault("scenario_unknown_key", place) from None
            raise self.fault("scenario_bad_value", place, choices=_wanted(first)) from None

    def fault(self, key: str, place: tuple[str | int, ...], **values: object) -> Trouble:
        """What is wrong at a place."""
        told = tuple(self._as_found(place, depth) for depth in range(len(place)))
        where = cut_middle(".".join(told), _PLACE_CELLS)
        return Trouble(key, {"name": self._name, "key": where, "line": self._line(place, told), **values})

    def _parsed(self) -> dict[str, Any]:
        lines = self._text.split("\n")
        longest = max(range(len(lines)), key=lambda number: len(lines[number])) + 1
        line = longest
        if len(lines[longest - 1]) <= LONGEST_LINE:
            try:
                return tomllib.loads(self._text)
            except tomllib.TOMLDecodeError as error:
                told = _TOML_LINE.search(str(error))
                line = int(told[1]) if told else len(lines)
            except (ValueError, RecursionError):
                line = longest
        raise Trouble("scenario_not_toml", {"name": self._name, "line": line})

    def _as_found(self, place: tuple[str | int, ...], depth: int) -> str:
        """A part of a place as people find it: a step by its key, everything else in a list by its number from one."""
        part, steps = place[depth], self.document.get(_STEPS)
        if isinstance(part, str):
            return part
        if depth == 1 and place[0] == _STEPS and isinstance(steps, list) and isinstance(steps[part], dict):
            key = steps[part].get(_KEY)
            if isinstance(key, str) and _NAME.fullmatch(key):
                return key
        return str(part + 1)

    def _line(self, place: tuple[str | int, ...], told: tuple[str, ...]) -> int:
        if len(place) > 1 and place[0] == _STEPS:
            named = re.search(rf'^\s*key\s*=\s*"{re.escape(told[1])}"', self._text, re.MULTILINE)
            if named is not None:
                return self._text.count("\n", 0, named.start()) + 1
        return line_of(self._text, told)


def _wanted(error: Mapping[str, Any]) -> str:
    context = error.get("ctx", {})
    offered = re.findall(r"'([^']*)'", str(context.get("expected", "")))
    if offered:
        return " | ".join(offered)
    return str(context["error"]) if "error" in context else "…"
