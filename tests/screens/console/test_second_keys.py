"""A key that comes twice, or while something is still under way: one way is gone, and what was done is seen."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from textual.widgets import OptionList

from mpwizard.account_desk import AccountDesk
from mpwizard.console.members import Role, bound
from mpwizard.desk import Desk
from mpwizard.domain import EntityType
from mpwizard.i18n import Language
from mpwizard.matters import Matter, SignIn, VersionEvent
from screens.console.action import ActionScreen
from screens.console.answering import Answering
from screens.console.drawer import ConsoleDrawer
from screens.console.picking import WhichMatter
from screens.console.platform import PlatformDeskScreen
from screens.console.screen import ConsoleScreen
from screens.desk.board import BoardScreen
from screens.desk.board_rows import PickList
from screens.desk.desk import DeskScreen
from screens.desk.dialogs import Confirm
from screens.widgets.pick import Pick, PickScreen
from screens.wizard.step import StepScreen
from tests.desk.answers import PASSWORD, PEOPLE
from tests.desk.console.submitter import ready, submit
from tests.screens.console.conftest import Hold
from tests.screens.console.walker import Walker
from tests.screens.walks.conftest import Sit
from tests.screens.walks.keyboard import PATIENCE

Halt = Callable[[type, str], threading.Event]


@pytest.fixture
def halt(monkeypatch: pytest.MonkeyPatch) -> Iterator[Halt]:
    """Make the next call of a use-case wait in its thread, when it has read what it gives, until the event that is
    given back is set."""
    gates: list[threading.Event] = []

    def halted(owner: type, name: str) -> threading.Event:
        gate, real = threading.Event(), getattr(owner, name)
        gates.append(gate)
        first = iter((gate,))

        def waiting(*arguments: object, **named: object) -> object:
            waited_for = next(first, None)
            given = real(*arguments, **named)
            if waited_for is not None:
                waited_for.wait(PATIENCE)
            return given

        monkeypatch.setattr(owner, name, waiting)
        return gate

    yield halted
    for gate in gates:
        gate.set()


def stacked(operator: Walker, screen: type) -> int:
    """How many screens of a kind lie above each other."""
    return sum(isinstance(each, screen) for each in operator.app.screen_stack)


async def test_the_drawer_stays_until_what_it_does_is_done(sit: Sit, hold: Hold, halt: Halt) -> None:
    """Escape meanwhile is not lost, and the console below has what came of it."""
    holder = hold(signed_in=False)
    holder.do("sign_in.password", email="ops@example.com", password=PASSWORD)
    async with sit() as somebody:
        operator = Walker(somebody, Language.EN)
        await operator.enter(holder.id)
        await operator.point_at_deed("sign_in.scan")
        gate = halt(AccountDesk, "do")
        await operator.press("enter")
        await operator.press("escape")
        assert isinstance(operator.app.screen, ConsoleDrawer)
        gate.set()
        await operator.shows(ConsoleScreen)
        assert operator.newest(Matter.SIGN_IN).state is SignIn.SIGNED_IN
        await operator.sees("Done: ")


async def test_what_was_seen_before_a_deed_never_stands_after_it(sit: Sit, hold: Hold, halt: Halt) -> None:
    """A look that takes longer than the deed that came behind it is no newer for that."""
    holder = hold()
    async with sit() as somebody:
        operator = Walker(somebody, Language.EN)
        await operator.enter(holder.id)
        await operator.go("sign_in")
        await operator.point("sign_in.out")
        gate = halt(AccountDesk, "view")
        await operator.press("f5", "enter")
        gate.set()
        await operator.until(lambda: operator.newest(Matter.SIGN_IN).state is SignIn.SIGNED_OUT, "signed out")
        await operator.settled()
        newest = operator.page.view.account.newest(Matter.SIGN_IN)
        assert newest is not None
        assert newest.state is SignIn.SIGNED_OUT


async def test_ids_that_come_late_stand_on_no_other_page(sit: Sit, hold: Hold, halt: Halt) -> None:
    """Whether the section's own part is shown is the page's to say."""
    holder = hold()
    holder.do("information.name", name="练习小铺")
    async with sit() as somebody:
        operator = Walker(somebody, Language.EN)
        await operator.enter(holder.id)
        await operator.go("members")
        keys = [view.section.key for view in operator.account.sections]
        gate = halt(AccountDesk, "ids")
        steps = keys.index("open_platform") - keys.index("members")
        await operator.press(*["down" if steps > 0 else "up"] * abs(steps))
        await operator.until(lambda: operator.section == "open_platform", "the Open Platform")
        await operator.press(*["up" if steps > 0 else "down"] * abs(steps))
        await operator.until(lambda: operator.section == "members", "the members")
        gate.set()
        await operator.settled()
        assert "unionid" not in operator.text


async def test_the_registration_is_gone_into_once(sit: Sit, hold: Hold, halt: Halt) -> None:
    """Asked for twice it is one way, and no crash report."""
    holder = hold()
    async with sit() as somebody:
        operator = Walker(somebody, Language.EN)
        await operator.enter(holder.id)
        (way,) = (each.run for each in operator.page.commands() if each.name == "Registration")
        gate = halt(Desk, "view")
        way()
        way()
        gate.set()
        await operator.shows(StepScreen)
        assert stacked(operator, StepScreen) == 1


async def test_the_platform_answers_the_case_its_drawer_tells_of(sit: Sit, hold: Hold, halt: Halt) -> None:
    """Enter, Down, Enter, as fast as a hand can: one drawer, and what it gives goes to its own case."""
    holders = [hold(EntityType.INDIVIDUAL, person=who, email=f"{who.name}@example.com") for who in PEOPLE[1:3]]
    for holder in holders:
        holder.do("categories.add", code="P0801")
        holder.do("categories.papers", papers="1")
        holder.do("categories.submit")
    async with sit() as somebody:
        operator = Walker(somebody, Language.EN)
        await operator.shows(DeskScreen)
        await operator.press("f9")
        await operator.shows(PlatformDeskScreen)
        await operator.settled()
        gate = halt(AccountDesk, "view")
        await operator.press("enter", "down", "enter")
        gate.set()
        await operator.shows(Answering)
        await operator.settled()
        assert stacked(operator, Answering) == 1
        drawer = operator.app.screen
        assert isinstance(drawer, Answering)
        assert drawer._case.case_id == drawer._waiting.record.id


async def test_the_board_leads_into_one_case(sit: Sit, hold: Hold, halt: Halt) -> None:
    """Enter, Down, Enter: the second case is neither opened above the first nor held for nobody."""
    holders = [hold(EntityType.INDIVIDUAL, person=who, email=f"{who.name}@example.com") for who in PEOPLE[1:3]]
    for holder in holders:
        holder.do("categories.add", code="P0801")
        holder.do("categories.papers", papers="1")
        holder.do("categories.submit")
    async with sit() as somebody:
        operator = Walker(somebody, Language.EN)
        await operator.shows(DeskScreen)
        await operator.press("b")
        await operator.shows(BoardScreen)
        pending = operator.app.screen.query_one(".pending", PickList)
        await operator.until(lambda: pending.filled, "what waits")
        await operator.press("enter")
        await operator.until(lambda: pending.has_focus, "the cases")
        gate = halt(Desk, "rows_of")
        await operator.press("enter", "down", "enter")
        gate.set()
        await operator.shows(ConsoleScreen)
        await operator.settled()
        assert stacked(operator, ConsoleScreen) == 1


async def test_one_of_several_is_chosen_once(sit: Sit, hold: Hold) -> None:
    """Two quick Enters in the list of members: the second answers no question, and the console stays."""
    holder = hold()
    for name in ("wx_one", "wx_two"):
        holder.do("members.add", role="developers", name="练习丙", wechat_id=name)
    async with sit() as somebody:
        operator = Walker(somebody, Language.EN)
        await operator.enter(holder.id)
        await operator.go("members")
        await operator.open_entry("members.remove")
        await operator.shows(WhichMatter)
        operator.send("enter")
        operator.send("enter")
        await operator.until(lambda: isinstance(operator.app.screen, Confirm), "the question")
        await operator.press("escape")
        await operator.in_console()
        assert operator.section == "members"
        assert len(bound(operator.account.account, Role.DEVELOPER)) == 2


async def test_what_a_form_asks_is_done_once(sit: Sit, hold: Hold) -> None:
    """Ctrl+N twice, as fast as a hand can: one line of the log, and the console has no refusal."""
    holder = hold(EntityType.INDIVIDUAL)
    submit(ready(holder))
    async with sit() as somebody:
        operator = Walker(somebody, Language.EN)
        await operator.enter(holder.id)
        await operator.point_at_deed("versions.delay")
        await operator.press("enter")
        await operator.shows(ActionScreen)
        await operator.until(lambda: operator.field, "the focus in the form")
        await operator.type("holiday")
        operator.send("ctrl+n")
        operator.send("ctrl+n")
        await operator.in_console()
        await operator.settled()
        assert [each.event for each in operator.account.case.log].count(VersionEvent.DELAYED) == 1
        assert "U-232" not in operator.text


async def test_what_the_platform_says_in_a_form_waits_for_its_words(sit: Sit, hold: Hold) -> None:
    """Also on the platform desk: to open the form answers nothing yet."""
    holder = hold(EntityType.INDIVIDUAL)
    submit(ready(holder))
    async with sit() as somebody:
        operator = Walker(somebody, Language.EN)
        await operator.shows(DeskScreen)
        await operator.press("f9")
        await operator.shows(PlatformDeskScreen)
        await operator.settled()
        await operator.press("enter")
        await operator.shows(Answering)
        await operator.settled()
        listed = operator.app.screen.query_one(OptionList)
        for _ in listed.options:
            if listed.highlighted_option is not None and listed.highlighted_option.id == "answer:versions.delay":
                break
            await operator.press("down")
        await operator.press("enter")
        await operator.shows(ActionScreen)
        await operator.settled()
        assert VersionEvent.DELAYED not in [each.event for each in holder.view.case.log]


async def test_a_click_opens_one_search(sit: Sit, hold: Hold) -> None:
    """A list to search is a choice, too: each would open it."""
    holder = hold(EntityType.INDIVIDUAL)
    submit(ready(holder))
    async with sit() as somebody:
        operator = Walker(somebody, Language.EN)
        await operator.enter(holder.id)
        await operator.point_at_deed("versions.reject")
        await operator.press("enter")
        await operator.shows(ActionScreen)
        await operator.settled()
        await operator.pilot.click(Pick, offset=(4, 1))
        await operator.shows(PickScreen)
        assert stacked(operator, PickScreen) == 1
