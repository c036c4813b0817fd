"""An account's sections, and what came of an action, as lines for people at a terminal. Personal values are masked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mpwizard.account_desk import AccountView, SectionView
from mpwizard.account_report import section_state
from mpwizard.cli_words import table
from mpwizard.due import due_words
from mpwizard.i18n import tr
from mpwizard.problems import Refusal
from mpwizard.tell import headline, tell, word
from mpwizard.texts import label
from mpwizard.unattended_account import Outcome, Possibility

_MARKS = {"done": "✓", "open": "◐", "locked": "○"}


def section_lines(view: AccountView) -> Iterator[str]:
    """All sections of an account: how each stands, what it shows, what is in it, what can be done."""
    for each in view.sections:
        yield ""
        yield from _section(each, view)


def outcome_lines(outcome: Outcome) -> Iterator[str]:
    """That an action is done, and the section as it stands now."""
    yield tr("Done: {what}.", what=outcome.action)
    if outcome.section is not None and outcome.view is not None:
        yield from _section(outcome.section, outcome.view)


def possibility_lines(possible: Iterable[Possibility]) -> Iterator[str]:
    """What there is to do: allowed, or why not."""
    rows = []
    for each in possible:
        refused = isinstance(each.verdict, Refusal)
        number = f"#{each.number}" if each.number is not None else ""
        why = tell(each.verdict).line if isinstance(each.verdict, Refusal) else ""
        rows.append(("✗" if refused else "✓", each.key, number, label("seat", each.by), tr(each.title), why))
    return table(rows) if rows else iter(())


def _section(each: SectionView, view: AccountView) -> Iterator[str]:
    account, section = view.account, each.section
    yield f"{_MARKS[section_state(each, account)]} {tr(section.title)}  {section.row}"
    if isinstance(each.verdict, Refusal):
        told = tell(each.verdict)
        yield f"  {told.line}"
        yield f"  {told.lifts}"
    yield from _indented((tr(line.name), line.value) for line in section.told(account))
    yield from _indented(
        (
            f"{headline(label('matter', matter.matter))} #{matter.number}",
            word(matter.state),
            section.words(matter),
            due_words(matter.due_at, account.now) if matter.due_at is not None else "",
        )
        for kind in section.matters
        for matter in account.all(kind)
    )
    can = list(dict.fromkeys(offer.action.key for offer in each.offers if offer.allowed))
    if can:
        yield "  " + tr("Can be done: {actions}", actions=" ".join(can))


def _indented(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    lines = list(rows)
    return (f"  {line}" for line in table(lines)) if lines else iter(())
