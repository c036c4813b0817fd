"""From a declared model to a form: which fields are asked, what is wrong with them, what becomes of good answers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mpwizard.domain import EntityType, Kind, Method
from mpwizard.problems import Severity
from mpwizard.records import ProofKind
from mpwizard.rules.edition import DEFAULT_EDITION, load_edition
from mpwizard.texts import refusals
from mpwizard.wizard.context import Context
from mpwizard.wizard.fields import NAME_CAP
from mpwizard.wizard.flow import FLOW, STEPS
from mpwizard.wizard.form import Shape, answers, asked, check, form_fields, kept, shown
from mpwizard.wizard.steps.entity import EntityAnswers
from tests.desk.answers import PASSWORD, WAYS, at, surroundings

Way = tuple[EntityType, Method | None]
each_way = pytest.mark.parametrize("way", WAYS, ids=lambda way: "-".join(str(part) for part in way if part))


def keys(step: str, context: Context) -> dict[str, str]:
    """What is wrong with a step: field and catalogue key."""
    return {problem.field: problem.key for problem in check(step, STEPS[step].answers, context)}


def names(step: str, context: Context) -> list[str]:
    """The fields that are asked."""
    return [field.name for field in asked(step, STEPS[step].answers, context)]


# --- which fields are asked ------------------------------------------------------------------------------------------


@each_way
def test_good_answers_of_every_way_have_no_problem(way: Way) -> None:
    """The builders of all other tests stand on this."""
    context = surroundings(*way)
    assert {step.key: keys(step.key, context) for step in FLOW if step.applies(context)} == {
        step.key: {} for step in FLOW if step.applies(context)
    }


@pytest.mark.parametrize(
    ("entity_type", "method", "expected"),
    [
        (EntityType.ENTERPRISE, Method.TRANSFER, ["method", "bank_name", "bank_account"]),
        (EntityType.ENTERPRISE, Method.WECHAT_VERIFICATION, ["method"]),
        (EntityType.SOLE_TRADER, Method.TRANSFER, ["method", "bank_name", "bank_account"]),
        (EntityType.GOVERNMENT, None, []),
        (EntityType.MEDIA, None, []),
        (EntityType.OTHER, None, []),
    ],
)
def test_verification_asks_only_where_there_is_a_choice(
    entity_type: EntityType, method: Method | None, expected: list[str]
) -> None:
    """A question with one answer is not asked; an account is wanted only for the transfer."""
    assert names("verification", surroundings(entity_type, method)) == expected


def test_one_time_codes_are_asked_of_a_person_at_the_form_alone() -> None:
    """An answers file has no phone to look at, and a record case proves nothing here."""
    for step, name in (("activation", "code"), ("administrator", "sms_code")):
        assert name in names(step, surroundings(by_hand=True))
        assert name not in names(step, surroundings(by_hand=False))
        assert name not in names(step, surroundings(by_hand=True, kind=Kind.RECORD))
    proven = frozenset({ProofKind.MOBILE})
    assert "sms_code" not in names("administrator", surroundings(by_hand=True, proofs=proven))


def test_a_record_case_asks_for_no_password() -> None:
    """The password of a real account has no place in this program."""
    assert names("credentials", surroundings(kind=Kind.RECORD)) == ["email", "agree"]
    assert names("credentials", surroundings()) == ["email", "password", "agree"]


@pytest.mark.parametrize(
    ("entity_type", "offered"),
    [
        (EntityType.ENTERPRISE, ["credit_code", "licence_number", "organisation_code"]),
        (EntityType.SOLE_TRADER, ["credit_code", "licence_number"]),
        (EntityType.GOVERNMENT, ["credit_code", "organisation_code"]),
    ],
)
def test_each_entity_type_offers_its_own_numbers(entity_type: EntityType, offered: list[str]) -> None:
    """A ministry has no business licence to copy a number from."""
    context = surroundings(entity_type)
    field = next(field for field in form_fields("entity", EntityAnswers) if field.name == "code_kind")
    options = field.options(context)
    assert [option.value for option in options] == offered
    assert all(option.label.zh and option.label.en for option in options)


@each_way
def test_every_choice_has_its_words(way: Way) -> None:
    """A choice without a label would show as a bare key."""
    context = surroundings(*way)
    for step in FLOW:
        for field in form_fields(step.key, step.answers):
            assert all(option.label.zh and option.label.en for option in field.options(context.at(step.key)))


# --- what is wrong ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [step.key for step in FLOW if step.answers.model_fields])
def test_an_empty_form_tells_each_field_once(step: str) -> None:
    """Next on an empty page marks every field that has to be filled in, in the order of the page."""
    context = surroundings(by_hand=True)
    empty = replace(context, draft={**context.draft, step: {}})
    told = check(step, STEPS[step].answers, empty)
    assert [problem.field for problem in told] == names(step, empty)
    assert {problem.key for problem in told} <= {"required", "tick_needed", "code_kind_first"}


@pytest.mark.parametrize("blank", ["", " ", "\t", "\u3000", "\u200b", "\u202e\u2066"])
def test_what_shows_nothing_is_no_answer(blank: str) -> None:
    """Blanks and invisible characters look empty; a name made of them must not pass as one."""
    assert keys("entity", surroundings(entity={"name": blank})) == {"name": "required"}


@pytest.mark.parametrize("wrong", [5, 1.5, None, True, ["x"], {"x": 1}, date(2026, 11, 22)])
def test_a_text_field_takes_text(wrong: object) -> None:
    """A number in an answers file would lose its leading zero before anybody saw it."""
    assert keys("entity", surroundings(entity={"name": wrong})) == {"name": "not_text"}


@pytest.mark.parametrize(
    ("wrong", "key"), [("true", "not_a_tick"), (1, "not_a_tick"), (None, "not_a_tick"), (False, "tick_needed")]
)
def test_a_tick_is_a_tick(wrong: object, key: str) -> None:
    """The word `true` in quotes is no consent."""
    assert keys("credentials", surroundings(credentials={"agree": wrong})) == {"agree": key}


@pytest.mark.parametrize("wrong", ["company", "Enterprise", " enterprise", "ENTERPRISE"])
def test_a_choice_is_one_of_those_offered(wrong: str) -> None:
    """What is almost a choice is told with the choices, not guessed at."""
    context = surroundings(entity_type={"type": wrong})
    (problem,) = check("entity_type", STEPS["entity_type"].answers, context)
    assert problem.key == "not_a_choice"
    assert "sole_trader" in str(problem.values["choices"])


def test_a_choice_of_another_type_is_not_offered_any_more() -> None:
    """The choices depend on the entity type; what was right for an enterprise is not for a ministry."""
    context = surroundings(EntityType.GOVERNMENT, entity={"code_kind": "licence_number", "code": "110100000000015"})
    assert keys("entity", context) == {"code_kind": "not_a_choice"}


def test_a_field_nobody_asks_for_is_told() -> None:
    """Most often it is a slip of spelling, and its value would be lost without a word."""
    assert keys("entity", surroundings(entity={"nmae": "x"})) == {"nmae": "unknown_field"}


def test_a_code_without_a_kind_is_asked_for_its_kind() -> None:
    """Each kind has a check of its own."""
    assert keys("entity", surroundings(entity={"code_kind": ""})) == {
        "code_kind": "required",
        "code": "code_kind_first",
    }


def test_the_last_four_are_those_of_the_entity_and_not_of_somebody_else() -> None:
    """The retyping is the last check before the entity is final."""
    assert keys("confirmation", surroundings(by_hand=True, confirmation={"last_four": "y52"})) == {
        "last_four": "last_four_differ"
    }
    assert keys("confirmation", surroundings(by_hand=True, confirmation={"last_four": "wy52"})) == {}
    individual = surroundings(EntityType.INDIVIDUAL, by_hand=True)
    assert keys("confirmation", individual) == {}


@given(st.text(max_size=60), st.sampled_from([(s.key, n) for s in FLOW for n in s.answers.model_fields]))
def test_no_text_breaks_a_form(typed: str, place: tuple[str, str]) -> None:
    """Whatever is pasted into whatever field: an answer or a catalogue key, nothing else."""
    step, name = place
    draft: dict[str, dict[str, object]] = {
        "entity_type": {"type": "enterprise"},
        "verification": {"method": "transfer"},
        "entity": {"code_kind": "credit_code"},
        "credentials": {"email": "ops@example.com"},
    }
    draft[step] = {**draft.get(step, {}), name: typed}
    context = Context(load_edition(DEFAULT_EDITION), Kind.PRACTICE, date(2026, 11, 22), draft, by_hand=True)
    assert set(keys(step, context).values()) <= refusals().keys()
    list(STEPS[step].answers.warnings(context))


# --- what becomes of good answers -------------------------------------------------------------------------------------

UNUSUAL_NAMES = [
    "欧阳\U00030edd",  # an ideograph of an extension
    "练习\U0003134a\U00031350",  # one that this Python's tables do not know yet
    "练习\ufa0c",  # a compatibility ideograph, which NFC would swap for another
    "练习\ue5c1",  # private use: how banks write ideographs without a number
    "练习㛃\U000e0100",  # an ideograph with a variant selected
    "阿卜杜拉·练习",
    "ＡＢ练习",
]


@pytest.mark.parametrize("name", UNUSUAL_NAMES, ids=ascii)
def test_a_persons_name_is_never_changed(name: str) -> None:
    """It must equal the card and the WeChat account: a name made tidier is somebody else's."""
    given_back = answers("administrator", STEPS["administrator"].answers, surroundings(administrator={"name": name}))
    assert given_back.model_dump()["name"] == name


