"""What no file of the house may hold, and what every file must."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import mpwizard

ROOT = Path(__file__).resolve().parents[2]
# Longer files that have a reason: the path, and the reason. Empty is the way it should be.
LONG_FILES: dict[str, str] = {}
LONGEST = 400
# Who may reach into Textual, and why.
INSIDERS = {
    "screens/compositing.py": "a change of one row must not cost the whole screen; a test holds it to the stock one",
    "screens/driver.py": "one bad byte or key report ends Textual's driver, and it offers no other way in",
}

# Each is written so that it does not find itself.
MACHINE_PATH = re.compile(r"(?<![\w.$}/])/(?:work|root|home|Users|tmp|opt)/[\w.]")
INDEX_HOST = re.compile(
    r"pypi\.[o]rg|python[h]osted\.org|registry\.[n]pmjs|deb\.[d]ebian\.org|--(?:extra-)?index-[u]rl"
)
HEX_COLOUR = re.compile(r"#(?:[0-9a-f]{8}|[0-9a-f]{6}|(?=[a-f]*\d)[0-9a-f]{3,4}|([0-9a-f])\1{2})\b", re.IGNORECASE)
IMPORTANT = re.compile(r"![i]mportant")
TEXTUAL_INSIDES = re.compile(r"(?:from|import) textual(?:\.\w+)*\._|\._[b]indings\b")


def _files(*folders: str, suffixes: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    for top in folders or (".",):
        for path in sorted((ROOT / top).rglob("*")):
            name = path.relative_to(ROOT)
            if not path.is_file() or _is_made_by_tools(name) or (suffixes and path.suffix not in suffixes):
                continue
            try:
                yield name.as_posix(), path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def _is_made_by_tools(name: Path) -> bool:
    hidden = name.parts[0].startswith(".") and name.parts[0] != ".ci" and len(name.parts) > 1
    return hidden or any(part in {"__pycache__", "build", "dist"} or part.endswith(".egg-info") for part in name.parts)


def _matches(pattern: re.Pattern[str], files: Iterator[tuple[str, str]]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:80]}"
        for name, text in files
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_file_knows_one_machine() -> None:
    """A path of somebody's machine works there and nowhere else."""
    assert _matches(MACHINE_PATH, _files()) == []


def test_no_file_names_a_package_index() -> None:
    """Where packages come from is the user's choice; a named index overrides it silently."""
    assert _matches(INDEX_HOST, _files()) == []


def test_colours_are_named_in_the_theme_alone() -> None:
    """A colour written elsewhere is a colour that the light theme forgets."""
    files = (
        (name, text)
        for name, text in _files("screens", "mpwizard", suffixes=(".py", ".tcss"))
        if name != "screens/theme.py"
    )
    assert _matches(HEX_COLOUR, files) == []


def test_no_style_shouts() -> None:
    """What needs `important` is a rule in the wrong place."""
    assert _matches(IMPORTANT, _files("screens", suffixes=(".py", ".tcss"))) == []


def test_textuals_insides_stay_its_own() -> None:
    """Private modules and attributes change without notice in a patch release."""
    files = ((name, text) for name, text in _files("screens", suffixes=(".py",)) if name not in INSIDERS)
    assert _matches(TEXTUAL_INSIDES, files) == []


def test_files_stay_small_enough_to_read_at_a_sitting() -> None:
    """About 400 lines is where a file starts to hold two things."""
    long = {
        name: length
        for name, text in _files(suffixes=(".py", ".tcss"))
        if (length := len(text.splitlines())) > LONGEST and name not in LONG_FILES
    }
    assert long == {}
    assert [name for name in LONG_FILES if not (ROOT / name).exists()] == []


def test_the_design_page_links_every_decision() -> None:
    """A decision that nobody finds is taken again, differently."""
    decisions = sorted((ROOT / "docs/decisions").glob("*.md"))
    design = (ROOT / "docs/DESIGN.md").read_text(encoding="utf-8") if decisions else ""
    assert [decision.name for decision in decisions if f"decisions/{decision.name}" not in design] == []


def test_the_changes_tell_of_this_version() -> None:
    """Users read what is new under the number that the program shows."""
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## {re.escape(mpwizard.__version__)}\b", changes, re.MULTILINE)


@pytest.mark.parametrize(
    ("pattern", "bad", "good"),
    [
        (MACHINE_PATH, 'open("/ho' + 'me/ann/x")', "folder/home/x and https://a.example/home/b"),
        (INDEX_HOST, "pip install --index-" + "url x", "pip install -c constraints.txt"),
        (HEX_COLOUR, "color: #07" + "C160;", "Static#add, #search, #code-2"),
        (HEX_COLOUR, "color: #ff" + "f;", "&#number-3"),
        (IMPORTANT, "color: $text !im" + "portant;", "!isimportant"),
        (TEXTUAL_INSIDES, "from textual._cont" + "ext import app", "from textual.widgets import Input"),
    ],
)
def test_each_guard_can_fail(pattern: re.Pattern[str], bad: str, good: str) -> None:
    """A guard that finds nothing might also be blind."""
    assert pattern.search(bad)
    assert not pattern.search(good)
