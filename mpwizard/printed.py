"""Cases, rules and refusals as lines for people at a terminal. Personal values are masked in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mpwizard.at_a_glance import given_answers
from mpwizard.cli_words import table
from mpwizard.i18n import say, tr
from mpwizard.log_words import because, happened, note, said_by
from mpwizard.records import LogRecord
from mpwizard.rules.edition import Rule
from mpwizard.tell import confidence_words, moment, source_words, spoken
from mpwizard.texts import RefusalText, label, option_texts
from mpwizard.views import CaseView
from mpwizard.wizard.flow import STEPS
from mpwizard.wizard.slip import slip_rows

_NONE = "–"
_MARKS = {"done": "✓", "open": "◐", "blocked": "○", "not_applicable": _NONE}


def case_lines(view: CaseView) -> Iterator[str]:
    """One case: where it stands, what comes next, what was answered, what is to be paid, its log."""
    record = view.record
    yield f"{record.reference}  {label('kind', record.kind)}  {record.subject}".rstrip()
    yield from _fields(
        (
            (tr("Stage"), label("state", record.state)),
            (tr("Next action"), label("next", view.next_action.key)),
            (tr("Due"), moment(record.due_at) if record.due_at else _NONE),
        )
    )
    yield ""
    yield from table(
        (_MARKS[standing], tr(STEPS[step].title), label("standing", standing))
        for step, standing in view.standings.items()
    )
    yield from _headed(tr("Answers"), _answers(view))
    if view.payment is not None:
        slip = ((tr(row.title), spoken(row.value)) for row in slip_rows(view.payment))
        yield from _headed(tr("Transfer slip"), _fields(slip))
    yield ""
    yield from table(_happened(entry, view.log) for entry in view.log)


def refusal_lines(entry: RefusalText, rule: Rule | None) -> Iterator[str]:
    """A refusal: what it says, why, what lifts it, the rule behind it with its source."""
    yield f"{entry.code}  {message_of(entry)}"
    yield from _headed(tr("Why"), (say(entry.why),))
    yield from _headed(tr("What lifts it"), (say(entry.lifts),))
    if rule is not None:
        source, sure = source_words(rule.source), confidence_words(rule.confidence)
        told = tr("Source: {source} ({confidence})", source=source, confidence=sure) if source else sure
        yield from _headed(tr("Rule {id}", id=rule.id), (say(rule.about), told))


def message_of(entry: RefusalText) -> str:
    """A refusal's sentence where there is nothing to fill its places with."""
    return say(entry.message).format_map(_Open())


class _Open(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def _happened(entry: LogRecord, log: tuple[LogRecord, ...]) -> tuple[str, ...]:
    because_of = " · ".join(filter(None, (*because(entry), note(entry))))
    return moment(entry.at), happened(entry, log), " · ".join(said_by(entry)), because_of


def _answers(view: CaseView) -> Iterator[str]:
    rows = []
    for given in given_answers(view):
        known = given.chosen and f"{given.key}.{given.value}" in option_texts()
        rows.append((tr(given.title), label(given.key, given.value) if known else given.value))
    return _fields(rows)


def _fields(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    named = list(rows)
    return table(named) if named else iter(())


def _headed(title: str, lines: Iterable[str]) -> Iterator[str]:
    under = [f"  {line}" for line in lines]
    if under:
        yield ""
        yield title
        yield from under
