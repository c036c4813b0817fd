"""The console's first page: what can be done now, what is waited for, what is locked and where it is unlocked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from mpwizard.account_desk import AccountView, SectionView
from mpwizard.case_list import next_action
from mpwizard.console.action import Seat
from mpwizard.console.next_step import next_step
from mpwizard.console.profile import missing_information
from mpwizard.console.waiting import with_platform
from mpwizard.i18n import tr
from mpwizard.matters import Matter
from mpwizard.problems import Refusal
from mpwizard.records import MatterRecord
from mpwizard.tell import day, headline, tell
from mpwizard.texts import label
from mpwizard.transitions import Actor
from screens.console.entries import Entry, Group
from screens.console.section_list import Standing
from screens.console.words import (
    REGISTRATION,
    beside,
    deadline,
    for_applicant,
    lifted_in,
    matter_name,
    rule_words,
    standing,
    state_words,
    waiting,
    way_there,
)
from screens.stage_tokens import stage_token

# No work to be done: its section has it.
_SIGN_OUT = "sign_in.out"
# As many as stand in one or two rows: what waits for others must not fall off the smallest screen.
_FEW_ACTIONS = 2


def overview(view: AccountView, *, roomy: bool) -> list[Group]:
    """The overview's groups, what presses first before the rest. Each entry leads to its section. Where rows are few,
    only the first actions are named, and no rules."""
    found = ((each, _pressing(each, view)) for each in view.sections)
    presses = sorted((_by_deadline(matter), at, each) for at, (each, matter) in enumerate(found) if matter is not None)
    pressing = [each for _deadline, _at, each in presses]
    needed = [each for each in view.sections if each not in pressing and _is_needed(each, view)]
    besides = [each for each in view.sections if each not in pressing and each not in needed]
    return [
        Group(tr("To do now"), tuple(_to_do([*pressing, *needed], view, roomy=roomy))),
        Group(tr("Waiting for others"), tuple(_waiting(view))),
        Group(tr("Also possible"), tuple(_to_do(besides, view, roomy=roomy))),
        Group(tr("Locked"), tuple(_locked(view, rules=roomy))),
        Group(tr("Registration"), (_registration(view),)),
    ]


def leads_to(key: str) -> str:
    """The section that an entry of the overview leads to."""
    return key.rpartition(":")[2]


def _way(group: str, section: str) -> str:
    """The key of an entry: several lead to the same section."""
    return f"{group}:{section}"


def _pressing(section: SectionView, view: AccountView) -> MatterRecord | None:
    """What in a section has a deadline for the applicant, or was sent back to them."""
    return next((each.matter for each in for_applicant(section, view) if each.presses), None)


def _by_deadline(matter: MatterRecord) -> tuple[bool, datetime]:
    """What has no deadline comes after what has one."""
    return matter.due_at is None, matter.due_at or matter.since


def _is_needed(section: SectionView, view: AccountView) -> bool:
    """Whether it comes next for the applicant, or the next release waits for them in it: it is not done and not handed
    in as a whole, or another version is under way in it."""
    if _is_next(section, view):
        return True
    if not section.section.for_release(view.account):
        return False
    if any(each.kind is Matter.VERSION for each in for_applicant(section, view)):
        return True
    stands, account = standing(section, view), view.account
    wanting = (each for each in missing_information(account) if not with_platform(account, each))
    return stands is Standing.OPEN or any(each in section.section.matters for each in wanting)


def _is_next(section: SectionView, view: AccountView) -> bool:
    """Whether the desk names what is to be done here as what comes next."""
    mine = next_action(view.case.record).actor is Actor.APPLICANT
    return mine and any(each in section.section.matters for each in next_step(view.account).about)


def _to_do(sections: Iterable[SectionView], view: AccountView, *, roomy: bool) -> Iterator[Entry]:
    for section in sections:
        offers = (offer for offer in view.to_do if offer in section.offers and offer.action.key != _SIGN_OUT)
        titles = list(dict.fromkeys(tr(offer.action.title) for offer in offers))
        if not titles and standing(section, view) is Standing.OPEN and (elsewhere := beside(section, Seat.WORLD)):
            titles = [tr("F9: {what}", what=" · ".join(elsewhere))]
        if not titles:
            continue
        if not roomy and len(titles) > _FEW_ACTIONS:
            titles[_FEW_ACTIONS:] = ["…"]
        pressing, lines = _pressing(section, view), [(" · ".join(titles), "$soft")]
        right, style = "", "$soft"
        if pressing is not None:
            lines.insert(0, (f"{matter_name(view, section, pressing)} · {state_words(pressing)}", "$soon"))
            right, style = deadline(pressing, view.account.now)
        title = tr(section.section.title)
        yield Entry(_way("to-do", section.section.key), title, tuple(lines), right=right, right_style=style)


def _waiting(view: AccountView) -> Iterator[Entry]:
    for each in waiting(view):
        section, matter = each.section, each.matter
        since = tr("{who} · since {day}", who=headline(each.who), day=day(matter.since))
        right, style = deadline(matter, view.account.now)
        yield Entry(
            _way(f"waiting-{matter.id}", section.section.key),
            f"{tr(section.section.title)} · {matter_name(view, section, matter)}",
            ((f"{state_words(matter)} · {since}", "$soft"),),
            mark="◐",
            mark_style="$soon",
            right=right,
            right_style=style,
        )


def _locked(view: AccountView, *, rules: bool) -> Iterator[Entry]:
    for no, sections in _gates(view):
        # What nothing lifts leads to the locked section itself, which says why: that is no way out, and not called one.
        lifted = lifted_in(no)
        way = lifted or sections[0].section.key
        told = tell(no)
        titles = " · ".join(tr(each.section.title) for each in sections)
        rule = [(words, "$faint") for words in rule_words(view, told.rule)] if rules else []
        lines = (
            (titles, "$soft"),
            (told.lifts, "$soft"),
            *rule,
            *([(way_there(view, lifted), "$ink")] if lifted else []),
        )
        yield Entry(_way(f"locked-{no.key}", way), told.line, lines, mark="⊘", mark_style="$faint")


def gate_of(view: AccountView, key: str) -> Refusal | None:
    """The refusal that an entry of the overview stands for."""
    told, _colon, _section = key.partition(":")
    return next((no for no, _sections in _gates(view) if f"locked-{no.key}" == told), None)


def _gates(view: AccountView) -> list[tuple[Refusal, list[SectionView]]]:
    """What locks sections as a whole, each reason once, with the sections it locks."""
    found: dict[str, tuple[Refusal, list[SectionView]]] = {}
    for section in view.sections:
        if isinstance(section.verdict, Refusal):
            no = section.verdict
            found.setdefault(f"{no.key} {dict(no.values)}", (no, []))[1].append(section)
    return list(found.values())


def _registration(view: AccountView) -> Entry:
    state = view.case.state
    return Entry(
        _way("overview", REGISTRATION),
        headline(label("state", state)),
        ((tr("Every step of the wizard, to be read"), "$soft"),),
        mark_style=f"${stage_token(state, 'soon')}",
    )