@pytest.mark.parametrize("name", UNUSUAL_NAMES, ids=ascii)
def test_a_registered_name_is_never_changed(name: str) -> None:
    """Letter by letter as on the licence, full width and half width included."""
    assert answers("entity", EntityAnswers, surroundings(entity={"name": name})).name == name


def test_a_name_loses_nothing_but_what_no_paper_prints() -> None:
    """Blanks around it, line ends and control characters come with a paste; none may reach a terminal."""
    context = surroundings(administrator={"name": "  练习甲\x1b\u202e \r\n"})
    assert answers("administrator", STEPS["administrator"].answers, context).model_dump()["name"] == "练习甲"


@pytest.mark.parametrize(
    ("step", "name", "rule"),
    [
        ("entity", "name", "entity.name_length_max"),
        ("administrator", "name", "administrator.name_length_max"),
        ("verification", "bank_name", "transfer.bank_name_length_max"),
    ],
)
def test_a_name_may_be_as_long_as_the_table_says(step: str, name: str, rule: str) -> None:
    """And one character longer is told, not cut."""
    longest = load_edition(DEFAULT_EDITION).number(rule)
    assert longest < NAME_CAP
    assert keys(step, surroundings(**at(step, name, "练" * longest))) == {}
    assert keys(step, surroundings(**at(step, name, "练" * (longest + 1)))) == {name: "name_length"}


