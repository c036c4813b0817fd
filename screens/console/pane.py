"""The page of one section: what it shows, its matters, what can be done in it or why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mpwizard.account_desk import AccountView, SectionView
from mpwizard.console.action import Offer, Seat
from mpwizard.console.section import Shown
from mpwizard.i18n import tr
from mpwizard.matters import LIFECYCLES
from mpwizard.problems import Refusal
from mpwizard.tell import tell
from screens import say
from screens.console.entries import Entry, Group
from screens.console.words import (
    matter_name,
    matters,
    refusal_lines,
    state_words,
    when_words,
)
from screens.widgets.facts import Fact

ALL = "all-matters"
LOCK = "lock"
# As many matters as stand on a small screen with what can be done still in sight.
FEW = 5

_TONES = {"done": "$go-text", "open": "$ink", "soon": "$soon", "wrong": "$wrong", "": "$ink"}
_SIGNS = {"done": f"{say.DONE} ", "wrong": f"{say.WRONG} ", "soon": f"{say.DOUBTFUL} "}


def facts(lines: Iterable[Shown]) -> list[Fact]:
    """What a section shows; how it stands is said by a sign as well as by its colour."""
    return [Fact(tr(line.name), _SIGNS.get(line.tone, "") + line.value, _TONES[line.tone]) for line in lines]


def section_groups(section: SectionView, view: AccountView, *, every_matter: bool) -> list[Group]:
    """The groups of a section's page: its matters, then what the applicant can do, then what they cannot do now."""
    offers = [offer for offer in section.offers if offer.action.by is Seat.APPLICANT]
    return [
        Group("", tuple(_lock(section, view))),
        Group("", tuple(_matters(section, view, every_matter=every_matter))),
        Group(tr("What can be done"), tuple(_allowed(section, offers))),
        Group(tr("Not now"), tuple(_refused(section, view, offers))),
    ]


def _lock(section: SectionView, view: AccountView) -> Iterator[Entry]:
    """What locks the section as a whole; Enter leads to where it is unlocked."""
    if isinstance(section.verdict, Refusal):
        (first, _style), *others = refusal_lines(view, section.verdict)
        yield Entry(LOCK, first, tuple(others), mark="⊘", mark_style="$wrong", title_style="$wrong")


def _matters(section: SectionView, view: AccountView, *, every_matter: bool) -> Iterator[Entry]:
    found = matters(section, view)
    for matter in found if every_matter else found[:FEW]:
        over = matter.state in LIFECYCLES[matter.matter].ended
        when, style = when_words(matter, view.account.now)
        yield Entry(
            "",
            matter_name(section, matter),
            ((state_words(matter), "$faint" if over else "$soft"),),
            mark="–" if over else "•",
            mark_style="$faint",
            title_style="$faint" if over else "$ink",
            right=when,
            right_style=style,
        )
    if len(found) > FEW and not every_matter:
        yield Entry(ALL, tr("Show all {n}", n=len(found)))


def _allowed(section: SectionView, offers: Iterable[Offer]) -> Iterator[Entry]:
    by_action: dict[str, list[Offer]] = {}
    for offer in offers:
        if offer.allowed:
            by_action.setdefault(offer.action.key, []).append(offer)
    for key, alike in by_action.items():
        first, *others = alike
        right = tr("{n} to choose from", n=len(alike)) if others else ""
        named = first.matter is not None and not others
        lines = ((matter_name(section, first.matter), "$soft"),) if named and first.matter is not None else ()
        yield Entry(key, tr(first.action.title), lines, right=right)


def _refused(section: SectionView, view: AccountView, offers: Iterable[Offer]) -> Iterator[Entry]:
    seen: set[tuple[str, str]] = set()
    told_already = ""
    if isinstance(section.verdict, Refusal):
        told_already = tell(section.verdict).line
    for offer in offers:
        if not isinstance(offer.verdict, Refusal):
            continue
        line = tell(offer.verdict).line
        if (offer.action.key, line) in seen:
            continue
        seen.add((offer.action.key, line))
        yield Entry(
            offer.action.key,
            tr(offer.action.title),
            () if line == told_already else refusal_lines(view, offer.verdict),
            mark="⊘",
            mark_style="$faint",
            title_style="$soft",
        )
