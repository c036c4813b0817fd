"""The status board and the statistics as words and tables: for the screen, the command and the exported file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from mpwizard.i18n import say, tr
from mpwizard.matters import Matter
from mpwizard.private_files import cell
from mpwizard.rejections import reasons
from mpwizard.rules.edition import Rule
from mpwizard.statistics import Days, Statistics, Subject
from mpwizard.status_board import Queue
from mpwizard.tell import coded, day, figure_words, headline
from mpwizard.text import safe
from mpwizard.texts import label, refusals

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_NONE = "–"

Row = tuple[str, str, str, str, str, str, str]


def subject_words(subject: Subject) -> str:
    """What kind of thing waits or was answered."""
    return headline(label("matter" if isinstance(subject, Matter) else "state", subject))


def reason_words(reason: str) -> str:
    """A reason with its code; its key where neither catalogue has it any more."""
    for each in reasons():
        if each.key == reason:
            return coded(say(each.title), each.code)
    refused = refusals().get(reason)
    return coded(plain(say(refused.message)), refused.code) if refused is not None else reason


def plain(message: str) -> str:
    """A refusal's sentence where there is nothing to fill its places with: dots there, and no full stop."""
    return re.sub(r"\{\w+\}", "…", message).rstrip("。.")


def days_words(number: float) -> str:
    """A number of days, always to one place."""
    return f"{number:.1f}"


def rate_words(rate: float) -> str:
    """A share."""
    return f"{rate:.0%}"


def age_words(age: timedelta) -> str:
    """How long something has waited."""
    if age >= _DAY:
        return tr("{n} d", n=age // _DAY)
    return tr("{n} h", n=age // _HOUR)


def usual_words(rule: Rule | None) -> str:
    """How long the rule says it takes."""
    return figure_words(rule.value, rule.unit) if rule is not None else _NONE


def header() -> Row:
    """What the columns of the table are called."""
    return (
        tr("Table"), tr("Of"), tr("Count"), tr("Days, middle"), tr("Days, 9 of 10"), tr("First pass"), tr("Since")
    )  # fmt: skip


def rows(queues: Sequence[Queue], found: Statistics) -> Iterator[Row]:
    """Everything the board shows, as one table."""
    period = day(found.since)
    kind = label("kind", found.kind)
    for words, n in totals(found):
        yield (f"{tr('Cases')} · {kind}", words, str(n), "", "", "", period)
    for queue in queues:
        oldest = day(queue.oldest) if queue.oldest is not None else ""
        yield (tr("Waiting now"), subject_words(queue.subject), str(queue.n), "", "", "", oldest)
    for stage in found.stages:
        yield (tr("Days per stage"), label("stage", stage.stage.key), *_days(stage.days), "", period)
    for each in found.answered:
        rate = rate_words(each.rate) if each.first else ""
        yield (tr("Platform's answers"), subject_words(each.subject), *_days(each.days), rate, period)
    for because in found.reasons:
        words = f"{subject_words(because.subject)} · {reason_words(because.reason)}"
        yield (tr("Refusal reasons"), words, str(because.n), "", "", "", period)


def totals(found: Statistics) -> tuple[tuple[str, int], ...]:
    """How many cases began and ended in the period."""
    return (
        (tr("begun"), found.begun),
        (tr("registered"), found.registered),
        (tr("live"), found.live),
        (tr("failed"), found.failed),
        (tr("given up"), found.abandoned),
    )


def _days(days: Days) -> tuple[str, str, str]:
    return str(days.n), days_words(days.median), days_words(days.p90)


def csv_text(queues: Sequence[Queue], found: Statistics) -> str:
    """The table as comma-separated values, every cell quoted, none a formula to a spreadsheet."""
    out = io.StringIO()
    # The mark at the beginning tells spreadsheets that this is Unicode.
    out.write("\ufeff")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(header())
    for row in rows(queues, found):
        writer.writerow(cell(safe(words)) for words in row)
    return out.getvalue()


def as_json(queues: Sequence[Queue], found: Statistics) -> dict[str, object]:
    """The same for a script."""
    return {
        "kind": str(found.kind),
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "cases": {
            "begun": found.begun,
            "registered": found.registered,
            "live": found.live,
            "failed": found.failed,
            "abandoned": found.abandoned,
        },
        "waiting": [
            {
                "what": str(queue.subject),
                "count": queue.n,
                "for_platform": queue.for_platform,
                "oldest": queue.oldest.isoformat() if queue.oldest is not None else None,
            }
            for queue in queues
        ],
        "stages": [{"stage": each.stage.key, "cases": each.days.n, **_days_json(each.days)} for each in found.stages],
        "answers": [
            {
                "what": str(each.subject),
                "first": each.first,
                "passed": each.passed,
                "answered": each.days.n,
                **_days_json(each.days),
            }
            for each in found.answered
        ],
        "reasons": [{"what": str(each.subject), "reason": each.reason, "count": each.n} for each in found.reasons],
    }


def _days_json(days: Days) -> dict[str, float]:
    return {"median_days": round(days.median, 3), "p90_days": round(days.p90, 3)}
