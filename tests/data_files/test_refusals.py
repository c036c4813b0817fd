"""The shipped refusal catalogue: every refusal can be told, looked up and lifted, in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import mpwizard
from mpwizard.rules.edition import DEFAULT_EDITION, load_edition
from mpwizard.text import width
from mpwizard.texts import RefusalText, refusal, refusals

CATALOGUE = list(refusals().values())
MESSAGE_CELLS = 60  # a message and its code share one line of the form column

# What the places are usually filled with, to measure a sentence as users see it.
SAMPLES = {
    "action": "versions.submit",
    "actual": "17",
    "case": "MP-2026-0042",
    "character": "O",
    "choices": "transfer | wechat_verification",
    "code": "U-999",
    "count": "2",
    "due": "2026-11-22",
    "edition": "guide-2018",
    "event": "entity confirmed",
    "expected": "0.37",
    "form": "个体户+经营者姓名",
    "host": "127.0.0.1",
    "found": "0003",
    "hours": "48",
    "key": "entity.name",
    "known": "0001",
    "left": "4",
    "length": "18",
    "limit": "50",
    "least": "8",
    "line": "12",
    "longest": "100",
    "minutes": "10",
    "most": "9",
    "name": "MPWIZARD_MAIL",
    "number": "12",
    "port": "8022",
    "path": "mpwizard.db",
    "position": "18",
    "prefix": "91",
    "reference": "MP-2026-0042",
    "seconds": "60",
    "shortest": "2",
    "state": "awaiting transfer",
    "step": "E-mail and password",
    "until": "2026-11-22(Sun) 09:41",
    "used": "4",
    "usual": "2 3 4 5 6 7 8 N Y",
    "where": "企业微信, work.weixin.qq.com",
    "years": "18",
}

CORE = Path(mpwizard.__file__).parent
# What takes a catalogue key as its first argument, and where the values of its sentence stand.
RAISERS = {"Misfit": 1, "Refused": 1, "Refusal": 1, "Trouble": 1, "Problem": 3, "PasswordDemand": None, "fail": None}
# The modules that yield what is odd without being wrong, as pairs of a key and its values.
DOUBTING = ("rules/names.py", "rules/mini_program_names.py", "rules/introductions.py", "pictures.py")

each_refusal = pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.key)


def places(text: str) -> set[str]:
    """The names of a sentence's places."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@each_refusal
def test_every_refusal_is_told_with_its_reason_and_its_remedy(entry: RefusalText) -> None:
    """A refusal nobody explains is where an operator gives up."""
    for text in (entry.message, entry.why, entry.lifts):
        assert text.zh.strip()
        assert text.en.strip()


def test_every_code_means_one_thing() -> None:
    """Users quote codes to each other; two meanings of one would send somebody the wrong way."""
    codes = [entry.code for entry in CATALOGUE]
    assert sorted(codes) == sorted(set(codes))


@each_refusal
def test_a_code_can_be_looked_up(entry: RefusalText) -> None:
    """What stands in brackets behind a message is what `explain` takes, in whichever case it is typed."""
    assert re.fullmatch(r"[UW]-[1-9]\d\d", entry.code)
    assert refusal(entry.code.lower()) is entry


@each_refusal
def test_both_languages_have_the_same_places(entry: RefusalText) -> None:
    """A place only one language has breaks, or loses a value, in the other."""
    assert places(entry.message.zh) == places(entry.message.en)


@each_refusal
def test_reason_and_remedy_have_no_places(entry: RefusalText) -> None:
    """They are also shown where there are no values: by `explain` and in the documentation."""
    for text in (entry.why, entry.lifts):
        assert not places(text.zh)
        assert not places(text.en)


@each_refusal
def test_the_rule_behind_a_refusal_exists(entry: RefusalText) -> None:
    """The rule's source is shown with the refusal; a dead reference would show nothing."""
    if entry.rule:
        load_edition(DEFAULT_EDITION).rule(entry.rule)


@each_refusal
def test_a_message_fits_one_line_under_its_field(entry: RefusalText) -> None:
    """The form column is 72 cells, and the code follows; a second line would push the next field away."""
    for sentence in (entry.message.zh, entry.message.en):
        told = sentence.format_map(SAMPLES)
        assert width(told) <= MESSAGE_CELLS, told


@each_refusal
def test_nobody_is_blamed(entry: RefusalText) -> None:
    """Messages say what to do; these words say only that somebody was wrong."""
    for text in (entry.message, entry.why, entry.lifts):
        assert not re.search(r"invalid|illegal|forbidden|stupid", text.en, re.IGNORECASE)
        assert not re.search(r"无效|非法|愚蠢", text.zh)


def test_warnings_are_told_apart_by_their_letter() -> None:
    """A `W` blocks nothing; whoever reads a code must know that without looking it up."""
    warned = {key for key, _ in doubts()}
    assert {entry.key for entry in CATALOGUE if entry.code.startswith("W-")} == warned


def test_the_credit_codes_two_faults_keep_their_codes() -> None:
    """These two are in handbooks and screenshots; a renumbering would make them lie."""
    assert refusal("U-101").key == "credit_code_length"
    assert refusal("U-102").key == "credit_code_checksum"


def test_every_key_the_core_raises_is_in_the_catalogue() -> None:
    """A key without an entry would end as a crash in the moment an applicant needs a sentence."""
    known = refusals().keys()
    assert {key for name in RAISERS for key, _ in raised(name)} - known == set()


@pytest.mark.parametrize("name", ["Misfit", "Refused", "Refusal", "Trouble"])
def test_every_place_of_a_message_is_filled_where_it_is_raised(name: str) -> None:
    """A sentence whose place has no value cannot be told."""
    catalogue = refusals()
    unfilled = {
        (key, place)
        for key, given in (*raised(name), *doubts())
        if given is not None and key in catalogue
        for place in places(catalogue[key].message.en) - given
    }
    assert unfilled == set()


def core_calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call in the core's source, with the plain name that is called."""
    for path in sorted(CORE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                yield node.func.id if isinstance(node.func, ast.Name) else node.func.attr, node


def raised(name: str) -> Iterator[tuple[str, set[str] | None]]:
    """The literal keys passed on under a name, with the names of their values where these are literal too."""
    for called, call in core_calls():
        if called == name and call.args and (key := _literal(call.args[0])):
            yield key, _values(call, RAISERS[name])


def doubts() -> Iterator[tuple[str, set[str] | None]]:
    """The same for what is odd without being wrong."""
    for name in DOUBTING:
        for node in ast.walk(ast.parse((CORE / name).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
                yield _literal(node.value.elts[0]), _keys(node.value.elts[1])


def _values(call: ast.Call, position: int | None) -> set[str] | None:
    if position is None or any(keyword.arg == "values" for keyword in call.keywords):
        return None
    return _keys(call.args[position]) if len(call.args) > position else set()


def _literal(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _keys(node: ast.expr) -> set[str] | None:
    if not isinstance(node, ast.Dict) or None in node.keys:
        return None
    return {_literal(key) for key in node.keys if key is not None}
