"""The console's first page: what can be done now, what is waited for, what is locked and where it is unlocked."""

from __future__ import annotations

from collections.abc import Iterator

from mpwizard.account_desk import AccountView, SectionView
from mpwizard.due import due_words
from mpwizard.i18n import tr
from mpwizard.problems import Refusal
from mpwizard.tell import day, headline, tell
from mpwizard.texts import label
from screens.console.entries import Entry, Group
from screens.console.section_list import Standing
from screens.console.words import (
    REGISTRATION,
    due_style,
    lifted_in,
    matter_name,
    rule_words,
    standing,
    state_words,
    waiting,
)
from screens.stage_tokens import stage_token


def overview(view: AccountView) -> list[Group]:
    """The overview's groups. Each entry leads to its section."""
    return [
        Group(tr("To do now"), tuple(_to_do(view))),
        Group(tr("Waiting for others"), tuple(_waiting(view))),
        Group(tr("Locked"), tuple(_locked(view))),
        Group(tr("Registration"), (_registration(view),)),
    ]


def leads_to(key: str) -> str:
    """The section that an entry of the overview leads to."""
    return key.rpartition(":")[2]


def _way(group: str, section: str) -> str:
    """The key of an entry: several lead to the same section."""
    return f"{group}:{section}"


def _to_do(view: AccountView) -> Iterator[Entry]:
    open_first = sorted(view.sections, key=lambda each: standing(each, view) is Standing.DONE)
    for section in open_first:
        titles = dict.fromkeys(tr(offer.action.title) for offer in view.to_do if offer in section.offers)
        if titles:
            lines = ((" · ".join(titles), "$soft"),)
            yield Entry(_way("to-do", section.section.key), tr(section.section.title), lines)


def _waiting(view: AccountView) -> Iterator[Entry]:
    for each in waiting(view):
        section, matter = each.section, each.matter
        since = tr("{who} · since {day}", who=headline(each.who), day=day(matter.since))
        yield Entry(
            _way(f"waiting-{matter.id}", section.section.key),
            f"{tr(section.section.title)} · {matter_name(section, matter)}",
            ((f"{state_words(matter)} · {since}", "$soft"),),
            mark="◐",
            mark_style="$soon",
            right=due_words(matter.due_at, view.account.now) if matter.due_at else "",
            right_style=due_style(matter.due_at, view.account.now),
        )


def _locked(view: AccountView) -> Iterator[Entry]:
    by_gate: dict[str, tuple[Refusal, list[SectionView]]] = {}
    for section in view.sections:
        if isinstance(section.verdict, Refusal):
            no = section.verdict
            by_gate.setdefault(f"{no.key} {dict(no.values)}", (no, []))[1].append(section)
    for no, sections in by_gate.values():
        way = lifted_in(no) or sections[0].section.key
        told = tell(no)
        titles = " · ".join(tr(each.section.title) for each in sections)
        rule = [(words, "$faint") for words in rule_words(view, told.rule)]
        lines = ((titles, "$soft"), (told.lifts, "$soft"), *rule, (f"→ {_way_there(view, way)}", "$ink"))
        yield Entry(_way(f"locked-{no.key}", way), told.line, lines, mark="⊘", mark_style="$faint")


def _way_there(view: AccountView, key: str) -> str:
    if key == REGISTRATION:
        return tr("To the registration")
    return tr("To section {section}", section=tr(view.section(key).section.title))


def _registration(view: AccountView) -> Entry:
    state = view.case.state
    return Entry(
        _way("overview", REGISTRATION),
        headline(label("state", state)),
        ((tr("Every step of the wizard, to be read"), "$soft"),),
        mark_style=f"${stage_token(state, 'soon')}",
    )
