"""Textual runs a handler of every class that has one, the subclass's first: one above is never replaced by overriding
it, nor may it be called."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.message_pump import MessagePump

import screens

# Where what stands above is to happen, too.
BOTH = {
    ("AccountTypeScreen", "on_button_pressed"),
    ("AccountTypeScreen", "on_choice_pointed"),
    ("ActivationScreen", "on_button_pressed"),
    ("AdministratorScreen", "on_button_pressed"),
    ("CompletionScreen", "on_button_pressed"),
    ("EntityTypeScreen", "on_button_pressed"),
    ("EntityTypeScreen", "on_choice_pointed"),
    ("FormScreen", "on_part_entered"),
}
CALLED_ABOVE = "async def on_key(self, event):\n    await super().on_key(event)\n"
ALONE = "async def on_key(self, event):\n    event.prevent_default()\n"


def _classes() -> Iterator[type[MessagePump]]:
    for module in pkgutil.walk_packages(screens.__path__, "screens."):
        for each in vars(importlib.import_module(module.name)).values():
            if isinstance(each, type) and issubclass(each, MessagePump) and each.__module__ == module.name:
                yield each


def _calls_above(source: str) -> list[str]:
    """The handlers that call the one above themselves. Events are dispatched by `on_event`, which is no handler."""
    return [
        node.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("on_")
        and node.name != "on_event"
        and f"super().{node.name}(" in ast.unparse(node)
    ]


def _keeps_the_one_above_out(source: str, of: str, handler: str) -> bool:
    (owner,) = (each for each in ast.walk(ast.parse(source)) if isinstance(each, ast.ClassDef) and each.name == of)
    (own,) = (
        each for each in owner.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) and each.name == handler
    )
    return ".prevent_default()" in ast.unparse(own)


def _source(of: type) -> str:
    return Path(importlib.import_module(of.__module__).__file__ or "").read_text(encoding="utf-8")


def test_no_handler_calls_the_one_above() -> None:
    """It would run twice: once called, once by Textual."""
    assert {name: found for name in {*map(_source, _classes())} if (found := _calls_above(name))} == {}


def test_a_handler_that_is_meant_alone_says_so() -> None:
    """Else both happen: what was given back to be asked for was done at once as well, without a word of it."""
    twice = {
        (each.__name__, name)
        for each in _classes()
        for name in vars(each)
        if name.startswith("on_")
        and name != "on_event"
        and any(name in vars(above) and above.__module__.startswith("screens.") for above in each.__mro__[1:])
        and not _keeps_the_one_above_out(_source(each), each.__name__, name)
    }
    assert twice == BOTH


@pytest.mark.parametrize(("source", "found"), [(CALLED_ABOVE, ["on_key"]), (ALONE, [])])
def test_a_call_above_is_seen(source: str, found: list[str]) -> None:
    """The guard itself can fail."""
    assert _calls_above(source) == found
