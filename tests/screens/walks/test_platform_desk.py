"""The platform desk: somebody plays the platform, by keyboard."""

from __future__ import annotations

from textual.widgets import OptionList

from mpwizard.account_desk import AccountDesk
from mpwizard.domain import EntityType
from mpwizard.i18n import Language
from mpwizard.lifecycle import State
from mpwizard.matters import Category, Matter
from mpwizard.platform_desk import PlatformDesk
from screens.console.action import ActionScreen, AheadScreen
from screens.console.answering import Answering
from screens.console.entries import Entries
from screens.console.platform import PlatformDeskScreen
from screens.desk.desk import DeskScreen
from tests.desk.answers import PEOPLE, Applicant
from tests.desk.console.holder import Holder
from tests.screens.walks.conftest import Begin, Sit
from tests.screens.walks.operator import Operator


async def to_the_queue(operator: Operator) -> None:
    """From the desk, by its key."""
    await operator.shows(DeskScreen)
    await operator.press("f9")
    await operator.shows(PlatformDeskScreen)


async def choose(operator: Operator, key: str) -> None:
    """An answer in the drawer."""
    await operator.shows(Answering)
    await operator.settled()
    listed = operator.app.screen.query_one(OptionList)
    for _ in listed.options:
        if listed.highlighted_option is not None and listed.highlighted_option.id == key:
            break
        await operator.press("down")
    else:
        raise AssertionError(f"{key} cannot be answered\n{operator.text}")
    await operator.press("enter")
    await operator.settled()


def waiting_category(begin: Begin) -> Applicant:
    """An individual whose category with papers is looked at by the platform."""
    applicant = begin(EntityType.INDIVIDUAL, person=PEOPLE[1])
    applicant.finish()
    holder = Holder(applicant)
    holder.sign_in()
    holder.do("categories.add", code="P0801")
    holder.do("categories.papers", papers="1")
    holder.do("categories.submit")
    assert holder.matter(Matter.CATEGORY).state is Category.IN_REVIEW
    return applicant


async def test_a_transfer_that_is_waited_for_is_paid(sit: Sit, begin: Begin) -> None:
    """The bank of every case that waits is here, and the queue is empty afterwards."""
    applicant = begin()
    applicant.finish()
    async with sit() as operator:
        await to_the_queue(operator)
        await operator.sees(applicant.record.reference)
        await operator.press("enter")
        await choose(operator, "pay")
        await operator.press("escape")
        await operator.sees("Nothing waits for the platform now.")
        assert applicant.record.state is State.REGISTERED
        await operator.press("escape")
        await operator.shows(DeskScreen)


async def test_a_review_is_refused_with_its_reason(sit: Sit, begin: Begin) -> None:
    """The reason is of the catalogue, and the refusal is in the case's log."""
    applicant = waiting_category(begin)
    async with sit(Language.ZH, (120, 36)) as operator:
        await to_the_queue(operator)
        await operator.sees("律师")
        await operator.press("enter")
        await choose(operator, "answer:categories.reject")
        await operator.shows(ActionScreen)
        await operator.until(lambda: operator.field == "categories.reject.reason", "the reason")
        part = next(iter(operator.app.screen.query("#part-categories-reject-reason")))
        await operator.press("space")
        await operator.settled()
        if not isinstance(operator.app.screen, ActionScreen):
            await operator.press("enter")
            await operator.shows(ActionScreen)
        assert getattr(part, "value", "")
        await operator.press("ctrl+n")
        await operator.shows(PlatformDeskScreen)
        assert Holder(applicant).matter(Matter.CATEGORY).state is Category.REJECTED


async def test_an_answer_is_decided_in_advance_and_taken_back(sit: Sit, begin: Begin) -> None:
    """What is decided stands in the drawer until it is asked for."""
    applicant = waiting_category(begin)
    async with sit() as operator:
        await to_the_queue(operator)
        await operator.press("enter")
        await choose(operator, "ahead:categories.approve")
        desk = PlatformDesk(operator.desk)
        assert [each.action for each in desk.decided(applicant.id)] == ["categories.approve"]
        await choose(operator, "take-back:1")
        assert desk.decided(applicant.id) == ()
        await choose(operator, "ahead:categories.reject")
        await operator.shows(AheadScreen)
        await operator.press("escape")
        await operator.shows(PlatformDeskScreen)


async def test_the_simulator_answers_when_the_clock_is_moved(sit: Sit, begin: Begin) -> None:
    """Nobody plays: time passes in the drawer, and what was due is answered."""
    applicant = waiting_category(begin)
    async with sit() as operator:
        await to_the_queue(operator)
        entries = operator.app.screen.query_one(Entries)
        assert entries.pointed == f"{applicant.id}:category-1"
        await operator.press("enter")
        await choose(operator, "deadline")
        await operator.press("escape")
        await operator.sees("Nothing waits for the platform now.")
        account = AccountDesk(operator.desk).view(applicant.id).account
        assert account.newest(Matter.CATEGORY, Category.IN_REVIEW) is None
