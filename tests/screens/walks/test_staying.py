"""Going back, jumping, leaving, coming back, another language: whatever one does, what was typed is where it was."""

from __future__ import annotations

import re

import pytest

from mpwizard.i18n import Language
from mpwizard.lifecycle import State
from screens.desk.desk import DeskScreen
from screens.widgets.field import Line
from tests.desk.answers import Applicant
from tests.desks import on_desk
from tests.screens.walks.conftest import Begin, Sit
from tests.screens.walks.operator import Operator

WRONG = "91110000109Y03WY53"


@pytest.fixture
def applicant(begin: Begin) -> Applicant:
    """An enterprise that pays by transfer; nothing is answered yet."""
    return begin()


def typed(operator: Operator) -> str:
    """What stands in the focused line."""
    line = operator.app.focused
    assert isinstance(line, Line)
    return line.value


async def quit_desk(operator: Operator) -> None:
    """Leave by the key, in the middle of whatever stands there."""
    await operator.press("f10")
    await operator.until(lambda: not operator.app.is_running, "the end")


async def test_back_asks_nothing_and_loses_nothing(sit: Sit, applicant: Applicant) -> None:
    """An invalid field stands in the way forward only: on the way back, and there again, its text is still there."""
    applicant.reach("entity")
    async with sit() as operator:
        await operator.open(applicant.id)
        await operator.choose("entity.code_kind", "credit_code")
        await operator.fill("entity.code", WRONG)
        await operator.back("entity_type")
        assert operator.stored("entity")["code"] == WRONG
        await operator.next("entity")
        await operator.go_to("entity.code")
        assert typed(operator) == WRONG


async def test_back_from_the_first_step_leads_to_the_desk(sit: Sit) -> None:
    """Escape always means: one layer out, nothing lost."""
    async with sit() as operator:
        await operator.begin()
        await operator.press("escape")
        await operator.shows(DeskScreen)
        assert [row.record.state for row in on_desk(operator.desk)] == [State.DRAFT]


async def test_the_rail_jumps_to_what_is_done_and_keeps_what_is_typed(sit: Sit, applicant: Applicant) -> None:
    """F6, arrows, Enter: to any step that was passed, with half a form left behind."""
    applicant.reach("administrator")
    async with sit() as operator:
        await operator.open(applicant.id)
        await operator.fill("administrator.name", "练习")
        await operator.jump("entity")
        assert operator.stored("administrator")["name"] == "练习"
        await operator.next("verification")
        await operator.next("administrator")
        await operator.go_to("administrator.name")
        assert typed(operator) == "练习"


async def test_a_section_of_the_review_leads_to_its_step_and_back(sit: Sit, applicant: Applicant) -> None:
    """Found a mistake on the last page: there, corrected, back again, with one key each way."""
    applicant.reach("confirmation")
    async with sit() as operator:
        await operator.open(applicant.id)
        await operator.go_to_button("section-entity")
        await operator.press("enter")
        await operator.at("entity")
        await operator.fill("entity.name", "练习更名有限公司")
        await operator.next("confirmation")
        await operator.sees("练习更名有限公司")
        assert operator.view.state is State.ACTIVATED


async def test_another_entity_type_says_what_falls_away_and_forgets_nothing(sit: Sit, applicant: Applicant) -> None:
    """Changed by mistake and back again: the earlier answers count as before."""
    applicant.reach("administrator")
    before = applicant.view.context.draft
    async with sit(size=(120, 36)) as operator:
        await operator.open(applicant.id)
        await operator.jump("entity_type")
        await operator.choose("entity_type.type", "government")
        await operator.sees("Falls away", "Corporate account number")
        await operator.choose("entity_type.type", "individual")
        await operator.sees("Registered name")
        await operator.next("administrator")
        assert "5/7" in operator.text
        await operator.back("entity_type")
        await operator.choose("entity_type.type", "enterprise")
        await operator.next("entity")
        assert operator.stored("entity") == before["entity"]
        assert operator.stored("verification") == before["verification"]