@pytest.mark.parametrize(
    ("step", "name", "typed", "normal"),
    [
        ("entity", "code", " 91110000 109y03wy52 ", "91110000109Y03WY52"),
        ("entity", "code", "９１１１００００１０９Y03WY52", "91110000109Y03WY52"),
        ("administrator", "id_number", "44000019020304003x", "44000019020304003X"),
        ("administrator", "mobile", "+86 138 0013 8000", "13800138000"),
        ("verification", "bank_account", "1100-0000-0000-01", "11000000000001"),
        ("credentials", "email", "Ops@Example.com", "ops@example.com"),
    ],
)
def test_numbers_come_out_in_one_form(step: str, name: str, typed: str, normal: str) -> None:
    """Counting uses and comparing accounts needs one form, however it was typed."""
    assert answers(step, STEPS[step].answers, surroundings(**at(step, name, typed))).model_dump()[name] == normal


def test_what_is_not_asked_comes_out_empty() -> None:
    """The account typed before the method was changed must not be handed in."""
    context = surroundings(
        EntityType.ENTERPRISE, Method.WECHAT_VERIFICATION, verification={"bank_account": "4400000000000000001"}
    )
    assert answers("verification", STEPS["verification"].answers, context).model_dump()["bank_account"] == ""


@each_way
def test_no_answer_shows_itself_in_a_traceback(way: Way) -> None:
    """Objects end up in crash reports; personal values must not."""
    context = surroundings(*way, by_hand=True)
    for step in ("credentials", "administrator"):
        shown_as = repr(answers(step, STEPS[step].answers, replace(context, by_hand=False)))
        for value in context.draft[step].values():
            assert not isinstance(value, str) or value not in shown_as


