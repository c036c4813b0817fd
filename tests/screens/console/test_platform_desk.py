"""The platform desk on the screen: somebody plays the platform, or decides in advance what the simulator answers."""

from __future__ import annotations

from textual.widgets import OptionList

from mpwizard.console.account import details
from mpwizard.console.category_details import CategoryDetails
from mpwizard.domain import EntityType
from mpwizard.lifecycle import State
from mpwizard.matters import Category, CategoryEvent, Matter
from mpwizard.platform_desk import PlatformDesk
from screens.console.action import ActionScreen, AheadScreen
from screens.console.answering import Answering
from screens.console.platform import PlatformDeskScreen
from screens.desk.desk import DeskScreen
from tests.desk.answers import PEOPLE
from tests.desk.console.holder import Holder
from tests.screens.console.conftest import Hold, Room
from tests.screens.console.walker import Walker
from tests.screens.walks.conftest import Begin, Sit

PAPERS_UNREADABLE, PAPERS_EXPIRED = "category_paper_unreadable", "category_paper_expired"


def waiting_category(hold: Hold) -> Holder:
    """An individual whose category with papers is looked at by the platform."""
    holder = hold(EntityType.INDIVIDUAL, person=PEOPLE[1], email="other@example.com")
    holder.do("categories.add", code="P0801")
    holder.do("categories.papers", papers="1")
    holder.do("categories.submit")
    return holder


async def to_the_queue(operator: Walker) -> None:
    """From the desk, by its key."""
    await operator.shows(DeskScreen)
    await operator.press("f9")
    await operator.shows(PlatformDeskScreen)


async def choose(operator: Walker, key: str) -> None:
    """Enter on what stands first in the queue, unless that is open already, then one of its answers."""
    if isinstance(operator.app.screen, PlatformDeskScreen):
        await operator.press("enter")
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


async def test_somebody_plays_the_platform(sit: Sit, room: Room, hold: Hold, begin: Begin) -> None:
    """What waits stands in one queue over all cases: a review is refused with its reason, a transfer arrives."""
    language, size = room
    holder = waiting_category(hold)
    payer = begin()
    payer.finish()
    async with sit(language, size) as somebody:
        operator = Walker(somebody, language)
        await to_the_queue(operator)
        await operator.sees("律师", payer.record.reference)
        await choose(operator, "answer:categories.reject")
        await operator.shows(ActionScreen)
        await operator.answer(reason=PAPERS_UNREADABLE, remark="练习意见")
        await operator.press("ctrl+n")
        await operator.shows(PlatformDeskScreen)
        await operator.reads("Done: Reject the category.", "已完成：驳回类目。")
        (ended,) = details(CategoryDetails, holder.matter(Matter.CATEGORY)).rounds
        assert (ended.reason, ended.remark) == (PAPERS_UNREADABLE, "练习意见")

        await choose(operator, "pay")
        await operator.press("escape")
        await operator.reads("Nothing waits for the platform now.", "现在没有等平台答复的。")
        assert payer.record.state is State.REGISTERED
        await operator.press("escape")
        await operator.shows(DeskScreen)
    holder.folds()


async def test_a_decision_half_made_is_there_again(sit: Sit, room: Room, hold: Hold) -> None:
    """What was typed in its form is kept like that of any other, and gone once it is decided."""
    language, size = room
    holder = waiting_category(hold)
    async with sit(language, size) as somebody:
        operator = Walker(somebody, language)
        await to_the_queue(operator)
        await choose(operator, "ahead:categories.reject")
        await operator.shows(AheadScreen)
        await operator.answer(reason=PAPERS_EXPIRED, remark="练习意见")
        await operator.press("escape")
        await operator.shows(PlatformDeskScreen)
    async with sit(language, size) as somebody:
        operator = Walker(somebody, language)
        desk = PlatformDesk(operator.desk)
        assert desk.decided(holder.id) == ()
        await to_the_queue(operator)
        await choose(operator, "ahead:categories.reject")
        await operator.shows(AheadScreen)
        await operator.sees("练习意见")
        await operator.press("ctrl+n")
        await operator.shows(PlatformDeskScreen)
        (decided,) = desk.decided(holder.id)
        assert decided.values["reason"] == PAPERS_EXPIRED
        assert desk.sheet_ahead(holder.id, "categories.reject").values == {}
    holder.folds()


async def test_an_answer_is_decided_ahead_and_given_in_time(sit: Sit, room: Room, hold: Hold) -> None:
    """One is taken back, one is looked at and left, one is given when its time has come: and its reason is kept."""
    language, size = room
    holder = waiting_category(hold)
    async with sit(language, size) as somebody:
        operator = Walker(somebody, language)
        desk = PlatformDesk(operator.desk)
        await to_the_queue(operator)
        await choose(operator, "ahead:categories.approve")
        await operator.reads("Decided in advance: Approve the category.", "已事先决定：通过类目。")
        await choose(operator, "take-back:1")
        assert desk.decided(holder.id) == ()
        await choose(operator, "ahead:categories.reject")
        await operator.shows(AheadScreen)
        await operator.answer(reason=PAPERS_EXPIRED)
        await operator.press("ctrl+n")
        await operator.shows(PlatformDeskScreen)
        assert [each.action for each in desk.decided(holder.id)] == ["categories.reject"]

        await choose(operator, "deadline")
        await operator.press("escape")
        await operator.reads("Nothing waits for the platform now.", "现在没有等平台答复的。")
        assert holder.matter(Matter.CATEGORY).state is Category.REJECTED
        answer = holder.log(Matter.CATEGORY)[-1]
        assert answer.event is CategoryEvent.REJECTED
        assert answer.note["reason"] == PAPERS_EXPIRED
        assert answer.note["decided_by"] == "ahead"
    holder.folds()
