"""The shipped texts: every step, field, choice and stage has its words, and all words keep the house's rules."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path

import pytest

from mpwizard.console.next_step import NEXT_STEPS
from mpwizard.console.sections import ACTIONS, SECTIONS
from mpwizard.domain import CodeKind, EntityType, Kind, Method
from mpwizard.lifecycle import ENDED, Event, State
from mpwizard.resources import data_folder
from mpwizard.rules.edition import DEFAULT_EDITION, load_edition
from mpwizard.text import width
from mpwizard.texts import help_texts, option_texts
from mpwizard.transitions import Actor
from mpwizard.wizard.context import Context
from mpwizard.wizard.flow import FLOW, Standing
from mpwizard.wizard.form import FormField, Shape, form_fields

FIELDS = [field for step in FLOW for field in form_fields(step.key, step.answers)]
CHOICES = [field for field in FIELDS if field.ask.shape is Shape.CHOICE]
NEXT_ACTIONS = (
    "choose_account_type",
    "enter_credentials",
    "activate",
    "choose_entity_type",
    "enter_entity",
    "choose_verification",
    "enter_administrator",
    "confirm",
    "pay",
    "start_again",
    "record_activation",
    "record_result",
    *dict.fromkeys(step.key for step in NEXT_STEPS),
)
NEXT_ACTION_CELLS = 20  # the column of the case desk
LINE_CELLS = 66  # a choice's line stands under its label in the form column

CJK = "\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef“”‘’"


def pairs(node: object, at: str) -> Iterator[tuple[str, str, str]]:
    """Every text in both languages below a node of a data file, with where it stands."""
    if isinstance(node, dict):
        if node.keys() & {"zh", "en"}:
            assert node.keys() == {"zh", "en"}, at
            yield at, node["zh"], node["en"]
        else:
            for key, value in node.items():
                yield from pairs(value, f"{at}/{key}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from pairs(value, f"{at}/{number}")


def all_pairs() -> list[tuple[str, str, str]]:
    """Every bilingual text of every data file."""
    files = sorted(data_folder().rglob("*.toml"))
    return [pair for path in files for pair in pairs(tomllib.loads(path.read_text(encoding="utf-8")), path.name)]


@pytest.mark.parametrize("path", sorted(data_folder().rglob("*.toml")), ids=lambda path: path.name)
def test_a_data_file_says_how_it_is_written(path: Path) -> None:
    """These files are edited by people who know the platform, not the program."""
    assert path.read_text(encoding="utf-8").startswith("# ")


def test_no_text_lacks_a_language() -> None:
    """An empty half shows as a hole in one language only, where its author does not look."""
    assert [at for at, zh, en in all_pairs() if not zh.strip() or not en.strip()] == []


def test_no_chinese_text_has_a_space_in_its_sentence() -> None:
    """Lines are broken at spaces: one beside a number would tear the sentence there."""
    torn = re.compile(rf"[{CJK}][^\S\n]|[^\S\n][{CJK}]")
    assert [f"{at}: {zh}" for at, zh, _ in all_pairs() if torn.search(zh)] == []


def test_chinese_texts_use_full_width_punctuation() -> None:
    """Half-width marks between Chinese characters look broken and are narrower than the eye expects."""
    half_width = re.compile(rf"[{CJK}][,;:?!()]|[,;?!()][{CJK}]")
    assert [f"{at}: {zh}" for at, zh, _ in all_pairs() if half_width.search(zh)] == []


def test_the_house_words_are_used() -> None:
    """One thing, one word: readers take a second word for a second thing."""
    strangers = re.compile("账号|案件|案台|演练|沙盒|超级管理员|体验成员")
    assert [f"{at}: {zh}" for at, zh, _ in all_pairs() if strangers.search(zh)] == []


@pytest.mark.parametrize("key", [*(step.key for step in FLOW), *(field.key for field in FIELDS)])
def test_every_step_and_field_has_help(key: str) -> None:
    """F1 answers everywhere, or users stop pressing it."""
    assert help_texts()[key].lead.zh


def test_help_is_only_written_for_what_exists() -> None:
    """Help for a renamed field would be found by nobody."""
    ends = {f"completion.{state}" for state in ENDED}
    known = (
        {step.key for step in FLOW}
        | {field.key for field in FIELDS}
        | ends
        | {
            "practice.addresses",
            "practice.scan",
            "verification.forced",
            "console",
            "said.note",
            "said.on",
            "platform_desk",
            "class_board",
            "board",
            "desk",
        }
    )
    sections = {section.help_key for section in SECTIONS}
    asked = {field.key for action in ACTIONS.values() for field in form_fields(action.key, action.answers)}
    assert help_texts().keys() - known - sections - asked == set()


def test_help_points_at_rules_that_exist() -> None:
    """The rule's own sentence and value are shown beside the help."""
    edition = load_edition(DEFAULT_EDITION)
    assert [text.rule for text in help_texts().values() if text.rule and text.rule not in edition.rules] == []