# --- drafts and warnings ---------------------------------------------------------------------------------------------


def test_a_draft_holds_no_secret() -> None:
    """Passwords, one-time codes and the retyped four are kept nowhere."""
    every = {
        (step.key, field.name)
        for step in FLOW
        for field in form_fields(step.key, step.answers)
        if field.name not in kept(step.key, step.answers, {field.name: "x"})
    }
    assert every == {("credentials", "password"), ("administrator", "sms_code"), ("confirmation", "last_four")}


def test_a_draft_holds_what_was_typed_and_nothing_no_file_can_hold() -> None:
    """Right or wrong it is kept as typed; half a character or a date would stop the saving."""
    model = STEPS["entity"].answers
    assert kept("entity", model, {"name": " 练习\ufa0c[/] ", "code": "x"}) == {"name": " 练习\ufa0c[/] ", "code": "x"}
    assert kept("entity", model, {"name": "练\udcff习", "code": date(2026, 1, 1), "stray": "x"}) == {"name": "练习"}
    assert kept("credentials", STEPS["credentials"].answers, {"agree": True, "password": PASSWORD}) == {"agree": True}
    json.dumps(kept("entity", model, {"name": float("nan")}), allow_nan=False)


def test_warnings_speak_and_block_nothing() -> None:
    """A shop with an enterprise's code may be right after all: the licence decides, not we."""
    context = surroundings(EntityType.SOLE_TRADER, entity={"name": "练习 样例*（甲)", "code": "91110000109Y03WY52"})
    warnings = list(EntityAnswers.warnings(context))
    assert {problem.key for problem in warnings} == {
        "name_mixed_brackets",
        "name_has_spaces",
        "name_starred",
        "credit_code_registrar",
    }
    assert {problem.severity for problem in warnings} == {Severity.WARNING}
    assert not any(problem.blocks for problem in warnings)
    assert keys("entity", context) == {}


def test_lists_and_exports_mask_what_is_personal() -> None:
    """One mask each, from the field's own declaration."""
    fields = {(step.key, f.name): f for step in FLOW for f in form_fields(step.key, step.answers)}
    assert shown(fields["administrator", "name"], "练习甲") == "练*"
    assert shown(fields["administrator", "id_number"], "110000190001010012") == "**************0012"
    assert shown(fields["administrator", "mobile"], "13800138000") == "138****8000"
    assert shown(fields["credentials", "email"], "ops@example.com") == "o***@example.com"
    assert shown(fields["entity", "name"], "练习样例有限公司") == "练习样例有限公司"
    assert shown(fields["credentials", "agree"], True) is True


def test_ticks_and_choices_know_their_shape() -> None:
    """The screen builds its widgets from this."""
    shapes = {(step.key, f.name): f.ask.shape for step in FLOW for f in form_fields(step.key, step.answers)}
    assert {place for place, shape in shapes.items() if shape is Shape.TICK} == {
        ("credentials", "agree"),
        ("confirmation", "entity_is_final"),
    }
    assert {place for place, shape in shapes.items() if shape is Shape.CHOICE} == {
        ("account_type", "type"),
        ("entity_type", "type"),
        ("entity", "code_kind"),
        ("verification", "method"),
    }
