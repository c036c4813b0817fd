"""Where one is, what has just happened, and where the next key goes: what a newcomer must not have to guess."""

from __future__ import annotations

import pytest
from textual.events import Paste

from mpwizard.domain import EntityType
from mpwizard.i18n import Language
from mpwizard.lifecycle import State
from screens.widgets.field import PASTE_CAP, Line
from screens.widgets.help import HelpScreen
from screens.wizard.paste import PasteScreen
from tests.desk.answers import Applicant, answers_for
from tests.screens.walks.conftest import Begin, Sit
from tests.screens.walks.operator import Operator

ENTERPRISE = answers_for(EntityType.ENTERPRISE)


@pytest.fixture
def applicant(begin: Begin) -> Applicant:
    """An enterprise that pays by transfer; nothing is answered yet."""
    return begin()


async def code_sent(operator: Operator) -> str:
    """Have a code sent to the administrator; the code."""
    await operator.fill_administrator(ENTERPRISE["administrator"])
    await operator.go_to_button("button-sms")
    await operator.press("enter")
    await operator.until(lambda: operator.world.messages, "a message")
    await operator.settled()
    return operator.world.messages[-1].code


# --- after a refusal --------------------------------------------------------------------------------------------------


async def test_after_a_wrong_code_the_next_digit_goes_into_the_code(sit: Sit, applicant: Applicant) -> None:
    """Whoever mistyped types again; the administrator's name is not what was wrong."""
    applicant.reach("administrator")
    async with sit() as operator:
        await operator.open(applicant.id)
        right = await code_sent(operator)
        await operator.fill("administrator.sms_code", f"{(int(right) + 1) % 1_000_000:06}")
        await operator.is_refused("U-306")
        assert operator.field == "administrator.sms_code"
        await operator.write(right)
        await operator.next()
        assert operator.view.proofs


async def test_after_an_expired_code_enter_sends_another(sit: Sit, applicant: Applicant) -> None:
    """Typing the old one again would help nobody."""
    applicant.reach("administrator")
    async with sit() as operator:
        await operator.open(applicant.id)
        old = await code_sent(operator)
        await operator.deed("hour")
        await operator.fill("administrator.sms_code", old)
        await operator.is_refused("U-307")
        assert operator.app.focused is not None
        assert operator.app.focused.id == "button-sms"
        await operator.press("enter")
        await operator.until(lambda: len(operator.world.messages) == 2, "another message")
        await operator.settled()
        assert operator.field == "administrator.sms_code"


async def test_a_code_that_is_too_old_says_so_where_it_lies(sit: Sit, applicant: Applicant) -> None:
    """A paler grey says nothing to who does not see the other grey."""
    applicant.reach("administrator")
    async with sit() as operator:
        await operator.open(applicant.id)
        code = await code_sent(operator)
        await operator.press("f9")
        await operator.sees(code)
        assert "(expired)" not in operator.text
        await operator.deed("hour")
        await operator.go_to_button("button-sms")
        await operator.press("enter")
        await operator.until(lambda: len(operator.world.messages) == 2, "another message")
        await operator.deed("hour", close=False)
        await operator.sees("(replaced)", "(expired)")


# --- in a field -------------------------------------------------------------------------------------------------------


async def test_one_digit_too_many_is_told_at_the_field_at_once(sit: Sit, applicant: Applicant) -> None:
    """Nothing is held back and nothing is cut: the digit too many may be the second of twelve."""
    applicant.reach("administrator")
    async with sit() as operator:
        await operator.open(applicant.id)
        await operator.fill("administrator.sms_code", "123456")
        assert "(U-138)" not in operator.text
        await operator.type("7")
        await operator.sees("(U-138)", "1234567")
        await operator.press("backspace")
        await operator.until(lambda: "(U-138)" not in operator.text, "nothing wrong any more")


async def test_the_start_of_a_foreign_form_is_no_digit_too_many(sit: Sit, applicant: Applicant) -> None:
    """A number with its country is longer, and right in the end."""
    applicant.reach("administrator")
    async with sit() as operator:
        await operator.open(applicant.id)
        await operator.fill("administrator.mobile", "+86 138 0013 800")
        assert "(U-137)" not in operator.text


async def test_a_paste_too_large_says_that_its_end_is_missing(sit: Sit, applicant: Applicant) -> None:
    """A whole document by mistake: what is not looked at is told before anything moves."""
    applicant.reach("entity")
    async with sit() as operator:
        await operator.open(applicant.id)
        await operator.go_to("entity.name")
        assert isinstance(operator.app.focused, Line)
        operator.app.focused.post_message(Paste("one\n" + "x" * PASTE_CAP + "\ntwo"))
        await operator.shows(PasteScreen)
        await operator.press("end")
        words = "Too much was pasted"
        await operator.until(lambda: any(words in str(each.render()) for each in operator.app.screen.query("Words")))


