"""A rule's number stands in the rule table and nowhere in Python: whoever changes the table changes the program."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

import mpwizard
import screens
from mpwizard.console.section import counted
from mpwizard.gates import within
from mpwizard.problems import ALLOWED, Refusal
from mpwizard.rules.edition import DEFAULT_EDITION, load_edition

EDITION = load_edition(DEFAULT_EDITION)
CORE = Path(mpwizard.__file__).parent
SCREENS = Path(screens.__file__).parent

MONEY = {str(rule.value) for rule in EDITION.rules.values() if rule.unit == "CNY"}
NUMBERS = {
    rule.value
    for rule in EDITION.rules.values()
    if isinstance(rule.value, int) and not isinstance(rule.value, bool) and rule.value > 9
} | {int(float(sum_)) for sum_ in MONEY if float(sum_) > 9}
SPANS = {
    EDITION.span(rule.id) for rule in EDITION.rules.values() if rule.unit in ("days", "hours", "minutes", "seconds")
}
SENTENCES = {
    text
    for rule in EDITION.rules.values()
    if isinstance(rule.value, dict)
    for text in (rule.value["zh"], rule.value["en"])
}

# Where rules are judged and obeyed. What draws, stores, sends and waits has numbers of its own that mean other things.
JUDGES = ("rules", "wizard", "platform", "console")
JUDGING = (
    "gates",
    "lifecycle",
    "passing",
    "work",
    "desk",
    "account_desk",
    "platform_desk",
    "surroundings",
    "recording",
    "standing",
    "unattended",
    "world",
)

# A fen is the smallest sum there is, whatever the smallest amount of a practice transfer.
NO_RULE_BUT_A_UNIT = {"0.01"}
# File and number that mean something else than the rule of the same number, and what.
OTHER_MEANINGS = {
    ("rules/shapes.py", 18): "characters of a credit code (GB 32100) and of an ID number (GB 11643)",
    ("rules/shapes.py", 15): "digits of an old licence number and of a first-generation ID number",
    ("rules/shapes.py", 10): "characters of an organisation code, as written; one of its weights (GB 11714)",
    ("wizard/form.py", 64): "what may be typed where a field says nothing else",
    ("wizard/fields.py", 48): "what may be typed of an account number, blanks included",
    ("wizard/fields.py", 32): "what may be typed of an entity's number",
    ("wizard/fields.py", 200): "what may be typed of a name",
    ("wizard/fields.py", 128): "what may be typed of a password",
    ("wizard/slip.py", 100): "what may be typed of a line of the real platform's slip",
    ("wizard/slip.py", 10): "what may be typed of a day",
    ("work.py", 10): "years that the clock of a practice case may run ahead",
    ("world.py", 10): "the base of decimal digits",
    ("platform/practice.py", 60): "seconds of a minute",
    ("unattended.py", 10): "the base of decimal digits",
    ("desk.py", 100): "how many late cases are looked at at a time",
    ("platform_desk.py", 100): "how much of what waits is shown at a time",
    ("console/asking.py", 500): "what may be typed of the platform's own words",
    ("console/members.py", 32): "what may be typed of a WeChat ID",
    ("console/said.py", 10): "what may be typed of a day",
    ("console/sign_in.py", 128): "what may be typed of a password",
    ("console/version_review.py", 128): "what may be typed of a test account",
    ("console/simulator.py", 10): "of how many the simulator refuses some, as `data/practice.toml` counts",
}
# File and number that are no sum of money.
NO_SUMS = {("filter_line.py", 300)}


def sources(*folders: Path) -> Iterator[tuple[str, ast.Module]]:
    """Every module below these folders, and its name there."""
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            yield path.relative_to(folder).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def judges() -> Iterator[tuple[str, ast.Module]]:
    """The modules that judge and obey rules."""
    for name, tree in sources(CORE):
        if name.split("/")[0] in JUDGES or name.removesuffix(".py") in JUDGING:
            yield name, tree


def literals(tree: ast.Module) -> Iterator[ast.Constant]:
    """Every value that is written out."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Constant))


