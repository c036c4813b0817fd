"""The catalogue and the program know the same refusals: none raised without words, none worded for nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import mpwizard
import screens
from mpwizard.rules import shapes
from mpwizard.texts import refusals

FOLDERS = (Path(mpwizard.__file__).parent, Path(screens.__file__).parent)


def strings() -> set[str]:
    """Every text that stands in the program's source."""
    return {
        node.value
        for folder in FOLDERS
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def promised(module: Path) -> Iterator[str]:
    """The keys that the docstrings of a module say are raised, between backticks."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and "Misfit:" in (told := ast.get_docstring(node) or ""):
            yield from told.partition("Misfit:")[2].split("`")[1::2]


def test_every_entry_of_the_catalogue_is_said_somewhere() -> None:
    """A refusal nobody raises is read, translated and explained for nothing, and hides that another is missing."""
    assert refusals().keys() - strings() == set()


def test_the_shapes_promise_only_what_can_be_told() -> None:
    """Their docstrings are what other code relies on."""
    keys = set(promised(Path(shapes.__file__)))
    assert {"credit_code_checksum", "mobile_form"} <= keys <= refusals().keys()
