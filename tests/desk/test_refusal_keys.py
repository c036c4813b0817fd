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

# Worded ahead of the screen that will say them, and which one that is. Empty is the way it should be.
WORDED_AHEAD = {
    "person_used": "the administrator's step: how often this person was used",
    "mobile_used": "the administrator's step: how often this number was used",
    "record_keeps_no_password": "the form of a record case",
    "changed_elsewhere": "the screen that shows both versions",
    "terminal_not_utf8": "the start in a terminal of another encoding",
    "paste_cut": "the field a paste was too long for",
}


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
    assert refusals().keys() - strings() - WORDED_AHEAD.keys() == set()


def test_every_exception_is_still_needed() -> None:
    """What was worded ahead and is said by now is no exception any more, nor is what was taken away."""
    assert WORDED_AHEAD.keys() <= refusals().keys()


def test_the_shapes_promise_only_what_can_be_told() -> None:
    """Their docstrings are what other code relies on."""
    keys = set(promised(Path(shapes.__file__)))
    assert {"credit_code_checksum", "mobile_form"} <= keys <= refusals().keys()
