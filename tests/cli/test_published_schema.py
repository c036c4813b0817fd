"""The published schema and the examples: what the documentation promises of answers files is what the program does."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from mpwizard.answers_reading import read_answers_file
from mpwizard.answers_schema import as_text, schema
from mpwizard.domain import EntityType
from mpwizard.problems import Trouble
from tests.cli.answers import Command
from tests.cli.test_answers_reading import UNUSABLE

DOCS = Path(__file__).resolve().parents[2] / "docs"
EXAMPLES = sorted((DOCS / "examples").glob("*.toml"))
PUBLISHED = json.loads((DOCS / "answers-file.schema.json").read_text(encoding="utf-8"))
# What only the program can say: whether TOML is TOML, how long is too long, which reason goes with which event.
BEYOND_A_SCHEMA = ("file_not_toml", "file_long_value")
WRONGLY_SHAPED = [text for text, key, _line in UNUSABLE if key not in BEYOND_A_SCHEMA and "reason = " not in text]


def fits(value: Any, rules: Any) -> bool:
    """Whether a value keeps the rules: the part of JSON schema that ours is written in, and nothing more."""
    if isinstance(rules, bool):
        return rules
    known = rules.keys() - {"$schema", "$defs", "title", "description", "default", "then", "else"}
    return all(_KEYWORDS[keyword](value, rules) for keyword in known)


def _is_table(value: Any, rules: dict[str, Any]) -> bool:
    properties = rules.get("properties", {})
    return not isinstance(value, dict) or all(fits(value[key], properties[key]) for key in value.keys() & properties)


_TYPES: dict[str, Any] = {"object": dict, "array": list, "string": str, "number": (int, float)}
_KEYWORDS: dict[str, Callable[[Any, Any], bool]] = {
    "$ref": lambda value, rules: fits(value, PUBLISHED["$defs"][rules["$ref"].rsplit("/", 1)[-1]]),
    "type": lambda value, rules: isinstance(value, _TYPES[rules["type"]]) and not isinstance(value, bool),
    "properties": _is_table,
    "additionalProperties": lambda value, rules: (
        not isinstance(value, dict)
        or rules["additionalProperties"] is not False
        or value.keys() <= set(rules["properties"])
    ),
    "minProperties": lambda value, rules: not isinstance(value, dict) or len(value) >= rules["minProperties"],
    "required": lambda value, rules: not isinstance(value, dict) or set(rules["required"]) <= value.keys(),
    "not": lambda value, rules: not fits(value, rules["not"]),
    "if": lambda value, rules: fits(value, rules["then" if fits(value, rules["if"]) else "else"]),
    "anyOf": lambda value, rules: any(fits(value, each) for each in rules["anyOf"]),
    "enum": lambda value, rules: value in rules["enum"],
    "const": lambda value, rules: value == rules["const"] and type(value) is type(rules["const"]),
    "pattern": lambda value, rules: not isinstance(value, str) or bool(re.search(rules["pattern"], value, re.ASCII)),
    "maxLength": lambda value, rules: not isinstance(value, str) or len(value) <= rules["maxLength"],
    "minimum": lambda value, rules: not isinstance(value, (int, float)) or value >= rules["minimum"],
    "maximum": lambda value, rules: not isinstance(value, (int, float)) or value <= rules["maximum"],
    "items": lambda value, rules: not isinstance(value, list) or all(fits(each, rules["items"]) for each in value),
}


def test_the_published_schema_is_the_one_the_program_makes() -> None:
    """Editors check files with it. After a change: python -m mpwizard.answers_schema > docs/answers-file.schema.json"""
    assert (DOCS / "answers-file.schema.json").read_text(encoding="utf-8") == as_text(schema())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_runs_to_its_stated_end(command: Command, example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """People copy examples; one that does not run costs each of them an hour."""
    monkeypatch.setenv("EXAMPLE_PASSWORD", "practice-lantern-42")
    second = example.read_text(encoding="utf-8").splitlines()[1]
    stated = re.fullmatch(r"# Ends: exit (\d), state (\w+)", second)
    assert stated
    ran = command("register", "--answers", example, "--json")
    assert (str(ran.code), ran.json["state"]) == stated.groups()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_keeps_the_schema(example: Path) -> None:
    """The two halves of the documentation agree."""
    assert fits(tomllib.loads(example.read_text(encoding="utf-8")), PUBLISHED)


def test_there_is_an_example_of_each_entity_type_and_the_page_shows_them_all() -> None:
    """Whoever has another kind of entity must not have to guess."""
    shown = [tomllib.loads(path.read_text(encoding="utf-8"))["entity_type"]["type"] for path in EXAMPLES]
    assert set(shown) == set(EntityType)
    page = (DOCS / "answers-file.md").read_text(encoding="utf-8")
    assert [path.name for path in EXAMPLES if f"(examples/{path.name})" not in page] == []


def test_the_page_names_every_key() -> None:
    """A key nobody documents is a key nobody uses."""
    page = (DOCS / "answers-file.md").read_text(encoding="utf-8")
    whole = PUBLISHED
    keys = {
        *whole["properties"],
        *(key for section in whole["properties"].values() for key in section.get("properties", ())),
        *(key for definition in whole["$defs"].values() for key in definition["properties"]),
        *whole["$defs"]["FileAnswer"]["properties"]["event"]["enum"],
    }
    assert {key for key in keys if not re.search(rf"\b{key}\b", page)} == set()


@pytest.mark.parametrize("text", WRONGLY_SHAPED, ids=range(len(WRONGLY_SHAPED)))
def test_what_the_program_refuses_the_schema_refuses(text: str) -> None:
    """An editor that finds a file good must not be contradicted by the program about its shape."""
    assert not fits(tomllib.loads(text), PUBLISHED)


@pytest.mark.parametrize(("text", "good"), [("", False), ('kind = "practice"', True), ("[entity]", True)])
def test_the_least_file_the_schema_takes_is_the_least_the_program_reads(tmp_path: Path, text: str, good: bool) -> None:
    """One key is a file: a case, and nothing in it. No key at all is nothing."""
    assert fits(tomllib.loads(text), PUBLISHED) is good
    path = tmp_path / "least.toml"
    path.write_text(text, encoding="utf-8")
    with nullcontext() if good else pytest.raises(Trouble, match="file_empty"):
        read_answers_file(path)
