"""An account's actions without a screen: what there is to do, and doing one of them, through the same use-cases.

Besides the actions of the sections there are those of the world beside the form (`world.…`) and of the platform desk
(`platform.…`), on practice cases only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from mpwizard.account_desk import AccountDesk, AccountView, SectionView
from mpwizard.answers_file import LONGEST_SPAN, Span
from mpwizard.console.action import Offer, Seat
from mpwizard.console.sections import ACTIONS, SECTION_OF
from mpwizard.domain import Kind
from mpwizard.i18n import N_
from mpwizard.platform_desk import PlatformDesk
from mpwizard.problems import ALLOWED, Conflict, Invalid, Problem, Refusal, Refused, Trouble, Verdict
from mpwizard.records import CaseRecord, MatterRecord
from mpwizard.surroundings import Surroundings
from mpwizard.wizard.form import Shape, form_fields
from mpwizard.world_actions import WORLD_ACTIONS

if TYPE_CHECKING:
    from mpwizard.desk import Desk

WORLD = "world."
AHEAD, TAKE_BACK, CLOCK = "platform.ahead", "platform.take_back", "platform.clock"
_ANSWER, _BY, _NOTE, _ON = "answer", "by", "said_note", "said_on"
_TICKS = {"yes": True, "true": True, "no": False, "false": False}
# What the platform desk does besides the answers, and what each takes.
DESK_DEEDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    AHEAD: (N_("Decide the next answer in advance"), (_ANSWER,)),
    TAKE_BACK: (N_("Take back an answer decided in advance"), ()),
    CLOCK: (N_("Let time pass in the case"), (_BY,)),
}


@dataclass(frozen=True)
class Wish:
    """What somebody wants done: the action, on which matter, with which answers, and what is noted with it."""

    action: str
    number: int | None = None
    values: Mapping[str, object] = field(default_factory=dict, repr=False)
    note: str = field(default="", repr=False)
    on: str = ""


@dataclass(frozen=True)
class Outcome:
    """What came of it: whether it was done, what stood in its way, the matter it was done to and its section as they
    stand now (where the case has an account)."""

    record: CaseRecord
    action: str
    problems: tuple[Problem | Refusal | Trouble, ...]
    matter: MatterRecord | None
    section: SectionView | None
    view: AccountView | None

    @property
    def done(self) -> bool:
        """Whether it was done."""
        return not self.problems


@dataclass(frozen=True)
class Possibility:
    """One action on one matter (on the case itself where `number` is None), and whether it is allowed now."""

    key: str
    title: str
    by: Seat
    number: int | None
    verdict: Verdict


def possibilities(desk: Desk, record: CaseRecord) -> Iterator[Possibility]:
    """What the console offers now, each action with its gate; before there is an account, all that it will know. On
    practice cases what happens beside it, too."""
    try:
        view = AccountDesk(desk).view(record.id)
    except Refused as refused:
        for action in ACTIONS.values():
            if record.kind in action.kinds:
                yield Possibility(action.key, action.title, action.by, None, refused.refusal)
    else:
        for section in view.sections:
            yield from map(_offered, section.offers)
    if record.kind is Kind.PRACTICE:
        yield from _beside(desk, record)


def taken_by(key: str) -> Mapping[str, Shape]:
    """The values that an action takes, by name, and how each is filled in; of an answer in advance those of the answer
    come on top.

    Raises:
        Trouble: `action_unknown`.
    """
    if key in ACTIONS:
        return {each.name: each.ask.shape for each in form_fields(key, ACTIONS[key].answers)}
    if key in DESK_DEEDS:
        return dict.fromkeys(DESK_DEEDS[key][1], Shape.TEXT)
    if key in _WORLD:
        return {}
    raise Trouble("action_unknown", {"action": key})


def as_answers(key: str, given: Mapping[str, str]) -> dict[str, object]:
    """Values as they stand on a command line, as a form takes them: `yes` and `no` are ticks where a tick is asked.

    Raises:
        Trouble: `action_unknown`, `value_unknown`, `usage_missing`.
    """
    shapes = dict(taken_by(key))
    if key == AHEAD:
        if _ANSWER not in given:
            raise Trouble("usage_missing", {"name": f"{_ANSWER}=ACTION"})
        shapes |= taken_by(given[_ANSWER])
    unknown = next((name for name in given if name not in shapes), None)
    if unknown is not None:
        raise Trouble("value_unknown", {"name": unknown, "choices": " | ".join(shapes) or "–"})
    ticks = {name for name, shape in shapes.items() if shape is Shape.TICK}
    return {name: _TICKS.get(text.casefold(), text) if name in ticks else text for name, text in given.items()}


def do(desk: Desk, record: CaseRecord, wish: Wish) -> Outcome:
    """Do one thing. Whatever stood in its way is in the outcome.

    Raises:
        Trouble: `action_unknown`, `option_unused`.
    """
    taken_by(wish.action)
    if unused := _unused(wish):
        raise Trouble("option_unused", {"name": unused})
    before = _account(desk, record)
    problems: tuple[Problem | Refusal | Trouble, ...] = ()
    try:
        _route(wish.action)(desk, record, wish)
    except Refused as refused:
        problems = (refused.refusal,)
    except Invalid as invalid:
        problems = invalid.problems
    except Conflict:
        problems = (Trouble("changed_elsewhere"),)
    view = _account(desk, record)
    matter = _touched(wish, before, view)
    section = view.section(SECTION_OF[wish.action].key) if view is not None and wish.action in SECTION_OF else None
    return Outcome(desk.view(record.id).record, wish.action, problems, matter, section, view)


# --- the three kinds of thing that can be done -----------------------------------------------------------------------


def _route(key: str) -> Callable[[Desk, CaseRecord, Wish], None]:
    if key in ACTIONS:
        return _act
    return _turn if key in _WORLD else _at_the_platform_desk


def _act(desk: Desk, record: CaseRecord, wish: Wish) -> None:
    accounts = AccountDesk(desk)
    values = accounts.filled_in(record.id, wish.action, wish.values, wish.number)
    said = accounts.said(record.id, wish.action, {_NOTE: wish.note, _ON: wish.on}, values, wish.number)
    accounts.do(record.id, wish.action, values, number=wish.number, said=said)


def _turn(desk: Desk, record: CaseRecord, wish: Wish) -> None:
    around, action = Surroundings(desk), _WORLD[wish.action]
    world = around.world(record.id)
    if not action.when(desk.view(record.id), world):
        raise Refused("nothing_to_act_on")
    action.act(around, record.id, world)


def _at_the_platform_desk(desk: Desk, record: CaseRecord, wish: Wish) -> None:
    platform, values = PlatformDesk(desk), dict(wish.values)
    if wish.action == CLOCK:
        platform.move_clock(record.id, _span(values.get(_BY)))
    elif wish.action == AHEAD:
        platform.decide_ahead(record.id, str(values.pop(_ANSWER, "")), values)
    else:
        platform.take_back(record.id, wish.number or 0)


def _span(text: object) -> timedelta:
    try:
        return TypeAdapter[timedelta](Span).validate_python(text)
    except ValidationError:
        raise Invalid((Problem("span_form", CLOCK, _BY, {"longest": LONGEST_SPAN}),)) from None


# --- inside ----------------------------------------------------------------------------------------------------------

_WORLD = {f"{WORLD}{action.key}": action for action in WORLD_ACTIONS}


def _offered(offer: Offer) -> Possibility:
    number = offer.matter.number if offer.matter is not None else None
    return Possibility(offer.action.key, offer.action.title, offer.action.by, number, offer.verdict)


def _beside(desk: Desk, record: CaseRecord) -> Iterator[Possibility]:
    view, world = desk.view(record.id), Surroundings(desk).world(record.id)
    for key, action in _WORLD.items():
        if action.when(view, world):
            yield Possibility(key, action.title, Seat.WORLD, None, ALLOWED)
    for key, (title, _takes) in DESK_DEEDS.items():
        for number in [each.id for each in world.decided] if key == TAKE_BACK else [None]:
            yield Possibility(key, title, Seat.PLATFORM, number, ALLOWED)


def _unused(wish: Wish) -> str:
    """The option that an action can do nothing with; empty where there is none."""
    action = ACTIONS.get(wish.action)
    numbered = wish.action == TAKE_BACK or (action is not None and action.on is not None)
    if wish.number is not None and not numbered:
        return "--number"
    if action is None:
        return "--on" if wish.on else "--note" if wish.note else ""
    return ""


def _account(desk: Desk, record: CaseRecord) -> AccountView | None:
    try:
        return AccountDesk(desk).view(record.id)
    except Refused:
        return None


def _touched(wish: Wish, before: AccountView | None, after: AccountView | None) -> MatterRecord | None:
    """The matter an action was done to: the named one, else the one of its section that it changed or began."""
    action = ACTIONS.get(wish.action)
    if action is None or before is None or after is None:
        return None
    known = {matter.id: matter.version for matter in before.account.matters}
    kinds = (action.on,) if action.on is not None else SECTION_OF[action.key].matters
    of_kind = [matter for matter in after.account.matters if matter.matter in kinds]
    if action.on is not None and wish.number is not None:
        return next((matter for matter in of_kind if matter.number == wish.number), None)
    changed = [matter for matter in of_kind if known.get(matter.id) != matter.version]
    return changed[-1] if changed else None