async def test_what_is_confirmed_can_be_read_and_not_changed(sit: Sit, applicant: Applicant) -> None:
    """The entity is final: its step can still be looked at, and no key changes a character."""
    applicant.finish()
    async with sit() as operator:
        await operator.open(applicant.id)
        before = operator.stored("entity")
        await operator.jump("entity")
        await operator.sees("read-only", str(before["name"]))
        await operator.type("abc")
        await operator.press("space", "backspace")
        await operator.settled()
        assert operator.stored("entity") == before
        await operator.back("entity_type")


async def test_quit_and_come_back_to_the_same_text_in_the_same_field(sit: Sit, applicant: Applicant) -> None:
    """F10 in the middle of a word, the next morning the next character."""
    applicant.reach("administrator")
    async with sit() as operator:
        await operator.open(applicant.id)
        await operator.fill("administrator.name", "练习甲")
        await operator.fill("administrator.id_number", "1100001900")
        await quit_desk(operator)
    async with sit() as operator:
        await operator.open(applicant.id)
        assert (operator.step, operator.field) == ("administrator", "administrator.id_number")
        assert typed(operator) == "1100001900"
        assert operator.stored("administrator")["name"] == "练习甲"


async def test_a_password_is_asked_for_again(sit: Sit, applicant: Applicant) -> None:
    """It is kept nowhere; the page says so instead of failing without a word."""
    applicant.reach("credentials")
    async with sit() as operator:
        await operator.open(applicant.id)
        await operator.fill("credentials.email", "ops@example.com")
        await operator.fill("credentials.password", "vierzehn Kraniche")
        await quit_desk(operator)
    async with sit() as operator:
        await operator.open(applicant.id)
        await operator.sees("The password is kept nowhere")
        assert operator.stored("credentials")["email"] == "ops@example.com"


CJK = re.compile(r"[\u3400-\u9fff]+")
LATIN = re.compile(r"[A-Za-z]{2,}")
# What stands in both languages: keys, case numbers, addresses. The platform's own terms stay in English text, in
# brackets or where there is no English word; the name of the entity is data.
NO_WORDS = re.compile(r"MP-\d{4}-\d+|[a-z*]+@[a-z.]+|\b(esc|tab|enter|mpwizard)\b|\^[a-z]|\bf\d+\b")
PLATFORM_TERMS = re.compile(r"\([^()]*\)|微信认证|练习样例有限公司")
STEPS = ("credentials", "activation", "entity_type", "entity", "verification", "administrator")


async def switch(operator: Operator, to: Language) -> None:
    """Another language, by the palette."""
    await operator.press("ctrl+p")
    await operator.breathe()
    await operator.type({Language.ZH: "Speak Chinese", Language.EN: "切换到英文"}[to])
    await operator.until(lambda: len(operator.app.screen.query("CommandList > *")) or True)
    await operator.settled()
    await operator.press("enter")
    await operator.until(lambda: operator.app.translator.language is to, f"in {to}")
    await operator.settled()


@pytest.mark.parametrize("step", STEPS)
async def test_another_language_in_the_middle_of_a_step(sit: Sit, applicant: Applicant, step: str) -> None:
    """Same step, same field, same text; and no word of the language before is left on the screen."""
    applicant.reach(step)
    async with sit() as operator:
        await operator.open(applicant.id)
        field = operator.field
        half = isinstance(operator.app.focused, Line)
        if half:
            await operator.type("12")
        await switch(operator, Language.ZH)
        assert (operator.step, operator.field) == (step, field)
        assert not half or typed(operator) == "12"
        assert not LATIN.findall(NO_WORDS.sub("", operator.text)), operator.text
        await switch(operator, Language.EN)
        assert (operator.step, operator.field) == (step, field)
        assert not half or typed(operator) == "12"
        assert not CJK.findall(PLATFORM_TERMS.sub("", operator.text)), operator.text
