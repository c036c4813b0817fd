"""Filling a desk: which case is a copy of which template, when it happened, whose it is. The seed decides all of it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from mpwizard.desk import Desk
from mpwizard.domain import Kind
from mpwizard.lifecycle import LOST
from mpwizard.problems import Refused
from mpwizard.stages import Stage
from mpwizard.store.copies import CASES, NOTES, TAGS
from mpwizard.synthetic_desk.cloning import Copy
from mpwizard.synthetic_desk.names import Names, words
from mpwizard.synthetic_desk.templates import OLDEST, Template, played

if TYPE_CHECKING:
    from mpwizard.store import Writer

# How many cases are put into one statement, and how many into one transaction.
_CHUNK = 1_000
_TRANSACTION = 5_000

_OWN_SHARE = 0.3
_TAG_SHARES = (0.25, 0.08)
_NOTE_SHARE = 0.12
# Open cases are mostly young: their age is this power of chance, as a share of the oldest they can be.
_YOUNG = 2
_DAY = timedelta(days=1)
_HOURS = 7

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: how many cases, how many of them in the archive, with which references."""

    cases: int
    archived: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class _Planned:
    """One case to be made: of which template, how long after it, and when it begins."""

    template: Template
    later: timedelta
    begins: datetime


def generate(desk: Desk, cases: int, seed: int, progress: Progress, *, beside_records: bool = False) -> Made:
    """Make so many practice cases. `progress` hears how many cases are written, of how many.

    Raises:
        Refused: `records_on_the_desk`, where there are record cases and they were not said to be known.
    """
    with desk.store.writing() as tx:
        if not beside_records and tx.copies.has(Kind.RECORD):
            raise Refused("records_on_the_desk")
    progress(0, cases)
    chance = random.Random(f"desk/{seed}")  # noqa: S311 - to be repeatable, not secret
    planned = _plan(played(), cases, desk.clock.now(), chance)
    fill = _Fill(Names(seed), (desk.operator, *words()["colleagues"]), chance)
    references: list[str] = []
    for first in range(0, cases, _TRANSACTION):
        with desk.store.writing() as tx:
            for begin in range(first, min(first + _TRANSACTION, cases), _CHUNK):
                references += fill.write(tx, planned[begin : min(begin + _CHUNK, first + _TRANSACTION)])
        progress(len(references), cases)
    return Made(len(references), fill.archived, references[0], references[-1])


class _Fill:
    """Writes planned cases, one after the other."""

    def __init__(self, names: Names, operators: Sequence[str], chance: random.Random) -> None:
        self._names = names
        self._operators = operators
        self._chance = chance
        self.archived = 0

    def write(self, tx: Writer, planned: Iterable[_Planned]) -> list[str]:
        """Write these cases; their references."""
        rows: dict[str, list[dict[str, Any]]] = {}
        case_id, matter_id = tx.copies.next_ids()
        references = []
        for each, reference in _numbered(tx, planned):
            holder = self._names.holder(case_id, each.template.entity_type)
            copy = Copy(case_id, matter_id, reference, holder, self._owner(), each.later)
            made = each.template.recipe.copy(copy, self._chance)
            self._mark(copy, made)
            self.archived += bool(made[CASES][0]["archived"])
            for name, found in made.items():
                rows.setdefault(name, []).extend(found)
            references.append(reference)
            case_id += 1
            matter_id += each.template.recipe.matters
        tx.copies.put(rows)
        return references

    def _owner(self) -> str:
        me, *others = self._operators
        return me if self._chance.random() < _OWN_SHARE else self._chance.choice(others)

    def _mark(self, copy: Copy, rows: dict[str, list[dict[str, Any]]]) -> None:
        """Put tags on a case now and then, and a note."""
        several = sum(self._chance.random() < share for share in _TAG_SHARES)
        tags = self._chance.sample(words()["tags"], several)
        rows[TAGS] = [{"case_id": copy.case_id, "tag": tag} for tag in tags]
        if self._chance.random() < _NOTE_SHARE:
            note, at = self._chance.choice(words()["notes"]), rows[CASES][0]["changed_at"]
            rows[NOTES] = [{"case_id": copy.case_id, "at": at, "by": copy.owner, "words": note}]


def _numbered(tx: Writer, planned: Iterable[_Planned]) -> Iterator[tuple[_Planned, str]]:
    """Cases with their references: they are numbered by the year in which they begin."""
    for year, group in groupby(planned, key=lambda each: each.begins.year):
        of_year = list(group)
        for each, number in zip(of_year, tx.copies.next_numbers(year, len(of_year)), strict=True):
            yield each, f"MP-{year}-{number:04}"


def _plan(templates: Sequence[Template], cases: int, now: datetime, chance: random.Random) -> list[_Planned]:
    """What to make, the oldest case first. Where there is room for it, every template has a case at least."""
    chosen = list(templates[:cases]) if cases >= len(templates) else []
    chosen += chance.choices(templates, [each.share for each in templates], k=cases - len(chosen))
    planned = [_dated(template, now, chance) for template in chosen]
    return sorted(planned, key=lambda each: each.begins)


def _dated(template: Template, now: datetime, chance: random.Random) -> _Planned:
    """A case that ended at some time at which nothing has happened to it since, at about the hours of the template."""
    oldest = min(template.quiet, OLDEST - (template.ended - template.began))
    idle = chance.random() ** (1 if _is_over(template) else _YOUNG) * oldest
    later = now - idle - template.ended
    at_its_hours = timedelta(days=later // _DAY, minutes=chance.randrange(_HOURS * 60), seconds=chance.randrange(60))
    if timedelta(0) <= now - template.ended - at_its_hours <= oldest:
        later = at_its_hours
    return _Planned(template, later, template.began + later)


def _is_over(template: Template) -> bool:
    return template.record.state in LOST or template.record.stage is Stage.LIVE