def spans(tree: ast.Module) -> Iterator[timedelta]:
    """Every `timedelta(...)` that is written out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("timedelta"):
            given = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
            if given and all(isinstance(value, ast.Constant) for value in given.values()):
                yield timedelta(**{name: ast.literal_eval(value) for name, value in given.items()})


def test_no_sum_of_the_table_is_written_in_python() -> None:
    """The fee changes with the edition; a copy in the source would go on asking for the old one."""
    found = {
        (name, node.value)
        for name, tree in sources(CORE, SCREENS)
        for node in literals(tree)
        if node.value in MONEY - NO_RULE_BUT_A_UNIT or node.value == int(EDITION.money("verification.fee"))
    }
    assert found == NO_SUMS


def test_no_deadline_of_the_table_is_written_in_python() -> None:
    """Ten days, forty-eight hours, a minute's pause: all of them are the platform's to change."""
    found = [(name, span) for name, tree in judges() for span in spans(tree) if span in SPANS]
    assert found == []
    deadline, lifetime = EDITION.span("transfer.deadline"), EDITION.span("activation.lifetime")
    assert [name for name, tree in sources(CORE, SCREENS) for span in spans(tree) if span in (deadline, lifetime)] == []


def test_no_limit_of_the_table_is_written_where_rules_are_judged() -> None:
    """A length or a limit beside the table is a second rule that nobody will remember to change."""
    found = {
        (name, node.value)
        for name, tree in judges()
        for node in literals(tree)
        if isinstance(node.value, int) and not isinstance(node.value, bool) and node.value in NUMBERS
    }
    assert found - OTHER_MEANINGS.keys() == set()


def test_every_other_meaning_is_still_met() -> None:
    """An exception nobody needs any more hides the next slip."""
    met = {(name, node.value) for name, tree in judges() for node in literals(tree)}
    assert OTHER_MEANINGS.keys() - met == set()


def test_small_limits_are_not_compared_with_literals() -> None:
    """Five per person is too small a number to search for, so no count is compared with it."""
    limits = {EDITION.number(rule.id) for rule in EDITION.rules.values() if rule.id.startswith("limits.")}
    compared = [
        (name, ast.unparse(node))
        for name, tree in judges()
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        for side in (node.left, *node.comparators)
        if isinstance(side, ast.Constant) and side.value in limits
    ]
    assert compared == []


def judged_rooms(tree: ast.Module) -> Iterator[str]:
    """The functions that refuse what would be more than a limit, and compare by themselves."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
            refuses = any(ast.unparse(each.func) == "Refusal" and "'limit'" in ast.unparse(each) for each in calls)
            compared = [ast.unparse(node) for node in ast.walk(function) if isinstance(node, ast.Compare)]
            if refuses and any("limit" in each or ".number(" in each for each in compared):
                yield function.name


def test_one_place_judges_whether_one_more_is_within_a_limit() -> None:
    """The comparison was written out wherever something is counted, and "as many as" is easily off by one."""
    assert [(name, each) for name, tree in judges() for each in judged_rooms(tree)] == [("gates.py", "within")]


def test_the_search_for_judged_rooms_can_fail() -> None:
    """As the sections had it, each for itself."""
    written = (
        'def _room(n):\n    limit = n.number("x")\n    return YES if 1 < limit else Refusal("k", {"limit": limit})'
    )
    assert list(judged_rooms(ast.parse(written))) == ["_room"]


def test_up_to_a_limit_one_more_is_allowed() -> None:
    """The last place is still free; the refusal tells limit and rule, and what else is given."""
    rule = "categories.max"
    limit = EDITION.number(rule)
    assert within(EDITION, rule, limit - 1, "categories_full") is ALLOWED
    refusal = within(EDITION, rule, limit, "categories_full", until="tomorrow")
    assert refusal == Refusal("categories_full", {"limit": limit, "until": "tomorrow"}, rule)


def test_a_count_warns_when_nothing_is_left() -> None:
    """The line says so as soon as the gate would."""
    assert [counted("Members", used, 3).tone for used in (2, 3, 4)] == ["", "soon", "soon"]


def test_no_sentence_of_the_table_is_written_in_python() -> None:
    """Scope, cost and payee are the edition's words; a screen that repeats them will contradict them one day."""
    found = [
        (name, node.value)
        for name, tree in sources(CORE, SCREENS)
        for node in literals(tree)
        if node.value in SENTENCES
    ]
    assert found == []


@pytest.mark.parametrize("written", ["timedelta(days=10)", "x.timedelta(hours=48)"])
def test_the_search_for_deadlines_can_fail(written: str) -> None:
    """A search that finds nothing might also be blind."""
    assert set(spans(ast.parse(written))) <= SPANS
    assert list(spans(ast.parse(written)))
