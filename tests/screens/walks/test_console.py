"""What holds all over the console of a registered case. Its rows are walked one by one in `tests/screens/console`."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mpwizard.domain import EntityType, Kind
from mpwizard.i18n import Language
from mpwizard.lifecycle import Event
from mpwizard.matters import Matter, SignIn, Version
from mpwizard.recording import Recording
from screens.console.action import ActionScreen
from screens.console.screen import ConsoleScreen
from screens.console.section_list import SectionList
from screens.desk.dialogs import Confirm
from tests.desk.answers import Applicant
from tests.desk.console.holder import Holder
from tests.screens.walks.conftest import Begin, Sit
from tests.screens.walks.console_operator import ConsoleOperator

LARGE = (120, 36)

Register = Callable[..., Applicant]


@pytest.fixture
def register(begin: Begin) -> Register:
    """A case that was registered: an enterprise whose transfer arrived."""

    def registered(entity_type: EntityType = EntityType.ENTERPRISE, **who: object) -> Applicant:
        applicant = begin(entity_type, **who)
        applicant.finish()
        if applicant.view.payment is not None:
            applicant.around.pay(applicant.id)
        return applicant

    return registered


async def test_what_is_typed_in_an_action_is_there_again(sit: Sit, register: Register) -> None:
    """After Escape, and after the program was left; the password is not kept."""
    applicant = register()
    async with sit() as somebody:
        operator = ConsoleOperator(somebody)
        await operator.enter(applicant.id)
        await operator.form_of("sign_in", "sign_in.password")
        await operator.fill("sign_in.password.email", "not right yet")
        await operator.fill("sign_in.password.password", "something")
        await operator.press("escape")
        await operator.in_console()
        await operator.open_entry("sign_in.password")
        await operator.sees("not right yet")
    async with sit(Language.ZH) as somebody:
        operator = ConsoleOperator(somebody)
        await operator.enter(applicant.id)
        await operator.form_of("sign_in", "sign_in.password")
        await operator.sees("not right yet")
        assert operator.account.account.newest(Matter.SIGN_IN) is None
        await operator.fill("sign_in.password.email", "ops@example.com")
        await operator.refused_with("U-111")


async def test_others_and_the_clock_are_behind_f9(sit: Sit, register: Register) -> None:
    """Somebody else's scan is refused there; time passes there, and the code to scan with it."""
    applicant = register()
    async with sit() as somebody:
        operator = ConsoleOperator(somebody)
        await operator.enter(applicant.id)
        await operator.form_of("sign_in", "sign_in.password")
        await operator.fill("sign_in.password.email", "ops@example.com")
        await operator.fill("sign_in.password.password", applicant.answers["credentials"]["password"])  # type: ignore[arg-type]
        await operator.submit()
        await operator.sees("▄▄▄▄▄▄▄")
        assert isinstance(operator.app.focused, SectionList), "others have to act first"
        await operator.deed("sign_in.scan_other", close=False)
        await operator.sees("✗")
        await operator.deed("hour")
        door = operator.account.account.newest(Matter.SIGN_IN)
        assert door is not None
        assert door.state is SignIn.SIGNED_OUT


async def test_the_timeline_tells_of_matters_too(sit: Sit, register: Register) -> None:
    """One log, one page: the sign-in stands above the registration."""
    applicant = register()
    async with sit(size=LARGE) as somebody:
        operator = ConsoleOperator(somebody)
        await operator.enter(applicant.id)
        await operator.sign_in()
        await operator.press("f7")
        await operator.sees("Sign-in No. 1 · scanned by the administrator", "case opened")


async def test_looking_again_moves_nothing(sit: Sit, register: Register) -> None:
    """F5 reads; the cursor stays on its entry."""
    applicant = register()
    async with sit() as somebody:
        operator = ConsoleOperator(somebody)
        await operator.enter(applicant.id)
        await operator.point("overview:registration")
        await operator.press("f5")
        await operator.settled()
        assert operator.entries.pointed == "overview:registration"


