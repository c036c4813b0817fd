"""What holds for all of the screens' source: light imports, no markup around data, colours and keys in one place."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.color import Color
from textual.dom import DOMNode
from textual.widgets import Button, DataTable, Input, OptionList

import screens
from screens import keys
from screens.theme import GREY_THEMES, THEMES

FOLDER = Path(screens.__file__).parent
SOURCES = sorted(FOLDER.rglob("*.py"))

FIRST_FRAME = """
import sys
from screens.app import DeskApp
from screens.home import home
HEAVY = {"sqlmodel", "sqlalchemy", "alembic", "pydantic", "pydantic_settings", "phonenumbers", "email_validator",
         "stdnum", "asyncssh", "PIL", "dns", "segno"}

def open_desk():
    print(sorted(HEAVY & set(sys.modules)), file=sys.__stdout__, flush=True)

async def start():
    async with DeskApp(open_desk, home).run_test() as pilot:
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()

import asyncio
asyncio.run(start())
"""


def test_the_first_frame_needs_no_storage_and_no_validation() -> None:
    """They take longer to import than all of Textual; the screen stands before they are touched."""
    done = subprocess.run([sys.executable, "-c", FIRST_FRAME], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[0] == "[]"


def test_what_happens_beside_the_form_is_done_in_one_place() -> None:
    """Three drawers move the clock; each told a refusal, or forgot to, in its own way."""
    found = [
        path.relative_to(FOLDER).as_posix()
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "act" and isinstance(node.ctx, ast.Load)
        if ast.unparse(node) != "self.act"
    ]
    assert found == ["world/drawer.py"]


def test_no_sentence_with_data_is_built_as_markup() -> None:
    """A formatted string handed to a widget is read as markup: a client's name in brackets would act."""
    careless = re.compile(r"(Static|Label|Button|Option|Checkbox|notify|update|from_markup)\(\s*f[\"']")
    found = [
        f"{path.name}: {line}" for path in SOURCES for line in path.read_text().splitlines() if careless.search(line)
    ]
    assert found == []


def test_messages_in_passing_go_through_the_one_helper() -> None:
    """`App.notify` reads markup unless told not to, and one day somebody forgets."""
    calls = [
        f"{path.name}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "notify"
        and ast.unparse(node.func.value) != "say"
    ]
    assert [call for call in calls if not call.startswith("say.py")] == []


def test_colours_have_one_home() -> None:
    """A colour beside the theme would not follow it into the light."""
    hexes = re.compile(r"#[0-9a-fA-F]{3,8}\b")
    files = [*SOURCES, *FOLDER.rglob("*.tcss")]
    found = {path.name for path in files if hexes.search(path.read_text())} - {"theme.py"}
    assert found == set()


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_can_be_read_on_every_ground(theme: object) -> None:
    """Contrast as the accessibility guidelines want it: 4.5 for text, 3 for what only marks."""
    variables = theme.variables  # type: ignore[attr-defined]
    wanted = {"ink": 7.0, "soft": 4.5, "go-text": 4.5, "soon": 4.5, "wrong": 4.5, "fact": 4.5}
    pairs = [(name, ground, least) for name, least in wanted.items() for ground in ("ground", "side", "bar", "well")]
    pairs += [("ink", "lit", 7.0), ("soft", "lit", 4.0), ("go-text", "lit", 4.0), ("wrong", "ground", 4.5)]
    pairs += [("faint", "ground", 3.0), ("faint", "side", 3.0), ("on-go", "go", 4.5), ("ink", "chosen", 4.5)]
    weak = {(ink, ground) for ink, ground, least in pairs if contrast(variables[ink], variables[ground]) < least}
    assert weak == set()


@pytest.mark.parametrize("theme", GREY_THEMES, ids=lambda theme: theme.name)
def test_without_colours_nothing_that_speaks_up_is_dimmer_than_plain_text(theme: object) -> None:
    """Where colours become greys, a warning in amber would be the dimmest word of its row."""
    variables = {name: Color.parse(value).monochrome.hex for name, value in theme.variables.items() if value[0] == "#"}  # type: ignore[attr-defined]
    plain = contrast(variables["ink"], variables["ground"])
    for name in ("soon", "wrong", "fact", "go-text"):
        assert contrast(variables[name], variables["ground"]) >= plain
        assert contrast(variables[name], variables["chosen"]) >= 4.5
    assert contrast(variables["chosen"], variables["bar"]) > contrast(variables["lit"], variables["bar"])


def test_both_themes_are_made_of_the_same_tokens() -> None:
    """A style sheet that names a token works in both."""
    dark, light = THEMES
    assert dark.variables.keys() == light.variables.keys()


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2."""

    def luminance(colour: str) -> float:
        parts = [
            part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
            for part in Color.parse(colour).normalized
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def our_bindings() -> Iterator[tuple[str, Binding]]:
    """Every binding declared in the screens, with the name of its owner."""
    for module in pkgutil.walk_packages(screens.__path__, "screens."):
        for each in vars(importlib.import_module(module.name)).values():
            if isinstance(each, type) and issubclass(each, DOMNode) and each.__module__.startswith("screens"):
                for binding in each.__dict__.get("BINDINGS", ()):
                    assert isinstance(binding, Binding), f"{each.__name__}: {binding}"
                    yield each.__name__, binding


def test_every_key_can_be_remapped_and_explains_itself() -> None:
    """The id is what a keymap names, the tooltip what the help shows."""
    lacking = {f"{owner}: {binding.key}" for owner, binding in our_bindings() if not binding.id or not binding.tooltip}
    assert lacking == set()


def test_keys_that_belong_to_others_stay_free() -> None:
    """Ctrl+A and Ctrl+B lead tmux and screen; Ctrl+H, I, J, M and [ cannot be told from other keys."""
    taken = {f"ctrl+{letter}" for letter in "abhijm"} | {"ctrl+left_square_bracket"}
    bound = {key.strip() for _owner, binding in our_bindings() for key in binding.key.split(",")}
    assert bound & taken == set()


def test_one_id_means_one_thing() -> None:
    """Two bindings of one id would be remapped together."""
    actions: dict[str, set[tuple[str, str]]] = {}
    for _owner, binding in our_bindings():
        actions.setdefault(binding.id or "", set()).add((binding.key, binding.action))
    assert {name: ways for name, ways in actions.items() if len(ways) > 1} == {}


def test_textuals_own_words_are_known_to_the_catalogue() -> None:
    """They stand in the help's list of keys, so they are translated like ours."""
    theirs = {
        binding.description
        for widget in (Input, OptionList, Button, DataTable)
        for base in widget.__mro__
        for binding in Binding.make_bindings(base.__dict__.get("BINDINGS", ()))
        if binding.description
    }
    assert theirs - keys.TEXTUAL_WORDS == set()
