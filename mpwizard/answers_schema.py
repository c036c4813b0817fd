"""The JSON schema of the answers file, made from the same declarations that read it.

`python -m mpwizard.answers_schema > docs/answers-file.schema.json` after a change.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any

from mpwizard.answers_file import (
    PASSWORD,
    PASSWORD_ENV,
    PASSWORD_STEP,
    FilePlatform,
    FileWorld,
    sections,
    situations,
    slip_fields,
)
from mpwizard.domain import Kind
from mpwizard.recordable import BY_EVENT
from mpwizard.rules.edition import DEFAULT_EDITION, editions
from mpwizard.texts import help_texts
from mpwizard.wizard.flow import STEPS
from mpwizard.wizard.form import FormField, Shape

Schema = dict[str, Any]


def schema() -> Schema:
    """The whole schema. It says what a file may look like; whether its answers are right, the program says."""
    definitions: Schema = {}
    world = _model(FileWorld, definitions)
    platform = _model(FilePlatform, definitions)
    by_name = {"enum": [event for event, answer in BY_EVENT.items() if not answer.refusals]}
    platform["properties"]["answers"]["items"] = {"anyOf": [by_name, platform["properties"]["answers"]["items"]]}
    platform["properties"]["slip"] = _object(slip_fields())
    steps = {step: _section(step, fields) for step, fields in sections().items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "mpwizard answers file",
        "description": "The unattended twin of the registration wizard, written in TOML.",
        "type": "object",
        "additionalProperties": False,
        "minProperties": 1,
        "properties": {
            "kind": {"enum": list(Kind), "default": Kind.PRACTICE},
            "edition": {"enum": list(editions()), "default": DEFAULT_EDITION},
            **steps,
            "world": world,
            "platform": platform,
        },
        "if": {"properties": {"kind": {"const": Kind.RECORD}}, "required": ["kind"]},
        "then": {"properties": {"world": False}},
        "else": {"properties": {"platform": False}},
        "$defs": dict(sorted(definitions.items())),
    }


def as_text(document: Schema) -> str:
    """The schema as it is published."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _section(step: str, fields: Iterable[FormField]) -> Schema:
    section = {"title": STEPS[step].title, **_described(step), **_object(fields)}
    if step == PASSWORD_STEP:
        section["properties"][PASSWORD_ENV] = {
            "description": "The environment variable that holds the password, in place of `password`.",
            "type": "string",
        }
        section["not"] = {"required": [PASSWORD, PASSWORD_ENV]}
    return section


def _object(fields: Iterable[FormField]) -> Schema:
    return {"type": "object", "additionalProperties": False, "properties": {each.name: _field(each) for each in fields}}


def _field(field: FormField) -> Schema:
    about = {"title": field.title, **_described(field.key)}
    match field.ask.shape:
        case Shape.TICK:
            return {**about, "const": True}
        case Shape.CHOICE:
            return {**about, "enum": _choices(field)}
        case Shape.TEXT | Shape.TICKS:
            return {**about, "type": "string"}


def _choices(field: FormField) -> list[str]:
    """Every value that is offered in some case, in the order it is offered."""
    offered: dict[str, None] = {}
    for context in situations():
        for value in field.ask.choices(context.at(field.step)) if field.ask.choices else ():
            offered.setdefault(str(value))
    return list(offered)


def _described(key: str) -> Schema:
    text = help_texts().get(key)
    return {"description": text.lead.en} if text else {}


def _model(model: type[FileWorld] | type[FilePlatform], definitions: Schema) -> Schema:
    own = _plain(model.model_json_schema())
    definitions.update(own.pop("$defs", {}))
    return dict(own)


def _plain(node: Any) -> Any:
    """Without what is Python's and not TOML's: names of classes, nulls, and the defaults that say "left out"."""
    if isinstance(node, list):
        return [_plain(each) for each in node if each != {"type": "null"}]
    if not isinstance(node, dict):
        return node
    kept = {
        key: value if key == "enum" else _plain(value)
        for key, value in node.items()
        if not (key == "title" and isinstance(value, str)) and not (key == "default" and "enum" not in node)
    }
    only = kept["anyOf"] if len(kept.get("anyOf", ())) == 1 else []
    return {**{key: value for key, value in kept.items() if not only or key != "anyOf"}, **(only[0] if only else {})}


if __name__ == "__main__":
    sys.stdout.write(as_text(schema()))
