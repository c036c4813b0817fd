"""Cases, rules and refusals as lines for people at a terminal. Personal values are masked in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mpwizard.cli_words import table
from mpwizard.i18n import say, tr
from mpwizard.log_words import because, happened, note, said_by
from mpwizard.records import LogRecord
from mpwizard.rules.edition import Rule
from mpwizard.tell import confidence_words, moment, spoken
from mpwizard.texts import RefusalText, label, option_texts
from mpwizard.views import CaseView, DeskRow
from mpwizard.wizard.flow import STEPS, path
from mpwizard.wizard.form import asked, shown
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


def desk_lines(rows: Iterable[DeskRow]) -> Iterator[str]:
    """The desk as a table."""
    head = (tr("Case"), tr("Subject"), tr("Type"), tr("Stage"), tr("Next action"), tr("Due"))
    return table((head, *(_row(row) for row in rows)))


def refusal_lines(entry: RefusalText, rule: Rule | None) -> Iterator[str]:
    """A refusal: what it says, why, what lifts it, the rule behind it with its source."""
    yield f"{entry.code}  {message_of(entry)}"
    yield from _headed(tr("Why"), (say(entry.why),))
    yield from _headed(tr("What lifts it"), (say(entry.lifts),))
    if rule is not None:
        source = tr("Source: {source} ({confidence})", source=rule.source, confidence=confidence_words(rule.confidence))
        yield from _headed(tr("Rule {id}", id=rule.id), (say(rule.about), source))


def message_of(entry: RefusalText) -> str:
    """A refusal's sentence where there is nothing to fill its places with."""
    return say(entry.message).format_map(_Open())


class _Open(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def _happened(entry: LogRecord, log: tuple[LogRecord, ...]) -> tuple[str, ...]:
    because_of = " · ".join(filter(None, (*because(entry), note(entry))))
    return moment(entry.at), happened(entry, log), " · ".join(said_by(entry)), because_of


def _row(row: DeskRow) -> tuple[str, ...]:
    record = row.record
    return (
        record.reference,
        record.subject or _NONE,
        label("entity_type.type", record.entity_type) if record.entity_type else _NONE,
        label("state", record.state),
        label("next", row.next_action.key),
        moment(record.due_at) if record.due_at else _NONE,
    )


def _answers(view: CaseView) -> Iterator[str]:
    rows = []
    for step in path(view.context):
        values = view.context.draft.get(step.key, {})
        for field in asked(step.key, step.answers, view.context):
            if values.get(field.name) not in (None, "", False, True):
                chosen = field.ask.choices is not None and f"{field.key}.{values[field.name]}" in option_texts()
                value = label(field.key, str(values[field.name])) if chosen else str(shown(field, values[field.name]))
                rows.append((tr(field.title), value))
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