async def test_lines_that_are_not_shown_are_counted(sit: Sit, applicant: Applicant) -> None:
    """What goes where is shown before it goes, or said not to be shown."""
    applicant.reach("entity")
    async with sit() as operator:
        await operator.open(applicant.id)
        await operator.go_to("entity.name")
        assert isinstance(operator.app.focused, Line)
        operator.app.focused.post_message(Paste("\n".join(f"line {number}" for number in range(70))))
        await operator.shows(PasteScreen)
        words = "and 10 more lines, 0 of them with a place"
        await operator.until(lambda: any(words in str(each.render()) for each in operator.app.screen.query("Words")))


# --- coming back, going on --------------------------------------------------------------------------------------------


async def test_half_a_form_is_opened_where_it_is_to_be_filled_in_first(sit: Sit, applicant: Applicant) -> None:
    """Left in its last field with the first one wrong: what stands above is done first."""
    applicant.reach("credentials")
    async with sit() as operator:
        await operator.open(applicant.id)
        await operator.fill("credentials.email", "ops@")
        await operator.fill("credentials.password", "vierzehn")
        await operator.press("f10")
        await operator.until(lambda: not operator.app.is_running, "the end")
    async with sit() as operator:
        await operator.open(applicant.id)
        assert operator.field == "credentials.email"
        await operator.back("account_type")
        await operator.next("credentials")
        assert operator.field == "credentials.email"


async def test_a_step_that_leads_on_by_itself_says_why(sit: Sit, applicant: Applicant) -> None:
    """The link was opened in the drawer; nobody pressed Next, and yet the next step is there."""
    applicant.reach("activation")
    async with sit() as operator:
        await operator.open(applicant.id)
        await operator.deed("open_link")
        await operator.at("entity_type")
        await operator.sees("Address activated")


async def test_the_code_of_the_mail_is_not_marked_as_needed(sit: Sit, applicant: Applicant) -> None:
    """The link does as well; a star would send everybody looking for digits."""
    applicant.reach("activation")
    async with sit() as operator:
        await operator.open(applicant.id)
        await operator.sees("Activation code")
        assert "Activation code *" not in operator.text


@pytest.mark.parametrize("language", [Language.EN, Language.ZH])
async def test_f2_and_f9_are_both_offered_on_the_last_page(sit: Sit, applicant: Applicant, language: Language) -> None:
    """A key that comes must not push out the one that was there all the way."""
    applicant.reach("confirmation")
    async with sit(language) as operator:
        await operator.open(applicant.id)
        await operator.press("tab")  # to the section of the address, which is hidden
        await operator.until(lambda: {"f2", "f9", "f10"} <= set(operator.rows[-1].split()), "all three keys")


# --- at the end -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (60, 16)], ids=["rail", "one-line"])
async def test_a_registered_case_shows_every_step_done(sit: Sit, begin: Begin, size: tuple[int, int]) -> None:
    """Half a moon at the last step says that something is left to do; an individual has no transfer to be told of."""
    individual = begin(EntityType.INDIVIDUAL)
    individual.finish()
    assert individual.record.state is State.REGISTERED
    async with sit(size=size) as operator:
        await operator.open(individual.id)
        await operator.sees("The registration is done")
        assert "◐" not in operator.text
        assert "9/9" in operator.text or "7/7" in operator.text
        await operator.press("f1")
        await operator.shows(HelpScreen)
        assert "transfer" not in operator.text


async def test_a_failed_case_shows_where_it_ended(sit: Sit, applicant: Applicant) -> None:
    """A cross at the last step: nothing is under way any more."""
    applicant.finish()
    applicant.around.to_deadline(applicant.id)
    async with sit() as operator:
        await operator.open(applicant.id)
        await operator.sees("✗  Completion")


# --- help and palette -------------------------------------------------------------------------------------------------


async def test_help_names_its_sources_once(sit: Sit, applicant: Applicant) -> None:
    """The field's and the step's are the same section of the guide."""
    async with sit(size=(80, 50)) as operator:
        await operator.open(applicant.id)
        await operator.press("f1")
        await operator.shows(HelpScreen)
        rows = [row.strip() for row in operator.rows]
        assert sum(row.startswith("Guide:") for row in rows) == 1
        assert sum(row.startswith("Rule:") for row in rows) == 1


@pytest.mark.parametrize(
    ("language", "offered", "spoken"),
    [(Language.EN, "Speak Chinese", "Speak English"), (Language.ZH, "英文", "中文")],
)
async def test_the_palette_offers_the_other_language_only(
    sit: Sit, language: Language, offered: str, spoken: str
) -> None:
    """A command that changes nothing looks broken."""
    async with sit(language, size=(100, 40)) as operator:
        await operator.press("ctrl+p")
        await operator.sees(offered)
        assert spoken not in operator.text