@pytest.mark.parametrize("step", [step.key for step in FLOW])
def test_a_steps_help_names_the_guides_section(step: str) -> None:
    """Whoever doubts us must find the place in the official guide."""
    assert help_texts()[step].guide


def test_help_and_choices_repeat_no_figure_of_the_rule_table() -> None:
    """A number has one home; a second one would go on saying the old value after an edition changed it."""
    spoken = [text for text in all_pairs() if text[0].startswith(("help.toml", "options.toml"))]
    assert [f"{at}: {zh}" for at, zh, en in spoken if re.search(r"\d", zh + en)] == []


def test_help_says_that_a_practice_password_is_not_the_real_one() -> None:
    """The most harmful thing a trainee can type here is the password of a real account."""
    text = help_texts()["credentials.password"]
    assert "不要用真实帐号的密码" in text.lead.zh
    assert "never the password of a real account" in text.lead.en


def _everywhere() -> Iterable[Context]:
    """A context for each entity type, so that every choice is offered at least once."""
    edition = load_edition(DEFAULT_EDITION)
    for entity_type in EntityType:
        draft = {"entity_type": {"type": str(entity_type)}}
        yield Context(edition, Kind.PRACTICE, date(2026, 11, 22), draft)


@pytest.mark.parametrize("field", CHOICES, ids=lambda field: field.key)
def test_every_choice_has_a_name_and_says_what_it_means(field: FormField) -> None:
    """People choose by consequences, not by names; the line beside a choice is where they read them."""
    seen = False
    for context in _everywhere():
        # An individual's path has no such step, so it is never asked for the entity's choices.
        if context.entity_type is EntityType.INDIVIDUAL and field.step in ("entity", "verification"):
            continue
        for option in field.options(context):
            seen = True
            for line in (option.line.zh, option.line.en):
                assert line
                assert width(line) <= LINE_CELLS, line
    assert seen


@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        ("state", State),
        ("event", Event),
        ("actor", Actor),
        ("kind", Kind),
        ("standing", Standing),
        ("entity_type.type", EntityType),
        ("entity.code_kind", CodeKind),
        ("verification.method", Method),
    ],
)
def test_every_word_of_the_domain_has_a_name(prefix: str, words: type[StrEnum]) -> None:
    """A stage or event without one would show its key to the user; one too many names nothing."""
    named = {key.removeprefix(f"{prefix}.") for key in option_texts() if key.startswith(f"{prefix}.")}
    assert named == set(words)


def test_every_stage_and_kind_of_case_is_explained() -> None:
    """A name like “confirmed” does not say what is waited for."""
    explained = {key for key, text in option_texts().items() if text.line.zh}
    assert {f"state.{state}" for state in State} | {f"kind.{kind}" for kind in Kind} <= explained


@pytest.mark.parametrize("action", NEXT_ACTIONS)
def test_a_next_action_fits_its_column(action: str) -> None:
    """It is the one thing on the desk that is read for every case; a cut one says nothing."""
    label = option_texts()[f"next.{action}"].label
    assert width(label.zh) <= NEXT_ACTION_CELLS
    assert width(label.en) <= NEXT_ACTION_CELLS
