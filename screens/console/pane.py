"""The page of one section: what it shows, its matters, what can be done in it or why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mpwizard.account_desk import AccountView, SectionView
from mpwizard.console.action import Action, Offer, Seat
from mpwizard.console.section import Shown
from mpwizard.i18n import tr
from mpwizard.matter_lifecycles import LIFECYCLES
from mpwizard.matters import Matter
from mpwizard.problems import Refusal
from mpwizard.records import MatterRecord
from mpwizard.tell import tell
from screens import say
from screens.console.entries import Entry, Group
from screens.console.words import (
    beside,
    deadline,
    is_alone,
    lifted_in,
    matter_name,
    matters,
    rule_words,
    since_words,
    way_there,
    why_words,
)
from screens.widgets.facts import Fact

ALL = "all-matters"
BESIDE = "beside"
LOCK = "lock"
# As many matters as stand on a small screen with what can be done still in sight.
FEW = 5

_TONES = {"done": "$go-text", "open": "$ink", "soon": "$soon", "wrong": "$wrong", "": "$ink"}
_SIGNS = {"done": f"{say.DONE} ", "wrong": f"{say.WRONG} ", "soon": f"{say.DOUBTFUL} "}


def facts(lines: Iterable[Shown]) -> list[Fact]:
    """What a section shows; how it stands is said by a sign, and by the colour of that sign."""
    return [
        Fact(tr(line.name), line.value, mark=_SIGNS.get(line.tone, ""), mark_style=_TONES[line.tone]) for line in lines
    ]


@dataclass(frozen=True, slots=True)
class Closed:
    """Why some of a section's actions cannot be done now, and which; the key of its entry."""

    key: str
    no: Refusal
    actions: tuple[Action, ...]


def closed(section: SectionView) -> tuple[Closed, ...]:
    """What keeps the applicant from acting in a section, each reason once; what locks the section as a whole first."""
    found: dict[str, tuple[Refusal, dict[str, Action]]] = {}
    if isinstance(section.verdict, Refusal):
        found[tell(section.verdict).line] = (section.verdict, {})
    for offer in section.offers:
        if offer.action.by is Seat.APPLICANT and isinstance(offer.verdict, Refusal):
            _no, actions = found.setdefault(tell(offer.verdict).line, (offer.verdict, {}))
            actions[offer.action.key] = offer.action
    return tuple(
        Closed(LOCK if section.locked and place == 0 else f"closed-{place}", no, tuple(actions.values()))
        for place, (no, actions) in enumerate(found.values())
    )


def why_not(section: SectionView, key: str) -> Refusal | None:
    """The reason that an entry of the page stands for."""
    return next((each.no for each in closed(section) if each.key == key), None)


def refusal_at(section: SectionView, key: str) -> Refusal | None:
    """The reason that an entry of the page stands for; else what locks the section."""
    locks = section.verdict if isinstance(section.verdict, Refusal) else None
    return why_not(section, key) or locks


def section_groups(section: SectionView, view: AccountView, *, every_matter: bool, rules: bool) -> list[Group]:
    """The groups of a section's page: its matters, then what the applicant can do, what others can, then what the
    applicant cannot do now, with the rules behind it where there is room for them."""
    offers = [offer for offer in section.offers if offer.action.by is Seat.APPLICANT]
    reasons = [_reason(section, view, each, rules=rules) for each in closed(section)]
    locks = reasons[:1] if section.locked else []
    return [
        Group("", tuple(locks)),
        Group("", tuple(_matters(section, view, every_matter=every_matter))),
        Group(tr("What can be done"), tuple(_allowed(section, view, offers))),
        Group(tr("Beside the console"), tuple(_beside(section))),
        Group(tr("Not now"), tuple(reasons[len(locks) :])),
    ]


def _reason(section: SectionView, view: AccountView, why: Closed, *, rules: bool) -> Entry:
    """One reason: what it keeps from being done, what lifts it, and where; Enter leads there."""
    told = tell(why.no)
    titles = " · ".join(tr(action.title) for action in why.actions)
    lines = [(titles, "$soft"), (told.lifts, "$soft")]
    if rules:
        lines += [(words, "$faint") for words in rule_words(view, told.rule)]
    way = lifted_in(why.no)
    if way not in ("", section.section.key):
        lines.append((way_there(view, way), "$ink"))
    return Entry(why.key, told.line, tuple(line for line in lines if line[0]), mark="⊘", mark_style="$wrong")


def _matters(section: SectionView, view: AccountView, *, every_matter: bool) -> Iterator[Entry]:
    found = [each for each in matters(section, view) if not _is_told(each)]
    for matter in found if every_matter else found[:FEW]:
        over = matter.state in LIFECYCLES[matter.matter].ended
        when, style = deadline(matter, view.account.now)
        lines = [(since_words(matter), "$faint" if over else "$soft")]
        lines += [(words, "$wrong") for words in why_words(matter)]
        yield Entry(
            "",
            matter_name(view, section, matter),
            tuple(lines),
            mark="–" if over else "•",
            mark_style="$faint",
            title_style="$faint" if over else "$ink",
            right=when,
            right_style=style,
        )
    if len(found) > FEW and not every_matter:
        yield Entry(ALL, tr("Show all {n}", n=len(found)))


def _is_told(matter: MatterRecord) -> bool:
    """Whether the lines above the matters tell all there is of this one: nobody signs in twice at a time."""
    return matter.matter is Matter.SIGN_IN


def _beside(section: SectionView) -> Iterator[Entry]:
    titles = beside(section, Seat.WORLD, Seat.PLATFORM)
    if titles:
        yield Entry(BESIDE, tr("F9: {what}", what=" · ".join(titles)), mark="◐", mark_style="$soon")


def _allowed(section: SectionView, view: AccountView, offers: Iterable[Offer]) -> Iterator[Entry]:
    by_action: dict[str, list[Offer]] = {}
    for offer in offers:
        if offer.allowed:
            by_action.setdefault(offer.action.key, []).append(offer)
    for key, alike in by_action.items():
        first, *others = alike
        right = tr("{n} to choose from", n=len(alike)) if others else ""
        matter = first.matter if not others else None
        lines: tuple[tuple[str, str], ...] = ()
        if matter is not None and not is_alone(view, matter):
            lines = ((matter_name(view, section, matter), "$soft"),)
        # What the form would be refused for is told before it is filled in.
        wanting = () if others else first.action.self_check(view.account, first.matter)
        lines += tuple((tell(each).line, "$soon") for each in wanting[:1])
        yield Entry(key, tr(first.action.title), lines, right=right)