async def test_the_registration_is_read_and_left_for_the_console(sit: Sit, register: Register) -> None:
    """The link at the overview's end opens the wizard; its last page leads back."""
    applicant = register()
    async with sit() as somebody:
        operator = ConsoleOperator(somebody)
        await operator.enter(applicant.id)
        await operator.open_entry("overview:registration")
        await operator.at("completion")
        await operator.go_to_button("button-next")
        await operator.press("enter")
        await operator.in_console()
        assert sum(isinstance(screen, ConsoleScreen) for screen in operator.app.screen_stack) == 1


async def test_another_language_stays_where_it_was(sit: Sit, register: Register) -> None:
    """The section and what was typed are the same in either language."""
    applicant = register()
    async with sit() as somebody:
        operator = ConsoleOperator(somebody)
        await operator.enter(applicant.id)
        await operator.form_of("sign_in", "sign_in.password")
        await operator.fill("sign_in.password.email", "half@typ")
        await operator.app.run_action("app.switch_language('zh')")
        await operator.settled()
        await operator.sees("half@typ", "邮箱")
        await operator.press("escape")
        await operator.in_console()
        assert operator.section == "sign_in"
        await operator.sees("登录")


async def test_the_real_platforms_answers_are_written_down(sit: Sit, register: Register) -> None:
    """A record case has no password; what its applicant does is recorded with a note and a day."""
    applicant = register(EntityType.INDIVIDUAL, kind=Kind.RECORD)
    Recording(applicant.desk).answer(applicant.id, Event.ENTITY_ACCEPTED)
    async with sit(name="wang") as somebody:
        operator = ConsoleOperator(somebody)
        await operator.enter(applicant.id)
        await operator.form_of("members", "members.add")
        await operator.choose("members.add.role", "trial")
        await operator.fill("members.add.name", "练习乙")
        await operator.fill("members.add.wechat_id", "wx_tester")
        await operator.fill("members.add.said_note", "bound on the site")
        await operator.fill("members.add.said_on", "soon")
        await operator.refused_with("U-706")
        await operator.fill("members.add.said_on", "")
        await operator.submit()
        (entry,) = [entry for entry in operator.view.log if entry.matter is Matter.MEMBER]
        assert entry.note["note"] == "bound on the site"


async def test_a_small_terminal_has_one_line_of_sections(sit: Sit, register: Register) -> None:
    """Under 80 columns the sections become one line, and the arrows go along it."""
    applicant = register()
    async with sit(size=(60, 20)) as somebody:
        operator = ConsoleOperator(somebody)
        await operator.enter(applicant.id)
        sections = operator.page.query_one(SectionList)
        await operator.until(lambda: sections.size.height == 1, "one line of sections")
        await operator.press("f6", "right")
        await operator.until(lambda: operator.section == "sign_in", "the next section")
        await operator.sees("Sign in · open")


async def test_what_is_final_is_asked_about_once_more(sit: Sit, register: Register) -> None:
    """The question names what becomes final; no leaves everything, yes does it."""
    applicant = register()
    holder = Holder(applicant)
    holder.sign_in()
    holder.do("versions.upload", version="1.0.0", developer="administrator")
    async with sit() as somebody:
        operator = ConsoleOperator(somebody)
        await operator.enter(applicant.id)
        for answer, state in (("enter", Version.UPLOADED), ("tab", Version.DELETED)):
            await operator.go("versions")
            await operator.point("versions.delete")
            await operator.press("enter")
            await operator.until(lambda: isinstance(operator.app.screen, Confirm), "the question")
            await operator.sees("1.0.0", "This cannot be taken back.")
            await operator.press(*([answer] if answer == "enter" else [answer, "enter"]))
            await operator.in_console()
            version = operator.account.account.newest(Matter.VERSION)
            assert version is not None
            assert version.state is state


async def test_what_is_typed_right_after_enter_lands_in_the_form(sit: Sit, register: Register) -> None:
    """A letter that would quit, or look again, is text once an action was opened."""
    applicant = register()
    async with sit() as somebody:
        operator = ConsoleOperator(somebody)
        await operator.enter(applicant.id)
        await operator.go("sign_in")
        await operator.point("sign_in.password")
        await operator.press("enter", *"qrh@example.com")
        await operator.shows(ActionScreen)
        await operator.until(
            lambda: getattr(operator.app.focused, "value", "") == "qrh@example.com", "the whole address"
        )
